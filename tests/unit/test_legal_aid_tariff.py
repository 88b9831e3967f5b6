"""The subsidy of a case: lines with reasons, from a dated table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CaseCategory
from app.legal_aid.applying.codes import ForumStage
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind
from app.legal_aid.quality.enums import SERVICES, QualityGrade, RateCode, RateUnit
from app.legal_aid.quality.tariff import (
    NoRate,
    RateInForce,
    Tariff,
    Work,
    largest,
    percent_of,
    reckon,
    usual_service,
)

DAY = date(2026, 1, 1)
ARBITRATION = RateCode.LABOUR_ARBITRATION
ADMINISTRATIVE_APPEAL = RateCode.ADMINISTRATIVE_SECOND_INSTANCE


def tariff(**values: int) -> Tariff:
    return {RateCode(code): RateInForce(value, "某县〔2026〕1号", DAY) for code, value in values.items()}


def amounts(work: Work, table: Tariff) -> list[tuple[str, int, int]]:
    return [(line.code.value, line.payee, line.amount_fen) for line in reckon(work, table).lines]


def test_base_alone() -> None:
    found = reckon(Work(ARBITRATION), tariff(labour_arbitration=120_000))
    assert found.total_fen == 120_000
    assert found.lines[0].reason == "劳动争议调解、仲裁代理，每件 1,200.00 元（某县〔2026〕1号，2026-01-01 起）"


def test_without_a_base_there_is_nothing_to_reckon() -> None:
    with pytest.raises(NoRate) as raised:
        reckon(Work(ARBITRATION), tariff(cross_county=100))
    assert raised.value.code is ARBITRATION


def test_extra_recipients_are_counted_up_to_the_most() -> None:
    table = tariff(labour_arbitration=100_000, extra_recipient=10_000, extra_recipients_counted=5)
    assert amounts(Work(ARBITRATION, recipients=12), table)[1] == ("extra_recipient", 0, 50_000)
    assert amounts(Work(ARBITRATION, recipients=3), table)[1] == ("extra_recipient", 0, 20_000)


def test_poor_quality_is_paid_less_and_says_why() -> None:
    table = tariff(labour_arbitration=100_001, grade_unqualified=50)
    found = reckon(Work(ARBITRATION, grade=QualityGrade.UNQUALIFIED), table)
    assert found.total_fen == 50_001
    assert "质量不合格" in found.lines[-1].reason


def test_a_replaced_lawyer_gets_a_share_and_the_total_stays() -> None:
    table = tariff(labour_arbitration=100_000, former_lawyer_share=30)
    found = reckon(Work(ARBITRATION, former_lawyers=2), table)
    assert found.total_fen == 100_000
    assert [found.due_to(payee) for payee in range(3)] == [70_000, 15_000, 15_000]


def test_extra_for_another_county_only_where_it_was_so() -> None:
    table = tariff(labour_arbitration=100_000, cross_county=20_000)
    assert reckon(Work(ARBITRATION), table).total_fen == 100_000
    assert reckon(Work(ARBITRATION, is_cross_county=True), table).total_fen == 120_000


def test_impossible_work_is_refused() -> None:
    with pytest.raises(ValueError, match="piece of work"):
        Work(ARBITRATION, recipients=0)
    with pytest.raises(ValueError, match="piece of work"):
        Work(ARBITRATION, former_lawyers=-1)
    with pytest.raises(ValueError, match="piece of work"):
        Work(RateCode.CROSS_COUNTY)


@pytest.mark.parametrize(("amount", "percent", "expected"), [(1, 50, 1), (101, 50, 51), (100, 33, 33), (0, 90, 0)])
def test_percentages_round_half_up(amount: int, percent: int, expected: int) -> None:
    assert percent_of(amount, percent) == expected


@pytest.mark.parametrize(
    ("category", "forum", "stage", "expected"),
    [
        (CaseCategory.LABOUR_REMUNERATION, None, None, RateCode.LABOUR_ARBITRATION),
        (CaseCategory.LABOUR_REMUNERATION, ForumKind.COURT, None, RateCode.CIVIL_FIRST_INSTANCE),
        (CaseCategory.SUPPORT_PAYMENTS, ForumKind.MEDIATION, None, RateCode.CIVIL_NON_LITIGATION),
        (CaseCategory.SUPPORT_PAYMENTS, None, None, RateCode.CIVIL_FIRST_INSTANCE),
        (CaseCategory.CRIMINAL_DEFENCE, None, CriminalStage.INVESTIGATION, RateCode.CRIMINAL_INVESTIGATION),
        (CaseCategory.CRIMINAL_VICTIM, ForumKind.COURT, None, RateCode.CRIMINAL_REPRESENTATION),
        (CaseCategory.STATE_COMPENSATION, None, None, RateCode.STATE_COMPENSATION),
        (CaseCategory.ADMINISTRATIVE_REVIEW, None, None, RateCode.ADMINISTRATIVE_REVIEW),
    ],
)
def test_usual_service(
    category: CaseCategory, forum: ForumKind | None, stage: CriminalStage | None, expected: RateCode
) -> None:
    assert usual_service(category, forum=forum, criminal_stage=stage) is expected


@pytest.mark.parametrize(
    ("category", "stage", "expected"),
    [
        (CaseCategory.LABOUR_CONTRACT, ForumStage.SECOND_INSTANCE, RateCode.CIVIL_SECOND_INSTANCE),
        (CaseCategory.SUPPORT_PAYMENTS, ForumStage.ENFORCEMENT, RateCode.CIVIL_ENFORCEMENT),
        (CaseCategory.ADMINISTRATIVE_LITIGATION, ForumStage.SECOND_INSTANCE, ADMINISTRATIVE_APPEAL),
        (CaseCategory.SUPPORT_PAYMENTS, ForumStage.FIRST_INSTANCE, RateCode.CIVIL_FIRST_INSTANCE),
    ],
)
def test_usual_service_by_stage(category: CaseCategory, stage: ForumStage, expected: RateCode) -> None:
    assert usual_service(category, forum=ForumKind.COURT, forum_stage=stage) is expected


def test_every_category_has_a_service() -> None:
    assert {usual_service(category) for category in CaseCategory} <= SERVICES


values = st.builds(
    RateInForce, value=st.integers(0, 200), source=st.just("某县〔2026〕1号"), effective_from=st.just(DAY)
)
extras = st.dictionaries(st.sampled_from([code for code in RateCode if code not in SERVICES]), values)
works = st.builds(
    Work,
    service=st.just(ARBITRATION),
    recipients=st.integers(1, 60),
    is_cross_county=st.booleans(),
    grade=st.none() | st.sampled_from(QualityGrade),
    former_lawyers=st.integers(0, 4),
)
bases = st.integers(0, 10_000_000)


def with_base(table: Tariff, base: int) -> Tariff:
    bounded = {code: RateInForce(min(rate.value, largest(code)), rate.source, DAY) for code, rate in table.items()}
    return bounded | {ARBITRATION: RateInForce(base, "某县〔2026〕1号", DAY)}


@given(works, extras, bases)
def test_lines_add_up_and_nothing_is_negative(work: Work, table: Tariff, base: int) -> None:
    found = reckon(work, with_base(table, base))
    payees = range(work.former_lawyers + 1)
    assert sum(line.amount_fen for line in found.lines) == found.total_fen
    assert sum(found.due_to(payee) for payee in payees) == found.total_fen
    assert all(found.due_to(payee) >= 0 for payee in payees)
    assert all(line.reason for line in found.lines)


@given(works, extras, bases, st.integers(0, 1_000_000))
def test_a_higher_base_never_pays_less(work: Work, table: Tariff, base: int, more: int) -> None:
    lower, higher = (reckon(work, with_base(table, amount)).total_fen for amount in (base, base + more))
    assert lower <= higher


def test_units_and_limits_of_every_rate() -> None:
    assert {code.unit for code in SERVICES} == {RateUnit.FEN}
    assert all(largest(code) > 0 for code in RateCode)
    assert largest(RateCode.FORMER_LAWYER_SHARE) == 100
