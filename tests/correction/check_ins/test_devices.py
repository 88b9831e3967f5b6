"""Phones' keys: registered at the counter alone, copied phones noticed, refusals noted and never held against."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import col, select, update

from app.correction.alarms.models import Alarm
from app.correction.enums import AlarmCause, AlarmConfidence, DutyStatus
from app.correction.schedule.models import CheckInDuty
from tests.correction.check_ins.phone import Phone, duty_of, owe, phone_with_key, stored
from tests.correction.scene import OUTSIDE, Scene

pytestmark = pytest.mark.anyio


async def alarms(scene: Scene) -> list[Alarm]:
    async with scene.stack.services.database.session() as session:
        unknown = col(Alarm.cause) == AlarmCause.UNKNOWN_DEVICE
        return list((await session.scalars(select(Alarm).where(unknown))).all())


async def test_a_key_needs_the_code_of_the_counter_and_proof_that_the_phone_holds_it(scene: Scene) -> None:
    order = await scene.begin()
    phone = Phone(scene, ec.generate_private_key(ec.SECP256R1()))
    guessed = [await phone.register(order["id"], code=f"{number:06d}") for number in range(2)]
    assert {answer.json()["code"] for answer in guessed} == {"enrolment_refused"}
    assert (await phone.register(order["id"])).status_code == 201
    again = await phone.register(order["id"])
    assert (again.status_code, again.json()["code"]) == (409, "device_key_taken")
    given = (await scene.officer.client.post(f"/correction/orders/{order['id']}/device-codes")).json()
    other = Phone(scene)
    wrong = "000000" if given["code"] != "000000" else "111111"
    for _ in range(5):
        assert (await other.register(order["id"], code=wrong)).status_code == 422
    assert (await other.register(order["id"], code=given["code"])).json()["code"] == "enrolment_refused"
    listed = (await scene.officer.client.get(f"/correction/orders/{order['id']}/devices")).json()["items"]
    assert [(one["algorithm"], one["device_class"]) for one in listed] == [("p256", "android HONOR X50")]
    outside = await scene.other_officer.client.post(f"/correction/orders/{order['id']}/device-codes")
    assert outside.status_code == 404
    await owe(scene, order)
    assert (await phone.send(phone.attempt(await phone.challenge()))).json()["is_signed"]


async def test_an_unknown_revoked_or_copied_phone_is_refused_and_its_attempt_noted(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order)
    challenge = await phone.challenge()
    stranger = Phone(scene, device_id=str(uuid4()))
    refused = await phone.send(stranger.attempt(challenge))
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_device")
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ATTEMPTED
    [alarm] = await alarms(scene)
    assert alarm.confidence is AlarmConfidence.LOW
    forged = phone.attempt(challenge) | {"fixes": [scene.fix(OUTSIDE)]}
    assert (await phone.send(forged)).json()["code"] == "bad_signature"
    stolen = Phone(scene, device_id=phone.device_id)
    assert (await phone.send(stolen.attempt(challenge))).json()["code"] == "bad_signature"
    assert (await phone.send(phone.attempt(challenge, counter=50))).status_code == 201
    await owe(scene, order, since=9)
    challenge = await phone.challenge()
    copied = await phone.send(phone.attempt(challenge, counter=49))
    assert (copied.status_code, copied.json()["code"]) == (409, "counter_backwards")
    earlier = phone.attempt(counter=48, at=scene.stack.clock.now() - timedelta(minutes=5))
    assert (await phone.send(earlier)).status_code == 201
    assert len(await alarms(scene)) == 1
    gone = await scene.subject.client.post(f"/correction/me/devices/{phone.device_id}/revoke")
    assert gone.json()["revoked_at"] is not None
    last_id = await owe(scene, order, since=8)
    kept = await phone.challenge()
    late = await phone.send(phone.attempt(kept, counter=60))
    assert (late.status_code, late.json()["code"]) == (422, "unknown_device")
    async with scene.stack.services.database.transaction() as session:
        swept = update(CheckInDuty).where(col(CheckInDuty.id) == last_id)
        await session.execute(swept.values(status=DutyStatus.MISSED))
    assert (await phone.send(phone.attempt(kept, counter=61))).status_code == 422
    assert (await duty_of(scene, last_id)).status is DutyStatus.MISSED, "a kept nonce alone takes nothing back"
    assert len(await stored(scene)) == 2
    nobodys = await scene.other_officer.client.post(f"/correction/devices/{phone.device_id}/revoke")
    assert nobodys.status_code == 404


async def test_a_registered_phones_missing_signature_is_marked_and_refused_nothing(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order)
    body = phone.attempt(await phone.challenge(), signature=None)
    answer = await phone.send(body)
    assert (answer.status_code, answer.json()["is_signed"]) == (201, False)
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED
    listed = (await scene.officer.client.get(f"/correction/orders/{order['id']}/check-ins")).json()["items"]
    assert listed[0]["marks"] == ["unsigned"]
