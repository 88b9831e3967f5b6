from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.identity.numbers import DocumentKind, is_woman
from app.kernel.errors import DomainError
from app.lawyers.enums import FormerOffice, Skill, WorkerKind
from app.lawyers.roster.credentials import Certificate, kept, read
from app.lawyers.roster.facts import (
    FirmRef,
    LawyerFacts,
    amended,
    differences,
    faults,
    first_entry,
    moved_since,
)

TODAY = date(2026, 11, 22)
FIRM = FirmRef(id=UUID(int=1), name="西湖律师事务所")


def lawyer(**changes: Any) -> LawyerFacts:
    known = {
        "name": "李律师",
        "firm": FIRM,
        "kind": WorkerKind.LAWYER,
        "licence_number": "13301201610123456",
        "certificate_number": None,
        "practising_since": 2016,
        "sex": Sex.MAN,
        "capacity": 5,
        "weekly_capacity": None,
        "specialties": {CaseGroup.LABOUR: 2018},
        "languages": [],
        "skills": [],
        "areas": ["330106000000"],
        "knows_minors": False,
        "defence_since": None,
        "former_office": None,
        "left_office_on": None,
        "heads_firm": False,
        "suspension_reason": None,
    }
    return LawyerFacts.model_validate(known | changes)


entries = st.builds(
    lawyer,
    capacity=st.integers(0, 200),
    weekly_capacity=st.none() | st.integers(0, 100),
    specialties=st.dictionaries(st.sampled_from(CaseGroup), st.integers(1979, 2026), max_size=4),
    languages=st.lists(st.sampled_from(Language), unique=True, max_size=3).map(sorted),
    skills=st.lists(st.sampled_from(Skill), unique=True, max_size=3).map(sorted),
    knows_minors=st.booleans(),
    defence_since=st.none() | st.dates(date(1990, 1, 1), TODAY),
    suspension_reason=st.none() | st.just("未年检"),
)


@given(entries, entries)
def test_differences_lead_from_one_entry_to_the_other(before: LawyerFacts, after: LawyerFacts) -> None:
    changes = differences(before, after)
    assert amended(before, changes) == after
    assert (changes == {}) == (before == after)
    assert moved_since(before, changes) == []
    assert moved_since(after, changes) == list(changes)


@given(entries, st.integers(0, 200), st.booleans())
def test_a_wish_touches_no_other_field(now: LawyerFacts, capacity: int, minors: bool) -> None:
    asked = now.model_copy(update={"capacity": capacity})
    meanwhile = now.model_copy(update={"knows_minors": minors, "suspension_reason": "年度考核"})
    result = amended(meanwhile, differences(now, asked))
    assert result == meanwhile.model_copy(update={"capacity": capacity})


def test_the_first_line_of_a_history_names_what_was_entered() -> None:
    written = first_entry(lawyer(knows_minors=True))
    assert written["capacity"] == {"before": None, "after": 5}
    assert written["firm"] == {"before": None, "after": {"id": str(FIRM.id), "name": FIRM.name}}
    assert {"languages", "heads_firm", "suspension_reason"}.isdisjoint(written)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"specialties": {CaseGroup.LABOUR: 1970}}, "specialties"),
        ({"defence_since": date(2026, 11, 23)}, "defence_since"),
        ({"former_office": FormerOffice.JUDGE}, "left_office_on"),
        ({"left_office_on": date(2020, 1, 1)}, "left_office_on"),
        ({"practising_since": 2027}, "certified_since"),
    ],
)
def test_what_cannot_be_is_named(changes: dict[str, Any], field: str) -> None:
    assert [one.field for one in faults(lawyer(**changes), TODAY)] == [field]
    assert faults(lawyer(), TODAY) == []


def test_a_licence_number_changes_under_its_serial_and_says_sex_and_year() -> None:
    moved = read("14403202021123456", None, today=TODAY, before=lawyer())
    assert (moved.licence_number, moved.practising_since, moved.sex) == ("14403202021123456", 2020, Sex.WOMAN)
    assert kept(lawyer()).licence_number == "13301201610123456"
    for number, certificate, code in (
        ("13301201610123457", None, "licence_serial_differs"),
        ("11102200800000003", None, "licence_invalid"),
        (None, None, "invalid"),
        (None, Certificate(WorkerKind.LAWYER, "33-1", 2020, Sex.MAN), "invalid"),
        (None, Certificate(WorkerKind.VOLUNTEER, " ", 2020, Sex.MAN), "invalid"),
    ):
        with pytest.raises(DomainError) as refused:
            read(number, certificate, today=TODAY, before=lawyer())
        assert refused.value.code == code
    with pytest.raises(DomainError):
        read(None, Certificate(WorkerKind.VOLUNTEER, "33-1", 2020), today=TODAY)


def test_a_certificate_is_kept_in_one_form_and_may_take_the_place_of_a_licence() -> None:
    shown = read(None, Certificate(WorkerKind.LEGAL_WORKER, " 3101 a12 ", 2019), today=TODAY, before=lawyer())
    assert (shown.certificate_number, shown.licence_number, shown.sex) == ("3101A12", None, Sex.MAN)


def test_a_document_says_the_sex_where_its_number_does() -> None:
    assert is_woman(DocumentKind.RESIDENT_ID, "11010519491231002X") is True
    assert is_woman(DocumentKind.RESIDENT_ID, "110105491231001") is False
    assert is_woman(DocumentKind.PASSPORT, "E12345678") is None
