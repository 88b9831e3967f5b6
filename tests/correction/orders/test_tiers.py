"""Tiers: assessed by a scale, proposed by an officer, decided by the county, never back-dated."""

from datetime import timedelta
from typing import Any

import anyio
import pytest
from sqlmodel import select

from app.correction.orders.models import CorrectionOrder
from app.correction.orders.tiers.scale import DEFAULT
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.kernel.events import EventRecord
from tests.correction.scene import STAFF_MEMBER, Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
GOOD = {item.code: item.choices[0].code for item in DEFAULT.items}


def proposal(**changes: object) -> Json:
    return {"to_tier": "blue", "answers": GOOD, "reasons": "半年来表现稳定"} | changes


async def test_a_tier_is_proposed_with_reasons_decided_by_the_county_and_told(scene: Scene) -> None:
    order = await scene.begin()
    path, officer, decider = f"/correction/orders/{order['id']}", scene.officer.client, await scene.decider()
    made = await officer.post(f"{path}/tier-changes", json=proposal(to_tier="red"))
    assert made.status_code == 201, made.text
    change = made.json()
    assert (change["from_tier"], change["to_tier"], change["suggested_tier"]) == ("yellow", "red", "blue")
    assert (change["score"], change["allowed_actions"]) == (0, ["withdraw"])
    assert change["answers"][0]["choice_text"] == "认罪悔罪"
    twice = await officer.post(f"{path}/tier-changes", json=proposal())
    assert (twice.status_code, twice.json()["code"]) == (409, "tier_change_open")

    there = f"/correction/tier-changes/{change['id']}"
    assert (await officer.post(f"{there}/decision", json={"approve": True})).status_code == 403
    waiting = (await decider.client.get("/correction/tier-changes")).json()["items"]
    assert [(row["id"], row["allowed_actions"]) for row in waiting] == [(change["id"], ["approve", "refuse"])]
    today = local_date(scene.stack.clock.now())
    for days, rule in ((-1, "back_dated"), (1, "not_yet")):
        on = (today + timedelta(days=days)).isoformat()
        bad = await decider.client.post(f"{there}/decision", json={"approve": True, "effective_on": on})
        assert [(e["field"], e["rule"]) for e in bad.json()["errors"]] == [("effective_on", rule)]
    assert (await scene.subject.client.get("/correction/me")).json()["tier"] == "yellow"
    decided = await decider.client.post(f"{there}/decision", json={"approve": True, "effective_on": str(today)})
    assert (decided.status_code, decided.json()["status"]) == (200, "approved")
    mine = (await scene.subject.client.get("/correction/me")).json()
    assert (mine["tier"], mine["version"] > order["version"]) == ("red", True)
    again = await decider.client.post(f"{there}/decision", json={"approve": True})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    await scene.stack.drain()
    inbox = (await scene.subject.client.get("/me/notices")).json()["items"]
    assert "红色（严格）" in next(n["body"] for n in inbox if n["template"] == "tier_changed")
    assert "tier_proposed" in {n["template"] for n in (await decider.client.get("/me/notices")).json()["items"]}
    assert (await scene.subject.client.get(there)).json()["allowed_actions"] == []
    assert (await scene.other_officer.client.get(there)).status_code == 404


async def test_a_refusal_has_a_reason_and_a_proposal_can_be_taken_back(scene: Scene) -> None:
    order = await scene.begin()
    path, officer, decider = f"/correction/orders/{order['id']}", scene.officer.client, await scene.decider()
    bad_ones: list[tuple[Json, str, str]] = [
        ({"to_tier": "yellow"}, "to_tier", "same"),
        ({"answers": {}}, "answers.attitude", "missing"),
        ({"answers": GOOD | {"work": "king"}}, "answers.work", "unknown_choice"),
        ({"reasons": " "}, "reasons", "string_too_short"),
        ({"effective_on": "2020-01-01"}, "effective_on", "extra_forbidden"),
    ]
    for change, field, rule in bad_ones:
        bad = await officer.post(f"{path}/tier-changes", json=proposal(**change))
        assert (field, rule) in {(e["field"], e["rule"]) for e in bad.json()["errors"]}, bad.text
    first = (await officer.post(f"{path}/tier-changes", json=proposal())).json()["id"]
    silent = await decider.client.post(f"/correction/tier-changes/{first}/decision", json={"approve": False})
    assert silent.json()["errors"][0]["field"] == "reason"
    refused = {"approve": False, "reason": "再观察一个月"}
    told = await decider.client.post(f"/correction/tier-changes/{first}/decision", json=refused)
    assert (told.json()["status"], told.json()["decision_reason"]) == ("refused", "再观察一个月")
    second = (await officer.post(f"{path}/tier-changes", json=proposal())).json()["id"]
    back = await officer.post(f"/correction/tier-changes/{second}/withdrawal")
    assert back.json()["status"] == "withdrawn"
    history = (await officer.get(f"{path}/tier-changes")).json()["items"]
    assert [row["status"] for row in history] == ["withdrawn", "refused"]
    assert (await officer.get(path)).json()["tier"] == "yellow"


async def test_nobody_decides_their_own_proposal_and_two_decisions_are_one(scene: Scene) -> None:
    order = await scene.begin()
    path, decider = f"/correction/orders/{order['id']}/tier-changes", await scene.decider()
    both = await scene.world.person(Role.OFFICER, Role.DECIDER, agency=scene.bureau)
    made = (await both.client.post(path, json=proposal())).json()
    there = f"/correction/tier-changes/{made['id']}/decision"
    own = await both.client.post(there, json={"approve": True})
    assert (own.status_code, made["allowed_actions"]) == (403, ["withdraw"])
    codes: list[int] = []

    async def decide(approve: bool) -> None:
        body = {"approve": approve, "reason": "核实过"}
        codes.append((await decider.client.post(there, json=body)).status_code)

    async with anyio.create_task_group() as group:
        for approve in (True, False, True):
            group.start_soon(decide, approve)
    assert sorted(codes) == [200, 409, 409]
    async with scene.stack.services.database.session() as session:
        stored = (await session.scalars(select(CorrectionOrder))).one()
        names = [row.name for row in (await session.scalars(select(EventRecord))).all()]
    assert (names.count("TierChanged") == 1) is (stored.tier == "blue")


async def test_an_agency_sets_its_own_scale_from_a_day_on(scene: Scene) -> None:
    decider, today = await scene.decider(), local_date(scene.stack.clock.now())
    path = f"/correction/agencies/{scene.bureau.id}/assessment-scale"
    assert (await decider.client.get(path)).json()["is_default"] is True
    choices = [{"code": "yes", "text": "是", "points": 0}, {"code": "no", "text": "否", "points": 9}]
    scale: Json = {
        "effective_from": today.isoformat(),
        "items": [{"code": "home", "text": "有固定住处", "choices": choices}],
        "yellow_from": 4,
        "red_from": 9,
    }
    past = scale | {"effective_from": (today - timedelta(days=1)).isoformat()}
    assert (await decider.client.put(path, json=past)).json()["errors"][0]["rule"] == "past"
    wrong = await decider.client.put(path, json=scale | {"red_from": 10})
    assert wrong.json()["errors"][0]["rule"] == "limits"
    for limit in (8, 9):
        assert (await decider.client.put(path, json=scale | {"red_from": limit})).status_code == 200
    office = (await scene.officer.client.get(f"/correction/agencies/{scene.office.id}/assessment-scale")).json()
    assert (office["is_default"], office["red_from"]) == (False, 9)
    assert (await scene.officer.client.put(path, json=scale)).status_code == 403
    order = await scene.begin()
    made = await scene.officer.client.post(
        f"/correction/orders/{order['id']}/tier-changes", json=proposal(answers={"home": "no"})
    )
    assert (made.json()["suggested_tier"], made.json()["score"]) == ("red", 9)


async def test_a_proposal_and_the_group_follow_the_order_and_end_with_it(scene: Scene) -> None:
    order = await scene.register()
    await scene.set_group(order["id"], STAFF_MEMBER, {"kind": "family", "name": "王妈", "sex": "woman"})
    await scene.officer.client.post(f"/correction/orders/{order['id']}/begin")
    path = f"/correction/orders/{order['id']}"
    made = (await scene.officer.client.post(f"{path}/tier-changes", json=proposal())).json()
    to = {"agency_id": str(scene.other_office.id), "reason": "搬到邻镇"}
    handover = (await scene.officer.client.post(f"{path}/handovers", json=to)).json()
    taken = await scene.other_officer.client.post(f"/correction/handovers/{handover['id']}/accept")
    assert taken.status_code == 200, taken.text
    await scene.stack.advance(minutes=1)
    office, decider = scene.stack.new_client(scene.other_officer.token), await scene.decider()
    assert [m["name"] for m in (await office.get(f"{path}/group")).json()["members"]] == ["王妈"]
    seen = (await office.get(f"/correction/tier-changes/{made['id']}")).json()
    assert (seen["status"], seen["allowed_actions"]) == ("proposed", ["withdraw"])
    today = local_date(scene.stack.clock.now()).isoformat()
    end = {
        "ground": "probation_revoked",
        "document": "1号裁定",
        "document_on": today,
        "ended_on": today,
        "reason": "撤销",
    }
    assert (await decider.client.post(f"{path}/end-early", json=end)).status_code == 200
    await scene.stack.drain()
    assert (await office.get(f"/correction/tier-changes/{made['id']}")).json()["status"] == "withdrawn"
