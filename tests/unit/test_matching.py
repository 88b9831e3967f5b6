import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CaseCategory, CaseGroup
from app.lawyers.enums import WorkerKind
from app.lawyers.matching.constraints import SOURCES, Constraint, Demand, Profile, exclusions
from app.lawyers.matching.ranking import WEIGHTS, Term, Weights, rank, score
from app.lawyers.names import name_key

NAMES = ("宏远建筑有限公司", "张三", "李四", "王五", "东方物流（杭州）有限公司")
KEYS = st.sampled_from([name_key(name) for name in NAMES])
AREAS = st.sampled_from(["330106", "330108", "330100", "330000", "330782", "110101", "429004", "330106003"])
IDS = st.integers(1, 12).map(lambda n: UUID(int=n))

WAGES = Demand(
    category=CaseCategory.LABOUR_REMUNERATION,
    area_code="330106",
    client_ids=frozenset({UUID(int=900)}),
    client_keys=frozenset({name_key("张三")}),
    opponent_keys=frozenset({name_key("宏远建筑有限公司")}),
    today=date(2026, 7, 1),
)
LI = Profile(
    lawyer_id=UUID(int=1),
    person_id=UUID(int=101),
    name="李律师",
    firm="西湖律师事务所",
    kind=WorkerKind.LAWYER,
    capacity=5,
    open_cases=1,
    suspended=False,
    specialties={CaseGroup.LABOUR: 5},
    areas=frozenset({"330106"}),
)

demands = st.builds(
    Demand,
    category=st.sampled_from(CaseCategory),
    area_code=AREAS,
    client_ids=st.frozensets(IDS, min_size=1, max_size=2),
    client_keys=st.frozensets(KEYS, min_size=1, max_size=2),
    opponent_keys=st.frozensets(KEYS, max_size=3),
    today=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
profiles = st.lists(
    st.builds(
        Profile,
        lawyer_id=IDS,
        person_id=IDS,
        name=st.sampled_from(NAMES),
        firm=st.just("西湖律师事务所"),
        kind=st.sampled_from(WorkerKind),
        capacity=st.integers(0, 6),
        open_cases=st.integers(0, 8),
        suspended=st.booleans(),
        specialties=st.dictionaries(st.sampled_from(CaseGroup), st.integers(0, 40), max_size=4),
        areas=st.frozensets(AREAS, max_size=3),
        client_keys=st.frozensets(KEYS, max_size=2),
        opponent_keys=st.frozensets(KEYS, max_size=2),
        declined=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda profile: profile.lawyer_id,
)


def constraints(demand: Demand, profile: Profile) -> list[Constraint]:
    return [exclusion.constraint for exclusion in exclusions(demand, profile)]


@given(demands, profiles, st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_the_order_of_input(
    demand: Demand, lawyers: Sequence[Profile], chance: random.Random
) -> None:
    shuffled = list(lawyers)
    chance.shuffle(shuffled)
    assert rank(demand, lawyers) == rank(demand, shuffled)


@given(demands, profiles)
def test_nobody_proposed_breaks_a_hard_constraint(demand: Demand, lawyers: Sequence[Profile]) -> None:
    ranking = rank(demand, lawyers)
    by_id = {profile.lawyer_id: profile for profile in lawyers}
    for candidate in ranking.candidates:
        profile = by_id[candidate.lawyer_id]
        assert not profile.suspended
        assert not profile.declined
        assert profile.open_cases < profile.capacity
        assert profile.person_id not in demand.client_ids
        assert not profile.client_keys & demand.opponent_keys
        assert not demand.client_keys & profile.opponent_keys


@given(demands, profiles)
def test_everyone_is_either_proposed_with_reasons_or_excluded_with_a_source(
    demand: Demand, lawyers: Sequence[Profile]
) -> None:
    ranking = rank(demand, lawyers)
    told = [c.lawyer_id for c in ranking.candidates] + [e.lawyer_id for e in ranking.excluded]
    assert sorted(told) == sorted(profile.lawyer_id for profile in lawyers)
    for candidate in ranking.candidates:
        assert 0 <= candidate.score <= 1
        assert {reason.code for reason in candidate.reasons} == set(Term)
        assert all(0 <= reason.value <= 1 and reason.text for reason in candidate.reasons)
    for excluded in ranking.excluded:
        assert excluded.exclusions
        assert all(e.source == SOURCES[e.constraint] and e.text for e in excluded.exclusions)


@given(demands, profiles)
def test_candidates_come_best_first_and_ties_by_id(demand: Demand, lawyers: Sequence[Profile]) -> None:
    order = [(-c.score, c.lawyer_id) for c in rank(demand, lawyers).candidates]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"suspended": True}, Constraint.SUSPENDED),
        ({"open_cases": 5}, Constraint.AT_CAPACITY),
        ({"declined": True}, Constraint.DECLINED_BEFORE),
        ({"person_id": UUID(int=900)}, Constraint.OWN_MATTER),
        ({"name": "宏远建筑有限公司"}, Constraint.OWN_MATTER),
        ({"client_keys": WAGES.opponent_keys}, Constraint.OPPONENT_IS_CLIENT),
        ({"opponent_keys": WAGES.client_keys}, Constraint.CLIENT_WAS_OPPONENT),
    ],
)
def test_each_constraint_alone_excludes(change: dict[str, object], constraint: Constraint) -> None:
    assert constraints(WAGES, LI) == []
    assert constraints(WAGES, replace(LI, **change)) == [constraint]


def test_every_constraint_in_the_way_is_told() -> None:
    full = replace(LI, suspended=True, open_cases=9)
    assert constraints(WAGES, full) == [Constraint.SUSPENDED, Constraint.AT_CAPACITY]


@pytest.mark.parametrize(
    "better",
    [
        {"specialties": {CaseGroup.LABOUR: 9}},
        {"open_cases": 0},
        {"capacity": 20},
    ],
)
def test_more_of_a_term_ranks_higher(better: dict[str, object]) -> None:
    assert score(WAGES, replace(LI, **better)).score > score(WAGES, LI).score


def test_the_specialist_comes_before_the_idle_veteran_of_another_field() -> None:
    other = replace(LI, lawyer_id=UUID(int=0), specialties={CaseGroup.CRIMINAL: 20}, open_cases=0)
    assert [c.lawyer_id for c in rank(WAGES, [other, LI]).candidates] == [LI.lawyer_id, other.lawyer_id]


@pytest.mark.parametrize(
    ("served", "value"),
    [
        ("330106", 1.0),
        ("330100", 1.0),
        ("330000", 1.0),
        ("330108", 0.5),
        ("330782", 0.2),
        ("110101", 0.0),
    ],
)
def test_place_counts_by_the_division_that_is_shared(served: str, value: float) -> None:
    candidate = score(WAGES, replace(LI, areas=frozenset({served})))
    assert next(r.value for r in candidate.reasons if r.code == Term.AREA) == value


def test_reasons_are_told_in_plain_words_heaviest_first() -> None:
    assert [reason.text for reason in score(WAGES, LI).reasons] == [
        "专长劳动，做了 5 年",
        "手上 1 件，还能接 4 件",
        "服务案件所在地",
    ]


@pytest.mark.parametrize("bad", [(-1, 1, 1), (0, 0, 0), (float("nan"), 1, 1), (float("inf"), 1, 1)])
def test_weights_that_make_no_sense_are_refused(bad: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights("bad", *bad)


@given(st.integers(1, 1000))
def test_only_the_proportions_of_weights_matter(factor: int) -> None:
    scaled = Weights("scaled", **{term.value: WEIGHTS.of(term) * factor for term in Term})
    assert score(WAGES, LI, scaled).score == pytest.approx(score(WAGES, LI).score, abs=2e-6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东方物流（杭州）有限公司", "东方物流(杭州)有限公司"),
        ("宏远 建筑 有限公司", "宏远建筑有限公司"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("ＡＢＣ商贸", "abc商贸"),
    ],
)
def test_names_written_differently_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_conflict_with_anyone_on_the_client_side_rules_out() -> None:
    group = replace(
        WAGES,
        client_keys=WAGES.client_keys | {name_key("李四")},
        client_ids=WAGES.client_ids | {LI.person_id},
    )
    assert constraints(group, LI) == [Constraint.OWN_MATTER]
    against_a_member = replace(LI, person_id=UUID(int=102), opponent_keys=frozenset({name_key("李四")}))
    assert constraints(group, against_a_member) == [Constraint.CLIENT_WAS_OPPONENT]
    assert constraints(WAGES, against_a_member) == []


def test_replaced_lawyer_is_not_asked_again() -> None:
    excluded = replace(WAGES, excluded_ids=frozenset({LI.person_id}))
    assert constraints(excluded, LI) == [Constraint.REPLACED_BEFORE]


@pytest.mark.parametrize(
    ("since", "ruled_out"),
    [(None, True), (date(2023, 7, 2), True), (date(2023, 7, 1), False), (date(2001, 1, 1), False)],
)
def test_capital_case_asks_for_years_of_criminal_defence(since: date | None, ruled_out: bool) -> None:
    capital = replace(WAGES, category=CaseCategory.CRIMINAL_DEFENCE, practice_years=3)
    lawyer = replace(LI, defence_since=since)
    assert (constraints(capital, lawyer) == [Constraint.TOO_LITTLE_PRACTICE]) is ruled_out


def test_minors_case_is_proposed_to_who_knows_minors_first() -> None:
    weaker = replace(LI, lawyer_id=UUID(int=2), open_cases=LI.capacity - 1, knows_minors=True)
    for_minor = replace(WAGES, is_for_minor=True)
    assert [one.lawyer_id for one in rank(WAGES, [LI, weaker]).candidates] == [LI.lawyer_id, weaker.lawyer_id]
    ranking = rank(for_minor, [LI, weaker])
    assert [one.lawyer_id for one in ranking.candidates] == [weaker.lawyer_id, LI.lawyer_id]
    assert [one.reasons[0].code for one in ranking.candidates] == ["knows_minors", "knows_minors"]
    must = replace(for_minor, must_know_minors=True)
    assert [item.constraint for item in exclusions(must, LI)] == [Constraint.NOT_FOR_MINORS]
    assert exclusions(must, weaker) == ()
