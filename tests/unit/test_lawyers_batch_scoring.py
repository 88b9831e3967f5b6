"""Scores of a whole queue in numpy against those that matching gives one lawyer for one matter."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.lawyers.batch.problem import FORBIDDEN, Problem
from app.lawyers.batch.scoring import Matter, Roster, obstacles_of, problem_of
from app.lawyers.enums import FormerOffice, WorkerKind
from app.lawyers.matching import ranking, terms
from app.lawyers.matching.constraints import SOURCES, Constraint, Demand, Exclusion, Profile, Record, exclusions
from app.lawyers.matching.terms import Related, Weights

TODAY = date(2026, 12, 1)
CATEGORIES = (
    CaseCategory.LABOUR_REMUNERATION,
    CaseCategory.DOMESTIC_VIOLENCE,
    CaseCategory.CRIMINAL_DEFENCE,
)
GROUPS: tuple[CaseGroup, ...] = (CaseGroup.LABOUR, CaseGroup.FAMILY, CaseGroup.CRIMINAL)
AREAS = ("330106", "330112", "330106001", "330200", "330000", "110101", "500101")
CONFLICT = Constraint.OPPONENT_IS_CLIENT
LANGUAGES = (Language.UYGHUR, Language.SIGN)
days = st.one_of(st.none(), st.integers(-30, 4000).map(lambda number: TODAY - timedelta(days=number)))


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    return [_profile(draw, number) for number in range(draw(st.integers(1, 6)))]


def _profile(draw: st.DrawFn, number: int) -> Profile:
    counted = draw(st.integers(0, 9))
    record = Record(counted + draw(st.integers(0, 40)), draw(st.floats(0, 1)) * counted, counted)
    return Profile(
        lawyer_id=UUID(int=number + 1),
        person_id=UUID(int=number + 101),
        name=f"律师{number}",
        firm="律所",
        kind=draw(st.sampled_from([WorkerKind.LAWYER, WorkerKind.LAWYER, WorkerKind.LEGAL_WORKER])),
        capacity=draw(st.integers(0, 9)),
        open_cases=draw(st.integers(0, 9)),
        suspended=draw(st.integers(0, 9)) == 0,
        specialties=draw(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 30), min_size=1)),
        areas=frozenset(draw(st.sets(st.sampled_from(AREAS), max_size=3))),
        sex=draw(st.sampled_from(Sex)),
        languages=frozenset(draw(st.sets(st.sampled_from(LANGUAGES)))),
        knows_minors=draw(st.booleans()),
        defence_since=draw(days),
        former_office=FormerOffice.JUDGE,
        left_office_on=draw(st.one_of(st.none(), days)),
        weekly_capacity=draw(st.one_of(st.none(), st.integers(0, 4))),
        new_this_week=draw(st.integers(0, 4)),
        on_leave_until=draw(st.one_of(st.none(), st.none(), days)),
        last_offered_on=draw(days),
        records={CaseCategory.LABOUR_REMUNERATION: record},
    )


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    return Demand(
        category=draw(st.sampled_from(CATEGORIES)),
        area_code=draw(st.sampled_from(AREAS)),
        today=TODAY,
        excluded_ids=frozenset(
            draw(st.sets(st.integers(101, 106).map(lambda number: UUID(int=number)), max_size=1))
        ),
        practice_years=draw(st.sampled_from([0, 0, 3])),
        must_know_minors=draw(st.integers(0, 3)) == 0,
        is_criminal=draw(st.booleans()),
        language=draw(st.sampled_from([None, None, *LANGUAGES])),
        asks_for_woman=draw(st.integers(0, 3)) == 0,
        relaxed=draw(st.sampled_from([frozenset[Constraint](), frozenset({Constraint.NO_SUCH_SPECIALTY})])),
    )


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    drawn = [draw(st.one_of(st.integers(0, 100), st.floats(0, 1))) for _ in terms.Term]
    return Weights("test", *(drawn if sum(drawn) > 0 else [1.0] * len(drawn)))


@settings(max_examples=50, deadline=None)
@given(profiles(), st.lists(demands(), min_size=1, max_size=4), weights(), st.data())
def test_points_and_constraints_are_those_of_one_lawyer_for_one_matter(
    found: list[Profile], asked: list[Demand], weighted: Weights, data: st.DataObject
) -> None:
    ids = st.sampled_from([one.lawyer_id for one in found])
    matters = [
        Matter(
            demand,
            dict.fromkeys(data.draw(st.sets(ids, max_size=1)), frozenset({CONFLICT})),
            data.draw(st.dictionaries(ids, st.sampled_from(Related), max_size=2)),
        )
        for demand in asked
    ]
    scored = problem_of(Roster(found), matters, weighted, firms=[one.firm for one in found])
    for number, matter in enumerate(matters):
        for lawyer, one in enumerate(found):
            told = _of_the_matter(one, matter)
            expected = (
                FORBIDDEN
                if exclusions(matter.demand, told)
                else terms.points(ranking.values(matter.demand, told), weighted)
            )
            assert scored.value(number, lawyer) == expected
        counted = Counter(
            exclusion.constraint.value
            for one in found
            for exclusion in exclusions(matter.demand, _of_the_matter(one, matter))
        )
        assert obstacles_of(Roster(found), matter) == counted
    _assert_losses(scored, found, weighted)


def _of_the_matter(one: Profile, matter: Matter) -> Profile:
    told = tuple(Exclusion(why, SOURCES[why], "") for why in matter.barred.get(one.lawyer_id, ()))
    return replace(one, conflicts=told, related=matter.related.get(one.lawyer_id))


def _assert_losses(scored: Problem, found: list[Profile], weighted: Weights) -> None:
    """The k-th case is worth what matching gives the lawyer when k cases more are open and the first was today."""
    demand = Demand(CATEGORIES[0], AREAS[0], TODAY)
    for lawyer, one in enumerate(found):
        before = terms.points(ranking.values(demand, one), weighted)
        for count in range(int(scored.room[lawyer])):
            last = TODAY if count else one.last_offered_on
            later = replace(one, open_cases=one.open_cases + count, last_offered_on=last)
            after = terms.points(ranking.values(demand, later), weighted)
            assert int(scored.losses[lawyer, count]) == pytest.approx(before - after, abs=1)


def test_room_is_what_capacity_and_week_leave() -> None:
    plain = Profile(
        UUID(int=1), UUID(int=2), "李", "所", WorkerKind.LAWYER, 8, 3, False, {CaseGroup.LABOUR: 1}, frozenset()
    )
    found = [
        plain,
        replace(plain, lawyer_id=UUID(int=3), weekly_capacity=4, new_this_week=2),
        replace(plain, lawyer_id=UUID(int=4), open_cases=9),
        replace(plain, lawyer_id=UUID(int=5), weekly_capacity=1, new_this_week=2),
    ]
    assert Roster(found).room.tolist() == [5, 2, 0, 0]


def test_matters_that_ask_for_the_same_share_a_row() -> None:
    one = Profile(
        UUID(int=1), UUID(int=2), "李", "所", WorkerKind.LAWYER, 8, 3, False, {CaseGroup.LABOUR: 1}, frozenset()
    )
    demand = Demand(CATEGORIES[0], AREAS[0], TODAY)
    why = frozenset({CONFLICT})
    asked = [Matter(demand), Matter(demand, {UUID(int=9): why}), Matter(demand, {one.lawyer_id: why})]
    scored = problem_of(Roster([one]), asked, terms.WEIGHTS, firms=["所"])
    assert scored.kinds.tolist() == [0, 0, 1]
    assert scored.value(2, 0) == FORBIDDEN
    assert problem_of(Roster([one]), [], terms.WEIGHTS, firms=["所"]).matters == 0
