"""Ties that lawyers declare, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.conflicts import declaring
from app.lawyers.conflicts.declaring import Declared
from app.lawyers.conflicts.models import DeclaredTie
from app.lawyers.conflicts.schemas import TieIn, TieView

router = api_router("/lawyers", "利益冲突")

Declarer = Annotated[Actor, allowed(Action.CONFLICT_DECLARE)]
Remover = Annotated[Actor, allowed(Action.CONFLICT_DECLARE, repeatable=True)]


@router.get("/{lawyer_id}/ties", summary="申报过的近亲属、委托人和对方，最近的在前")
async def list_ties(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Declarer,
    page: PageDep,
    lawyer_id: UUID,
) -> Page[TieView]:
    lawyer = await declaring.reached_lawyer(session, actor, lawyer_id)
    await declaring.note_reading(session, actor, lawyer, at=at)
    statement = declaring.ties_visible_to(actor).where(
        col(DeclaredTie.lawyer_id) == lawyer_id, col(DeclaredTie.removed_at).is_(None)
    )
    rows = (
        await session.scalars(keyset(statement, page, col(DeclaredTie.declared_at), col(DeclaredTie.id)))
    ).all()
    kept, cursor = cut(rows, page, lambda tie: (tie.declared_at, tie.id))
    link_next(request, response, cursor)
    return Page(items=[_view(tie) for tie in kept], next_cursor=cursor)


@router.post("/{lawyer_id}/ties", summary="申报近亲属、委托人或者自己所办案件的对方", status_code=201)
async def declare_tie(
    *, session: SessionDep, vault: VaultDep, at: Now, actor: Declarer, lawyer_id: UUID, body: TieIn
) -> TieView:
    return _view(await declaring.declare(session, vault, actor, lawyer_id, Declared(**body.model_dump()), at=at))


@router.post("/{lawyer_id}/ties/{tie_id}/remove", summary="撤回一项申报")
async def remove_tie(*, session: SessionDep, at: Now, actor: Remover, lawyer_id: UUID, tie_id: UUID) -> TieView:
    return _view(await declaring.take_back(session, actor, lawyer_id, tie_id, at=at))


def _view(tie: DeclaredTie) -> TieView:
    shown = {name: getattr(tie, name) for name in TieView.model_fields if name != "has_number"}
    return TieView(**shown, has_number=tie.number_index is not None)
