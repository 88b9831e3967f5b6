from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CaseGroup
from app.lawyers.enums import DeclineReason
from app.lawyers.fairness.counting import Counts, Member, Tally, figures
from app.lawyers.fairness.periods import Period, days_there
from app.lawyers.fairness.table import firms_csv, lawyers_csv, specialties_csv

LABOUR, FAMILY = CaseGroup.LABOUR, CaseGroup.FAMILY
WEST, EAST = UUID(int=101), UUID(int=102)
DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31), datetime(2027, 2, 1, tzinfo=UTC))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def member(number: int, firm: UUID, capacity: int, *groups: CaseGroup, name: str = "", days: int = 30) -> Member:
    firm_name = "=西湖" if firm == WEST else "东山"
    who = name or f"律师{number}"
    return Member(UUID(int=number), who, firm, firm_name, capacity, 1, frozenset(groups), days)


def taken(count: int, **more: float) -> Tally:
    return Tally(offers=count, taken=count, case_days=more.get("case_days", 0.0))


MEMBERS = [
    member(1, WEST, 6, LABOUR),
    member(2, WEST, 3, LABOUR, FAMILY),
    member(3, EAST, 3, FAMILY, days=15),
    member(4, EAST, 5, FAMILY, days=0),
]
COUNTS: Counts = {
    (UUID(int=1), LABOUR): Tally(offers=5, taken=4, declines={DeclineReason.BUSY: 1}, case_days=90.0),
    (UUID(int=2), LABOUR): taken(1),
    (UUID(int=2), FAMILY): taken(3),
    (UUID(int=1), FAMILY): taken(1),
}


def test_lawyers_stand_against_the_share_of_capacity_and_days() -> None:
    found = figures(reversed(MEMBERS), COUNTS)
    assert [line.member.name for line in found.lines] == ["律师1", "律师2", "律师3", "律师4"]
    assert [line.tally.offers for line in found.lines] == [6, 4, 0, 0]
    assert [line.fair for line in found.lines] == pytest.approx([10 * 180 / 315, 10 * 90 / 315, 10 * 45 / 315, 0])
    assert found.lines[0].load == pytest.approx(0.5)
    assert found.lines[3].load is None
    assert (found.tally.offers, found.tally.taken, found.tally.declined) == (10, 9, 1)
    assert found.indices.without_offers == 1
    furthest = found.indices.furthest
    assert furthest is not None
    assert furthest.member.lawyer_id == UUID(int=3)


def test_firms_are_the_sums_of_their_lawyers_and_even_or_not_within() -> None:
    west, east = figures(MEMBERS, COUNTS).firms
    assert (east.tally.offers, west.tally.offers) == (0, 10)
    assert west.fair == pytest.approx(10 * 270 / 315)
    assert west.deviation.amount == pytest.approx(-east.deviation.amount)
    assert east.indices.gini_offers is None
    assert west.indices.gini_offers == pytest.approx(2 / 3 - 0.6)


def test_a_specialty_is_shared_among_those_who_have_it() -> None:
    labour, family = figures(MEMBERS, COUNTS).fields
    assert (labour.specialty, labour.indices.lawyers, labour.outside) == (LABOUR, 2, 0)
    assert (family.specialty, family.tally.offers, family.outside) == (FAMILY, 4, 1)
    assert family.indices.furthest is not None
    assert family.indices.furthest.fair == pytest.approx(2.0)
    only = figures([member(1, WEST, 0)], {(UUID(int=1), LABOUR): taken(2)})
    assert [(one.outside, one.indices.lawyers) for one in only.fields] == [(2, 0)]


@given(
    st.lists(st.tuples(st.sampled_from([WEST, EAST]), st.integers(0, 9), st.integers(0, 31)), max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from([LABOUR, FAMILY]), st.integers(1, 9)), max_size=12),
    st.permutations(range(8)),
)
def test_every_part_adds_up_to_the_whole_in_whatever_order_it_comes(
    people: list[tuple[UUID, int, int]], offers: list[tuple[int, CaseGroup, int]], order: list[int]
) -> None:
    members = [
        member(number, firm, capacity, LABOUR, days=days) for number, (firm, capacity, days) in enumerate(people)
    ]
    counts = {(UUID(int=number), group): taken(count) for number, group, count in offers}
    found = figures(members, counts)
    assert found == figures([members[place] for place in order if place < len(members)], counts)
    there = sum(line.tally.offers for line in found.lines)
    assert found.tally.offers == sum(tally.offers for tally in counts.values()) >= there
    assert sum(share.tally.offers for share in found.firms) == there
    assert sum(field.tally.offers for field in found.fields) == found.tally.offers
    if any(one.weight for one in members):
        assert sum(line.fair for line in found.lines) == pytest.approx(there)
        assert sum(share.deviation.amount for share in found.firms) == pytest.approx(0, abs=1e-9)


def test_nobody_on_the_roster_gives_an_empty_report() -> None:
    found = figures([], {})
    assert (found.lines, found.firms, found.fields) == ((), (), ())
    assert found.indices.gini_offers is None


def test_who_left_the_roster_counts_in_the_whole_alone() -> None:
    found = figures([member(1, WEST, 2, LABOUR)], {(UUID(int=9), LABOUR): taken(3)})
    assert (found.tally.offers, found.lines[0].tally.offers, found.fields[0].outside) == (3, 0, 3)


def test_tables_open_in_a_spreadsheet_and_hold_no_formula() -> None:
    found = figures([member(1, WEST, 6, LABOUR, name="@李"), *MEMBERS[1:]], COUNTS)
    for data in (lawyers_csv(found.lines), firms_csv(found.firms), specialties_csv(found.fields)):
        assert data.startswith(b"\xef\xbb\xbf")
        rows = data.decode("utf-8-sig").split("\r\n")
        assert len({row.count(",") for row in rows[:-1]}) == 1
    row = lawyers_csv(found.lines).decode("utf-8-sig").split("\r\n")[1].split(",")
    assert row[:8] == ["'@李", "'=西湖", "6", "1", "30", "6", "5", "1"]
    assert "谢绝：手头案件太多" in lawyers_csv(()).decode("utf-8-sig")
    assert ",'=西湖," in lawyers_csv(found.lines).decode()


@pytest.mark.parametrize(
    ("leaves", "days"),
    [
        ([], 31),
        ([(date(2026, 11, 20), date(2026, 12, 2))], 29),
        ([(date(2026, 12, 5), date(2026, 12, 9)), (date(2026, 12, 7), date(2026, 12, 11))], 24),
        ([(date(2026, 12, 5), date(2026, 12, 20)), (date(2026, 12, 7), date(2026, 12, 8))], 15),
        ([(date(2026, 11, 1), date(2027, 3, 1))], 0),
    ],
)
def test_leave_is_no_day_to_be_asked(leaves: list[tuple[date, date]], days: int) -> None:
    assert days_there(DECEMBER, entered_at=LONG_AGO, suspended_at=None, leaves=leaves) == days


def test_days_begin_with_the_entry_end_with_a_suspension_and_never_lie_ahead() -> None:
    mid = datetime(2026, 12, 15, 17, tzinfo=UTC)
    assert days_there(DECEMBER, entered_at=mid, suspended_at=None, leaves=()) == 16
    assert days_there(DECEMBER, entered_at=LONG_AGO, suspended_at=mid, leaves=()) == 15
    assert days_there(DECEMBER, entered_at=mid, suspended_at=mid, leaves=()) == 0
    early = Period(date(2026, 12, 1), date(2026, 12, 31), datetime(2026, 12, 3, tzinfo=UTC))
    assert (early.days, early.ends) == (3, early.at)
    ahead = Period(date(2027, 1, 1), date(2027, 1, 31), datetime(2026, 12, 3, tzinfo=UTC))
    assert (ahead.days, days_there(ahead, entered_at=LONG_AGO, suspended_at=None, leaves=())) == (0, 0)
