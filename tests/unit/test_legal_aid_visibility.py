"""一次性告知: what an earlier notice could have named may not be asked for again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.legal_aid.deciding.enums import DeficiencyCode
from app.legal_aid.deciding.visibility import (
    IMPLIED,
    WORDS,
    Subject,
    SubjectKind,
    subject_of,
    was_visible,
)

START = datetime(2026, 7, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 1000).map(lambda hours: START + timedelta(hours=hours))
SUBJECTS = st.builds(Subject, st.sampled_from(SubjectKind), st.sampled_from(["identity", "claim", "matter_claim"]))


@given(st.none() | SUBJECTS, st.dictionaries(SUBJECTS, MOMENTS))
def test_the_first_notice_may_ask_for_anything(subject: Subject | None, changed: dict[Subject, datetime]) -> None:
    assert not was_visible(subject, [], changed)


@given(SUBJECTS, st.lists(MOMENTS, min_size=1), st.dictionaries(SUBJECTS, MOMENTS))
def test_only_what_changed_since_the_last_notice_is_new(
    subject: Subject, noticed: list[datetime], changed: dict[Subject, datetime]
) -> None:
    is_new = subject in changed and changed[subject] > max(noticed)
    assert was_visible(subject, noticed, changed) is not is_new


@given(SUBJECTS, st.lists(MOMENTS, min_size=1), st.dictionaries(SUBJECTS, MOMENTS), MOMENTS)
def test_another_notice_never_makes_something_new(
    subject: Subject, noticed: list[datetime], changed: dict[Subject, datetime], later: datetime
) -> None:
    if was_visible(subject, noticed, changed):
        assert was_visible(subject, [*noticed, later], changed)


@given(st.lists(MOMENTS, min_size=1), st.dictionaries(SUBJECTS, MOMENTS))
def test_what_is_about_nothing_could_always_have_been_asked(
    noticed: list[datetime], changed: dict[Subject, datetime]
) -> None:
    assert was_visible(None, noticed, changed)


def test_what_the_officer_names_goes_before_what_the_code_implies() -> None:
    code, file = DeficiencyCode.IDENTITY_MISMATCH, UUID(int=1)
    named = subject_of(code, material=None, section="representation", evidence_id=None)
    assert named == Subject(SubjectKind.SECTION, "representation")
    assert subject_of(code, material=None, section=None, evidence_id=None) == IMPLIED[code]
    assert subject_of(code, material=None, section=None, evidence_id=file) == Subject(
        SubjectKind.EVIDENCE, str(file)
    )


@pytest.mark.parametrize("code", DeficiencyCode)
def test_every_code_has_words(code: DeficiencyCode) -> None:
    assert "{" not in WORDS[code].format(subject="工资条")
