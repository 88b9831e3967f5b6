"""Clocks recounted when a calendar arrives, and what an agency may set for itself."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.kernel import clock_jobs
from app.kernel.actor import Role
from app.kernel.agency_rules import RuleNotConfigurable, rule_for, set_rule
from app.kernel.calendar import DayEntry, DayKind
from app.kernel.calendar_store import Notice, load_calendar, publish_year
from app.kernel.clock import local_date
from app.kernel.clock_models import (
    ClockOutcome,
    StatutoryClock,
)
from app.kernel.clock_store import (
    open_clocks,
)
from app.kernel.errors import Invalid, NotFound, PreconditionFailed
from tests.kernel.desk import DECIDE, Desk, on
from tests.kernel.statutory import Bureaus, events_named, make_bureaus
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio
NOTICE_2027 = Notice("国务院办公厅关于2027年部分节假日安排的通知", None, date(2026, 11, 5))


@pytest.fixture
async def bureaus(stack: Stack) -> Bureaus:
    return await make_bureaus(stack)


@pytest.fixture
def desk(stack: Stack, bureaus: Bureaus) -> Desk:
    return Desk(stack, bureaus.county.id)


async def publish_2027(stack: Stack, expected: int = 0) -> None:
    """Enter a notice for 2027 that moves 元旦 to run on into Monday 4 January."""
    rows = {date(2027, 1, n): DayEntry(DayKind.HOLIDAY, "元旦") for n in range(1, 5)}
    async with stack.services.database.transaction() as session:
        await publish_year(
            session,
            2027,
            NOTICE_2027,
            rows,
            entered_by=uuid4(),
            expected_version=expected,
            at=stack.clock.now(),
        )


async def test_a_new_notice_moves_open_clocks_and_makes_them_final(desk: Desk, stack: Stack) -> None:
    moved = await desk.start(on(2026, 12, 25))
    assert (moved.due_on, moved.provisional) == (date(2027, 1, 4), True)
    kept = Desk(stack, desk.agency_id)
    await kept.start(on(2027, 3, 1))
    done = Desk(stack, desk.agency_id)
    await done.start(on(2026, 12, 25))
    await done.stop(on(2026, 12, 26))
    await publish_2027(stack)
    await stack.drain()
    told = await events_named(stack, "ClockRecomputed")
    assert [(e["was_on"], e["due_on"], e["provisional"]) for e in told] == [
        ("2027-01-04", "2027-01-05", False),
        ("2027-03-08", "2027-03-08", False),
    ]
    (view,) = await desk.views(on(2026, 12, 28))
    assert (view.due_on, view.rolled_from, view.provisional) == (date(2027, 1, 5), date(2027, 1, 1), False)


async def test_a_recount_goes_page_by_page(desk: Desk, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_jobs, "PAGE", 2)
    for _ in range(5):
        await Desk(stack, desk.agency_id).start(on(2026, 12, 25))
    await publish_2027(stack)
    await stack.drain()
    assert len(await events_named(stack, "ClockRecomputed")) == 5


async def test_a_clock_counted_on_the_old_calendar_meanwhile_is_caught_by_a_second_pass(
    desk: Desk, stack: Stack
) -> None:
    clock = await desk.start(on(2026, 12, 25))
    await publish_2027(stack)
    await stack.drain()
    async with stack.services.database.transaction() as session:
        stale = {"due_on": clock.due_on, "provisional": True}
        await session.execute(update(StatutoryClock).where(col(StatutoryClock.id) == clock.id).values(**stale))
    await stack.advance(hours=1)
    async with stack.services.database.session() as session:
        (recounted,) = await open_clocks(session, desk.case)
        assert (recounted.due_on, recounted.provisional) == (date(2027, 1, 5), False)


async def test_a_paused_clock_is_recounted_when_it_goes_on(desk: Desk, stack: Stack) -> None:
    await desk.start(on(2026, 12, 21))
    await desk.pause(on(2026, 12, 24))
    await publish_2027(stack)
    await stack.drain()
    clock = await desk.resume(on(2026, 12, 28))
    assert (clock.due_on, clock.rolled_from, clock.provisional) == (date(2027, 1, 5), date(2027, 1, 1), False)


async def test_a_notice_someone_else_entered_meanwhile_is_not_overwritten(stack: Stack) -> None:
    await publish_2027(stack)
    with pytest.raises(PreconditionFailed):
        await publish_2027(stack, expected=0)
    await publish_2027(stack, expected=1)


async def test_a_later_notice_wins_over_the_year_before_in_late_december(stack: Stack) -> None:
    eve = date(2027, 12, 31)
    async with stack.services.database.transaction() as session:
        for year, kind in [(2028, DayKind.HOLIDAY), (2027, DayKind.WORKING)]:
            calendar, _ = await publish_year(
                session,
                year,
                NOTICE_2027,
                {eve: DayEntry(kind)},
                entered_by=uuid4(),
                expected_version=0,
                at=stack.clock.now(),
            )
            assert calendar.version == 1
    async with stack.services.database.session() as session:
        assert not (await load_calendar(session)).is_working(eve)


async def test_an_agency_sets_what_the_law_leaves_open_for_itself_and_those_below(
    bureaus: Bureaus, stack: Stack
) -> None:
    code, today = "legal_aid.supplement", local_date(stack.clock.now())

    async def value(agency_id: UUID, day: date) -> int:
        async with stack.services.database.session() as session:
            return (await rule_for(session, code, agency_id=agency_id, on=day)).value

    async def choose(agency_id: UUID, days: int, effective_from: date) -> None:
        async with stack.services.database.transaction() as session:
            await set_rule(
                session,
                agency_id=agency_id,
                code=code,
                value=days,
                effective_from=effective_from,
                set_by=uuid4(),
                at=stack.clock.now(),
            )

    shipped = await value(bureaus.county.id, today)
    await choose(bureaus.county.id, 10, today)
    await choose(bureaus.county.id, 12, today + timedelta(days=30))
    assert await value(bureaus.county.id, today) == 10
    assert await value(bureaus.township.id, today) == 10
    assert await value(bureaus.neighbour.id, today) == shipped
    assert await value(bureaus.county.id, today + timedelta(days=30)) == 12
    await choose(bureaus.township.id, 5, today)
    assert await value(bureaus.township.id, today + timedelta(days=30)) == 5
    await choose(bureaus.township.id, 6, today)
    assert await value(bureaus.township.id, today) == 6
    clock = await Desk(stack, bureaus.county.id).start(stack.clock.now(), code, holder=Role.APPLICANT)
    assert clock.value == 10


@pytest.mark.parametrize(
    ("code", "days_from_now", "error"),
    [
        (DECIDE, 0, RuleNotConfigurable),
        ("legal_aid.supplement", -1, Invalid),
        ("legal_aid.invented", 0, NotFound),
    ],
)
async def test_an_agency_cannot_set_what_the_law_fixes_nor_reach_back(
    bureaus: Bureaus, stack: Stack, code: str, days_from_now: int, error: type[Exception]
) -> None:
    at = stack.clock.now()
    async with stack.services.database.session() as session:
        with pytest.raises(error):
            await set_rule(
                session,
                agency_id=bureaus.county.id,
                code=code,
                value=3,
                effective_from=local_date(at) + timedelta(days=days_from_now),
                set_by=uuid4(),
                at=at,
            )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"due_on": date(2020, 1, 1)}, "ck_statutory_clock_order"),
        ({"stopped_at": datetime(2026, 3, 3, tzinfo=UTC)}, "ck_statutory_clock_stop"),
        ({"value": 0}, "ck_statutory_clock_value"),
        ({"due_at": datetime(2026, 3, 3, tzinfo=UTC)}, "ck_statutory_clock_hours"),
        (
            {
                "paused_since": date(2026, 3, 3),
                "stopped_at": datetime(2026, 3, 3, tzinfo=UTC),
                "outcome": ClockOutcome.MET,
            },
            "ck_statutory_clock_pause",
        ),
    ],
)
async def test_the_database_itself_refuses_a_clock_that_cannot_be(
    desk: Desk, stack: Stack, change: dict[str, object], constraint: str
) -> None:
    clock = await desk.start(on(2026, 3, 2))
    async with stack.services.database.session() as session:
        with pytest.raises(IntegrityError, match=constraint):
            await session.execute(
                update(StatutoryClock).where(col(StatutoryClock.id) == clock.id).values(**change)
            )
