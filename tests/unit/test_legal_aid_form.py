"""The pure rules of the form: which sections a category has, what goes together, who stands on which side."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.legal_aid.applying import checks, forms
from app.legal_aid.applying.codes import ForumStage, Section
from app.legal_aid.applying.parties import is_slip, own_side, repeated_sides, same_name
from app.legal_aid.eligibility.codes import Capacity, CriminalRole, CriminalStage, ForumKind
from app.legal_aid.eligibility.facts import ROLES
from app.legal_aid.enums import UrgencyGround

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("category", CaseCategory)
def test_every_category_has_exactly_one_section_of_its_own(category: CaseCategory) -> None:
    own = forms.sections_of(category) & {Section.CLAIM, Section.MATTER, Section.CRIMINAL}
    assert own == {forms.main_section(category)}
    is_criminal = CATEGORIES[category].group is CaseGroup.CRIMINAL
    assert (forms.main_section(category) is Section.CRIMINAL) == is_criminal
    assert (Section.FORUM in forms.sections_of(category)) != is_criminal


@pytest.mark.parametrize("category", CaseCategory)
@pytest.mark.parametrize("section", Section)
def test_misplaced_section_names_itself_and_the_right_one(category: CaseCategory, section: Section) -> None:
    problem = forms.misplaced(category, section)
    assert (problem is None) == (section in forms.sections_of(category))
    if problem is not None:
        assert (problem.field, problem.rule) == (section, "not_for_category")


def test_every_role_and_every_stage_is_somebodys() -> None:
    assert set(checks.STAGES_OF_ROLE) == set(CriminalRole)
    assert set().union(*checks.STAGES_OF_ROLE.values()) == set(CriminalStage)
    assert set().union(*ROLES.values()) == set(CriminalRole)


@given(
    stage=st.sampled_from(CriminalStage),
    role=st.sampled_from(CriminalRole),
    authority=st.sampled_from(ForumKind),
    in_custody=st.booleans(),
)
def test_criminal_problems_name_only_what_is_wrong(
    stage: CriminalStage, role: CriminalRole, authority: ForumKind, in_custody: bool
) -> None:
    found = list(checks.criminal_problems(stage, role, authority, in_custody=in_custody, custody_place="看守所"))
    named = {problem.field for problem in found}
    assert ("custody_place" in named) != in_custody
    assert ("stage" in named) == (stage not in checks.STAGES_OF_ROLE[role])
    if stage.is_trial:
        assert ("authority_kind" in named) == (authority is not ForumKind.COURT)


@given(kind=st.none() | st.sampled_from(ForumKind), stage=st.none() | st.sampled_from(ForumStage))
def test_forum_without_problems_is_none_at_all_or_complete(
    kind: ForumKind | None, stage: ForumStage | None
) -> None:
    for area in (None, "330106"):
        others = {"name": None, "case_number": None}
        if not list(checks.forum_problems(kind, area_code=area, stage=stage, others=others)):
            assert (kind is None) == (area is None) == (stage is None)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 1, 1)))
def test_limitation_that_is_let_through_is_near_and_not_over(last: date) -> None:
    found = list(checks.urgency_problems(UrgencyGround.LIMITATION, last, "快到期了", TODAY))
    assert bool(found) == (last < TODAY or last > date(2046, 11, 22))
    assert all(problem.field == "limitation_on" for problem in found)


def test_day_that_only_leap_years_have_moves_back() -> None:
    leap = date(2028, 2, 29)
    assert not list(checks.urgency_problems(UrgencyGround.PRESERVATION, date(2027, 2, 28), "保全", leap))
    assert list(checks.urgency_problems(UrgencyGround.PRESERVATION, date(2027, 2, 27), "保全", leap))


@pytest.mark.parametrize(
    ("born_on", "incapable", "refused"),
    [
        (TODAY.replace(year=2008), False, True),
        (TODAY.replace(year=2008) + timedelta(days=1), False, False),
        (TODAY.replace(year=1960), True, False),
        (None, False, False),
    ],
)
def test_legal_representative_acts_for_minors_and_for_who_lacks_capacity(
    born_on: date | None, incapable: bool, refused: bool
) -> None:
    found = list(
        checks.capacity_problems(
            Capacity.LEGAL_REPRESENTATIVE, born_on=born_on, incapable=incapable, today=TODAY, adult_age=18
        )
    )
    assert bool(found) == refused
    relative = checks.capacity_problems(
        Capacity.CLOSE_RELATIVE, born_on=born_on, incapable=incapable, today=TODAY, adult_age=18
    )
    assert not list(relative)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张建国", "张 建国", True),
        ("阿卜杜拉·买买提", "阿卜杜拉.买买提", True),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提", True),
        ("阿卜杜拉・买买提", "阿卜杜拉‧买买提", True),
        ("张\u200b建国", "张建国", True),
        ("ＡＢＣ公司", "abc公司", True),
        ("王伟", "王伟（邻居）", False),
        ("张建国", "张健国", False),
    ],
)
def test_names_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("wrong", "right", "is_one"),
    [
        ("330106198506150011", "330106198605150011", True),
        ("330106198506150011", "330106198507250019", False),
        ("E1234567", "E123456", True),
        ("E1234567", "E12345", False),
        ("E1234567", "F7654321", False),
    ],
)
def test_slip_of_a_number_is_small(wrong: str, right: str, is_one: bool) -> None:
    assert is_slip(wrong, right) is is_slip(right, wrong) is is_one


def test_representative_among_the_other_side_is_the_infringer() -> None:
    sides = [("other_sides.0.name", "赵大力"), ("other_sides.1.name", "王小宝")]
    found = [(p.field, p.rule) for p in own_side(sides, applicant="赵大力", recipient="王小宝")]
    assert found == [
        ("other_sides.0.name", "representative_is_other_side"),
        ("other_sides.1.name", "own_side"),
    ]
    assert [p.rule for p in own_side(sides, applicant="赵大力", recipient=None)] == ["own_side"]


@given(st.lists(st.sampled_from(["甲", "乙", "丙", " 甲", "乙 "]), max_size=8))
def test_each_repetition_is_named_once(names: list[str]) -> None:
    found = list(repeated_sides(names))
    assert len(names) - len(found) == len({name.strip() for name in names})
