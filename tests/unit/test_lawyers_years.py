"""Three years of a county that always follows the proposal: nobody starves, newcomers included.

The bounds are those of the default weights on rosters drawn at random, with room to spare; weights that look only
at who is best show what the same test finds where somebody does starve.
"""

import pytest

from app.lawyers.matching.constraints import Demand
from app.lawyers.matching.ranking import place, rank
from app.lawyers.matching.terms import WEIGHTS, Weights
from tests.lawyers.years import COUNTY, DEMAND, FIRST_DAY, simulate

BEST_ALONE = Weights(
    "best", specialty=0.5, experience=0.25, quality=0.15, distance=0.1, load=0.0, rest=0.0, continuity=0.0
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_starves_in_three_years(seed: int) -> None:
    run = simulate(seed, WEIGHTS)
    found = run.figures()
    indices = found.indices
    assert found.tally.taken + run.unmet == pytest.approx(3 * 360, rel=0.1)
    assert indices.without_offers == 0
    assert indices.gini_offers is not None
    assert indices.gini_offers < 0.25
    assert indices.gini_taken is not None
    assert indices.gini_taken < 0.25
    ratios = [line.deviation.ratio for line in found.lines]
    assert min(ratio for ratio in ratios if ratio is not None) > -0.75
    assert max(worker.longest_wait(run.last_day) for worker in run.workers.values()) < 270
    late = [worker for worker in run.workers.values() if worker.since > FIRST_DAY]
    assert late
    assert max((worker.offered_on[0] - worker.since).days for worker in late) < 90


def test_the_same_test_finds_who_starves_where_only_the_best_count() -> None:
    run = simulate(1, BEST_ALONE)
    found = run.figures().indices
    assert found.without_offers > 0
    assert (found.gini_offers or 0) > 0.3
    assert max(worker.longest_wait(run.last_day) for worker in run.workers.values()) > 365


def test_the_years_follow_the_products_own_ranking() -> None:
    profiles = [worker.profile for worker in simulate(4, WEIGHTS, years=1).workers.values()]
    for category in DEMAND:
        demand = Demand(category, COUNTY, FIRST_DAY.replace(year=2027))
        proposed = rank(demand, profiles, WEIGHTS, "seed").candidates
        able = {candidate.lawyer_id for candidate in proposed}
        ordered = sorted(profiles, key=lambda one: place(demand, one, WEIGHTS, "seed"))
        assert [one.lawyer_id for one in ordered if one.lawyer_id in able] == [one.lawyer_id for one in proposed]
