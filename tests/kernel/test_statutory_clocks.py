"""Statutory clocks in the database: start, pause, resume, stop, alarms."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel import clock_jobs
from app.kernel.actor import Role
from app.kernel.clock import start_of
from app.kernel.clock_models import (
    ClockCannotPause,
    ClockNotPaused,
    ClockNotRunning,
    ClockOutcome,
    ClockPaused,
)
from app.kernel.clock_store import (
    cancel_clocks,
    open_clocks,
    pause_clock,
)
from app.kernel.clock_views import clock_views_of
from tests.kernel.desk import DECIDE, Desk, on
from tests.kernel.statutory import Bureaus, events_named, make_bureaus
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio


@pytest.fixture
async def bureaus(stack: Stack) -> Bureaus:
    return await make_bureaus(stack)


@pytest.fixture
def desk(stack: Stack, bureaus: Bureaus) -> Desk:
    return Desk(stack, bureaus.county.id)


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
