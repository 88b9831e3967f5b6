"""The wage ledger: sums, gaps and contradictions, and figures as people type them."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.spreadsheets import Unreadable
from app.legal_aid.group.codes import ALPHABET, new_code, normalise_code
from app.legal_aid.group.figures import fen, month, yuan
from app.legal_aid.group.ledger import (
    Entry,
    Proof,
    Row,
    Span,
    Worker,
    by_month,
    by_worker,
    counted_rows,
    expected,
    following,
    gaps,
    problems,
    remarks,
    sums,
)
from app.legal_aid.group.limits import LARGEST_MONTH_FEN, employment_problems

TODAY = date(2026, 7, 10)
ANNA = Worker(UUID(int=1), 1, "张建国")
BEN = Worker(UUID(int=2), 2, "王小强", employed_from=date(2026, 3, 15), employed_to=date(2026, 5, 20))
WORKERS = {worker.id: worker for worker in (ANNA, BEN)}

months = st.integers(0, 30).map(lambda n: date(2024 + n // 12, n % 12 + 1, 1))
amounts = st.integers(0, LARGEST_MONTH_FEN)
workers = st.lists(
    st.builds(
        Worker,
        id=st.uuids(),
        number=st.integers(1, 200),
        name=st.just("某"),
        counts=st.booleans(),
        employed_from=st.none() | st.dates(date(2024, 1, 1), date(2025, 6, 1)),
        employed_to=st.none() | st.dates(date(2025, 6, 1), date(2026, 6, 30)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda worker: worker.id,
)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Worker], list[Row]]:
    people = draw(workers)
    keys = draw(st.lists(st.tuples(st.sampled_from(people), months), max_size=40, unique=True))
    return people, [Row(worker.id, when, draw(amounts), draw(amounts)) for worker, when in keys]


def row(worker: Worker = ANNA, when: str = "2026-03", agreed: int = 700_000, paid: int = 0) -> Row:
    return Row(worker.id, month(when), agreed, paid)


def rules(*entries: Entry) -> list[tuple[int, str, str]]:
    return [(index, error.field, error.rule) for index, error in problems(entries, WORKERS, TODAY)]


@given(ledgers())
def test_totals_are_the_sums_of_their_rows(ledger: tuple[list[Worker], list[Row]]) -> None:
    people, rows = ledger
    total = sums(rows)
    assert total.owed_fen == sum(row.owed_fen for row in rows)
    assert total.agreed_fen == sum(sums(own).agreed_fen for own in by_worker(rows).values())
    assert total.paid_fen == sum(sums(own).paid_fen for own in by_month(rows).values())
    others = [row for row in rows if row not in counted_rows(rows, people)]
    assert sums(counted_rows(rows, people)).owed_fen + sums(others).owed_fen == total.owed_fen


@given(ledgers(), st.tuples(months, months).map(sorted))
def test_gaps_and_rows_together_are_the_expected_months(
    ledger: tuple[list[Worker], list[Row]], claimed: list[date]
) -> None:
    people, rows = ledger
    span = Span(claimed[0], claimed[1])
    for worker in people:
        wanted = expected(worker, span)
        assert wanted is not None
        present = {row.month for row in rows if row.worker_id == worker.id}
        missing = gaps(worker, rows, span)
        assert not present & set(missing)
        assert sorted(set(missing) | (present & set(wanted.months()))) == list(wanted.months())


@given(months)
def test_following_month_is_the_next_one(first: date) -> None:
    later = following(first)
    assert later.day == 1
    assert 28 <= (later - first).days <= 31


def test_gaps_need_a_start_and_an_end() -> None:
    assert gaps(ANNA, [], None) == []
    assert gaps(BEN, [], None) == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
    assert gaps(BEN, [row(BEN, "2026-04")], Span(date(2026, 4, 1), date(2026, 6, 1))) == [date(2026, 5, 1)]
    assert gaps(BEN, [], Span(date(2026, 6, 1), date(2026, 6, 1))) == []


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (Entry(row(when="2026-08")), (0, "month", "not_future")),
        (Entry(row(when="1994-12")), (0, "month", "too_early")),
        (Entry(row(BEN, "2026-02")), (0, "month", "before_employment")),
        (Entry(row(BEN, "2026-06")), (0, "month", "after_employment")),
        (Entry(row(agreed=-1)), (0, "agreed_fen", "not_negative")),
        (Entry(row(paid=-1)), (0, "paid_fen", "not_negative")),
        (Entry(row(agreed=LARGEST_MONTH_FEN + 1)), (0, "agreed_fen", "too_large")),
        (Entry(row(paid=100), stated_owed_fen=700_000), (0, "owed_fen", "sum")),
        (Entry(Row(uuid4(), date(2026, 3, 1), 1, 0)), (0, "member_id", "unknown_member")),
    ],
)
def test_contradictions_are_told(entry: Entry, rule: tuple[int, str, str]) -> None:
    assert rules(entry) == [rule]


def test_both_rows_of_one_month_are_told() -> None:
    assert rules(Entry(row()), Entry(row(agreed=1)), Entry(row(when="2026-04"))) == [
        (0, "month", "twice"),
        (1, "month", "twice"),
    ]


def test_first_and_last_month_of_employment_count() -> None:
    assert rules(Entry(row(BEN, "2026-03")), Entry(row(BEN, "2026-05"), 700_000), Entry(row(when="2026-07"))) == []


def test_oddities_are_told_not_refused() -> None:
    rows = [row(agreed=100, paid=300), row(when="2026-06")]
    claimed = Span(date(2026, 3, 1), date(2026, 5, 1))
    told = [(remark.code, remark.month) for remark in remarks(rows, [ANNA], claimed, 28_000)]
    assert told == [
        ("overpaid", date(2026, 3, 1)),
        ("outside_claim", date(2026, 6, 1)),
        ("differs_from_claim", None),
    ]
    assert [r.code for r in remarks(rows[:1], [ANNA], None, None)] == ["overpaid", "nothing_owed"]


def test_a_proof_that_was_withdrawn_is_told_in_its_month() -> None:
    proof = Proof(uuid4(), 1)
    rows = [replace(row(agreed=100), paid_proof=proof), row(when="2026-04", agreed=100)]
    told = [(r.code, r.month, r.text) for r in remarks(rows, [ANNA], None, None, {proof.evidence_id})]
    text = f"{ANNA.name} 2026-03 的证据没有通过核验，或者已经撤回，请换一份"
    assert told == [("proof_gone", date(2026, 3, 1), text)]


def test_employment_days_are_checked() -> None:
    assert [p.rule for p in employment_problems(date(2026, 7, 11), date(2026, 7, 1), TODAY)] == [
        "not_future",
        "order",
    ]
    assert [p.field for p in employment_problems(date(1980, 1, 1), None, TODAY)] == ["employment_from"]
    assert employment_problems(None, date(2027, 1, 1), TODAY) == []


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        (7000, 700_000),
        (7000.5, 700_050),
        (0.1 + 0.2, 30),
        ("7,000.50", 700_050),
        ("７，０００．５", 700_050),
        ("¥7000元", 700_000),
        ("￥ 7 000", 700_000),
        ("-5", -500),
        ("0", 0),
        (1e5, 10_000_000),
    ],
)
def test_amounts_as_people_type_them(typed: object, amount: int) -> None:
    assert fen(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["七千", "7,00", "1.86万", "", "7000.505", 0.005, True, float("nan"), float("inf"), 1e300, "1e5", "١٢"],
)
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(Unreadable):
        fen(typed)


@given(st.integers(-(10**12), 10**12))
def test_amounts_are_read_back_as_written(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert fen(amount / 100) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03", "2026-3", "2026/03", "2026.3", "２０２６年３月", "2026年03月", " 2026 年 3 月 ", "202603",
        202603, 202603.0, date(2026, 3, 9), datetime.fromisoformat("2026-03-01T08:30"),
        "2026-03-15", "2026年3月1日",
    ],
)  # fmt: skip
def test_months_as_people_type_them(typed: object) -> None:
    assert month(typed) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "typed", ["2026-13", "2026-00", "三月", 2026.1, 46_000, True, "26-03", "", "2026", "0000-01"]
)
def test_what_is_no_month_is_refused(typed: object) -> None:
    with pytest.raises(Unreadable):
        month(typed)


def test_codes_are_read_however_they_are_typed() -> None:
    code = new_code()
    assert normalise_code(f" {code.lower()} ") == code.replace("-", "")
    assert normalise_code("K7QM 4XW") is None
    assert normalise_code("K7QM-4XW0") is None
    assert not {"0", "O", "1", "I", "L"} & set(ALPHABET)
