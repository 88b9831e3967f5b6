"""The best plan for a queue: against every plan there is, on small queues, and against its own proof on larger."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lawyers.batch.problem import FORBIDDEN, NOBODY, Plan, Problem, score_of, violations
from app.lawyers.batch.simple import greedy, round_robin
from app.lawyers.batch.solving import solve


def problem(
    values: list[list[int]],
    *,
    room: list[int] | None = None,
    losses: list[list[int]] | None = None,
    firms: list[int] | None = None,
    apart: tuple[tuple[int, int], ...] = (),
    kinds: list[int] | None = None,
) -> Problem:
    lawyers = len(values[0])
    return Problem(
        values=np.array(values, dtype=np.int64),
        kinds=np.array(kinds or range(len(values)), dtype=np.int64),
        room=np.array(room or [1] * lawyers, dtype=np.int64),
        losses=np.array(losses or [[0] * max(room or [1])] * lawyers, dtype=np.int64),
        firms=np.array(firms or range(lawyers), dtype=np.int64),
        apart=apart,
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    matters, lawyers, kinds = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    scores = st.one_of(st.just(FORBIDDEN), st.integers(0, 1_000_000), st.sampled_from([500_000, 900_000]))
    room = draw(st.lists(st.integers(0, 3), min_size=lawyers, max_size=lawyers))
    steps = st.lists(st.integers(0, 150_000), min_size=3, max_size=3)
    one = st.integers(0, matters - 1)
    pairs = st.tuples(one, one).filter(lambda pair: pair[0] < pair[1])
    return Problem(
        values=np.array([[draw(scores) for _ in range(lawyers)] for _ in range(kinds)], dtype=np.int64),
        kinds=np.array([draw(st.integers(0, kinds - 1)) for _ in range(matters)], dtype=np.int64),
        room=np.array(room, dtype=np.int64),
        losses=np.array([list(itertools.accumulate(draw(steps))) for _ in range(lawyers)], dtype=np.int64),
        firms=np.array([draw(st.integers(0, 1)) for _ in range(lawyers)], dtype=np.int64),
        apart=tuple(sorted(draw(st.sets(pairs, max_size=3)))) if matters > 1 else (),
    )


def best(found: Problem) -> tuple[int, int]:
    """The most matters that can be served, and the best score among such plans, by trying every plan."""
    everyone = range(NOBODY, found.values.shape[1])
    plans = itertools.product(everyone, repeat=found.matters)
    allowed = (plan for plan in plans if not violations(found, plan))
    return max((sum(lawyer != NOBODY for lawyer in plan), score_of(found, plan)) for plan in allowed)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_no_plan_is_better_and_no_rule_is_broken(found: Problem) -> None:
    plan = solve(found)
    assert violations(found, plan.lawyers) == []
    assert (plan.served, plan.score) == best(found)
    assert plan.gap == 0
    for other in (greedy(found), round_robin(found)):
        assert violations(found, other.lawyers) == []
        assert (other.served, other.score) <= (plan.served, plan.score)
        assert other.gap is None


def test_a_large_queue_is_served_with_proof() -> None:
    numbers = np.random.default_rng(7)
    matters, lawyers = 120, 150
    values = numbers.integers(0, 1_000_000, (matters, lawyers))
    values[numbers.random(values.shape) < 0.3] = FORBIDDEN
    room = numbers.integers(0, 3, lawyers)
    losses = np.cumsum(numbers.integers(0, 90_000, (lawyers, 3)), axis=1)
    firms = numbers.integers(0, 20, lawyers)
    free = Problem(values, np.arange(matters), room, losses, firms)
    plan = solve(free)
    assert plan.gap == 0
    firm_of = [int(firms[lawyer]) for lawyer in plan.lawyers]
    met = [pair for pair in itertools.combinations(range(matters), 2) if firm_of[pair[0]] == firm_of[pair[1]]]
    kept = solve(Problem(values, np.arange(matters), room, losses, firms, apart=tuple(met[:15])))
    assert kept.gap == 0
    assert kept.served == matters
    assert kept.score < plan.score
    assert greedy(free).score < plan.score


def test_serving_a_matter_comes_before_a_better_score() -> None:
    found = problem([[1_000_000, 1], [900_000, FORBIDDEN]])
    assert solve(found) == Plan((1, 0), 900_001, 900_001)
    assert greedy(found) == Plan((0, NOBODY), 1_000_000)


def test_load_is_shared_where_another_case_costs_more_than_the_better_score_brings() -> None:
    found = problem([[800_000, 750_000]], kinds=[0, 0, 0], room=[3, 3], losses=[[0, 100_000, 200_000]] * 2)
    assert sorted(solve(found).lawyers) == [0, 0, 1]


def test_both_sides_of_a_quarrel_are_not_served_by_one_firm() -> None:
    values = [[900_000, 800_000, 300_000], [900_000, 800_000, 200_000]]
    found = problem(values, room=[2, 2, 2], firms=[0, 0, 1], apart=((0, 1),))
    assert solve(found).lawyers == (2, 0)
    assert solve(problem(values, room=[2, 2, 2], firms=[0, 0, 0], apart=((0, 1),))).served == 1


def test_round_robin_goes_on_behind_who_was_asked_last() -> None:
    found = problem([[1, 1, 1]], kinds=[0, 0, 0, 0], room=[2, 1, 1])
    assert round_robin(found).lawyers == (0, 1, 2, 0)


def test_nothing_to_do() -> None:
    none = np.zeros(0, dtype=np.int64)
    no_matter = Problem(none.reshape(0, 3), none, np.ones(3, int), np.zeros((3, 1), int), np.arange(3))
    assert solve(no_matter) == Plan((), 0, 0)
    no_lawyer = Problem(np.zeros((1, 0), int), np.zeros(2, int), none, np.zeros((0, 0), int), none)
    assert solve(no_lawyer) == Plan((NOBODY, NOBODY), 0, 0)
    assert solve(problem([[FORBIDDEN]])) == Plan((NOBODY,), 0, 0)


@pytest.mark.parametrize("losses", [[[2, 1]], [[-1, 0]]])
def test_losses_that_fall_are_refused(losses: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="losses must not fall"):
        problem([[1]], room=[2], losses=losses)
