"""A fix outside is asked about once, and settled by what comes next; only two fixes, or a call, alarm anybody.

Everything here runs after the check-in was written and answered: on the event of a doubtful check-in, and when
the time to answer is over. Locks: the order, then its question.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.correction import CheckInDoubtful
from app.contracts.correction_ending import CorrectionEnded
from app.contracts.correction_places import LocationAsked, LocationUnanswered
from app.correction.alarms.models import Alarm
from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.check_ins.codes import CheckInMark, CheckInVerdict
from app.correction.check_ins.confirming.closing import alarm_key, close
from app.correction.check_ins.confirming.codes import QuestionOutcome, QuestionStatus
from app.correction.check_ins.confirming.models import LocationQuestion
from app.correction.check_ins.confirming.weighing import APART, Seen, weigh, weigh_all
from app.correction.check_ins.models import CheckIn
from app.correction.enums import AlarmStatus, CorrectionStatus, DutyKind
from app.correction.orders.models import CorrectionOrder
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.ledger import Supervised, add_entry
from app.correction.schedule.models import CheckInDuty
from app.correction.schedule.owing import owe
from app.kernel import events, timers
from app.kernel.agency_rules import rule_for
from app.kernel.bus import Bus, Payload
from app.kernel.clock import local_date

ANSWER_OVER = "correction.location_answer_over"
TOO_LATE_TO_ASK = timedelta(minutes=10)
"""Where somebody is now says nothing about where they were longer ago than this."""
LONGEST_WINDOW = timedelta(days=1)
RESTRICTED = "restricted_place"


def register(bus: Bus) -> None:
    """Subscribe; called by ``wiring``."""
    bus.subscribe(CheckInDoubtful, "correction.ask_about_place", consider)
    bus.subscribe(CorrectionEnded, "correction.drop_question_about_place", drop)
    bus.register(ANSWER_OVER, answer_over)


async def consider(session: AsyncSession, event: CheckInDoubtful, at: datetime) -> None:
    """Settle an open question by this check-in, or ask about it where it points outside."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True, populate_existing=True)
    check_in = await session.get(CheckIn, (event.check_in_id, event.made_at))
    if check_in is None or order.status is not CorrectionStatus.UNDER_CORRECTION:
        return
    question = await _open_question(session, order.id)
    if question is not None and await _settle(session, order, question, at=at):
        return
    if check_in.verdict is CheckInVerdict.OUTSIDE and await _is_new(session, order, check_in):
        if question is not None and check_in.made_at <= question.closes_at:
            return
        if question is not None:
            if await _is_there_still(session, question, check_in):
                outcome = QuestionOutcome.SECOND_OUTSIDE
                await close(session, order, question, "confirm", outcome, second=check_in, at=at)
                return
            await close(session, order, question, "lapse", QuestionOutcome.LAPSED, at=at)
        await _ask(session, order, check_in, at=at)


async def drop(session: AsyncSession, event: CorrectionEnded, at: datetime) -> None:
    """Nobody is asked where somebody is whose correction has ended."""
    order = await session.get_one(CorrectionOrder, event.order_id, with_for_update=True, populate_existing=True)
    question = await _open_question(session, order.id)
    if question is not None:
        await close(session, order, question, "lapse", QuestionOutcome.LAPSED, at=at)
        await timers.cancel_timer(session, ANSWER_OVER, key=str(question.id))


async def answer_over(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """The time to answer is over: settle by what came, else ask the office to call."""
    question = await session.get_one(LocationQuestion, UUID(str(payload["question_id"])))
    order = await session.get_one(CorrectionOrder, question.order_id, with_for_update=True, populate_existing=True)
    question = await _open_question(session, order.id)
    if question is None or str(question.id) != payload["question_id"]:
        return
    if not await _settle(session, order, question, at=at):
        await _ask_office(session, order, question, at=at)


async def _ask(session: AsyncSession, order: CorrectionOrder, check_in: CheckIn, *, at: datetime) -> None:
    rule = await rule_for(session, "correction.confirm_answer", agency_id=order.agency_id, on=local_date(at))
    answer = timedelta(minutes=rule.value)
    is_askable = at - check_in.made_at <= TOO_LATE_TO_ASK
    opens_at = at + APART if is_askable else check_in.made_at
    question = LocationQuestion(
        order_id=order.id,
        person_id=order.person_id,
        first_id=check_in.id,
        first_made_at=check_in.made_at,
        is_restricted=CheckInMark.RESTRICTED_PLACE in check_in.marks,
        opens_at=opens_at,
        closes_at=opens_at + answer,
        asked_at=at,
        updated_at=at,
    )
    if is_askable:
        question.duty_id = await owe(
            session, order, DutyKind.CONFIRM, opens_at=opens_at, closes_at=question.closes_at, at=at
        )
    session.add(question)
    await add_entry(
        session,
        Supervised.of(order),
        SupervisionEntryKind.OUTSIDE,
        happened_at=check_in.made_at,
        at=at,
        key=f"outside:{check_in.id}",
        duty_id=check_in.duty_id,
        check_in=(check_in.id, check_in.made_at),
        reason=RESTRICTED if question.is_restricted else None,
    )
    if not is_askable:
        if not await _settle(session, order, question, at=at):
            await _ask_office(session, order, question, at=at)
        return
    await timers.set_timer(
        session,
        ANSWER_OVER,
        key=str(question.id),
        due_at=question.closes_at,
        payload={"question_id": str(question.id)},
    )
    told = LocationAsked(
        question_id=question.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        opens_at=opens_at,
        closes_at=question.closes_at,
    )
    await events.record(session, told, at=at)


async def _ask_office(
    session: AsyncSession, order: CorrectionOrder, question: LocationQuestion, *, at: datetime
) -> None:
    if question.office_asked_at is not None:
        return
    question.office_asked_at = at
    told = LocationUnanswered(question_id=question.id, order_id=order.id, agency_id=order.agency_id)
    await events.record(session, told, at=at)


async def _settle(
    session: AsyncSession, order: CorrectionOrder, question: LocationQuestion, *, at: datetime
) -> bool:
    """Close the question by the first check-in since that settles it; false where none does."""
    first = await session.get(CheckIn, (question.first_id, question.first_made_at))
    if first is None:
        return False
    later = await _since(session, question)
    answers = await _answers(session, question, later)
    found = weigh_all(seen_in(first), [seen_in(one, is_bound=one.id in answers) for one in later])
    if found is None:
        return False
    outcome, second = found
    check_in = next(one for one in later if one.made_at == second.made_at)
    name = "confirm" if outcome is QuestionOutcome.SECOND_OUTSIDE else "clear"
    await close(session, order, question, name, outcome, second=check_in, at=at)
    await timers.cancel_timer(session, ANSWER_OVER, key=str(question.id))
    return True


async def _is_there_still(session: AsyncSession, question: LocationQuestion, check_in: CheckIn) -> bool:
    """Whether a fix after the time to answer confirms the first: outside again, and nothing inside between them.
    Whoever leaves questions unanswered and is outside at every check-in is not asked anew for ever.
    """
    first = await session.get(CheckIn, (question.first_id, question.first_made_at))
    if first is None or weigh(seen_in(first), seen_in(check_in)) is not QuestionOutcome.SECOND_OUTSIDE:
        return False
    inside = select(CheckIn.id).where(
        col(CheckIn.person_id) == question.person_id,
        col(CheckIn.made_at) > first.made_at,
        col(CheckIn.made_at) < check_in.made_at,
        or_(col(CheckIn.verdict) == CheckInVerdict.INSIDE, col(CheckIn.channel) == CheckInChannel.COUNTER),
    )
    return (await session.execute(inside.limit(1))).first() is None


async def _since(session: AsyncSession, question: LocationQuestion) -> Sequence[CheckIn]:
    """Check-ins made from the fix on while the question could be answered, whenever they came."""
    statement = select(CheckIn).where(
        col(CheckIn.person_id) == question.person_id,
        col(CheckIn.made_at) > question.first_made_at,
        col(CheckIn.made_at) <= question.closes_at,
    )
    return (await session.scalars(statement.order_by(col(CheckIn.made_at), col(CheckIn.id)))).all()


async def _answers(session: AsyncSession, question: LocationQuestion, later: Sequence[CheckIn]) -> frozenset[UUID]:
    """Those of the check-ins known to be the person's of then; a borrowed phone's own word is none."""
    statement = select(CheckInDuty.check_in_id).where(
        col(CheckInDuty.person_id) == question.person_id,
        col(CheckInDuty.opens_at) > question.first_made_at - LONGEST_WINDOW,
        col(CheckInDuty.opens_at) <= question.closes_at,
        col(CheckInDuty.check_in_id).is_not(None),
    )
    by_nonce = set((await session.scalars(statement)).all())
    by_key = {one.id for one in later if one.device_id is not None or one.recorded_by not in (None, one.person_id)}
    return frozenset(one.id for one in later if one.id in by_nonce or one.id in by_key)


async def _open_question(session: AsyncSession, order_id: UUID) -> LocationQuestion | None:
    await session.flush()
    statement = select(LocationQuestion).where(
        col(LocationQuestion.order_id) == order_id, col(LocationQuestion.status) == QuestionStatus.ASKED
    )
    locked = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one_or_none()


async def _is_new(session: AsyncSession, order: CorrectionOrder, check_in: CheckIn) -> bool:
    """Whether it was not asked about before, and no alarm about the same thing is being looked into."""
    asked = select(LocationQuestion.id).where(col(LocationQuestion.first_id) == check_in.id)
    alarmed = select(Alarm.id).where(
        col(Alarm.key) == alarm_key(order.id), col(Alarm.status) != AlarmStatus.CLOSED
    )
    found = [(await session.execute(one.limit(1))).first() for one in (asked, alarmed)]
    return not any(found)


def seen_in(check_in: CheckIn, *, is_bound: bool = True) -> Seen:
    """What a stored check-in says."""
    return Seen(
        verdict=check_in.verdict,
        made_at=check_in.made_at,
        fixed_at=check_in.fixed_at,
        marks=frozenset(check_in.marks),
        in_person=check_in.channel is CheckInChannel.COUNTER,
        is_bound=is_bound,
    )
