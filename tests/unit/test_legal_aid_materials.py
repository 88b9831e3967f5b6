"""The checklist asks for exactly what a case needs (148号令 11), and the places follow art. 38."""

from typing import Any

import pytest
from hypothesis import given

from app.contracts.categories import CATEGORIES, CaseCategory
from app.evidence.enums import SIGNING, EvidenceKind
from app.legal_aid.eligibility.codes import (
    Capacity,
    CriminalStage,
    ForumKind,
    MaterialCode,
    NoticeGround,
    PersonStatus,
)
from app.legal_aid.eligibility.competence import PlaceBasis, competent_places, covers
from app.legal_aid.eligibility.facts import CriminalFacts, Facts
from app.legal_aid.eligibility.hardship import hardship_is_shown, relief
from app.legal_aid.eligibility.materials import Material, Necessity, checklist
from tests.unit.eligibility import facts
from tests.unit.test_legal_aid_eligibility_invariants import any_facts

C, P, M = CaseCategory, PersonStatus, MaterialCode


def codes(about: Facts) -> list[MaterialCode]:
    return [item.code for item in checklist(about)]


def item(about: Facts, code: MaterialCode) -> Material:
    return next(item for item in checklist(about) if item.code is code)


def test_migrant_worker_proves_the_status_instead_of_hardship() -> None:
    wages = facts(C.LABOUR_REMUNERATION, P.MIGRANT_WORKER)
    assert codes(wages) == [M.APPLICATION_FORM, M.IDENTITY, M.STATUS_PROOF, M.MATTER_CLAIM, M.MATTER_LINK]
    proof = item(wages, M.STATUS_PROOF)
    assert EvidenceKind.CONTRACT in proof.kinds
    assert "务工" in proof.title


def test_migrant_worker_confirming_a_relation_states_hardship() -> None:
    assert M.HARDSHIP_STATEMENT in codes(facts(C.LABOUR_RELATION, P.MIGRANT_WORKER))
    assert M.STATUS_PROOF not in codes(facts(C.LABOUR_RELATION, P.MIGRANT_WORKER))


@pytest.mark.parametrize(
    "about",
    [
        facts(C.DOMESTIC_VIOLENCE),
        facts(C.MARRIAGE_FAMILY, P.ABUSE_VICTIM),
        facts(C.BRAVE_ACT),
        facts(C.ACQUITTED_ON_RETRIAL),
        facts(C.COMPULSORY_TREATMENT),
        facts(C.CRIMINAL_DEFENCE, P.MINOR),
    ],
)
def test_who_needs_no_hardship_gives_neither_statement_nor_proof_of_status(about: Facts) -> None:
    assert not {M.HARDSHIP_STATEMENT, M.STATUS_PROOF} & set(codes(about))


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ((P.SUBSISTENCE_ALLOWANCE,), ["低保"]),
        ((P.EXTREME_POVERTY,), ["特困"]),
        ((P.JUDICIAL_ASSISTANCE,), ["司法救助决定书"]),
        ((P.PREFERENTIAL_TREATMENT,), ["优抚"]),
        ((P.NO_FIXED_INCOME, P.DISABLED), ["没有固定生活来源", "残疾人证"]),
        ((P.NO_FIXED_INCOME, P.ELDERLY), ["没有固定生活来源", "身份证"]),
        ((P.NO_FIXED_INCOME, P.MINOR), ["没有固定生活来源", "户口簿"]),
    ],
)
def test_proof_fits_the_status(statuses: tuple[PersonStatus, ...], words: list[str]) -> None:
    proof = item(facts(C.TRAFFIC_INJURY, *statuses), M.STATUS_PROOF)
    assert all(word in proof.title for word in words)
    assert proof.necessity is Necessity.REQUIRED


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (Capacity.LEGAL_REPRESENTATIVE, "法定代理人"),
        (Capacity.CLOSE_RELATIVE, "亲属关系"),
        (Capacity.AGENT, "授权委托书"),
    ],
)
def test_whoever_applies_for_another_proves_authority(capacity: Capacity, words: str) -> None:
    about = facts(C.SUPPORT_PAYMENTS, capacity=capacity)
    assert codes(about)[:4] == [M.APPLICATION_FORM, M.IDENTITY, M.RECIPIENT_IDENTITY, M.AUTHORITY]
    assert words in item(about, M.AUTHORITY).title


@pytest.mark.parametrize("capacity", [None, Capacity.SELF])
def test_whoever_applies_alone_proves_no_authority(capacity: Capacity | None) -> None:
    assert not {M.AUTHORITY, M.RECIPIENT_IDENTITY} & set(codes(facts(capacity=capacity)))


def test_forms_are_filled_in_and_not_uploaded() -> None:
    forms = {item.code for item in checklist(facts(C.TRAFFIC_INJURY)) if item.is_form}
    assert forms == {M.APPLICATION_FORM, M.HARDSHIP_STATEMENT}


@pytest.mark.parametrize(
    ("category", "words"),
    [
        (C.TRAFFIC_INJURY, "事故认定书"),
        (C.ACQUITTED_ON_RETRIAL, "再审改判无罪"),
        (C.ADMINISTRATIVE_LITIGATION, "决定书"),
    ],
)
def test_papers_that_are_always_issued_are_asked_for(category: CaseCategory, words: str) -> None:
    assert words in item(facts(category), M.MATTER_PAPERS).title


def test_papers_of_a_body_are_asked_for_once_it_has_the_case() -> None:
    assert M.MATTER_PAPERS not in codes(facts())
    assert "法院" in item(facts(forum_kind=ForumKind.COURT), M.MATTER_PAPERS).title
    assert "争议" in item(facts(forum_kind=ForumKind.ARBITRATION), M.MATTER_PAPERS).title


def test_notified_case_asks_for_nothing_but_form_and_identity() -> None:
    grave = CriminalFacts(stage=CriminalStage.FIRST_INSTANCE, grounds=frozenset({NoticeGround.LIFE_OR_DEATH}))
    asked = checklist(facts(C.CRIMINAL_DEFENCE, criminal=grave))
    assert [i.code for i in asked if i.necessity is Necessity.REQUIRED] == [M.APPLICATION_FORM, M.IDENTITY]


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_says_what_shows_the_claim(category: CaseCategory) -> None:
    about = facts(category)
    assert {M.MATTER_CLAIM, M.MATTER_PAPERS} & set(codes(about))


@given(any_facts)
def test_each_item_is_asked_once_with_reason_and_article(about: Facts) -> None:
    found = checklist(about)
    asked = [i.code for i in found]
    assert len(asked) == len(set(asked))
    assert asked[:2] == [M.APPLICATION_FORM, M.IDENTITY]
    assert all(i.title and i.why and i.citation.article for i in found)
    assert all(not SIGNING & i.kinds for i in found)


@given(any_facts)
def test_statement_is_asked_unless_something_frees_from_it(about: Facts) -> None:
    asked = codes(about)
    assert (M.HARDSHIP_STATEMENT in asked) is (relief(about) is None)
    required = {item.code for item in checklist(about) if item.necessity is Necessity.REQUIRED}
    assert (M.HARDSHIP_STATEMENT in required) is hardship_is_shown(about)
    assert not {M.HARDSHIP_STATEMENT, M.STATUS_PROOF} <= set(asked)


COURT, ARBITRATION = ForumKind.COURT, ForumKind.ARBITRATION


@pytest.mark.parametrize(
    ("category", "known", "expected"),
    [
        (C.LABOUR_REMUNERATION, {}, []),
        (C.LABOUR_REMUNERATION, {"event_area": "330106"}, [("330106", PlaceBasis.EVENT)]),
        (
            C.LABOUR_REMUNERATION,
            {"event_area": "330106", "forum_area": "330105", "forum_kind": ARBITRATION},
            [("330105", PlaceBasis.DISPUTE_BODY), ("330106", PlaceBasis.EVENT)],
        ),
        (
            C.LABOUR_REMUNERATION,
            {"event_area": "330106", "forum_area": "330106", "forum_kind": ARBITRATION},
            [("330106", PlaceBasis.DISPUTE_BODY)],
        ),
        (
            C.LABOUR_REMUNERATION,
            {"event_area": "330106", "forum_area": "330105", "forum_kind": COURT},
            [("330105", PlaceBasis.AUTHORITY)],
        ),
        (
            C.CRIMINAL_DEFENCE,
            {"event_area": "330106", "forum_area": "330105", "forum_kind": ForumKind.POLICE},
            [("330105", PlaceBasis.AUTHORITY)],
        ),
        (C.CRIMINAL_DEFENCE, {"event_area": "330106"}, [("330106", PlaceBasis.EVENT)]),
        (C.ADMINISTRATIVE_LITIGATION, {"forum_area": "330105"}, [("330105", PlaceBasis.AUTHORITY)]),
        (C.LEGAL_CAPACITY, {"forum_area": "330105"}, [("330105", PlaceBasis.AUTHORITY)]),
        (C.ADMINISTRATIVE_REVIEW, {"forum_area": "330105"}, [("330105", PlaceBasis.DISPUTE_BODY)]),
    ],
)
def test_places_follow_article_38_in_order(
    category: CaseCategory, known: dict[str, Any], expected: list[tuple[str, PlaceBasis]]
) -> None:
    places = competent_places(facts(category, **known))
    assert [(place.area_code, place.basis) for place in places] == expected
    assert all(place.citation.article == "第三十八条" and place.text for place in places)


@pytest.mark.parametrize(
    ("centre", "place", "served"),
    [
        ("330106", "330106001002", True),
        ("330000", "330106", True),
        ("330106", "330105", False),
        ("330106", "?", False),
    ],
)
def test_centre_serves_its_area_and_what_lies_in_it(centre: str, place: str, served: bool) -> None:
    assert covers(centre, place) is served


@pytest.mark.parametrize(
    ("about", "code", "kind"),
    [
        (facts(C.SUPPORT_PAYMENTS), M.MATTER_LINK, EvidenceKind.HOUSEHOLD),
        (facts(C.LABOUR_REMUNERATION), M.MATTER_CLAIM, EvidenceKind.WAGE_RECORD),
        (facts(C.WORK_INJURY), M.MATTER_CLAIM, EvidenceKind.MEDICAL_RECORD),
        (facts(C.TRAFFIC_INJURY), M.MATTER_PAPERS, EvidenceKind.ACCIDENT_REPORT),
        (facts(C.DOMESTIC_VIOLENCE), M.MATTER_CLAIM, EvidenceKind.POLICE_RECORD),
        (facts(forum_kind=ForumKind.COURT), M.MATTER_PAPERS, EvidenceKind.JUDGMENT),
        (facts(forum_kind=ForumKind.ARBITRATION), M.MATTER_PAPERS, EvidenceKind.LABOUR_RECORD),
        (facts(C.TRAFFIC_INJURY, P.DISABLED, P.NO_FIXED_INCOME), M.STATUS_PROOF, EvidenceKind.STATUS_PROOF),
        (facts(capacity=Capacity.AGENT), M.AUTHORITY, EvidenceKind.AUTHORITY_PROOF),
    ],
)
def test_files_of_the_fitting_kind_serve(about: Facts, code: MaterialCode, kind: EvidenceKind) -> None:
    kinds = item(about, code).kinds
    assert kind in kinds
    assert EvidenceKind.SIGNATURE not in kinds
