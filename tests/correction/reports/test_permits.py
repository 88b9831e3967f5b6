"""Leave to enter a forbidden place or to meet somebody: the county decides, and a permission opens the place."""

from datetime import timedelta
from typing import Any

import pytest

from app.correction.areas.loading import expected_of
from app.correction.orders.models import CorrectionOrder
from app.kernel.clock import local_date
from app.kernel.database import Database
from tests.correction.scene import INSIDE, Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def closed_at(database: Database, order_id: str, at: Any) -> list[bool]:
    """Whether each closed place of the order may not be entered at the moment."""
    async with database.session() as session:
        order = await session.get_one(CorrectionOrder, order_id)
        expected = await expected_of(session, order.id, since=at - timedelta(days=1))
    return [place.holds(at) for place in expected.restricted]


async def test_a_granted_entry_opens_the_place_for_its_time_and_no_longer(scene: Scene) -> None:
    order = await scene.begin()
    now, database = scene.stack.clock.now(), scene.stack.services.database
    today = local_date(now)
    circle = {"latitude_deg": INSIDE[0], "longitude_deg": INSIDE[1], "radius_m": 80}
    item = {
        "kind": "place",
        "content": "禁止进入某某酒吧",
        "place": {"circle": circle, "datum": "wgs84"},
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
    }
    placed = await scene.officer.client.post(f"/correction/orders/{order['id']}/injunctions", json=item)
    assert placed.status_code == 201, placed.text
    wish: Json = {
        "kind": "place_entry",
        "injunction_id": placed.json()["id"],
        "target": "某某酒吧",
        "reason": "取回个人物品",
        "from_at": (now + timedelta(hours=24)).isoformat(),
        "until_at": (now + timedelta(hours=26)).isoformat(),
    }
    path = f"/correction/orders/{order['id']}/special-permits"
    bad: list[tuple[Json, str]] = [
        ({"until_at": wish["from_at"]}, "order"),
        ({"from_at": (now - timedelta(days=3)).isoformat(), "until_at": now.isoformat()}, "past"),
        ({"from_at": "0001-01-01T00:00:00+14:00"}, "value_error"),
        ({"from_at": "1950-01-01T00:00:00+08:00"}, "past"),
        ({"until_at": (now + timedelta(days=800)).isoformat()}, "beyond_term"),
        ({"injunction_id": None}, "missing"),
        ({"kind": "contact", "contact": "victim"}, "injunction"),
        ({"contact": "victim"}, "contact"),
    ]
    for changes, rule in bad:
        answer = await scene.subject.client.post(path, json=wish | changes)
        assert answer.status_code == 422, answer.text
        assert rule in {error["rule"] for error in answer.json()["errors"]}, changes
    asked = (await scene.subject.client.post(path, json=wish)).json()
    assert asked["allowed_actions"] == ["withdraw"]
    one = f"/correction/special-permits/{asked['id']}"
    reason = {"reason": "可以，办完就走"}
    assert (await scene.officer.client.post(f"{one}/grant", json=reason)).status_code == 403
    decider = (await scene.decider()).client
    inside, after = now + timedelta(hours=25), now + timedelta(hours=27)
    assert await closed_at(database, order["id"], inside) == [True]
    early = {"told": "court", "told_on": today.isoformat()}
    assert (await decider.post(f"{one}/tell", json=early)).status_code == 422
    granted = (await decider.post(f"{one}/grant", json=reason)).json()
    assert (granted["status"], granted["decision"]) == ("granted", reason["reason"])
    assert await closed_at(database, order["id"], inside) == [False]
    assert await closed_at(database, order["id"], after) == [True]
    assert (await decider.post(f"{one}/tell", json=early)).json()["told"][0]["told"] == "court"
    twice = await decider.post(f"{one}/tell", json=early)
    assert (twice.status_code, twice.json()["code"]) == (409, "special_permit_told")
    revoked = (await decider.post(f"{one}/revoke", json=reason)).json()
    assert revoked["status"] == "revoked"
    assert await closed_at(database, order["id"], inside) == [True]
    assert (await scene.other_officer.client.get(one)).status_code == 404


async def test_requests_follow_the_order_to_another_office_and_lapse_with_its_end(scene: Scene) -> None:
    order = await scene.begin()
    now = scene.stack.clock.now()
    wish: Json = {
        "kind": "contact",
        "contact": "victim",
        "target": "被害人赵某",
        "reason": "赔礼道歉",
        "from_at": now.isoformat(),
        "until_at": (now + timedelta(hours=1)).isoformat(),
    }
    path = f"/correction/orders/{order['id']}/special-permits"
    asked = (await scene.subject.client.post(path, json=wish)).json()
    decider = (await scene.decider()).client
    desk = {one["kind"]: one["count"] for one in (await decider.get("/correction/desk")).json()["items"]}
    assert desk["special_permits_to_decide"] == 1
    scene.stack.clock.move_to(now + timedelta(hours=2))
    one = f"/correction/special-permits/{asked['id']}"
    late = await decider.post(f"{one}/grant", json={"reason": "同意"})
    assert (late.status_code, late.json()["code"]) == (409, "special_permit_over")
    move = {"agency_id": str(scene.other_office.id), "reason": "搬家"}
    handover = await scene.officer.client.post(f"/correction/orders/{order['id']}/handovers", json=move)
    taker = scene.other_officer.client
    taken = await taker.post(f"/correction/handovers/{handover.json()['id']}/accept")
    assert taken.status_code == 200, taken.text
    await scene.stack.drain()
    assert (await scene.officer.client.get(one)).status_code == 404
    [due] = (await taker.get("/correction/report-dues")).json()["items"]
    excused = await taker.post(f"/correction/report-dues/{due['id']}/excuse", json={"reason": "刚搬来"})
    assert excused.status_code == 200, excused.text
    end = {
        "ground": "died",
        "ended_on": local_date(now).isoformat(),
        "document_on": local_date(now).isoformat(),
        "reason": "因病去世",
        "document": "死亡证明",
    }
    ended = await decider.post(f"/correction/orders/{order['id']}/end-early", json=end)
    assert ended.status_code == 200, ended.text
    await scene.stack.drain()
    assert (await decider.get(one)).json()["status"] == "withdrawn"
    left = (await decider.get(f"/correction/orders/{order['id']}/report-dues")).json()["items"]
    assert {due["status"] for due in left} <= {"withdrawn", "excused"}
