"""The shortlist found by cards is the one that ranking the whole roster gives."""

import random
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.contracts.languages import Language
from app.contracts.matching import Candidate, Need
from app.lawyers.matching import situations, walking
from app.lawyers.matching.constraints import RELAXABLE
from app.lawyers.matching.ranking import Ranking, rank
from app.lawyers.matching.shortlist import demand_of, seed_of, shortlist, standing
from app.lawyers.matching.terms import tie_break
from tests.lawyers.matching.rosters import draw
from tests.lawyers.scene import Scene

pytestmark = pytest.mark.anyio

ROSTER = 90
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"category": "labour_contract"},
    {"category": "criminal_defence", "is_criminal": True, "practice_years": 3},
    {"is_for_minor": True},
    {"language": Language.UYGHUR},
    {"asks_for_woman": True},
)


async def ranked(scene: Scene, need: Need, relaxed: frozenset[str]) -> Ranking:
    """By reading everybody."""
    async with scene.stack.services.database.transaction() as session:
        situation = await situations.load(session, need)
        profiles = await situations.all_profiles(session, need, situation, scene.now)
    return rank(demand_of(need, scene.now, relaxed), profiles, situation.weights, seed_of(need))


async def listed(scene: Scene, need: Need, relaxed: frozenset[str], limit: int) -> tuple[Candidate, ...]:
    async with scene.stack.services.database.transaction() as session:
        return (await shortlist(session, need, at=scene.now, limit=limit, relaxed=relaxed)).candidates


async def test_shortlist_by_cards_is_that_of_ranking_everybody(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few cards and fewer looks at first, so that the search has to know when to end."""
    monkeypatch.setattr(walking, "FIRST_CARDS", 6)
    monkeypatch.setattr(walking, "FIRST_LOOKS", 3)
    monkeypatch.setattr(walking, "GROWTH", 2)
    await draw(scene, random.Random(7), ROSTER)
    base = await scene.need()
    lengths: set[int] = set()
    for variant in VARIANTS:
        for relaxed in (frozenset[str](), frozenset(RELAXABLE)):
            need = replace(base, **variant)
            whole = await ranked(scene, need, relaxed)
            assert await listed(scene, need, relaxed, 4) == whole.candidates[:4]
            assert await listed(scene, need, relaxed, ROSTER) == whole.candidates
            lengths.add(len(whole.candidates))
    assert max(lengths) > 20


async def test_every_lawyer_stands_where_ranking_everybody_puts_them(scene: Scene) -> None:
    await draw(scene, random.Random(8), 25)
    need = await scene.need()
    whole = await ranked(scene, need, frozenset())
    places: dict[UUID, int | None] = {one.lawyer_id: at for at, one in enumerate(whole.candidates, start=1)}
    places |= {one.lawyer_id: None for one in whole.excluded}
    async with scene.stack.services.database.transaction() as session:
        for lawyer_id, place in places.items():
            found = await standing(session, need, lawyer_id, at=scene.now)
            assert found.rank == place
            assert (found.candidate is None) == (place is None) == bool(found.obstacles)


async def test_ties_are_broken_alike_in_the_database(scene: Scene) -> None:
    alike = [await scene.lawyer(f"律师{number}") for number in range(4)]
    need = await scene.need()
    expected = sorted((one.id for one in alike), key=lambda one: tie_break(seed_of(need), one))
    assert [one.lawyer_id for one in await scene.shortlist(need)] == expected


async def test_who_knows_the_matter_already_is_found_wherever_their_card_lies(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked up from the parties, not met on the walk; a colleague's case or an offer not taken does not count."""
    monkeypatch.setattr(walking, "FIRST_CARDS", 1)
    monkeypatch.setattr(walking, "FIRST_LOOKS", 1)
    monkeypatch.setattr(walking, "GROWTH", 2)
    knows_client, knows_opponent, asked, _ = [await scene.lawyer(f"律师{n}", capacity=9) for n in range(4)]
    client = await scene.world.person(name="张三")
    await scene.accepted(knows_client, await scene.need(client, opponents=("别的公司",)))
    await scene.accepted(knows_opponent, await scene.need())
    await scene.offer(await scene.need(client, opponents=("另一家公司",)), asked)
    need = await scene.need(client)
    whole = await ranked(scene, need, frozenset())
    assert await listed(scene, need, frozenset(), 3) == whole.candidates[:3]
    continuity = {
        one.lawyer_id: reason.value
        for one in whole.candidates
        for reason in one.reasons
        if reason.code == "continuity" and reason.value
    }
    assert continuity == {knows_client.id: 1.0, knows_opponent.id: 0.5}
