"""Conditions of legal aid: art. 32 removes the hardship condition, art. 42 only its check."""

from dataclasses import replace
from typing import Any

import pytest

from app.contracts.categories import CATEGORIES, CaseCategory
from app.legal_aid.eligibility.codes import (
    AdviceCode,
    CriminalStage,
    ForumKind,
    Likelihood,
    PersonStatus,
)
from app.legal_aid.eligibility.conditions import advice, conditions, summary
from app.legal_aid.eligibility.facts import CriminalFacts, Facts, contradictions
from app.legal_aid.eligibility.hardship import hardship_is_shown
from app.legal_aid.enums import ConditionCode, ConditionOutcome
from tests.unit.eligibility import (
    LINE,
    MET,
    NOT_MET,
    NOT_NEEDED,
    TO_CHECK,
    C,
    G,
    P,
    condition,
    facts,
    hardship,
    household,
    outcome,
)

# Art. 31, and what it does not name


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (C.STATE_COMPENSATION, (MET, "第三十一条第（一）项")),
        (C.SOCIAL_INSURANCE, (MET, "第三十一条第（二）项")),
        (C.SOCIAL_ASSISTANCE, (MET, "第三十一条第（二）项")),
        (C.WORK_INJURY_INSURANCE, (MET, "第三十一条第（二）项")),
        (C.SURVIVORS_PENSION, (MET, "第三十一条第（三）项")),
        (C.SUPPORT_PAYMENTS, (MET, "第三十一条第（四）项")),
        (C.LABOUR_REMUNERATION, (MET, "第三十一条第（五）项")),
        (C.LABOUR_RELATION, (MET, "第三十一条第（五）项")),
        (C.LEGAL_CAPACITY, (MET, "第三十一条第（六）项")),
        (C.WORK_INJURY, (MET, "第三十一条第（七）项")),
        (C.TRAFFIC_INJURY, (MET, "第三十一条第（七）项")),
        (C.MEDICAL_INJURY, (MET, "第三十一条第（七）项")),
        (C.FOOD_DRUG_INJURY, (MET, "第三十一条第（七）项")),
        (C.ENVIRONMENT, (MET, "第三十一条第（八）项")),
        (C.HEROES_AND_MARTYRS, (MET, "第三十二条第（一）项")),
        (C.BRAVE_ACT, (MET, "第三十二条第（二）项")),
        (C.ACQUITTED_ON_RETRIAL, (MET, "第三十二条第（三）项")),
        (C.DOMESTIC_VIOLENCE, (MET, "第三十二条第（四）项")),
        (C.LABOUR_COMPENSATION, (TO_CHECK, "第三十一条第（五）项")),
        (C.LABOUR_CONTRACT, (TO_CHECK, "第三十一条第（五）项")),
        (C.INJURY_OFF_DUTY, (TO_CHECK, "第三十一条第（七）项")),
        (C.MARRIAGE_FAMILY, (TO_CHECK, "第三十一条第（九）项")),
        (C.CONTRACT_DEBT, (TO_CHECK, "第三十一条第（九）项")),
        (C.RURAL_LAND, (TO_CHECK, "第三十一条第（九）项")),
        (C.ADMINISTRATIVE_REVIEW, (TO_CHECK, "第二十二条第（四）项")),
        (C.ADMINISTRATIVE_LITIGATION, (TO_CHECK, "第二十二条第（四）项")),
        (C.CRIMINAL_DEFENCE, (MET, "第二十四条")),
        (C.CRIMINAL_VICTIM, (MET, "第二十九条")),
        (C.COMPULSORY_TREATMENT, (MET, "第二十八条")),
    ],
)
def test_matter_rests_on_its_article(category: CaseCategory, expected: tuple[ConditionOutcome, str]) -> None:
    assert outcome(facts(category), ConditionCode.MATTER) == expected


def test_divorce_of_a_victim_of_violence_is_named_by_the_law() -> None:
    divorce = facts(C.MARRIAGE_FAMILY, P.ABUSE_VICTIM)
    assert outcome(divorce, ConditionCode.MATTER) == (MET, "第三十二条第（四）项")


def test_ordered_retrial_opens_matters_that_article_31_does_not_name() -> None:
    debt = facts(C.CONTRACT_DEBT, is_retrial_ordered=True)
    assert outcome(debt, ConditionCode.MATTER) == (MET, "第三十三条")
    assert hardship(debt)[0] is TO_CHECK


# Art. 32 removes the condition


@pytest.mark.parametrize(
    ("about", "article"),
    [
        (facts(C.HEROES_AND_MARTYRS), "第三十二条第（一）项"),
        (facts(C.BRAVE_ACT), "第三十二条第（二）项"),
        (facts(C.MEDICAL_INJURY, P.BRAVE_ACT), "第三十二条第（二）项"),
        (facts(C.ACQUITTED_ON_RETRIAL), "第三十二条第（三）项"),
        (facts(C.STATE_COMPENSATION, P.ACQUITTED_ON_RETRIAL), "第三十二条第（三）项"),
        (facts(C.DOMESTIC_VIOLENCE), "第三十二条第（四）项"),
        (facts(C.MARRIAGE_FAMILY, P.ABUSE_VICTIM), "第三十二条第（四）项"),
        (facts(C.SUPPORT_PAYMENTS, P.ABUSE_VICTIM), "第三十二条第（四）项"),
    ],
)
def test_article_32_removes_the_condition_whatever_the_income(about: Facts, article: str) -> None:
    rich = replace(about, household_size=1, household_income_fen=90_000_000, line=LINE)
    assert hardship(rich) == (NOT_NEEDED, article)
    assert not hardship_is_shown(rich)


@pytest.mark.parametrize(
    "about",
    [
        facts(C.LABOUR_REMUNERATION, P.ABUSE_VICTIM),
        facts(C.CONTRACT_DEBT, P.BRAVE_ACT),
        facts(C.TRAFFIC_INJURY, P.ACQUITTED_ON_RETRIAL),
        facts(C.SUPPORT_PAYMENTS, P.HEROES_KIN),
        facts(C.STATE_COMPENSATION),
    ],
)
def test_article_32_needs_a_claim_that_follows_from_the_status(about: Facts) -> None:
    assert hardship_is_shown(about)


# Art. 42 removes the check, on proof of status


@pytest.mark.parametrize("group", [P.MINOR, P.ELDERLY, P.DISABLED])
def test_vulnerable_without_fixed_income_are_not_checked(group: PersonStatus) -> None:
    assert hardship(facts(C.TRAFFIC_INJURY, P.NO_FIXED_INCOME, group)) == (NOT_NEEDED, "第四十二条第（一）项")
    assert hardship_is_shown(facts(C.TRAFFIC_INJURY, group))
    assert hardship_is_shown(facts(C.TRAFFIC_INJURY, P.NO_FIXED_INCOME))


@pytest.mark.parametrize(("age", "checked"), [(17, False), (18, True), (59, True), (60, False)])
def test_age_makes_minor_or_elderly(age: int, checked: bool) -> None:
    assert hardship_is_shown(facts(C.TRAFFIC_INJURY, P.NO_FIXED_INCOME, age_years=age)) is checked


@pytest.mark.parametrize(
    "status",
    [
        P.SUBSISTENCE_ALLOWANCE,
        P.EXTREME_POVERTY,
        P.SOCIAL_ASSISTANCE,
        P.JUDICIAL_ASSISTANCE,
        P.PREFERENTIAL_TREATMENT,
    ],
)
def test_recipients_of_assistance_are_not_checked(status: PersonStatus) -> None:
    assert hardship(facts(C.TRAFFIC_INJURY, status)) == (NOT_NEEDED, "第四十二条第（二）项")


def test_family_of_a_soldier_is_checked_unless_preferential_treatment_is_given() -> None:
    assert hardship_is_shown(facts(C.TRAFFIC_INJURY, P.SERVICE_FAMILY))


@pytest.mark.parametrize("category", CATEGORIES)
def test_article_42_3_needs_the_person_and_the_matter(category: CaseCategory) -> None:
    named = category in {C.LABOUR_REMUNERATION, C.WORK_INJURY}
    article = condition(facts(category, P.MIGRANT_WORKER), ConditionCode.HARDSHIP).citation.article
    assert (article == "第四十二条第（三）项") is named
    article = condition(facts(category), ConditionCode.HARDSHIP).citation.article
    assert article != "第四十二条第（三）项"


def test_confirming_a_labour_relation_is_checked_even_for_a_migrant_worker() -> None:
    assert hardship_is_shown(facts(C.LABOUR_RELATION, P.MIGRANT_WORKER))


def test_where_the_check_is_removed_so_is_the_pledge() -> None:
    about = facts(C.LABOUR_REMUNERATION, P.MIGRANT_WORKER)
    assert outcome(about, ConditionCode.HARDSHIP_CHECK) == (NOT_NEEDED, "第四十二条第（三）项")


# Art. 34 and 148号令 18: the line


@pytest.mark.parametrize(("income_fen", "expected"), [(0, MET), (456_000, MET), (456_001, NOT_MET)])
def test_line_is_compared_a_person(income_fen: int, expected: ConditionOutcome) -> None:
    assert hardship(household(income_fen, size=2)) == (expected, "第三十四条")


def test_unknown_line_and_untold_income_are_left_to_a_person() -> None:
    assert hardship(replace(household(0), line=None)) == (TO_CHECK, "第三十四条")
    assert hardship(facts(C.TRAFFIC_INJURY, line=LINE)) == (TO_CHECK, "第四十一条第一款")
    assert hardship(Facts(category=C.TRAFFIC_INJURY)) == (TO_CHECK, "第四十一条第一款")


@pytest.mark.parametrize(
    ("own_fen", "opponent", "expected"),
    [
        (228_000, True, (MET, "第十八条")),
        (228_001, True, (NOT_MET, "第三十四条")),
        (None, True, (TO_CHECK, "第十八条")),
        (0, None, (TO_CHECK, "第十八条")),
        (0, False, (NOT_MET, "第三十四条")),
    ],
)
def test_opponent_in_the_household_leaves_the_applicants_own_income(
    own_fen: int | None, opponent: bool | None, expected: tuple[ConditionOutcome, str]
) -> None:
    about = household(3_000_000, 3, C.SUPPORT_PAYMENTS, own_income_fen=own_fen, opponent_in_household=opponent)
    assert hardship(about) == expected


def test_unverified_articles_show_their_tag() -> None:
    about = household(3_000_000, 3, C.SUPPORT_PAYMENTS, own_income_fen=0, opponent_in_household=True)
    citation = condition(about, ConditionCode.HARDSHIP).citation
    assert (citation.verified, citation.tag.value) == (False, "from_memory")


def test_defendant_above_the_line_may_have_other_reasons() -> None:
    assert hardship(household(9_000_000, category=C.CRIMINAL_DEFENCE)) == (TO_CHECK, "第二十四条")
    assert hardship(household(9_000_000, category=C.CRIMINAL_VICTIM)) == (NOT_MET, "第三十四条")


@pytest.mark.parametrize(
    ("pledges", "shares", "expected"),
    [(True, None, MET), (False, True, MET), (None, None, TO_CHECK), (False, False, TO_CHECK)],
)
def test_hardship_is_checked_by_pledge_or_shared_data(
    pledges: bool | None, shares: bool | None, expected: ConditionOutcome
) -> None:
    about = facts(C.TRAFFIC_INJURY, pledges_hardship=pledges, agrees_to_data_sharing=shares)
    assert outcome(about, ConditionCode.HARDSHIP_CHECK) == (expected, "第四十一条第二款")


# Competence: art. 38


@pytest.mark.parametrize(
    ("centre", "known", "expected"),
    [
        ("330106", {"event_area": "330106"}, MET),
        ("330106", {"event_area": "330106001"}, MET),
        ("330100", {"event_area": "330106"}, MET),
        ("330105", {"event_area": "330106"}, TO_CHECK),
        ("330105", {"event_area": "330106", "forum_area": "330105", "forum_kind": ForumKind.ARBITRATION}, MET),
        ("330105", {"event_area": "330105", "forum_area": "330106", "forum_kind": ForumKind.COURT}, TO_CHECK),
        (None, {"event_area": "330106"}, TO_CHECK),
        ("330106", {}, TO_CHECK),
    ],
)
def test_competence_follows_from_the_place(
    centre: str | None, known: dict[str, Any], expected: ConditionOutcome
) -> None:
    assert outcome(facts(centre_area=centre, **known), ConditionCode.COMPETENCE) == (expected, "第三十八条")


def test_several_places_are_told_that_one_application_is_enough() -> None:
    about = facts(event_area="330106", forum_area="330105", forum_kind=ForumKind.ARBITRATION)
    [told] = advice(about)
    assert (told.code, told.citation.verified) == (AdviceCode.FIRST_RECEIVED, False)


# What it comes to


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (facts(C.LABOUR_REMUNERATION, P.MIGRANT_WORKER), Likelihood.LIKELY_GRANTED),
        (facts(C.LABOUR_REMUNERATION), Likelihood.NEEDS_CHECK),
        (household(1000, pledges_hardship=True), Likelihood.LIKELY_GRANTED),
        (household(1000), Likelihood.NEEDS_CHECK),
        (household(9_000_000, pledges_hardship=True), Likelihood.LIKELY_REFUSED),
        (facts(C.LABOUR_REMUNERATION, P.MIGRANT_WORKER, has_counsel=True), Likelihood.LIKELY_REFUSED),
        (facts(C.CONTRACT_DEBT, P.SUBSISTENCE_ALLOWANCE), Likelihood.NEEDS_CHECK),
    ],
)
def test_summary_says_that_a_person_decides(about: Facts, expected: Likelihood) -> None:
    found = summary(conditions(about))
    assert found.likelihood is expected
    assert found.text.endswith("由法律援助机构的工作人员审查决定。")


# Bad input


@pytest.mark.parametrize(
    ("about", "fields"),
    [
        (facts(C.TRAFFIC_INJURY, P.MINOR, age_years=40), ["age_years"]),
        (facts(C.TRAFFIC_INJURY, P.ELDERLY, age_years=40), ["age_years"]),
        (facts(C.TRAFFIC_INJURY, P.ELDERLY, P.MINOR), ["statuses"]),
        (household(100, own_income_fen=200), ["own_income_fen"]),
        (household(200, size=1, own_income_fen=100), ["household_income_fen"]),
        (household(200, size=1, opponent_in_household=True), ["opponent_in_household"]),
        (facts(C.TRAFFIC_INJURY, criminal=CriminalFacts()), ["criminal"]),
        (
            facts(C.CRIMINAL_DEFENCE, age_years=30, criminal=CriminalFacts(grounds=frozenset({G.MINOR}))),
            ["criminal.grounds"],
        ),
        (
            facts(C.CRIMINAL_VICTIM, criminal=CriminalFacts(grounds=frozenset({G.LIFE_OR_DEATH}))),
            ["criminal.grounds"],
        ),
        (
            facts(
                C.CRIMINAL_DEFENCE,
                criminal=CriminalFacts(
                    stage=CriminalStage.INVESTIGATION,
                    grounds=frozenset({G.IN_ABSENTIA, G.DEATH_REVIEW}),
                    is_ordinary_procedure=True,
                ),
            ),
            ["criminal.stage", "criminal.stage", "criminal.is_ordinary_procedure"],
        ),
        (facts(C.TRAFFIC_INJURY, P.MINOR, age_years=9), []),
    ],
)
def test_contradictions_are_all_told_at_once(about: Facts, fields: list[str]) -> None:
    assert [problem.field for problem in contradictions(about)] == fields
