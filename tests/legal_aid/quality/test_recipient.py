"""The recipient is heard: a rating, and return visits that ask whether anybody wanted money."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.actor import Role
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.scene import fields, problem

pytestmark = pytest.mark.anyio

RATING = {"stars": 5, "helpful": ["explained", "in_time"], "comment": "李律师很负责。"}


async def rate(cabinet: Cabinet, **changes: Any) -> Any:
    return await cabinet.scene.worker.client.put(f"{cabinet.path}/rating", json=RATING | changes)


async def test_lawyer_sees_the_stars_after_closing_and_never_the_comment(cabinet: Cabinet) -> None:
    assert await cabinet.get(cabinet.scene.worker, "rating") is None
    assert (await rate(cabinet)).json()["stars"] == 5
    assert await cabinet.get(cabinet.lawyer.person, "rating") is None
    assert (await cabinet.get(cabinet.scene.officer, "rating"))["comment"] == "李律师很负责。"
    await cabinet.close()
    shown = await cabinet.get(cabinet.lawyer.person, "rating")
    assert (shown["stars"], shown["helpful"], shown["comment"]) == (5, [], None)


async def test_rating_can_be_changed_until_the_case_is_archived(cabinet: Cabinet) -> None:
    await rate(cabinet)
    changed = await rate(cabinet, stars=2, helpful=["patient", "patient"], comment=None)
    assert (changed.json()["stars"], changed.json()["helpful"]) == (2, ["patient"])
    assert "rate" in await cabinet.actions(cabinet.scene.worker)
    await cabinet.archived()
    assert problem(await rate(cabinet)) == (409, "wrong_state")
    assert (await cabinet.get(cabinet.scene.worker, "rating"))["stars"] == 2


async def test_who_never_rated_may_do_so_once_after_the_archive(cabinet: Cabinet) -> None:
    await cabinet.archived()
    assert (await rate(cabinet)).status_code == 200
    assert problem(await rate(cabinet)) == (409, "wrong_state")


@pytest.mark.parametrize("stars", [0, 6, -1, "5", 4.5])
async def test_stars_out_of_range_are_refused(cabinet: Cabinet, stars: object) -> None:
    answer = await rate(cabinet, stars=stars)
    assert (answer.status_code, fields(answer)) == (422, ["stars"])
    assert await cabinet.get(cabinet.scene.officer, "rating") is None


async def test_nobody_rates_a_case_under_way_or_of_someone_else(cabinet: Cabinet) -> None:
    other = await cabinet.scene.handled(await cabinet.scene.roster.lawyer("周律师"))
    early = await cabinet.scene.worker.client.put(f"/applications/{other}/rating", json=RATING)
    assert problem(early) == (409, "wrong_state")
    neighbour = await cabinet.scene.world.person(Role.APPLICANT)
    assert (await neighbour.client.put(f"{cabinet.path}/rating", json=RATING)).status_code == 404
    assert (await cabinet.scene.officer.client.put(f"{cabinet.path}/rating", json=RATING)).status_code == 403


async def test_visit_is_recorded_and_not_shown_to_the_lawyer(cabinet: Cabinet) -> None:
    made = await cabinet.visit(notes="受援人很满意。")
    assert (made.status_code, made.json()["visited_by"]) == (201, cabinet.scene.officer.name)
    [visit] = (await cabinet.get(cabinet.scene.decider, "return-visits"))["items"]
    assert visit["notes"] == "受援人很满意。"
    for who in (cabinet.lawyer.person, cabinet.scene.worker):
        assert (await who.client.get(f"{cabinet.path}/return-visits")).status_code == 403


async def test_demand_for_money_is_told_to_the_decider_and_the_bureau(cabinet: Cabinet) -> None:
    scene = cabinet.scene
    [row] = await scene.rows(
        "SELECT b.id, b.tree_path, b.area_code FROM agency c JOIN agency b ON b.id = c.parent_id WHERE c.id = $1",
        scene.centre.id,
    )
    bureau = type(scene.centre)(row["id"], row["tree_path"], row["area_code"])
    approver = await scene.world.person(Role.APPROVER, agency=bureau, name="孙局")
    body = {"was_asked_for_money": True, "notes": "受援人说律师向他要了五百元交通费。"}
    assert (await cabinet.visit(**body)).status_code == 201
    for who in (scene.decider, approver):
        assert "money_demand_reported" in await cabinet.desk.told(who)
    for who in (cabinet.lawyer.person, scene.worker):
        assert "money_demand_reported" not in await cabinet.desk.told(who)
    [visit] = (await cabinet.get(approver, "return-visits"))["items"]
    assert visit["was_asked_for_money"] is True


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"was_asked_for_money": True}, {("notes", "missing")}),
        ({"satisfaction": None, "knows_result": None}, {("satisfaction", "missing"), ("knows_result", "missing")}),
        (
            {"is_reached": False, "knows_result": None},
            {("satisfaction", "not_reached"), ("was_asked_for_money", "not_reached")},
        ),
        ({"visited_on": "2001-01-01"}, {("visited_on", "too_early")}),
    ],
)
async def test_visit_that_contradicts_itself_is_refused(
    cabinet: Cabinet, changes: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    answer = await cabinet.visit(**changes)
    assert problem(answer) == (422, "visit_invalid")
    assert {(e["field"], e["rule"]) for e in answer.json()["errors"]} == expected
    assert (await cabinet.get(cabinet.scene.officer, "return-visits"))["items"] == []


async def test_visit_in_the_future_is_refused(cabinet: Cabinet) -> None:
    answer = await cabinet.visit(visited_on=(cabinet.today + timedelta(days=1)).isoformat())
    assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [("visited_on", "not_future")]


async def test_nobody_reached_is_a_visit_too(cabinet: Cabinet) -> None:
    answers = {"satisfaction": None, "knows_result": None, "was_asked_for_money": None}
    assert (await cabinet.visit(is_reached=False, **answers)).status_code == 201
