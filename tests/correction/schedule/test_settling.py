"""What is owed follows tier, settings, leave and excuses: the future alone, and never twice."""

from datetime import timedelta
from typing import Any

import pytest

from app.correction.orders.tiers.schemas import ANSWERS_EXAMPLE
from app.correction.schedule.jobs import NIGHTLY
from app.kernel import jobs
from app.kernel.clock import local_date
from tests.correction.scene import Scene
from tests.correction.schedule.windows import RHYTHM, begin_red, moment, my_duties, rows, set_rhythm

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def plan_all(scene: Scene) -> None:
    database, at = scene.stack.services.database, scene.stack.clock.now()
    async with database.transaction() as session:
        await jobs.enqueue(session, NIGHTLY, {}, since=at)
    await scene.stack.drain()


async def test_planning_again_changes_nothing_and_a_setting_changes_later_days_alone(scene: Scene) -> None:
    order = await begin_red(scene, spots=9, spot_minutes=120)
    today = local_date(scene.stack.clock.now())
    before = await rows(scene, order["id"])
    assert all(local_date(row.opens_at) > today for row in before)
    await plan_all(scene)
    assert [(row.id, row.created_at) for row in await rows(scene, order["id"])] == [
        (row.id, row.created_at) for row in before
    ]
    seen = {duty["kind"] for duty in await my_duties(scene)}
    stored = {row.kind for row in before}
    assert (seen, stored) == ({"scheduled"}, {"scheduled", "spot"})
    hidden = next(row for row in before if row.kind == "spot")
    assert (await scene.officer.client.get(f"/correction/duties/{hidden.id}")).status_code == 404
    later = today + timedelta(days=8)
    await set_rhythm(scene, effective_from=later.isoformat(), checks=7)
    await scene.stack.drain()
    after = await rows(scene, order["id"])
    assert [row.id for row in after if local_date(row.opens_at) < later] == [
        row.id for row in before if local_date(row.opens_at) < later
    ]
    last = [row for row in after if local_date(row.opens_at) >= later]
    assert len({local_date(row.opens_at) for row in last}) == len(last)
    shown = (await (await scene.decider()).client.get(f"/agencies/{scene.office.id}/check-in-schedules")).json()
    assert {held["tier"]: held["checks"] for held in shown["in_force"]} == {"red": 2, "yellow": 2, "blue": 1}


async def test_excused_days_and_the_end_of_the_term_owe_nothing(scene: Scene) -> None:
    order = await begin_red(scene, checks=7)
    [first, second, *_] = await my_duties(scene)
    scene.stack.clock.move_to(moment(first["opens_at"]) + timedelta(minutes=1))
    today = local_date(scene.stack.clock.now())
    days = {"from_on": today.isoformat(), "to_on": (today + timedelta(days=3)).isoformat()}
    path = f"/correction/orders/{order['id']}/excused-periods"
    body = {"excuse": "illness", "note": "住院，看过证明。", **days}
    made = await scene.officer.client.post(path, json=body)
    assert made.status_code == 201, made.text
    left = await my_duties(scene)
    assert (left[0]["id"], left[0]["status"], left[0]["excuse"]) == (first["id"], "excused", "illness")
    assert moment(left[1]["opens_at"]) - moment(second["opens_at"]) == timedelta(days=3)
    listed = await scene.subject.client.get(path)
    assert [row["note"] for row in listed.json()["items"]] == ["住院，看过证明。"]
    ended = await scene.officer.client.post(f"{path}/end")
    assert (ended.status_code, ended.json()[0]["to_on"]) == (200, today.isoformat())
    assert [duty["id"] for duty in await my_duties(scene)][1] == second["id"]
    again = await scene.officer.client.post(f"{path}/end")
    assert (again.status_code, again.json()["code"]) == (409, "no_excused_period")
    past = body | {"from_on": (today - timedelta(days=1)).isoformat()}
    refused = await scene.officer.client.post(path, json=past)
    assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (422, "past")


async def test_a_tier_decided_today_is_owed_from_tomorrow_and_never_before(scene: Scene) -> None:
    order = await begin_red(scene, checks=7)
    await scene.stack.drain()
    [first, *_] = await my_duties(scene)
    scene.stack.clock.move_to(moment(first["opens_at"]) - timedelta(hours=1))
    proposal = {"to_tier": "blue", "answers": ANSWERS_EXAMPLE, "reasons": "半年来表现稳定。"}
    path = f"/correction/orders/{order['id']}/tier-changes"
    change = (await scene.officer.client.post(path, json=proposal)).json()
    decision = {"approve": True, "reason": "同意", "effective_on": None}
    decider = (await scene.decider()).client
    decided = await decider.post(f"/correction/tier-changes/{change['id']}/decision", json=decision)
    assert decided.status_code == 200, decided.text
    [today, *later] = await my_duties(scene)
    assert (today["id"], today["tier"]) == (first["id"], "red")
    assert {duty["tier"] for duty in later} == {"blue"}
    assert 1 <= len(later) <= 2


BAD: list[tuple[Json, str]] = [
    ({"effective_from": "today"}, "effective_from"),
    ({"windows": []}, "windows"),
    ({"windows": [{"begin": 60, "end": 180}]}, "windows.0"),
    ({"windows": [{"begin": 700, "end": 800}, {"begin": 790, "end": 900}]}, ""),
    ({"spot_minutes": 600}, ""),
    ({"lost_hours": 1}, ""),
    ({"checks": -1}, "checks"),
]


async def test_a_setting_that_cannot_be_is_refused_and_so_is_another_county(scene: Scene) -> None:
    decider = (await scene.decider()).client
    today = local_date(scene.stack.clock.now())
    path = f"/agencies/{scene.bureau.id}/check-in-schedules/red"
    good = RHYTHM | {"effective_from": (today + timedelta(days=1)).isoformat()}
    for changes, field in BAD:
        body = good | changes
        if body["effective_from"] == "today":
            body["effective_from"] = today.isoformat()
        refused = await decider.put(path, json=body)
        assert refused.status_code == 422, (changes, refused.text)
        assert refused.json()["errors"][0]["field"].startswith(field)
    assert (await decider.put(f"/agencies/{scene.city.id}/check-in-schedules/red", json=good)).status_code == 404
    assert (await scene.officer.client.put(path, json=good)).status_code == 403
