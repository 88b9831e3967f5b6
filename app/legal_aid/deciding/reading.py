"""What deciding left behind, for whoever may read the case: receipt, notices, objections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_store import open_clocks
from app.legal_aid import repository
from app.legal_aid.deciding import objecting, receiving
from app.legal_aid.deciding.models import DeficiencyItem, DeficiencyNotice
from app.legal_aid.deciding.notice_schemas import DeficiencyNotices, DeficiencyNoticeView, DeficiencyView
from app.legal_aid.deciding.notice_store import items_of, notices_of
from app.legal_aid.deciding.periods import SUPPLEMENT
from app.legal_aid.deciding.schemas import (
    EarlierApplication,
    Objections,
    ObjectionView,
    ReceiptItemView,
    ReceiptView,
)
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine
from app.legal_aid.views import advises


async def receipt(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> ReceiptView:
    """The receipt of a case within reach; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await _read(session, actor, application_id, "材料收讫凭证", at=at)
    rows = await receiving.receipt_of(session, case.id)
    return ReceiptView(
        issued_at=rows[0].issued_at if rows else None,
        items=[ReceiptItemView.model_validate(row) for row in rows],
    )


async def earlier(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> EarlierApplication | None:
    """The same person's application about the same matter that a centre received before this one (148号令 10).

    Nothing where there is none, or where this one is not handed in yet; the look is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await _read(session, actor, application_id, "同一事项的申请", at=at)
    if case.submitted_at is None:
        return None
    found = await receiving.earlier_of(session, case)
    return await receiving.told_of(session, found) if found else None


async def notices(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> DeficiencyNotices:
    """Every notice with its items and answers; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await _read(session, actor, application_id, "一次性告知书", at=at)
    return await notices_view(session, actor, case)


async def notices_view(session: AsyncSession, actor: Actor, case: Application) -> DeficiencyNotices:
    """The notices of a case whose reach was checked."""
    found = await notices_of(session, case.id)
    items = await items_of(session, found)
    clocks = await open_clocks(session, case.id)
    provisional = any(clock.provisional for clock in clocks if clock.rule_code == SUPPLEMENT)
    is_staff = advises(actor, case)
    return DeficiencyNotices(
        items=[
            _notice(notice, [item for item in items if item.notice_id == notice.id], provisional, is_staff)
            for notice in found
        ]
    )


async def objections(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Objections:
    """Every objection with its review; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await _read(session, actor, application_id, "异议", at=at)
    rows = await objecting.objections_of(session, case.id)
    return Objections(items=[ObjectionView.model_validate(row) for row in rows])


async def _read(
    session: AsyncSession, actor: Actor, application_id: UUID, what: str, *, at: datetime
) -> Application:
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=what,
    )
    return case


def _notice(
    row: DeficiencyNotice, items: list[DeficiencyItem], provisional: bool, is_staff: bool
) -> DeficiencyNoticeView:
    return DeficiencyNoticeView(
        id=row.id,
        sequence=row.sequence,
        status=row.status,
        issued_at=row.issued_at,
        due_on=row.due_on,
        provisional=provisional and row.closed_at is None,
        override_reason=row.override_reason if is_staff else None,
        closed_at=row.closed_at,
        items=[
            DeficiencyView(
                id=item.id,
                code=item.code,
                text=item.text,
                material=item.material,
                section=item.section,
                evidence_id=item.evidence_id,
                was_visible_before=item.was_visible_before,
                explanation=item.explanation,
                evidence_ids=item.answer_evidence_ids,
                is_answered=item.explanation is not None or bool(item.answer_evidence_ids),
            )
            for item in items
        ],
    )
