"""Consulting the new place, its answer, the decision, the files (办法 30, 31)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.leave.repository import locked_order
from app.correction.moving import repository
from app.correction.moving.asking import ANSWER, CONSULT, DECIDE, REPORT_IN, TRANSFER
from app.correction.moving.errors import FilesSent
from app.correction.moving.models import Relocation
from app.correction.moving.states import files_due, move_machine
from app.correction.orders.changing import as_of
from app.correction.orders.models import CorrectionOrder
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.papers.wording import APPROVED, REFUSED
from app.kernel import audit, clock_store
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.clock_models import StatutoryClock
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid


async def consult(
    session: AsyncSession, actor: Actor, move_id: UUID, *, reference: str, at: datetime
) -> Relocation:
    """Ask the new place in writing; its days to answer begin.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: asked already.
    """
    move, _ = await _locked(session, actor, Action.MOVE_DECIDE, move_id)
    asked = {"consulted_at": at, "consult_reference": reference}
    await move_machine.fire(session, move, "consult", actor=actor, at=at, changes=asked)
    await clock_store.stop_if_running(session, move.id, CONSULT, at=at)
    if move.to_agency_id is None:
        await _start(session, move, ANSWER, move.receiver[:60], at=at)
    else:
        await _start(session, move, ANSWER, Role.OFFICER, at=at, agency_id=move.to_agency_id)
    return move


async def answer(
    session: AsyncSession, actor: Actor, move_id: UUID, *, agrees: bool, text: str, at: datetime
) -> Relocation:
    """The new place's answer, by its own officer, or entered from its letter where it is not in this system.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not asked, or answered already.
    """
    move, _ = await _locked(session, actor, Action.ORDER_TAKE_OVER, move_id)
    said = {"agrees": agrees, "answer": text, "answered_at": at, "answered_by": actor.person_id}
    await move_machine.fire(session, move, "answer", actor=actor, at=at, changes=said)
    await clock_store.stop_if_running(session, move.id, ANSWER, at=at)
    await _start(session, move, DECIDE, Role.DECIDER, at=at)
    return move


async def approve(
    session: AsyncSession, actor: Actor, move_id: UUID, *, superior_reference: str | None, at: datetime
) -> Relocation:
    """Approve: the files go, and the person has some days to report at the new place.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: not answered, or decided already.
        LevelTooLow: the county decides.
        NotAgreed: the new place does not agree.
    """
    move, order = await _locked(session, actor, Action.MOVE_DECIDE, move_id)
    move.superior_reference = superior_reference
    decided = {"decided_by": actor.person_id, "decided_at": at}
    await move_machine.fire(session, move, "approve", actor=actor, at=at, changes=decided)
    await clock_store.stop_if_running(session, move.id, DECIDE, at=at)
    await _start(session, move, TRANSFER, Role.OFFICER, at=at)
    report_in = await _start(session, move, REPORT_IN, Role.SUBJECT, at=at, holder_id=move.person_id)
    more = {"office": move.receiver, "report_by_on": report_in.due_on.isoformat()}
    await _ask_paper(session, order, move, APPROVED, more, at=at)
    return move


async def refuse(session: AsyncSession, actor: Actor, move_id: UUID, *, reason: str, at: datetime) -> Relocation:
    """Do not approve, with the reason.

    Raises:
        NotFound, WrongState, LevelTooLow: as :func:`approve`.
    """
    move, order = await _locked(session, actor, Action.MOVE_DECIDE, move_id)
    decided = {"decided_by": actor.person_id, "decided_at": at, "decision_reason": reason}
    await move_machine.fire(session, move, "refuse", actor=actor, at=at, reason=reason, changes=decided)
    await clock_store.cancel_clocks(session, move.id, at=at)
    await _ask_paper(session, order, move, REFUSED, {"refusal_reason": reason}, at=at)
    return move


async def send_files(
    session: AsyncSession, actor: Actor, move_id: UUID, *, sent_on: date, reference: str, at: datetime
) -> Relocation:
    """Enter that files and legal documents were sent.

    Raises:
        NotFound: beyond the actor's reach.
        FilesSent: sent already, or nothing was approved.
        Invalid: a day before the decision, or one that has not come.
    """
    move, _ = await _locked(session, actor, Action.MOVE_DECIDE, move_id)
    await session.refresh(move, with_for_update=True)
    if not files_due(move) or move.decided_at is None:
        raise FilesSent()
    if not local_date(move.decided_at) <= sent_on <= local_date(at):
        raise Invalid(fields=[FieldError("sent_on", "period", "移交日期要在批准以后，不能晚于今天")])
    move.files_sent_on, move.files_reference = sent_on, reference
    move.version += 1
    move.updated_at = at
    await clock_store.stop_if_running(session, move.id, TRANSFER, at=as_of(sent_on, at))
    audit.add_entry(
        session,
        actor,
        Action.MOVE_DECIDE,
        object_type=move_machine.name,
        object_id=move.id,
        owner_id=move.person_id,
        at=at,
        note="移交档案",
    )
    await session.flush()
    return move


async def _locked(
    session: AsyncSession, actor: Actor, action: Action, move_id: UUID
) -> tuple[Relocation, CorrectionOrder]:
    move = await repository.move_for(session, actor, action, move_id)
    order = await locked_order(session, move.order_id)
    return move, order


async def _start(
    session: AsyncSession,
    move: Relocation,
    rule_code: str,
    holder: Role | str,
    *,
    at: datetime,
    agency_id: UUID | None = None,
    holder_id: UUID | None = None,
) -> StatutoryClock:
    return await clock_store.start_clock(
        session,
        rule_code,
        object_type=move_machine.name,
        object_id=move.id,
        agency_id=agency_id or move.agency_id,
        holder=holder,
        holder_id=holder_id,
        at=at,
    )


async def _ask_paper(
    session: AsyncSession,
    order: CorrectionOrder,
    move: Relocation,
    outcome: str,
    more: dict[str, str],
    *,
    at: datetime,
) -> None:
    reason = dictionaries()["move_reason"][move.reason]
    fields = {"outcome": outcome, "place": move.to_place, "reason": reason} | more
    await ask_paper(session, order, CorrectionPaperKind.MOVE_DECISION, fields, about=move.id, at=at)
