"""Hardship lines are set by administrators, within their area, never for the past."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.legal_aid.eligibility.demo import create_demo_lines
from tests.legal_aid.scene import Scene, fields, problem
from tests.support.areas import CITY, COUNTY, NEIGHBOUR, TOWNSHIPS
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
LINES = "/legal-aid/hardship-lines"


def line(scene: Scene, days: int = 0, **changes: object) -> dict[str, Any]:
    day = local_date(scene.stack.clock.now()) + timedelta(days=days)
    return {
        "area_code": COUNTY,
        "effective_from": day.isoformat(),
        "monthly_fen": 228_000,
        "document": "某省人民政府通知",
    } | changes


async def administrator(scene: Scene) -> PersonRef:
    return await scene.world.person(Role.ADMINISTRATOR, agency=scene.centre)


async def test_administrator_sets_and_lists_lines(scene: Scene) -> None:
    admin = await administrator(scene)
    answer = await admin.client.post(LINES, json=line(scene))
    assert answer.status_code == 201, answer.text
    assert answer.json()["set_by"] == str(admin.id)
    await admin.client.post(LINES, json=line(scene, days=30, monthly_fen=250_000))
    listed = (await admin.client.get(LINES)).json()["items"]
    assert [item["monthly_fen"] for item in listed] == [228_000, 250_000]
    trail = await scene.rows("SELECT note FROM audit_entry WHERE action = 'legal_aid.hardship_line.set'")
    assert len(trail) == 2


async def test_same_area_and_day_again_replaces(scene: Scene) -> None:
    admin = await administrator(scene)
    await admin.client.post(LINES, json=line(scene, days=1))
    again = await admin.client.post(LINES, json=line(scene, days=1, monthly_fen=300_000))
    assert again.json()["monthly_fen"] == 300_000
    assert len((await admin.client.get(LINES)).json()["items"]) == 1


async def test_past_is_not_changed(scene: Scene) -> None:
    answer = await (await administrator(scene)).client.post(LINES, json=line(scene, days=-1))
    assert problem(answer) == (422, "invalid")
    assert answer.json()["errors"][0] | {"message": ""} == {
        "field": "effective_from",
        "rule": "past",
        "message": "",
    }


@pytest.mark.parametrize("area_code", [NEIGHBOUR, CITY])
async def test_area_outside_the_administrators_is_not_found(scene: Scene, area_code: str) -> None:
    answer = await (await administrator(scene)).client.post(LINES, json=line(scene, area_code=area_code))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"area_code": TOWNSHIPS[0]}, ["area_code"]),
        ({"area_code": "999999"}, ["area_code"]),
        ({"monthly_fen": 0}, ["monthly_fen"]),
        ({"monthly_fen": -5}, ["monthly_fen"]),
        ({"monthly_fen": 2280.5}, ["monthly_fen"]),
        ({"monthly_fen": 10**12}, ["monthly_fen"]),
        ({"document": "无"}, ["document"]),
        ({"effective_from": "2027-02-30"}, ["effective_from"]),
    ],
)
async def test_bad_line_names_its_field(scene: Scene, change: dict[str, Any], named: list[str]) -> None:
    answer = await (await administrator(scene)).client.post(LINES, json=line(scene, **change))
    assert (answer.status_code, fields(answer)) == (422, named)


async def test_nobody_else_sets_or_reads_lines(scene: Scene) -> None:
    for person in (scene.officer, scene.decider, scene.worker):
        assert (await person.client.post(LINES, json=line(scene))).status_code == 403
        assert (await person.client.get(LINES)).status_code == 403


async def test_line_of_the_demonstration_says_that_it_is_one(scene: Scene) -> None:
    async with scene.stack.services.database.transaction() as session:
        await create_demo_lines(session, at=scene.stack.clock.now())
    facts = {
        "category": "traffic_injury",
        "household_size": 1,
        "household_income_fen": 100,
        "event_area_code": COUNTY,
    }
    answer = await scene.stack.new_client(None).post("/legal-aid/eligibility", json=facts)
    hardship = answer.json()["conditions"][1]
    assert hardship["outcome"] == "met"
    assert "不是正式标准" in hardship["text"]
