"""Electronic positioning: who authorises, what is taken, what the database itself refuses, and who looked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.ids import timed_id
from app.correction.orders.models import CorrectionOrder
from app.correction.positioning.purging import Kept, purge
from app.kernel.actor import Role
from app.kernel.database import connect_raw, driver_url
from tests.correction.positioning.wearing import approved, place, proposal, today, worn
from tests.correction.scene import Json, Scene

pytestmark = pytest.mark.anyio

INSERT = (
    "INSERT INTO device_position (id, at, device_id, person_id, authorisation_id, location_sealed, received_at)"
    " VALUES (:id, :at, :device_id, :person_id, :authorisation_id, 'x', :at)"
)
FORGED = (
    "INSERT INTO positioning_authorisation SELECT (jsonb_populate_record(one, jsonb_build_object("
    "'id', gen_random_uuid(), 'from_on', one.to_on + 5, 'to_on', one.to_on + 9, 'valid_from', one.valid_to"
    " + interval '5 days', 'valid_to', one.valid_to + interval '9 days') || jsonb_build_object({}))).*"
    " FROM positioning_authorisation one"
)
"""A second authorisation written past the product, like the first but for what is given."""
HELD = "INSERT INTO held_location VALUES ('device', '{0}', '{0}', 'alarm', '{0}', now(), 'x', now())"
CLOSED = (
    "UPDATE alarm SET status = 'closed', outcome = 'fault', finding = '查清', closed_at = now(), closed_by = NULL"
)


async def insert(scene: Scene, row: Mapping[str, object]) -> None:
    """A row written past the product."""
    async with scene.stack.services.database.transaction() as session:
        await session.execute(text(INSERT), row)


async def doubt(scene: Scene, order: Json, check_in: Json) -> None:
    """An open alarm that rests on a check-in."""
    at = scene.stack.clock.now()
    ground = Ground("check_in", UUID(check_in["id"]), datetime.fromisoformat(check_in["made_at"]))
    async with scene.stack.services.database.transaction() as session:
        about = await session.get_one(CorrectionOrder, UUID(order["id"]))
        cause, confidence = AlarmCause.DOUBTFUL_FIX, AlarmConfidence.LOW
        await raise_alarm(session, about, cause, key="doubt", confidence=confidence, evidence=[ground], at=at)


async def test_only_the_head_of_the_county_bureau_authorises(scene: Scene) -> None:
    order = await scene.begin()
    path = f"/correction/orders/{order['id']}/positioning"
    officer = scene.officer.client
    assert (await scene.subject.client.post(path, json=proposal(scene))).status_code == 403
    wrong = [
        (proposal(scene, from_on=(today(scene) - timedelta(days=1)).isoformat()), "past"),
        (proposal(scene, days=92), "too_long"),
        (proposal(scene, days=-1), "order"),
        (proposal(scene, renews_id=order["id"], assessment="仍有必要"), "not_extendable"),
    ]
    for body, rule in wrong:
        refused = await officer.post(path, json=body)
        assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (422, rule), refused.text
    proposed = (await officer.post(path, json=proposal(scene))).json()
    assert proposed["allowed_actions"] == ["withdraw"]
    assert (await officer.post(path, json=proposal(scene))).json()["code"] == "positioning_proposed"
    decision = f"/correction/positioning/{proposed['id']}/approve"
    above = await scene.world.person(Role.APPROVER, agency=scene.city)
    for other in (scene.officer, await scene.decider(), above):
        assert (await other.client.post(decision, json={"reason": "同意"})).status_code == 403
    registered = await officer.post(f"{path}/devices", json={})
    assert registered.status_code == 422
    head = await scene.approver()
    in_force = (await head.client.post(decision, json={"reason": "同意"})).json()
    assert (in_force["status"], in_force["valid_from"] >= in_force["decided_at"]) == ("in_force", True)
    await scene.stack.drain()
    papers = (await scene.subject.client.get(f"/correction/orders/{order['id']}/papers")).json()["items"]
    assert papers[-1]["kind"] == "positioning_decision"
    assert (await officer.post(path, json=proposal(scene))).json()["code"] == "already_positioned"

    following = today(scene) + timedelta(days=31)
    longer = proposal(
        scene,
        from_on=following.isoformat(),
        to_on=(following + timedelta(days=20)).isoformat(),
        renews_id=in_force["id"],
        assessment="评估认为仍有必要",
    )
    unassessed = await officer.post(path, json=longer | {"renews_id": None, "assessment": None})
    assert (unassessed.status_code, unassessed.json()["errors"][0]["rule"]) == (422, "extension")
    extension = await officer.post(path, json=longer)
    assert extension.status_code == 201, extension.text
    told = {item["title"] for item in (await scene.subject.client.get("/me/notices")).json()["items"]}
    assert "您收到一份决定" in told


async def test_database_refuses_what_no_authorisation_covers(scene: Scene) -> None:
    order = await scene.begin()
    other = await scene.world.person(name="李某")
    authorisation = await approved(scene, order, days=10)
    device = await worn(scene, order)
    await scene.stack.advance(minutes=10)
    now = scene.stack.clock.now()
    good: dict[str, object] = {
        "id": timed_id(now, device.id),
        "at": now - timedelta(minutes=1),
        "device_id": UUID(device.id),
        "person_id": scene.subject.id,
        "authorisation_id": UUID(authorisation["id"]),
    }
    await insert(scene, good)
    for change in (
        {"at": now + timedelta(days=30)},
        {"at": now - timedelta(days=1)},
        {"person_id": other.id},
        {"authorisation_id": UUID(order["id"])},
    ):
        with pytest.raises(DBAPIError):
            await insert(scene, good | {"id": timed_id(now, "another")} | change)
    changes = (
        FORGED.format(f"'status', 'expired', 'decided_by', '{other.id}'"),
        FORGED.format(f"'person_id', '{other.id}'"),
        FORGED.format("'from_on', one.to_on + 1"),
        HELD.format(other.id),
        "UPDATE device_position SET at = at + interval '90 days'",
        "UPDATE positioning_authorisation SET valid_to = valid_to + interval '1 hour'",
        "UPDATE positioning_authorisation SET to_on = to_on + 1",
        "DELETE FROM positioning_authorisation",
    )
    for statement in changes:
        with pytest.raises(DBAPIError):
            async with scene.stack.services.database.transaction() as session:
                await session.execute(text(statement))
    raw: Any = await connect_raw(driver_url(scene.stack.settings.database_url.get_secret_value()))
    try:
        late = now + timedelta(days=30)
        record = (timed_id(late, "x"), late, device.id, scene.subject.id, authorisation["id"], "x", late)
        with pytest.raises(Exception, match="社区矫正法 29"):
            await raw.copy_records_to_table("device_position", records=[record])
    finally:
        await raw.close()


async def test_device_sends_signed_batches_and_only_what_is_covered_is_kept(scene: Scene) -> None:
    order = await scene.begin()
    before = scene.stack.clock.now()
    none = await scene.officer.client.post(
        f"/correction/orders/{order['id']}/positioning/devices",
        json={"vendor": "a", "model": "b", "serial": "c", "algorithm": "ed25519", "public_key": "AAAA"},
    )
    assert none.json()["code"] == "positioning_not_authorised"
    authorisation = await approved(scene, order)
    device = await worn(scene, order)
    await scene.stack.advance(minutes=30)
    now = scene.stack.clock.now()
    client = scene.stack.client
    places = [place(now), place(now - timedelta(minutes=5)), place(before - timedelta(hours=1))]
    batch: dict[str, object] = {"positions": places}
    first = await device.send(client, 1, **batch)
    assert first.json() == {"stored": 2, "refused": 1, "keep_sending": True}, first.text
    await scene.stack.advance(minutes=10)
    assert (await device.send(client, 1, **batch)).json() == first.json()
    shown = (await scene.officer.client.get(f"/correction/orders/{order['id']}/positioning")).json()
    assert shown["devices"][0]["last_heard_at"][:19] == now.isoformat()[:19]  # a copy sent again shows no life
    assert (await device.send(client, 1, positions=[])).json()["code"] == "counter_backwards"
    body = {"device_id": device.id, "counter": 2}
    forged = await client.post("/correction/positioning/batches", json=body, headers={"X-Device-Signature": "AA"})
    assert (forged.status_code, forged.json()["code"]) == (403, "device_refused")
    not_a_place = await device.send(client, 2, positions=[place(now, latitude_deg=230.0)])
    assert not_a_place.status_code == 422

    signals = [
        {"kind": "tampered", "at": now.isoformat()},
        {"kind": "low_battery", "at": now.isoformat(), "battery_percent": 9},
    ]
    await device.send(client, 2, signals=signals)
    await device.send(client, 3, signals=[signals[1]])
    alarms = (await scene.officer.client.get("/correction/alarms")).json()["items"]
    assert [alarm["cause"] for alarm in alarms] == ["device_tampered"]
    await scene.stack.drain()
    told = [item["title"] for item in (await scene.subject.client.get("/me/notices")).json()["items"]]
    assert told.count("装置快没电了") == 1

    look = {"since": before.isoformat(), "until": (now + timedelta(hours=1)).isoformat(), "reason": "核实提醒"}
    path = f"/correction/orders/{order['id']}/positions/look"
    assert (await scene.other_officer.client.post(path, json=look)).status_code == 404
    seen = (await scene.officer.client.post(path, json=look)).json()
    assert len(seen["items"]) == 2
    far = look | {"until": (now + timedelta(days=9)).isoformat()}
    assert (await scene.officer.client.post(path, json=far)).status_code == 422
    looks = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert any(one["object_type"] == "device_position" for one in looks)

    lift = f"/correction/positioning/{authorisation['id']}/lift"
    assert (await scene.officer.client.post(lift, json={"reason": "不再需要"})).json()["status"] == "lifted"
    await scene.stack.advance(minutes=5)
    after = await device.send(client, 4, positions=[place(scene.stack.clock.now())])
    assert after.json() == {"stored": 0, "refused": 1, "keep_sending": False}
    # Taken off when nothing requires it any more: nobody is asked why.
    [alarm] = (await scene.officer.client.get("/correction/alarms")).json()["items"]
    closed = {"outcome": "fault", "finding": "带扣松了"}
    assert (
        await scene.officer.client.post(f"/correction/alarms/{alarm['id']}/close", json=closed)
    ).status_code == 200
    await device.send(client, 5, signals=[{"kind": "tampered", "at": scene.stack.clock.now().isoformat()}])
    assert len((await scene.officer.client.get("/correction/alarms")).json()["items"]) == 1


async def test_locations_go_on_time_but_for_what_is_open(scene: Scene) -> None:
    order = await scene.begin()
    await approved(scene, order, days=80)
    device = await worn(scene, order)
    client = scene.stack.client
    await scene.stack.advance(hours=1)
    tampered_at = scene.stack.clock.now()
    quiet_at = tampered_at + timedelta(hours=5)
    signal = {"kind": "tampered", "at": tampered_at.isoformat()}
    await device.send(client, 1, positions=[place(tampered_at)], signals=[signal])
    await scene.stack.advance(hours=5)
    await device.send(client, 2, positions=[place(quiet_at)])
    look = {
        "since": (tampered_at - timedelta(hours=1)).isoformat(),
        "until": (quiet_at + timedelta(hours=1)).isoformat(),
        "reason": "核实提醒",
    }
    path = f"/correction/orders/{order['id']}/positions/look"
    assert len((await scene.officer.client.post(path, json=look)).json()["items"]) == 2
    await scene.stack.advance(hours=2)
    checked = (await scene.check_in(scene.fix())).json()
    free = (await scene.check_in(scene.fix())).json()
    await doubt(scene, order, checked)
    kept = Kept(check_ins=timedelta(days=90), positions=timedelta(days=90))
    async with scene.stack.services.database.transaction() as session:
        await purge(session, kept, at=scene.stack.clock.now() + timedelta(days=80))
    assert len((await scene.officer.client.post(path, json=look)).json()["items"]) == 2
    async with scene.stack.services.database.transaction() as session:
        await purge(session, kept, at=scene.stack.clock.now() + timedelta(days=100))
        left = await session.execute(text("SELECT count(*) FROM device_position"))
        assert left.scalar_one() == 0
    held = (await scene.officer.client.post(path, json=look)).json()["items"]
    assert [one["at"][:16] for one in held] == [tampered_at.isoformat()[:16]]
    for check_in, places in ((checked, 1), (free, 0)):
        shown = (await scene.officer.client.get(f"/correction/check-ins/{check_in['id']}")).json()
        assert len(shown["fixes"]) == places
    async with scene.stack.services.database.transaction() as session:
        await session.execute(text(CLOSED))
        await purge(session, kept, at=scene.stack.clock.now() + timedelta(days=101))
    assert (await scene.officer.client.post(path, json=look)).json()["items"] == []
