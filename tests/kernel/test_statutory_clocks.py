"""Statutory clocks in the database: start, pause, resume, stop, alarms, recount, agency settings."""

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
from app.kernel.clock import local_date, start_of
from app.kernel.clock_models import (
    ClockCannotPause,
    ClockNotPaused,
    ClockNotRunning,
    ClockOutcome,
    ClockPaused,
    StatutoryClock,
)
from app.kernel.clock_store import (
    cancel_clocks,
    open_clocks,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from app.kernel.clock_views import ClockView, clock_views, clock_views_of
from app.kernel.errors import Invalid, NotFound, PreconditionFailed
from tests.kernel.statutory import Bureaus, events_named, make_bureaus
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio

DECIDE = "legal_aid.decide"
NOTICE_2027 = Notice("国务院办公厅关于2027年部分节假日安排的通知", None, date(2026, 11, 5))


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day in China."""
    return start_of(date(year, month, day)) + timedelta(hours=hour)


@pytest.fixture
async def bureaus(stack: Stack) -> Bureaus:
    return await make_bureaus(stack)


class Desk:
    """One application at the county's bureau, with each step in a transaction of its own."""

    def __init__(self, stack: Stack, agency_id: UUID) -> None:
        self.stack = stack
        self.agency_id = agency_id
        self.case = uuid4()

    async def start(self, at: datetime, rule: str = DECIDE, **more: object) -> StatutoryClock:
        given: dict[str, object] = {"holder": Role.DECIDER} | more
        async with self.stack.services.database.transaction() as session:
            return await start_clock(
                session,
                rule,
                object_type="application",
                object_id=self.case,
                agency_id=self.agency_id,
                at=at,
                **given,  # pyright: ignore[reportArgumentType] -- the optional arguments, by name
            )

    async def pause(self, at: datetime, reason: str = "等待补充工资流水") -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await pause_clock(session, self.case, DECIDE, reason=reason, at=at)

    async def resume(self, at: datetime) -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await resume_clock(session, self.case, DECIDE, at=at)

    async def stop(self, at: datetime, **more: bool) -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await stop_clock(session, self.case, DECIDE, at=at, **more)

    async def views(self, at: datetime, *, ended: bool = False) -> list[ClockView]:
        async with self.stack.services.database.session() as session:
            return await clock_views(session, self.case, at=at, ended=ended)


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


async def test_a_case_shows_what_is_due_by_when_by_whom_under_which_article(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    (view,) = await desk.views(on(2026, 3, 4))
    assert (view.title, view.holder, view.holder_role) == (
        "审查并决定是否给予法律援助",
        "审批人员",
        Role.DECIDER,
    )
    assert (view.law, view.article) == ("中华人民共和国法律援助法", "第四十三条第一款")
    assert (view.due_on, view.days_left, view.provisional) == (date(2026, 3, 9), 5, False)
    assert (view.overdue, view.at_risk, view.binding) == (False, False, True)


async def test_a_clock_presses_before_its_end_and_is_overdue_after_its_last_day(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    for day, at_risk, overdue, left in [(6, False, False, 3), (7, True, False, 2), (9, True, False, 0)]:
        (view,) = await desk.views(on(2026, 3, day, 23))
        assert (view.at_risk, view.overdue, view.days_left) == (at_risk, overdue, left)
    (view,) = await desk.views(on(2026, 3, 10, 0))
    assert (view.at_risk, view.overdue, view.days_left) == (False, True, -1)


async def test_waiting_for_the_applicant_stops_the_clock_and_says_why(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    await desk.pause(on(2026, 3, 4))
    (view,) = await desk.views(on(2026, 3, 20))
    assert (view.paused_since, view.pause_reason) == (date(2026, 3, 4), "等待补充工资流水")
    assert (view.days_left, view.overdue, view.at_risk) == (5, False, False)
    assert (view.due_on, view.paused_days) == (date(2026, 3, 25), 16)
    clock = await desk.resume(on(2026, 3, 20))
    assert (clock.due_on, clock.paused_days, clock.paused_since) == (date(2026, 3, 25), 16, None)
    (view,) = await desk.views(on(2026, 3, 20))
    assert (view.due_on, view.days_left, view.pause_reason) == (date(2026, 3, 25), 5, None)


async def test_pausing_does_not_heal_a_clock_that_is_overdue_already(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    await desk.pause(on(2026, 3, 11))
    (view,) = await desk.views(on(2026, 3, 12))
    assert view.overdue
    clock = await desk.resume(on(2026, 3, 12))
    assert clock.due_on == date(2026, 3, 9)


async def test_a_clock_pauses_once_at_a_time_and_only_while_it_runs(desk: Desk) -> None:
    with pytest.raises(ClockNotRunning):
        await desk.pause(on(2026, 3, 2))
    await desk.start(on(2026, 3, 2))
    with pytest.raises(ClockNotPaused):
        await desk.resume(on(2026, 3, 3))
    await desk.pause(on(2026, 3, 3))
    with pytest.raises(ClockPaused):
        await desk.pause(on(2026, 3, 4))


async def test_a_period_in_hours_has_an_instant_and_cannot_pause(desk: Desk, stack: Stack) -> None:
    at = on(2026, 3, 2, 22)
    clock = await desk.start(at, "legal_aid.forward_by_duty_lawyer", holder=Role.LAWYER)
    assert (clock.due_at, clock.due_on) == (at + timedelta(hours=24), date(2026, 3, 3))
    (before,) = await desk.views(at + timedelta(hours=13))
    (after,) = await desk.views(at + timedelta(hours=24, seconds=1))
    assert (before.at_risk, before.overdue, after.overdue) == (True, False, True)
    async with stack.services.database.session() as session:
        with pytest.raises(ClockCannotPause):
            await pause_clock(session, desk.case, clock.rule_code, reason="等", at=at)


@pytest.mark.parametrize(
    ("day", "cancelled", "outcome"),
    [(9, False, ClockOutcome.MET), (10, False, ClockOutcome.LATE), (10, True, ClockOutcome.CANCELLED)],
)
async def test_a_stopped_clock_remembers_whether_it_was_met(
    desk: Desk, day: int, cancelled: bool, outcome: ClockOutcome
) -> None:
    await desk.start(on(2026, 3, 2))
    assert (await desk.stop(on(2026, 3, day, 23), cancelled=cancelled)).outcome is outcome
    assert await desk.views(on(2026, 3, 12)) == []
    (view,) = await desk.views(on(2026, 3, 12), ended=True)
    assert (view.outcome, view.days_left, view.overdue) == (outcome, None, outcome is ClockOutcome.LATE)


async def test_a_clock_stopped_while_paused_counts_the_pause(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    await desk.pause(on(2026, 3, 4))
    clock = await desk.stop(on(2026, 3, 24))
    assert (clock.outcome, clock.paused_days, clock.paused_since) == (ClockOutcome.MET, 20, None)


async def test_the_same_clock_runs_once_at_a_time_and_may_run_again(desk: Desk) -> None:
    await desk.start(on(2026, 3, 2))
    with pytest.raises(IntegrityError, match="uq_statutory_clock_open"):
        await desk.start(on(2026, 3, 3))
    await desk.stop(on(2026, 3, 4))
    await desk.start(on(2026, 3, 5))
    assert len(await desk.views(on(2026, 3, 5), ended=True)) == 2


async def test_withdrawing_a_case_ends_all_its_clocks(desk: Desk, stack: Stack) -> None:
    await desk.start(on(2026, 3, 2))
    await desk.start(on(2026, 3, 2), "legal_aid.supplement", holder=Role.APPLICANT)
    async with stack.services.database.transaction() as session:
        await cancel_clocks(session, desk.case, at=on(2026, 3, 3))
        assert await open_clocks(session, desk.case) == []
    views = await desk.views(on(2026, 3, 3), ended=True)
    assert [view.outcome for view in views] == [ClockOutcome.CANCELLED] * 2


async def test_a_period_may_begin_before_it_is_entered_and_outside_the_product(desk: Desk) -> None:
    clock = await desk.start(
        on(2026, 3, 6), "correction.report_in", holder="社区矫正对象", started=date(2026, 3, 2)
    )
    assert (clock.started_on, clock.due_on, clock.holder_role) == (date(2026, 3, 2), date(2026, 3, 12), None)


async def test_a_case_may_fix_fewer_days_than_the_law_never_more(desk: Desk) -> None:
    with pytest.raises(ValueError, match="at most 7"):
        await desk.start(on(2026, 3, 2), value=8)
    assert (await desk.start(on(2026, 3, 2), value=3)).due_on == date(2026, 3, 5)


async def test_a_page_of_cases_gets_its_clocks_together(desk: Desk, bureaus: Bureaus, stack: Stack) -> None:
    other = Desk(stack, bureaus.neighbour.id)
    await desk.start(on(2026, 3, 2))
    await other.start(on(2026, 3, 2), "legal_aid.assign", holder=Role.OFFICER)
    await other.start(on(2026, 3, 2))
    empty = uuid4()
    async with stack.services.database.session() as session:
        views = await clock_views_of(session, [desk.case, other.case, empty], at=on(2026, 3, 3))
    assert [len(views[key]) for key in (desk.case, other.case, empty)] == [1, 2, 0]
    assert [view.rule_code for view in views[other.case]] == ["legal_aid.assign", DECIDE]


async def test_alarms_tell_once_that_a_clock_presses_and_once_that_it_has_passed(desk: Desk, stack: Stack) -> None:
    clock = await desk.start(stack.clock.now())
    before = start_of(clock.due_on)
    await stack.advance(to=before)
    assert [e["clock_id"] for e in await events_named(stack, "ClockAtRisk")] == [str(clock.id)]
    assert await events_named(stack, "ClockOverdue") == []
    await stack.advance(to=before + timedelta(days=2))
    (told,) = await events_named(stack, "ClockOverdue")
    assert (told["object_id"], told["rule_code"], told["holder_role"]) == (str(desk.case), DECIDE, "decider")
    assert len(await events_named(stack, "ClockAtRisk")) == 1


async def test_a_clock_stopped_or_paused_in_time_raises_no_alarm(desk: Desk, stack: Stack) -> None:
    now = stack.clock.now()
    await desk.start(now)
    await desk.pause(now)
    other = Desk(stack, desk.agency_id)
    await other.start(now)
    await other.stop(now)
    await stack.advance(days=30)
    assert await events_named(stack, "ClockAtRisk") == []
    assert await events_named(stack, "ClockOverdue") == []
    clock = await desk.resume(stack.clock.now())
    await stack.advance(to=start_of(clock.due_on + timedelta(days=1)))
    assert len(await events_named(stack, "ClockOverdue")) == 1


async def test_an_alarm_that_comes_too_early_is_dropped(desk: Desk, stack: Stack) -> None:
    clock = await desk.start(on(2026, 3, 2))
    async with stack.services.database.transaction() as session:
        await clock_jobs.warn_overdue(session, {"clock_id": str(clock.id)}, on(2026, 3, 9, 23))
        await clock_jobs.warn(session, {"clock_id": str(uuid4())}, on(2026, 3, 9))
    assert await events_named(stack, "ClockOverdue") == []


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
