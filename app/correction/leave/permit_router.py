"""Permits for recurring crossings over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.leave import filing, permits, repository
from app.correction.leave.answers import FilingOut
from app.correction.leave.models import CrossingPermit
from app.correction.leave.permit_schemas import (
    CrossingPermitCreate,
    CrossingPermitDetail,
    CrossingPermitOut,
    CrossingPermitReason,
)
from app.correction.leave.permit_states import allowed_actions, permit_machine
from app.correction.leave.schemas import FilingCreate
from app.correction.leave.views import filings, place_out
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：外出")

Asker = Annotated[Actor, allowed(Action.LEAVE_APPLY)]
Reader = Annotated[Actor, allowed(Action.LEAVE_READ)]
Decider = Annotated[Actor, allowed(Action.LEAVE_DECIDE)]


@router.post("/orders/{order_id}/crossing-permits", summary="申请经常往返许可", status_code=201)
async def request_crossing_permit(
    *, response: Response, session: SessionDep, at: Now, actor: Asker, order_id: UUID, new: CrossingPermitCreate
) -> CrossingPermitDetail:
    permit = await permits.request_permit(session, actor, order_id, new, at=at)
    created(response, "/correction/crossing-permits", permit.id)
    return await _detail(session, actor, permit, at=at)


@router.get("/crossing-permits", summary="经常往返许可")
async def list_crossing_permits(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    order_id: Annotated[UUID | None, Query(description="只看这份矫正登记的")] = None,
) -> Page[CrossingPermitOut]:
    statement = repository.permits_listed(actor, order_id)
    rows = (await session.scalars(keyset(statement, page, col(CrossingPermit.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await _list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/crossing-permits/{crossing_permit_id}", summary="查看一份经常往返许可")
async def get_crossing_permit(
    session: SessionDep, at: Now, actor: Reader, crossing_permit_id: UUID
) -> CrossingPermitDetail:
    permit = await repository.permit_for(session, actor, Action.LEAVE_READ, crossing_permit_id)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/approve", summary="批准经常往返")
async def approve_crossing_permit(
    session: SessionDep, at: Now, actor: Decider, crossing_permit_id: UUID
) -> CrossingPermitDetail:
    permit = await permits.approve(session, actor, crossing_permit_id, at=at)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/refuse", summary="不批准经常往返")
async def refuse_crossing_permit(
    session: SessionDep, at: Now, actor: Decider, crossing_permit_id: UUID, body: CrossingPermitReason
) -> CrossingPermitDetail:
    permit = await permits.refuse(session, actor, crossing_permit_id, reason=body.reason, at=at)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/revoke", summary="取消经常往返许可")
async def revoke_crossing_permit(
    session: SessionDep, at: Now, actor: Decider, crossing_permit_id: UUID, body: CrossingPermitReason
) -> CrossingPermitDetail:
    permit = await permits.end(session, actor, crossing_permit_id, "revoke", reason=body.reason, at=at)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/withdraw", summary="撤回经常往返申请")
async def withdraw_crossing_permit(
    session: SessionDep, at: Now, actor: Asker, crossing_permit_id: UUID
) -> CrossingPermitDetail:
    permit = await permits.end(session, actor, crossing_permit_id, "withdraw", at=at)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/give-up", summary="不再需要经常往返")
async def give_up_crossing_permit(
    session: SessionDep, at: Now, actor: Asker, crossing_permit_id: UUID
) -> CrossingPermitDetail:
    permit = await permits.end(session, actor, crossing_permit_id, "give_up", at=at)
    return await _detail(session, actor, permit, at=at)


@router.post("/crossing-permits/{crossing_permit_id}/filings", summary="登记往返许可的备案、通报", status_code=201)
async def file_crossing_permit(
    session: SessionDep, at: Now, actor: Decider, crossing_permit_id: UUID, new: FilingCreate
) -> CrossingPermitDetail:
    permit = await repository.permit_for(session, actor, Action.LEAVE_DECIDE, crossing_permit_id)
    await filing.file(session, actor, order_id=permit.order_id, about_id=permit.id, new=new, at=at)
    return await _detail(session, actor, permit, at=at)


async def _list(
    session: AsyncSession, actor: Actor, rows: Sequence[CrossingPermit], *, at: datetime
) -> list[CrossingPermitOut]:
    """Permits as a list shows them; a look at another's leaves an entry."""
    names = await people.names(session, {row.person_id for row in rows})
    for row in rows:
        await audit.record_access(
            session,
            actor,
            Action.LEAVE_READ,
            object_type=permit_machine.name,
            object_id=row.id,
            owner_id=row.person_id,
            at=at,
        )
    shown = set(CrossingPermitOut.model_fields) - {"person_name", "allowed_actions"}
    return [
        CrossingPermitOut(
            **row.model_dump(include=shown),
            person_name=names.get(row.person_id),
            allowed_actions=allowed_actions(actor, row),
        )
        for row in rows
    ]


async def _detail(
    session: AsyncSession, actor: Actor, permit: CrossingPermit, *, at: datetime
) -> CrossingPermitDetail:
    [line] = await _list(session, actor, [permit], at=at)
    own = {"explanation", "evidence_ids", "decided_at", "decision_reason"}
    places = await repository.places_of(session, permit_ids=[permit.id])
    return CrossingPermitDetail(
        **line.model_dump(),
        **permit.model_dump(include=own),
        places=[place_out(place) for place in places],
        filings=[FilingOut.model_validate(row) for row in await filings(session, permit.id)],
    )
