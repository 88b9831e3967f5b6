"""Conditions of legal aid in criminal cases: notified groups, own counsel, duty lawyers, who may defend."""

import pytest

from app.contracts.categories import CaseCategory
from app.legal_aid.eligibility.codes import (
    AdviceCode,
    CriminalStage,
    LawyerNeed,
    NoticeGround,
)
from app.legal_aid.eligibility.conditions import advice, lawyer_requirements
from app.legal_aid.eligibility.facts import CriminalFacts, Facts
from app.legal_aid.eligibility.hardship import hardship_is_shown, relief
from app.legal_aid.enums import ConditionCode, ConditionOutcome
from tests.unit.eligibility import MET, NOT_MET, NOT_NEEDED, TO_CHECK, C, G, P, condition, facts, hardship, outcome


@pytest.mark.parametrize("ground", G)
def test_mandatory_groups_need_no_hardship_and_are_notified(ground: NoticeGround) -> None:
    about = facts(C.CRIMINAL_DEFENCE, criminal=CriminalFacts(grounds=frozenset({ground})))
    assert outcome(about, ConditionCode.MATTER) == (MET, "第二十五条第一款")
    assert hardship(about) == (NOT_NEEDED, "第二十五条第一款")
    assert AdviceCode.AUTHORITY_NOTIFIES in {a.code for a in advice(about)}


def test_minor_and_death_review_follow_from_other_facts() -> None:
    assert hardship(facts(C.CRIMINAL_DEFENCE, P.MINOR))[1] == "第二十五条第一款"
    review = facts(C.CRIMINAL_DEFENCE, criminal=CriminalFacts(stage=CriminalStage.DEATH_REVIEW))
    assert hardship(review)[1] == "第二十五条第一款"
    assert hardship(facts(C.CRIMINAL_VICTIM, P.MINOR))[0] is TO_CHECK


def test_court_may_notify_in_ordinary_procedure_which_removes_no_condition() -> None:
    about = facts(
        C.CRIMINAL_DEFENCE,
        criminal=CriminalFacts(stage=CriminalStage.FIRST_INSTANCE, is_ordinary_procedure=True),
    )
    assert [a.code for a in advice(about)] == [AdviceCode.COURT_MAY_NOTIFY, AdviceCode.DUTY_LAWYER]
    assert relief(about) is None


def test_suspect_may_apply_for_another_reason_than_hardship() -> None:
    about = facts(C.CRIMINAL_DEFENCE)
    assert not hardship_is_shown(about)
    assert hardship(about) == (TO_CHECK, "第二十四条")
    assert hardship_is_shown(facts(C.CRIMINAL_VICTIM))


def test_compulsory_treatment_is_notified_and_needs_no_hardship() -> None:
    about = facts(C.COMPULSORY_TREATMENT)
    assert hardship(about) == (NOT_NEEDED, "第二十八条")
    assert [a.citation.article for a in advice(about)] == ["第二十八条"]


def test_duty_lawyer_is_for_defendants_without_counsel() -> None:
    codes = {a.code for a in advice(facts(C.CRIMINAL_DEFENCE, has_counsel=True, is_detained=True))}
    assert codes == {AdviceCode.FORWARDED}
    assert AdviceCode.DUTY_LAWYER in {a.code for a in advice(facts(C.CRIMINAL_DEFENCE))}
    assert advice(facts(C.CRIMINAL_VICTIM)) == ()


@pytest.mark.parametrize(("has_counsel", "expected"), [(None, TO_CHECK), (True, NOT_MET), (False, MET)])
@pytest.mark.parametrize(
    ("category", "article"),
    [(C.CRIMINAL_DEFENCE, "第二十四条"), (C.CRIMINAL_VICTIM, "第二十九条"), (C.TRAFFIC_INJURY, "第三十一条")],
)
def test_own_counsel_ends_the_claim_to_aid(
    category: CaseCategory, article: str, has_counsel: bool | None, expected: ConditionOutcome
) -> None:
    assert outcome(facts(category, has_counsel=has_counsel), ConditionCode.COUNSEL) == (expected, article)


# The lawyer: arts. 26, 148号令 26, 未成年人保护法 104


@pytest.mark.parametrize("ground", [G.LIFE_OR_DEATH, G.DEATH_REVIEW])
def test_gravest_cases_take_the_stricter_experience(ground: NoticeGround) -> None:
    about = facts(C.CRIMINAL_DEFENCE, criminal=CriminalFacts(grounds=frozenset({ground})))
    [needed] = lawyer_requirements(about)
    assert needed.need is LawyerNeed.CAPITAL_DEFENCE
    assert "三年以上刑事辩护经历" in needed.text
    assert [c.article for c in needed.citations] == ["第二十六条", "第二十六条"]
    assert [c.verified for c in needed.citations] == [False, True]


@pytest.mark.parametrize("about", [facts(C.TRAFFIC_INJURY, P.MINOR), facts(C.SUPPORT_PAYMENTS, age_years=9)])
def test_minors_take_a_lawyer_who_knows_minors(about: Facts) -> None:
    assert [r.need for r in lawyer_requirements(about)] == [LawyerNeed.KNOWS_MINORS]
    assert outcome(about, ConditionCode.LAWYER) == (TO_CHECK, "第一百零四条第二款")


def test_other_cases_ask_nothing_special_of_the_lawyer() -> None:
    assert lawyer_requirements(facts(C.CRIMINAL_DEFENCE)) == []
    assert condition(facts(), ConditionCode.LAWYER).outcome is NOT_NEEDED
