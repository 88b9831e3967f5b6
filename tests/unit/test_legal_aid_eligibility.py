"""Conditions of legal aid: art. 32 removes the hardship condition, art. 42 only its check."""

import pytest

from app.contracts.categories import CATEGORIES, CaseCategory
from app.legal_aid.eligibility.conditions import Facts, conditions, hardship_is_checked
from app.legal_aid.enums import ConditionCode, ConditionOutcome

WAGES = CaseCategory.LABOUR_REMUNERATION


def facts(
    category: CaseCategory = WAGES,
    *,
    migrant: bool | None = True,
    pledges: bool = False,
    in_area: bool | None = True,
) -> Facts:
    return Facts(category, migrant, pledges, in_area)


def outcome(given: Facts, code: ConditionCode) -> tuple[ConditionOutcome, str]:
    found = next(c for c in conditions(given) if c.code is code)
    return found.outcome, found.citation.article if found.citation else ""


def test_migrant_worker_claiming_wages_is_not_checked() -> None:
    assert outcome(facts(), ConditionCode.HARDSHIP) == (ConditionOutcome.NOT_NEEDED, "第四十二条第（三）项")


def test_migrant_worker_hurt_at_work_is_not_checked() -> None:
    assert not hardship_is_checked(CaseCategory.WORK_INJURY, is_migrant_worker=True)


@pytest.mark.parametrize("category", [CaseCategory.LABOUR_RELATION, CaseCategory.TRAFFIC_INJURY])
def test_article_42_3_needs_the_matter_as_well_as_the_person(category: CaseCategory) -> None:
    assert hardship_is_checked(category, is_migrant_worker=True)


@pytest.mark.parametrize("migrant", [False, None])
def test_others_are_checked_by_pledge_or_shared_data(migrant: bool | None) -> None:
    found = outcome(facts(migrant=migrant), ConditionCode.HARDSHIP)
    assert found == (ConditionOutcome.TO_CHECK, "第四十一条第二款")


def test_victim_of_violence_needs_no_hardship() -> None:
    violence = facts(CaseCategory.DOMESTIC_VIOLENCE, migrant=False)
    assert outcome(violence, ConditionCode.HARDSHIP) == (ConditionOutcome.NOT_NEEDED, "第三十二条第（四）项")


def test_wage_claim_is_a_matter_of_article_31_5() -> None:
    assert outcome(facts(), ConditionCode.MATTER) == (ConditionOutcome.MET, "第三十一条第（五）项")


@pytest.mark.parametrize(
    ("in_area", "expected"),
    [(True, ConditionOutcome.MET), (False, ConditionOutcome.TO_CHECK), (None, ConditionOutcome.TO_CHECK)],
)
def test_competence_follows_from_the_place(in_area: bool | None, expected: ConditionOutcome) -> None:
    assert outcome(facts(in_area=in_area), ConditionCode.COMPETENCE) == (expected, "第三十八条")


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_answers_every_condition_in_words(category: CaseCategory) -> None:
    for migrant in (True, False, None):
        found = conditions(facts(category, migrant=migrant))
        assert [c.code for c in found] == list(ConditionCode)
        assert all(c.text for c in found)
