"""自测: anyone may ask, nothing is stored, and an application with the same facts is told the same."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import local_date
from app.legal_aid.eligibility.models import HardshipLine
from tests.legal_aid.scene import Scene, fields, problem
from tests.support.areas import CITY, COUNTY, NEIGHBOUR, PROVINCE, TOWNSHIPS

pytestmark = pytest.mark.anyio
TRAFFIC = "traffic_injury"


async def ask(scene: Scene, **facts: object) -> Any:
    return await scene.stack.new_client(None).post("/legal-aid/eligibility", json=facts)


async def answer(scene: Scene, **facts: object) -> dict[str, Any]:
    found = await ask(scene, **facts)
    assert found.status_code == 200, found.text
    return found.json()


def outcomes(body: dict[str, Any]) -> dict[str, str]:
    return {condition["code"]: condition["outcome"] for condition in body["conditions"]}


async def add_line(scene: Scene, area_code: str, monthly_fen: int, days: int = 0) -> None:
    at = scene.stack.clock.now()
    line = HardshipLine(
        area_code=area_code,
        effective_from=local_date(at) + timedelta(days=days),
        monthly_fen=monthly_fen,
        document="测试用的标准",
        set_at=at,
    )
    async with scene.stack.services.database.transaction() as session:
        session.add(line)


async def test_anyone_learns_what_where_and_why(scene: Scene) -> None:
    body = await answer(
        scene,
        category="labour_remuneration",
        statuses=["migrant_worker"],
        has_counsel=False,
        event_area_code=TOWNSHIPS[2],
    )
    assert body["summary"]["code"] == "likely_granted"
    assert body["summary"]["text"].endswith("由法律援助机构的工作人员审查决定。")
    assert outcomes(body) == {
        "matter": "met",
        "hardship": "not_needed",
        "hardship_check": "not_needed",
        "counsel": "met",
        "competence": "met",
        "lawyer": "not_needed",
    }
    assert body["centre"]["id"] == str(scene.centre.id)
    assert body["places"][0]["area_name"] == "浙江省杭州市西湖区三墩镇"
    asked = [item["code"] for item in body["materials"]]
    assert asked == ["application_form", "identity", "status_proof", "matter_claim", "matter_link"]
    assert all(c["source"].startswith("《") and c["fact"] and c["value"] for c in body["conditions"])


async def test_nothing_but_the_category_is_enough_to_be_answered(scene: Scene) -> None:
    body = await answer(scene, category=TRAFFIC)
    assert (body["summary"]["code"], body["centre"], body["places"]) == ("needs_check", None, [])


async def test_unverified_article_shows_its_tag(scene: Scene) -> None:
    body = await answer(scene, category=TRAFFIC)
    form = body["materials"][0]
    assert (form["code"], form["tag"]) == ("application_form", "from_memory")


async def test_place_without_a_centre_is_told(scene: Scene) -> None:
    body = await answer(scene, category=TRAFFIC, event_area_code=NEIGHBOUR)
    assert body["centre"] is None
    assert outcomes(body)["competence"] == "to_check"


async def test_nearest_and_latest_line_decides(scene: Scene) -> None:
    facts: dict[str, Any] = {
        "category": TRAFFIC,
        "household_size": 2,
        "household_income_fen": 400_000,
        "pledges_hardship": True,
        "event_area_code": COUNTY,
    }
    assert outcomes(await answer(scene, **facts))["hardship"] == "to_check"
    await add_line(scene, PROVINCE, 150_000)
    assert outcomes(await answer(scene, **facts))["hardship"] == "not_met"
    await add_line(scene, CITY, 200_000, days=-30)
    body = await answer(scene, **facts)
    assert (outcomes(body)["hardship"], body["summary"]["code"]) == ("met", "likely_granted")
    assert "杭州市" in body["conditions"][1]["text"]
    await add_line(scene, CITY, 100_000, days=-1)
    await add_line(scene, CITY, 900_000, days=1)
    assert (await answer(scene, **facts))["summary"]["code"] == "likely_refused"


async def test_line_is_that_of_the_receiving_centre_not_of_the_event(scene: Scene) -> None:
    await add_line(scene, NEIGHBOUR, 100_000)
    await add_line(scene, PROVINCE, 500_000)
    body = await answer(
        scene,
        category=TRAFFIC,
        household_size=1,
        household_income_fen=300_000,
        event_area_code=NEIGHBOUR,
        forum={"kind": "court", "area_code": COUNTY},
    )
    assert body["places"] == [body["places"][0] | {"area_code": COUNTY, "basis": "authority"}]
    assert outcomes(body)["hardship"] == "met"


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"household_size": 0}, ["household_size"]),
        ({"household_size": 2.5}, ["household_size"]),
        ({"household_size": 99}, ["household_size"]),
        ({"household_income_fen": -1}, ["household_income_fen"]),
        ({"household_income_fen": 10**12}, ["household_income_fen"]),
        ({"own_income_fen": "100"}, ["own_income_fen"]),
        ({"age_years": -1}, ["age_years"]),
        ({"age_years": 131}, ["age_years"]),
        ({"statuses": ["king"]}, ["statuses.0"]),
        ({"category": "gambling"}, ["category"]),
        ({"event_area_code": "999999"}, ["event_area_code"]),
        ({"event_area_code": "33010x"}, ["event_area_code"]),
        ({"forum": {"kind": "court", "area_code": "330199"}}, ["forum.area_code"]),
        ({"name": "张建国"}, ["name"]),
        ({"statuses": ["minor"], "age_years": 40}, ["age_years"]),
        ({"household_income_fen": 5, "own_income_fen": 6}, ["own_income_fen"]),
        ({"criminal": {"stage": "investigation"}}, ["criminal"]),
        (
            {"event_area_code": "999999", "statuses": ["minor", "elderly"], "age_years": 40},
            ["event_area_code", "statuses", "age_years", "age_years"],
        ),
    ],
)
async def test_bad_facts_are_named_all_at_once(scene: Scene, facts: dict[str, Any], named: list[str]) -> None:
    found = await ask(scene, **({"category": TRAFFIC} | facts))
    assert problem(found) == (422, "invalid")
    assert fields(found) == named
