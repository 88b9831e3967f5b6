"""A centre's weights over the API, and the cards that follow from them and from everything else."""

import json
import random
from typing import Any

import pytest
from sqlmodel import col, select

from app.contracts.categories import CATEGORIES
from app.lawyers.matching import repository
from app.lawyers.matching.constraints import NO_RECORD, Profile
from app.lawyers.matching.models import LawyerCard
from app.lawyers.matching.terms import (
    WEIGHTS,
    Term,
    Weights,
    experience_value,
    load_value,
    quality_value,
    specialty_value,
)
from app.lawyers.matching.weighing import problems
from tests.lawyers.matching.rosters import draw
from tests.lawyers.scene import Scene, code_of

pytestmark = pytest.mark.anyio

GIVEN: dict[str, Any] = {"weights": {term.value: 1.0 for term in Term}}
ONLY_LOAD: dict[str, Any] = {"weights": {term.value: float(term is Term.LOAD) for term in Term}}


def match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


async def test_a_centre_sets_its_weights_in_versions(scene: Scene) -> None:
    path, client = f"/agencies/{scene.centre.id}/matching-weights", scene.administrator.client
    first = await client.get(path)
    assert (first.json()["version"], first.json()["code"], first.headers["ETag"]) == (0, WEIGHTS.version, '"0"')
    made = await client.put(path, json=GIVEN, headers=match(0))
    assert made.status_code == 200, made.text
    assert (made.json()["version"], made.json()["code"], made.headers["ETag"]) == (1, "v1", '"1"')
    assert code_of(await client.put(path, json=GIVEN, headers=match(0))) == (412, "precondition_failed")
    assert code_of(await scene.officer.client.put(path, json=GIVEN, headers=match(1))) == (403, "forbidden")
    unfit = json.dumps({"weights": GIVEN["weights"] | {"load": float("nan")}})
    refused = await client.put(path, content=unfit, headers={"Content-Type": "application/json", **match(1)})
    assert code_of(refused) == (422, "weights_invalid")
    assert [one["field"] for one in refused.json()["errors"]] == ["weights.load"]
    truth = {"weights": GIVEN["weights"] | {"load": True}}
    assert code_of(await client.put(path, json=truth, headers=match(1))) == (422, "invalid")
    assert (await client.put(path, json=ONLY_LOAD, headers=match(1))).json()["version"] == 2
    assert (await scene.officer.client.get(path)).json()["weights"] == ONLY_LOAD["weights"]
    earlier = (await client.get(path, params={"version": 1})).json()
    assert (earlier["weights"], earlier["latest_version"]) == (GIVEN["weights"], 2)
    assert (await client.get(path, params={"version": 0})).json()["code"] == WEIGHTS.version
    assert code_of(await client.get(path, params={"version": 3})) == (404, "not_found")


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"rest": -0.1}, "weights.rest", "negative"),
        ({"load": float("nan")}, "weights.load", "not_finite"),
        ({"load": 1e300}, "weights.load", "too_large"),
        ({"luck": 1.0}, "weights.luck", "unknown"),
        ({"quality": None}, "weights.quality", "missing"),
        (dict.fromkeys(Term, 0.0), "weights", "all_zero"),
    ],
)
def test_weights_that_make_no_sense_are_refused_by_name(
    change: dict[str, float | None], field: str, rule: str
) -> None:
    merged = {name: value for name, value in (GIVEN["weights"] | change).items() if value is not None}
    assert [(one.field, one.rule) for one in problems(merged)] == [(field, rule)]


def most(profile: Profile, group: str, weights: Weights) -> float:
    """The best the lawyer can reach under a specialty, but for what depends on the matter and the day."""
    records = [
        profile.records.get(category, NO_RECORD) for category, entry in CATEGORIES.items() if entry.group == group
    ]
    worked = max(
        weights.experience * experience_value(one.cases_done)
        + weights.quality * quality_value(one.quality_sum, one.quality_count)
        for one in records
    )
    load = weights.load * load_value(profile.open_cases, profile.capacity)
    return (weights.specialty * specialty_value(99) + worked + load) / weights.total


async def check_cards(scene: Scene) -> None:
    async with scene.stack.services.database.transaction() as session:
        weights = await repository.weights_of(session, scene.centre.id)
        profiles = {one.lawyer_id: one for one in await repository.profiles(session, scene.centre.id, scene.now)}
        cards = (
            await session.scalars(select(LawyerCard).where(col(LawyerCard.agency_id) == scene.centre.id))
        ).all()
    assert {(one.lawyer_id, one.specialty) for one in cards} == {
        (lawyer_id, group) for lawyer_id, one in profiles.items() for group in one.specialties
    }
    for card in cards:
        profile = profiles[card.lawyer_id]
        assert card.bound == pytest.approx(most(profile, card.specialty, weights), abs=1e-9)
        assert card.knows_minors == profile.knows_minors
        assert card.last_offered_on == profile.last_offered_on
        assert set(card.places) == {code[:size] for code in profile.areas for size in (2, 4, len(code))}


async def test_cards_follow_whatever_they_depend_on(scene: Scene) -> None:
    """Roster, records, offers and answers, weights: each in its own transaction."""
    await draw(scene, random.Random(3), 20)
    lawyer = await scene.lawyer(capacity=2)
    await check_cards(scene)
    need = await scene.need()
    made = await scene.offer(need, lawyer)
    await check_cards(scene)
    declined = await lawyer.client.post(f"/offers/{made.offer_id}/decline", json={"reason": "busy"})
    assert declined.status_code == 200, declined.text
    await check_cards(scene)
    path = f"/agencies/{scene.centre.id}/matching-weights"
    assert (await scene.administrator.client.put(path, json=ONLY_LOAD, headers=match(0))).status_code == 200
    await check_cards(scene)
    first = (await scene.shortlist(await scene.need()))[0]
    assert (first.score, first.reasons[0].code) == (1.0, "load")
