"""What holds of every answer about eligibility, whatever the facts."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.legal_aid.eligibility.assessment import assess
from app.legal_aid.eligibility.codes import (
    Capacity,
    CriminalStage,
    ForumKind,
    NoticeGround,
    PersonStatus,
)
from app.legal_aid.eligibility.conditions import conditions
from app.legal_aid.eligibility.facts import CriminalFacts, Facts, Line
from app.legal_aid.enums import ConditionCode, ConditionOutcome

C, P, G = CaseCategory, PersonStatus, NoticeGround
MET, NOT_MET = ConditionOutcome.MET, ConditionOutcome.NOT_MET
NOT_NEEDED, TO_CHECK = ConditionOutcome.NOT_NEEDED, ConditionOutcome.TO_CHECK
LINE = Line(monthly_fen=228_000, effective_from=date(2026, 1, 1), area_name="浙江省", document="演示")
RANK = [NOT_MET, TO_CHECK, MET, NOT_NEEDED]
booleans = st.sampled_from([None, True, False])
criminal_facts = st.builds(
    CriminalFacts,
    stage=st.sampled_from([None, *CriminalStage]),
    grounds=st.none() | st.frozensets(st.sampled_from(G), max_size=3),
    is_ordinary_procedure=booleans,
)
any_facts = st.builds(
    Facts,
    category=st.sampled_from(CaseCategory),
    statuses=st.none() | st.frozensets(st.sampled_from(P), max_size=5),
    age_years=st.none() | st.integers(0, 100),
    household_size=st.none() | st.integers(1, 30),
    household_income_fen=st.none() | st.integers(0, 10_000_000),
    own_income_fen=st.none() | st.integers(0, 10_000_000),
    opponent_in_household=booleans,
    pledges_hardship=booleans,
    agrees_to_data_sharing=booleans,
    line=st.sampled_from([None, LINE]),
    has_counsel=booleans,
    is_retrial_ordered=booleans,
    capacity=st.sampled_from([None, *Capacity]),
    is_detained=booleans,
    forum_kind=st.sampled_from([None, *ForumKind]),
    forum_area=st.sampled_from([None, "330106", "330105"]),
    event_area=st.sampled_from([None, "330106", "330105001"]),
    centre_area=st.sampled_from([None, "330106", "330000"]),
    criminal=st.none() | criminal_facts,
)


def hardship(about: Facts) -> tuple[ConditionOutcome, str]:
    found = next(c for c in conditions(about) if c.code is ConditionCode.HARDSHIP)
    return found.outcome, found.citation.article


@given(any_facts)
def test_answer_covers_each_condition_exactly_once_with_words_fact_and_article(about: Facts) -> None:
    found = assess(about)
    assert [c.code for c in found.conditions] == list(ConditionCode)
    assert all(c.text and c.fact.name and c.fact.value and c.citation.article for c in found.conditions)
    assert found == assess(about)


@given(any_facts, st.sampled_from(P))
def test_another_status_never_makes_hardship_worse(about: Facts, status: PersonStatus) -> None:
    more = replace(about, statuses=(about.statuses or frozenset()) | {status})
    before, after = hardship(about)[0], hardship(more)[0]
    assert RANK.index(after) >= RANK.index(before)


@given(any_facts)
def test_42_3_never_applies_without_person_and_matter(about: Facts) -> None:
    if hardship(about)[1] == "第四十二条第（三）项":
        assert about.is_(P.MIGRANT_WORKER)
        assert about.category in {C.LABOUR_REMUNERATION, C.WORK_INJURY}


@given(any_facts, st.integers(0, 10_000_000))
def test_less_income_never_makes_hardship_worse(about: Facts, less: int) -> None:
    if about.household_income_fen is not None:
        poorer = replace(about, household_income_fen=max(0, about.household_income_fen - less))
        assert RANK.index(hardship(poorer)[0]) >= RANK.index(hardship(about)[0])


@given(any_facts)
def test_nobody_is_likely_refused_for_the_place_or_the_lawyer(about: Facts) -> None:
    found = {c.code: c.outcome for c in assess(about).conditions}
    assert found[ConditionCode.COMPETENCE] is not NOT_MET
    assert found[ConditionCode.LAWYER] is not NOT_MET


def test_every_category_is_judged() -> None:
    for category in CATEGORIES:
        assert assess(Facts(category=category)).materials
    assert {CATEGORIES[c].group for c in CATEGORIES} == set(CaseGroup)
