"""From when to when another agency reads; which last days are taken; what files are opened for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.sharing import windows
from app.evidence.sharing.enums import OpeningPurpose
from app.evidence.sharing.purposes import PURPOSES, Reach, purpose_of, reach_of_role
from app.kernel.actor import Role
from app.kernel.clock import local_date

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds


@given(since=instants, until=instants, ended=st.none() | instants, at=instants)
def test_reading_is_one_interval_that_ends_at_the_earlier_of_date_and_ending(
    since: datetime, until: datetime, ended: datetime | None, at: datetime
) -> None:
    end = until if ended is None else min(until, ended)
    assert windows.is_in_force(since, until, ended, at=at) == (since <= at < end)


@given(day=st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_the_last_day_counts_whole_where_people_live(day: date) -> None:
    end = windows.end_of(day)
    assert windows.last_day(end) == day
    assert local_date(end - timedelta(microseconds=1)) == day
    assert local_date(end) == day + timedelta(days=1)


@given(at=instants, days=st.integers(-5, 400), longest=st.integers(1, 365))
def test_a_last_day_is_taken_from_today_to_the_longest(at: datetime, days: int, longest: int) -> None:
    day = local_date(at) + timedelta(days=days)
    rules = [error.rule for error in windows.refusals(day, at=at, longest_days=longest)]
    assert rules == (["not_past"] if days < 0 else ["max_days"] if days > longest else [])
    if not rules:
        assert windows.is_in_force(at, windows.end_of(day), None, at=at)


def test_the_limit_is_said_in_days_and_as_a_date() -> None:
    [error] = windows.refusals(date(2027, 6, 1), at=NOW, longest_days=180)
    assert error.message == "一次最多共享 180 天，最晚到2027年5月19日"


@pytest.mark.parametrize("reach", Reach)
def test_every_capacity_has_a_purpose_of_its_own_and_no_stranger_looks_as_the_owner(reach: Reach) -> None:
    assert purpose_of(reach, None) == PURPOSES[reach][0]
    assert (purpose_of(reach, OpeningPurpose.OWN) is not None) == (reach is Reach.OWNER)
    assert all(purpose_of(reach, one) == one for one in PURPOSES[reach])


def test_the_county_approver_supervises() -> None:
    assert purpose_of(reach_of_role(Role.APPROVER), None) is OpeningPurpose.SUPERVISION
    assert purpose_of(reach_of_role(Role.OFFICER), None) is OpeningPurpose.REVIEW
