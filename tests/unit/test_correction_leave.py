"""Days out and who decides them: each day once, whatever month it is in; districts of one city are one place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.correction.leave.cities import County, county_code, is_within_city
from app.correction.leave.codes import LeaveLevel
from app.correction.leave.ladder import DAY, Limits, Span, busiest_window, days_out, rule_level, window_from
from app.kernel import statutes

ON = date(2026, 12, 1)
LIMITS = Limits(
    *(statutes.statute(f"correction.leave_{name}", ON) for name in ("office_limit", "county_limit")),
    *(statutes.statute(f"correction.leave_{name}", ON) for name in ("total_limit", "total_window")),
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def some_spans(draw: st.DrawFn) -> Span:
    """Up to two months, somewhere in two years."""
    first = draw(days)
    return Span(first, first + timedelta(days=draw(st.integers(0, 60))))


spans = some_spans()


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("asked", "others", "level", "because"),
    [
        (span("2027-03-01", "2027-03-07"), [], LeaveLevel.OFFICE, "office_limit"),
        (span("2027-03-01", "2027-03-08"), [], LeaveLevel.COUNTY, "county_limit"),
        (span("2027-03-01", "2027-03-30"), [], LeaveLevel.COUNTY, "county_limit"),
        (span("2027-03-01", "2027-03-31"), [], LeaveLevel.UPPER, "total_limit"),
        (span("2027-03-01", "2027-03-02"), [span("2027-02-01", "2027-02-28")], LeaveLevel.OFFICE, "office_limit"),
        (span("2027-03-01", "2027-03-03"), [span("2027-02-01", "2027-02-28")], LeaveLevel.UPPER, "total_limit"),
        (span("2027-03-01", "2027-03-03"), [span("2027-03-20", "2027-04-16")], LeaveLevel.UPPER, "total_limit"),
        (span("2027-03-01", "2027-03-07"), [span("2026-12-01", "2026-12-30")], LeaveLevel.OFFICE, "office_limit"),
    ],
)
def test_who_must_decide(asked: Span, others: list[Span], level: LeaveLevel, because: str) -> None:
    ruling = rule_level(asked, others, LIMITS)
    assert (ruling.level, ruling.because.code) == (level, f"correction.leave_{because}")
    assert "实施办法" in ruling.because.source


def test_a_window_of_two_months_ends_where_the_civil_code_says() -> None:
    assert window_from(date(2027, 3, 1), 2).last == date(2027, 4, 30)
    assert window_from(date(2026, 12, 31), 2).last == date(2027, 2, 28)
    assert window_from(date(2026, 12, 28), 2).last == date(2027, 2, 27)


def test_a_span_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="before"):
        span("2027-03-02", "2027-03-01")


@given(st.lists(spans, max_size=6))
def test_a_day_is_counted_once_across_leaves_and_months(found: list[Span]) -> None:
    whole = Span(date(2025, 12, 1), date(2028, 4, 30))
    named = {one.first + n * DAY for one in found for n in range(one.days)}
    assert days_out(found, whole) == days_out([*found, *found], whole) == len(named)
    months = [window_from(date(year, month, 1), 1) for year in (2025, 2026, 2027, 2028) for month in range(1, 13)]
    assert sum(days_out(found, month) for month in months) == len(named)


@given(spans, st.lists(spans, max_size=5), st.integers(1, 4))
def test_the_busiest_window_is_the_busiest_of_all(asked: Span, others: list[Span], months: int) -> None:
    every = [*others, asked]
    most, window = busiest_window(every, asked, months)
    assert window.overlaps(asked)
    assert days_out(every, window) == most
    starts = (asked.first - timedelta(days=130) + n * DAY for n in range(130 + asked.days))
    tried = [window_from(start, months) for start in starts]
    assert most == max(days_out(every, one) for one in tried if one.overlaps(asked))
    assert most >= min(asked.days, window_from(asked.first, months).days)


@given(spans, st.lists(spans, max_size=4), spans)
def test_more_days_never_need_a_lower_level(asked: Span, others: list[Span], more: Span) -> None:
    rank = list(LeaveLevel).index
    low = rule_level(asked, others, LIMITS)
    high = rule_level(asked, [*others, more], LIMITS)
    assert rank(high.level) >= rank(low.level)
    assert high.total_days >= low.total_days


@given(spans)
def test_a_leave_in_two_parts_counts_like_the_whole(whole: Span) -> None:
    middle = whole.first + timedelta(days=whole.days // 2)
    parts = [Span(whole.first, middle), *([Span(middle + DAY, whole.last)] if middle < whole.last else [])]
    assert rule_level(parts[0], parts[1:], LIMITS).total_days == rule_level(whole, [], LIMITS).total_days


XIHU, GONGSHU, TONGLU, JIANDE = (
    County("330106", "西湖区"),
    County("330105", "拱墅区"),
    County("330122", "桐庐县"),
    County("330182", "建德市"),
)


def test_districts_of_a_city_are_one_place_and_its_counties_are_not() -> None:
    assert is_within_city(XIHU, GONGSHU)
    assert is_within_city(JIANDE, JIANDE)
    assert not is_within_city(XIHU, TONGLU)
    assert not is_within_city(JIANDE, XIHU)
    assert not is_within_city(XIHU, County("330203", "海曙区"))
    assert is_within_city(County("500103", "渝中区"), County("500112", "渝北区"))
    assert not is_within_city(County("500103", "渝中区"), County("500229", "城口县"))
    assert not is_within_city(County("532301", "楚雄市"), County("532302", "禄丰市"))
    assert (county_code("330106001"), county_code("330100")) == ("330106", None)
