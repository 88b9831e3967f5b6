import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.lawyers.enums import FormerOffice, WorkerKind
from app.lawyers.matching.constraints import (
    CHECKS,
    CONFLICTS,
    RELAXABLE,
    SOURCES,
    Constraint,
    Demand,
    Exclusion,
    Profile,
    Record,
    exclusions,
)
from app.lawyers.matching.ranking import place, rank, score
from app.lawyers.matching.terms import POINTS, WEIGHTS, Related, Term, Weights, points, quality_value
from app.lawyers.names import name_key

AREAS = st.sampled_from(["330106", "330108", "330100", "330000", "330782", "110101", "429004", "330106003"])
IDS = st.integers(1, 12).map(lambda n: UUID(int=n))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SOME_DAY = st.none() | DAYS

FEWER = settings(max_examples=50)

WAGES = Demand(category=CaseCategory.LABOUR_REMUNERATION, area_code="330106", today=date(2026, 7, 1))
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
    last_offered_on=date(2026, 6, 1),
    records={WAGES.category: Record(3, 2.4, 3)},
)
CONFLICT = Exclusion(Constraint.OPPONENT_IS_CLIENT, SOURCES[Constraint.OPPONENT_IS_CLIENT], "对方是李律师的委托人")

demands = st.builds(
    Demand,
    category=st.sampled_from([CaseCategory.LABOUR_REMUNERATION, CaseCategory.CRIMINAL_DEFENCE]),
    area_code=AREAS,
    today=DAYS,
    excluded_ids=st.frozensets(IDS, max_size=1),
    practice_years=st.sampled_from([0, 0, 3]),
    is_for_minor=st.booleans(),
    is_criminal=st.booleans(),
    language=st.none() | st.just(Language.UYGHUR),
    asks_for_woman=st.booleans(),
    relaxed=st.frozensets(st.sampled_from(sorted(RELAXABLE))),
)
records = st.integers(0, 60).flatmap(
    lambda done: st.integers(0, done).flatmap(
        lambda rated: st.builds(Record, st.just(done), st.floats(0, rated), st.just(rated))
    )
)
profiles = st.lists(
    st.builds(
        Profile,
        lawyer_id=IDS,
        person_id=IDS,
        name=st.sampled_from(["张三", "李四"]),
        firm=st.just("西湖律师事务所"),
        kind=st.sampled_from(WorkerKind),
        capacity=st.integers(0, 6),
        open_cases=st.integers(0, 6),
        suspended=st.booleans(),
        specialties=st.dictionaries(
            st.sampled_from([CaseGroup.LABOUR, CaseGroup.CRIMINAL]), st.integers(0, 40), max_size=2
        ),
        areas=st.frozensets(AREAS, max_size=3),
        sex=st.sampled_from(Sex),
        languages=st.frozensets(st.sampled_from([Language.UYGHUR, Language.WU])),
        knows_minors=st.booleans(),
        defence_since=SOME_DAY,
        former_office=st.just(FormerOffice.JUDGE),
        left_office_on=SOME_DAY,
        weekly_capacity=st.none() | st.integers(0, 3),
        new_this_week=st.integers(0, 3),
        on_leave_until=SOME_DAY,
        last_offered_on=SOME_DAY,
        records=st.dictionaries(st.sampled_from(CaseCategory), records, max_size=3),
        conflicts=st.sampled_from([(), (), (CONFLICT,)]),
        declined=st.booleans(),
        expired=st.booleans(),
        related=st.none() | st.sampled_from(Related),
    ),
    max_size=5,
    unique_by=lambda profile: profile.lawyer_id,
)
weights = st.builds(
    Weights,
    st.just("drawn"),
    *[st.floats(0, 1000) for _ in range(len(Term) - 1)],
    st.floats(0.001, 1000),
)


def constraints(demand: Demand, profile: Profile) -> list[Constraint]:
    return [exclusion.constraint for exclusion in exclusions(demand, profile)]


@FEWER
@given(demands, profiles, weights, st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_the_order_of_input(
    demand: Demand, lawyers: Sequence[Profile], drawn: Weights, chance: random.Random
) -> None:
    shuffled = list(lawyers)
    chance.shuffle(shuffled)
    assert rank(demand, lawyers, drawn, "seed") == rank(demand, shuffled, drawn, "seed")


@FEWER
@given(demands, profiles)
def test_nobody_proposed_breaks_a_hard_constraint(demand: Demand, lawyers: Sequence[Profile]) -> None:
    by_id = {profile.lawyer_id: profile for profile in lawyers}
    for candidate in rank(demand, lawyers).candidates:
        one = by_id[candidate.lawyer_id]
        assert (one.suspended, one.declined, one.conflicts) == (False, False, ())
        assert one.open_cases < one.capacity
        assert one.weekly_capacity is None or one.new_this_week < one.weekly_capacity
        assert one.person_id not in demand.excluded_ids
        assert demand.language is None or demand.language in one.languages
        assert not demand.asks_for_woman or one.sex is Sex.WOMAN
        assert not demand.is_criminal or one.kind is WorkerKind.LAWYER
        assert one.on_leave_until is None or one.on_leave_until < demand.today
        assert Constraint.EXPIRED_BEFORE in demand.relaxed or not one.expired
        assert Constraint.NO_SUCH_SPECIALTY in demand.relaxed or demand.group in one.specialties


@FEWER
@given(demands, profiles, weights)
def test_everyone_is_either_proposed_with_reasons_or_excluded_with_a_source(
    demand: Demand, lawyers: Sequence[Profile], drawn: Weights
) -> None:
    ranking = rank(demand, lawyers, drawn)
    told = [c.lawyer_id for c in ranking.candidates] + [e.lawyer_id for e in ranking.excluded]
    assert sorted(told) == sorted(profile.lawyer_id for profile in lawyers)
    for candidate in ranking.candidates:
        assert 0 <= candidate.score <= 1
        assert {reason.code for reason in candidate.reasons} - {"knows_minors"} == set(Term)
        assert all(0 <= reason.value <= 1 and reason.text for reason in candidate.reasons)
    for excluded in ranking.excluded:
        assert excluded.exclusions
        assert all(e.source == SOURCES[e.constraint] and e.text for e in excluded.exclusions)


@FEWER
@given(demands, profiles)
def test_candidates_come_best_first(demand: Demand, lawyers: Sequence[Profile]) -> None:
    by_id = {profile.lawyer_id: profile for profile in lawyers}
    ranked = [by_id[one.lawyer_id] for one in rank(demand, lawyers, WEIGHTS, "seed").candidates]
    places = [place(demand, one, WEIGHTS, "seed") for one in ranked]
    assert places == sorted(places)


def test_ties_are_broken_by_the_seed_and_not_always_for_the_same_lawyer() -> None:
    alike = [replace(LI, lawyer_id=UUID(int=n)) for n in range(1, 6)]
    first = {seed: rank(WAGES, alike, WEIGHTS, seed).candidates[0].lawyer_id for seed in "abcdefghij"}
    assert len(set(first.values())) > 1
    assert rank(WAGES, alike, WEIGHTS, "a") == rank(WAGES, alike[::-1], WEIGHTS, "a")


@pytest.mark.parametrize(
    ("demand", "lawyer", "constraint"),
    [
        ({}, {"suspended": True}, Constraint.SUSPENDED),
        ({}, {"open_cases": 5}, Constraint.AT_CAPACITY),
        ({}, {"weekly_capacity": 2, "new_this_week": 2}, Constraint.WEEK_FULL),
        ({}, {"on_leave_until": WAGES.today}, Constraint.ON_LEAVE),
        ({}, {"declined": True}, Constraint.DECLINED_BEFORE),
        ({}, {"expired": True}, Constraint.EXPIRED_BEFORE),
        ({}, {"specialties": {CaseGroup.TRAFFIC: 9}}, Constraint.NO_SUCH_SPECIALTY),
        ({}, {"left_office_on": date(2024, 7, 2)}, Constraint.FORMER_OFFICE),
        ({}, {"conflicts": (CONFLICT,)}, Constraint.OPPONENT_IS_CLIENT),
        ({"excluded_ids": frozenset({LI.person_id})}, {}, Constraint.REPLACED_BEFORE),
        ({"is_criminal": True}, {"kind": WorkerKind.LEGAL_WORKER}, Constraint.LAWYERS_ONLY),
        ({"language": Language.UYGHUR}, {"languages": frozenset({Language.WU})}, Constraint.LANGUAGE),
        ({"asks_for_woman": True}, {}, Constraint.NOT_A_WOMAN),
        ({"practice_years": 3}, {}, Constraint.TOO_LITTLE_PRACTICE),
        ({"must_know_minors": True}, {}, Constraint.NOT_FOR_MINORS),
    ],
)
def test_each_constraint_alone_excludes(
    demand: dict[str, Any], lawyer: dict[str, Any], constraint: Constraint
) -> None:
    assert constraints(WAGES, LI) == []
    (found,) = exclusions(replace(WAGES, **demand), replace(LI, **lawyer))
    assert found.constraint is constraint
    assert "李律师" in found.text
    assert "{" not in found.text


def test_every_constraint_is_a_conflict_or_checked_here() -> None:
    assert set(CHECKS) | CONFLICTS == set(Constraint) == set(SOURCES)
    assert not CONFLICTS & set(CHECKS)


def test_every_constraint_in_the_way_is_told() -> None:
    full = replace(LI, suspended=True, open_cases=9)
    assert constraints(WAGES, full) == [Constraint.SUSPENDED, Constraint.AT_CAPACITY]


def test_the_officer_sets_aside_what_may_be_and_nothing_else() -> None:
    lawyer = replace(LI, expired=True, specialties={CaseGroup.TRAFFIC: 9})
    relaxed = replace(WAGES, relaxed=RELAXABLE)
    assert constraints(relaxed, lawyer) == []
    assert constraints(relaxed, replace(lawyer, suspended=True)) == [Constraint.SUSPENDED]


@pytest.mark.parametrize(
    "better",
    [
        {"specialties": {CaseGroup.LABOUR: 9}},
        {"open_cases": 0},
        {"capacity": 20},
        {"records": {WAGES.category: Record(9, 2.4, 3)}},
        {"records": {WAGES.category: Record(3, 2.9, 3)}},
        {"last_offered_on": date(2026, 5, 1)},
        {"last_offered_on": None},
        {"related": Related.SAME_OPPONENT},
    ],
)
def test_more_of_a_term_ranks_higher(better: dict[str, Any]) -> None:
    assert score(WAGES, replace(LI, **better)).score > score(WAGES, LI).score


def test_one_bad_case_says_little_and_many_say_much() -> None:
    assert quality_value(0, 0) == pytest.approx(0.7)
    assert quality_value(0, 1) == pytest.approx(0.5833, abs=1e-4)
    assert quality_value(0, 50) < 0.07
    assert quality_value(1, 1) < quality_value(20, 20) < 1


@given(st.integers(0, 60), st.integers(0, 60))
def test_nobody_who_fits_is_passed_over_for_ever(mine: int, theirs: int) -> None:
    """The idle newcomer comes before the best of the field as soon as that one is full or was just asked."""
    newcomer = replace(LI, specialties={CaseGroup.LABOUR: 0}, records={}, open_cases=0, last_offered_on=None)
    records = {WAGES.category: Record(mine + theirs, float(mine), mine)}
    star = replace(
        LI, specialties={CaseGroup.LABOUR: 30}, records=records, open_cases=4, last_offered_on=WAGES.today
    )
    assert score(WAGES, newcomer).score > score(WAGES, star).score


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
    assert next(r.value for r in candidate.reasons if r.code == Term.DISTANCE) == value


def test_reasons_are_told_in_plain_words_heaviest_first() -> None:
    assert [reason.text for reason in score(WAGES, LI).reasons] == [
        "专长劳动，做了 5 年",
        "手上 1 件，还能接 4 件",
        "上次派案在 30 天前",
        "服务案件所在地",
        "在本平台办结过 3 件“追索劳动报酬”案件",
        "3 件同类案件的结果和评价，折合 74 分（满分 100），案件不多，向一般水平靠拢",
        "没有办过有关联的案件",
    ]


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf"), None])
def test_weights_that_make_no_sense_are_refused(bad: float | None) -> None:
    every = dict.fromkeys((term.value for term in Term), 0.0)
    with pytest.raises(ValueError, match="weights"):
        Weights("bad", **(every if bad is None else every | {"load": 1.0, "rest": bad}))


@given(st.lists(st.floats(0, 1), min_size=len(Term), max_size=len(Term)), weights)
def test_points_lie_between_none_and_all(found: list[float], drawn: Weights) -> None:
    assert 0 <= points(found, drawn) <= POINTS


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


@pytest.mark.parametrize(
    ("since", "ruled_out"),
    [(None, True), (date(2023, 7, 2), True), (date(2023, 7, 1), False), (date(2001, 1, 1), False)],
)
def test_capital_case_asks_for_years_of_criminal_defence(since: date | None, ruled_out: bool) -> None:
    capital = replace(WAGES, practice_years=3)
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
