"""A visit, a call and a borrowed phone answer what is owed as a phone of one's own does."""

from uuid import uuid4

import anyio
import pytest

from app.correction.enums import DutyStatus
from tests.correction.check_ins.phone import Phone, duty_of, owe, phone_with_key, stored
from tests.correction.scene import INSIDE, Json, Scene

pytestmark = pytest.mark.anyio


def record(scene: Scene, channel: str, **changes: object) -> Json:
    return {
        "attempt_id": str(uuid4()),
        "channel": channel,
        "made_at": scene.stack.clock.now().isoformat(),
        "verified_by": "voice",
        "note": "听声音是本人，在家",
    } | changes


async def test_an_officer_records_visits_calls_and_helpers_phones(scene: Scene) -> None:
    order = await scene.begin()
    path = f"/correction/orders/{order['id']}/check-ins"
    helped = {"helper_name": "李秀英", "consent": "我同意借她的手机签到", "fixes": [scene.fix(INSIDE)]}
    for channel, more in (("counter", {}), ("call", {}), ("helper", helped)):
        duty_id = await owe(scene, order)
        body = record(scene, channel, **more)
        answer = await scene.officer.client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert (told["channel"], told["verdict"]) == (channel, "inside" if more else None)
        assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED
        again = await scene.officer.client.post(path, json=body)
        assert (again.status_code, again.json()["id"]) == (201, told["id"])
        assert (await scene.officer.client.post(path, json=body | {"note": "别的"})).status_code == 422
    assert len(await stored(scene)) == 3
    assert (await scene.other_officer.client.post(path, json=record(scene, "call"))).status_code == 404
    assert (await scene.officer.client.post(path, json=record(scene, "helper"))).status_code == 422
    late = record(scene, "call", made_at="2190-01-01T00:00:00Z")
    assert (await scene.officer.client.post(path, json=late)).status_code == 422


async def test_a_visit_entered_while_the_phone_sends_too_is_taken_and_one_answers_the_window(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    path = f"/correction/orders/{order['id']}/check-ins"
    for since in (1, 2, 3):
        duty_id = await owe(scene, order, since=since)
        attempt, visit = phone.attempt(await phone.challenge()), record(scene, "counter")
        codes: dict[str, int] = {}

        async def send(attempt: Json = attempt, codes: dict[str, int] = codes) -> None:
            codes["phone"] = (await phone.send(attempt)).status_code

        async def enter(visit: Json = visit, codes: dict[str, int] = codes) -> None:
            codes["visit"] = (await scene.officer.client.post(path, json=visit)).status_code

        async with anyio.create_task_group() as group:
            group.start_soon(send)
            group.start_soon(enter)
        assert (codes["visit"], codes["phone"] in (201, 409)) == (201, True), codes
        assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED


async def test_a_borrowed_phone_needs_no_key_and_names_whose_it_is(scene: Scene) -> None:
    order = await scene.begin()
    duty_id = await owe(scene, order)
    phone = Phone(scene)
    borrowed = {"owner_name": "李秀英", "consent": "我同意借用邻居的手机签到"}
    body = phone.attempt(await phone.challenge(), borrowed=borrowed)
    answer = await phone.send(body)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["channel"], answer.json()["verdict"]) == ("helper", "inside")
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED
    none = await scene.officer.client.post(
        f"/correction/check-ins/{answer.json()['id']}/face", json={"finding": "matches", "note": None}
    )
    assert none.status_code == 404
