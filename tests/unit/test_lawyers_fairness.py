from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.lawyers.fairness.indices import Part, deviations, fair_shares, gini, largest

PARTS = st.lists(
    st.builds(Part, st.integers(0, 50).map(float), st.integers(0, 20).map(float)), min_size=1, max_size=12
)


def parts(*pairs: tuple[float, float]) -> list[Part]:
    return [Part(got, weight) for got, weight in pairs]


def mean_difference(given_parts: Sequence[Part]) -> float:
    """Gini by its other definition: half the relative mean difference, weighted."""
    held = [part for part in given_parts if part.weight]
    weight, total = sum(part.weight for part in held), sum(part.got for part in held)
    spread = sum(
        (2 if a is not b else 1) * a.weight * b.weight * abs(a.got / a.weight - b.got / b.weight)
        for a, b in combinations_with_replacement(held, 2)
    )
    return spread / (2 * weight * total)


def test_shares_follow_capacity() -> None:
    assert fair_shares(parts((4, 10), (2, 5), (0, 0))) == [4, 2, 0]
    assert gini(parts((4, 10), (2, 5))) == pytest.approx(0)
    assert [found.amount for found in deviations(parts((4, 10), (2, 5)))] == [0, 0]


def test_one_of_four_who_has_everything() -> None:
    unfair = parts((12, 1), (0, 1), (0, 1), (0, 1))
    assert gini(unfair) == pytest.approx(0.75)
    furthest = largest(unfair)
    assert furthest is not None
    assert (furthest.position, furthest.amount, furthest.ratio) == (0, 9, 3)
    assert [found.ratio for found in deviations(unfair)[1:]] == [-1, -1, -1]


def test_nothing_shared_has_no_index() -> None:
    assert gini(parts((0, 3), (0, 1))) is None
    assert largest(parts((0, 3))) is None
    assert gini([]) is None
    assert gini(parts((3, 0))) is None
    assert fair_shares(parts((3, 0))) == [0]


def test_who_could_take_nothing_and_got_something_is_over_the_share() -> None:
    (over, under) = deviations(parts((2, 0), (2, 4)))
    assert (over.amount, over.ratio) == (2, None)
    assert (under.amount, under.ratio) == (-2, -0.5)
    assert gini(parts((2, 0), (2, 4))) == pytest.approx(0.5)


@given(PARTS)
def test_gini_is_half_the_relative_mean_difference(found: list[Part]) -> None:
    held = [part for part in found if part.weight]
    assume(sum(part.got for part in held))
    assert gini(held) == pytest.approx(mean_difference(held), abs=1e-9)


@given(PARTS, st.integers(2, 9))
def test_gini_knows_neither_order_nor_scale(found: list[Part], factor: int) -> None:
    first = gini(found)
    assume(first is not None)
    scaled = [Part(part.got * factor, part.weight * factor) for part in reversed(found)]
    assert gini(scaled) == pytest.approx(first, abs=1e-9)
    assert 0 <= (first or 0) <= 1


@given(PARTS)
def test_deviations_cancel_out(found: list[Part]) -> None:
    assume(sum(part.weight for part in found))
    assert sum(one.amount for one in deviations(found)) == pytest.approx(0, abs=1e-6)


@given(PARTS, st.data())
def test_giving_a_case_to_who_has_least_never_makes_it_less_even(found: list[Part], data: st.DataObject) -> None:
    """A transfer from richer to poorer that keeps their order lowers the index (Pigou, Dalton)."""
    held = [part for part in found if part.weight]
    assume(len(held) > 1 and sum(part.got for part in held))
    poor, rich = (pick(held, key=lambda part: part.got / part.weight) for pick in (min, max))
    gap = rich.got / rich.weight - poor.got / poor.weight
    most = gap / (1 / rich.weight + 1 / poor.weight)
    moved = data.draw(st.floats(0, most)) if most > 0 else 0.0
    after = [
        Part(max(part.got - moved, 0), part.weight)
        if part is rich
        else Part(part.got + moved, part.weight)
        if part is poor
        else part
        for part in held
    ]
    assert (gini(after) or 0) <= (gini(held) or 0) + 1e-9
