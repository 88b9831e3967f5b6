"""Who passed cases on in time and who did not, for the centre to raise with them."""

from datetime import timedelta

import pytest

from app.kernel.actor import Role
from tests.legal_aid.criminal.notices import defender, helped
from tests.legal_aid.intake.counter import Json, entered, entry, forwarded, notified
from tests.legal_aid.scene import Scene, fields

pytestmark = pytest.mark.anyio


async def lines(scene: Scene, **months: str) -> list[Json]:
    answer = await scene.officer.client.get("/intake/punctuality", params=months)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_counts_in_time_and_late_by_whoever_had_to_pass_it_on(scene: Scene) -> None:
    for hours in (2, 3, 25):
        await entered(scene, forwarded(scene, hours=hours))
    arose = scene.stack.clock.now().date() - timedelta(days=30)
    await notified(scene, basis_arose_on=arose.isoformat())
    await helped(scene, await defender(scene), kinds=["forwarding"])
    counted = {line["holder"]: (line["met"], line["late"], line["running"]) for line in await lines(scene)}
    assert counted == {"西湖区看守所": (2, 1, 0), "西湖区人民检察院": (0, 1, 0), "何律师": (0, 0, 1)}


async def test_counter_applications_and_other_centres_count_nowhere(scene: Scene) -> None:
    await entered(scene, entry(scene))
    await entered(scene, forwarded(scene, hours=25))
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    assert (await stranger.client.get("/intake/punctuality")).json() == {"items": []}
    assert [line["holder"] for line in await lines(scene)] == ["西湖区看守所"]


async def test_other_months_are_left_out(scene: Scene) -> None:
    await entered(scene, forwarded(scene, hours=25))
    assert await lines(scene, **{"from": "2026-01", "to": "2026-02"}) == []
    answer = await scene.officer.client.get("/intake/punctuality", params={"from": "2026-02", "to": "2026-01"})
    assert fields(answer) == ["to"]
