"""Handover between offices: proposed by one, taken or refused by the other; clocks, files and duties go along."""

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.correction.scene import Json, Scene
from tests.support.areas import NEIGHBOUR

pytestmark = pytest.mark.anyio


async def propose(scene: Scene, order: Json, **changes: object) -> Json:
    body = {"agency_id": str(scene.other_office.id), "reason": "居住地搬到邻镇"} | changes
    answer = await scene.officer.client.post(f"/correction/orders/{order['id']}/handovers", json=body)
    return answer.json()


async def test_order_moves_when_the_other_office_accepts(scene: Scene) -> None:
    order = await scene.register()
    handover = await propose(scene, order)
    assert handover["allowed_actions"] == ["withdraw"]
    assert (await propose(scene, order))["code"] == "handover_open"
    path = f"/correction/handovers/{handover['id']}"
    assert (await scene.officer.client.post(f"{path}/accept")).status_code == 403
    assert (await scene.subject.client.post(f"{path}/accept")).status_code == 403
    waiting = (await scene.other_officer.client.get("/correction/handovers")).json()["items"]
    assert [(one["id"], one["allowed_actions"]) for one in waiting] == [(handover["id"], ["accept", "refuse"])]
    assert (await scene.other_officer.client.get(f"/correction/orders/{order['id']}")).status_code == 404

    taken = await scene.other_officer.client.post(f"{path}/accept")
    assert taken.json()["status"] == "accepted", taken.text
    seen = (await scene.other_officer.client.get(f"/correction/orders/{order['id']}")).json()
    assert seen["agency_id"] == str(scene.other_office.id)
    assert (await scene.officer.client.get(f"/correction/orders/{order['id']}")).status_code == 404
    moves = (await scene.other_officer.client.get(f"/correction/orders/{order['id']}/moves")).json()
    assert len(moves["transfers"]) == 1
    await scene.stack.drain()
    told = {item["title"] for item in (await scene.subject.client.get("/me/notices")).json()["items"]}
    assert "换了办理单位" in told
    clocks = seen["clocks"]
    assert clocks, "the clock to report in went along"


async def test_refusal_needs_a_reason_and_leaves_everything(scene: Scene) -> None:
    order = await scene.register()
    handover = await propose(scene, order)
    path = f"/correction/handovers/{handover['id']}"
    assert (await scene.other_officer.client.post(f"{path}/refuse", json={"reason": " "})).status_code == 422
    refused = await scene.other_officer.client.post(f"{path}/refuse", json={"reason": "本人不住在本镇"})
    assert (refused.json()["status"], refused.json()["answer"]) == ("refused", "本人不住在本镇")
    assert (await scene.other_officer.client.post(f"{path}/accept")).json()["code"] == "wrong_state"
    again = await propose(scene, order)
    withdrawn = await scene.officer.client.post(f"/correction/handovers/{again['id']}/withdraw")
    assert withdrawn.json()["status"] == "withdrawn"
    assert (await scene.officer.client.get(f"/correction/orders/{order['id']}")).status_code == 200


async def test_the_end_of_the_order_takes_back_what_nobody_answered(scene: Scene) -> None:
    order = await scene.begin()
    handover = await propose(scene, order)
    today = local_date(scene.stack.clock.now()).isoformat()
    body: Json = {
        "ground": "probation_revoked",
        "document": "（2026）浙01刑更1号刑事裁定书",
        "document_on": today,
        "ended_on": today,
        "reason": "人民法院裁定撤销缓刑",
    }
    decider = await scene.decider()
    ended = await decider.client.post(f"/correction/orders/{order['id']}/end-early", json=body)
    assert ended.status_code == 200, ended.text
    listed = (await scene.other_officer.client.get("/correction/handovers")).json()["items"]
    assert [(one["id"], one["status"]) for one in listed] == [(handover["id"], "withdrawn")]


async def test_only_offices_of_the_county_and_never_the_same(scene: Scene) -> None:
    order = await scene.register()
    elsewhere = await scene.world.agency("justice_bureau", area_code=NEIGHBOUR)
    foreign = await scene.world.agency("township_office", area_code="330105001", parent=elsewhere)
    await scene.world.person(Role.OFFICER, agency=foreign)
    for agency_id, rule in ((scene.office.id, "office"), (scene.bureau.id, "office"), (foreign.id, "county")):
        refused = await propose(scene, order, agency_id=str(agency_id))
        assert (refused["code"], refused["errors"][0]["rule"]) == ("wrong_office", rule)
