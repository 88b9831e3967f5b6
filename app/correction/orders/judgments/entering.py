"""Entering what the papers say: judgement, documents, co-defendants, receipts; and what the file then shows."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.correction.files import require_files
from app.correction.orders import changing
from app.correction.orders.judgments import repository
from app.correction.orders.judgments.checking import Facts, must_be_sealed, rules_on
from app.correction.orders.judgments.models import CoDefendant, CorrectionJudgment, ReceivedDocument
from app.correction.orders.judgments.schemas import DocumentIn, JudgmentIn
from app.correction.orders.models import CorrectionOrder
from app.kernel import clock_store
from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid

RETURN_RECEIPT = "correction.return_receipt"


async def enter_judgment(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    given: JudgmentIn,
    *,
    at: datetime,
    field: str = "",
) -> CorrectionJudgment:
    """Enter the judgement, or put a wrong entry right; the order is locked.

    A record that must be sealed closes the file at once, with whoever entered it on its staff.

    Raises:
        Invalid: decided in the future, or with a length where life has none.
    """
    if given.decided_on > local_date(at):
        raise Invalid(fields=[FieldError(f"{field}decided_on", "future", "裁判日期不能晚于今天")])
    values = given.model_dump(exclude={"sentence", "term"})
    values |= {f"sentence_{part}": value for part, value in given.sentence.model_dump().items()}
    values |= {f"term_{part}": value for part, value in given.term.model_dump().items()}
    if given.sentence_kind == "life" and not given.sentence.as_term().is_empty:
        raise Invalid(fields=[FieldError(f"{field}sentence", "life", "无期徒刑不用填刑期")])
    row = CorrectionJudgment(**values, order_id=order.id, entered_by=actor.person_id, entered_at=at)
    row = await session.merge(row)
    sealed = must_be_sealed(row.was_minor, row.sentence_kind, row.sentence, rules_on(local_date(at)))
    order.is_sealed = order.is_minor or sealed
    await changing.give_to(session, order, [*order.minor_staff, actor.person_id])
    return row


async def record_document(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    given: DocumentIn,
    *,
    at: datetime,
    field: str = "",
) -> ReceivedDocument:
    """Record a document received; the receipt is due back (实施办法 16). The order is locked.

    Raises:
        Invalid: in the future, answered before it came, or a scan that is no file of the order.
    """
    returned_on = given.receipt_returned_on
    if max(given.received_on, returned_on or given.received_on) > local_date(at):
        raise Invalid(fields=[FieldError(f"{field}received_on", "future", "收到、回执的日期不能晚于今天")])
    if returned_on is not None and returned_on < given.received_on:
        raise Invalid(
            fields=[FieldError(f"{field}receipt_returned_on", "order", "送达回执不能早于收到文书的日期")]
        )
    values = given.model_dump()
    values["evidence_ids"] = await require_files(
        session, order.id, given.evidence_ids, field=f"{field}evidence_ids"
    )
    row = ReceivedDocument(**values, order_id=order.id, recorded_by=actor.person_id, recorded_at=at)
    session.add(row)
    await session.flush()
    running = {clock.rule_code for clock in await clock_store.open_clocks(session, order.id)}
    if RETURN_RECEIPT not in running and returned_on is None:
        await clock_store.start_clock(
            session,
            RETURN_RECEIPT,
            object_type=changing.OBJECT_TYPE,
            object_id=order.id,
            agency_id=order.agency_id,
            holder=Role.OFFICER,
            started=given.received_on,
            at=at,
        )
    return row


async def return_receipt(
    session: AsyncSession, order: CorrectionOrder, returned_on: date, *, at: datetime
) -> None:
    """The receipt of every document not yet answered went back; again changes nothing. The order is locked.

    Raises:
        Invalid: in the future, or before a document it answers.
    """
    if returned_on > local_date(at):
        raise Invalid(fields=[FieldError("returned_on", "future", "送达回执的日期不能晚于今天")])
    waiting = [row for row in await repository.documents(session, order.id) if row.receipt_returned_on is None]
    if any(row.received_on > returned_on for row in waiting):
        raise Invalid(fields=[FieldError("returned_on", "order", "送达回执不能早于收到文书的日期")])
    statement = update(ReceivedDocument).where(
        col(ReceivedDocument.order_id) == order.id, col(ReceivedDocument.receipt_returned_on).is_(None)
    )
    await session.execute(statement.values(receipt_returned_on=returned_on))
    await clock_store.stop_if_running(session, order.id, RETURN_RECEIPT, at=changing.as_of(returned_on, at))


async def set_co_defendants(session: AsyncSession, order: CorrectionOrder, names: list[str]) -> None:
    """Name all co-defendants anew. The order is locked."""
    await session.execute(delete(CoDefendant).where(col(CoDefendant.order_id) == order.id))
    session.add_all(CoDefendant(order_id=order.id, name=name) for name in dict.fromkeys(names))
    await session.flush()


def facts_of(order: CorrectionOrder, judgment: CorrectionJudgment) -> Facts:
    """What the checks look at."""
    return Facts(
        category=order.category,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        sentence_kind=judgment.sentence_kind,
        sentence=judgment.sentence,
        term=judgment.term,
        detained_days=judgment.detained_days,
        is_combined=judgment.is_combined,
        release_ground_given=judgment.release_ground is not None,
    )


async def judgment_of(session: AsyncSession, order_id: UUID) -> CorrectionJudgment | None:
    """The judgement entered for an order, if one was."""
    return await session.get(CorrectionJudgment, order_id)
