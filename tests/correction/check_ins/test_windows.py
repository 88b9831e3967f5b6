"""Windows, challenges and races: one answer for a window, one check-in for an attempt, whoever sends what when."""

from datetime import timedelta
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlmodel import col, func, select, update

from app.correction.check_ins.models import CheckInFix
from app.correction.enums import DutyKind, DutyStatus
from app.correction.schedule.models import CheckInDuty
from app.identity.models import LoginSession, RoleGrant
from app.kernel.events import EventRecord
from tests.correction.check_ins.phone import Phone, duty_of, owe, phone_with_key, stored
from tests.correction.scene import INSIDE, OUTSIDE, Json, Scene

pytestmark = pytest.mark.anyio


async def together(phone: Phone, bodies: list[Json]) -> list[httpx.Response]:
    """Sent at once, each over a connection of its own."""
    answers: list[httpx.Response] = []

    async def send(body: Json) -> None:
        client = phone.scene.stack.new_client(phone.scene.subject.token)
        answers.append(await phone.send(body, client))

    async with anyio.create_task_group() as group:
        for body in bodies:
            group.start_soon(send, body)
    return answers


async def doubts(scene: Scene) -> int:
    async with scene.stack.services.database.session() as session:
        told = select(func.count()).where(col(EventRecord.name) == "CheckInDoubtful")
        return (await session.execute(told)).scalar_one()


async def test_a_signed_answer_to_its_challenge_answers_the_window_and_alerts_nobody(
    scene: Scene,
) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order)
    challenge = await phone.challenge()
    assert challenge == await phone.challenge() | {"now": challenge["now"]}
    assert (challenge["duty_id"], challenge["kind"], len(challenge["phrase"])) == (str(duty_id), "spot", 6)
    answer = await phone.send(phone.attempt(challenge))
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["verdict"], told["is_signed"], told["is_late"], told["is_offline"]) == (
        "inside",
        True,
        False,
        False,
    )
    duty = await duty_of(scene, duty_id)
    assert (duty.status, str(duty.check_in_id)) == (DutyStatus.ANSWERED, told["id"])
    assert await doubts(scene) == 0
    gone = await scene.subject.client.get("/correction/me/challenge")
    assert (gone.status_code, gone.json()["code"]) == (404, "no_window")
    seen = (await scene.subject.client.get(f"/correction/check-ins/{told['id']}")).json()
    assert {key: seen[key] for key in told} == told
    async with scene.stack.services.database.session() as session:
        [fix] = (await session.scalars(select(CheckInFix))).all()
    assert fix.location_sealed.startswith("v1.")
    assert "30.22" not in fix.location_sealed


async def test_races_end_with_one_check_in_for_an_attempt_and_one_answer_for_a_window(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    second = Phone(scene)
    assert (await second.register(order["id"])).status_code == 201
    await owe(scene, order)
    challenge = await phone.challenge()
    body = phone.attempt(challenge)
    answers = await together(phone, [body] * 5)
    assert [answer.status_code for answer in answers] == [201] * 5, [answer.text for answer in answers]
    assert len({answer.text for answer in answers}) == 1
    assert len(await stored(scene)) == 1
    duty_id = await owe(scene, order, since=9)
    challenge = await phone.challenge()
    answers = await together(phone, [phone.attempt(challenge), second.attempt(challenge)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert {answer.json()["code"] for answer in answers if answer.is_client_error} == {"challenge_used"}
    duty = await duty_of(scene, duty_id)
    assert [row.id for row in await stored(scene) if row.duty_id == duty_id] == [duty.check_in_id]


async def test_a_nonce_is_good_for_one_person_one_window_and_one_attempt(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    await owe(scene, order)
    challenge = await phone.challenge()
    other_window = await owe(scene, order, since=5, minutes=90)
    wrong = [
        challenge | {"duty_id": str(other_window)},
        challenge | {"nonce": challenge["nonce"][::-1]},
        challenge | {"duty_id": str(uuid4())},
    ]
    for one in wrong:
        refused = await phone.send(phone.attempt(one))
        assert (refused.status_code, refused.json()["code"]) == (422, "challenge_wrong")
    first, scene.subject = scene.subject, await scene.world.person(name="李某")
    friend_order, friend = await phone_with_key(scene)
    relayed = await friend.send(friend.attempt(challenge))
    assert (relayed.status_code, relayed.json()["code"]) == (422, "challenge_wrong")
    scene.subject = first
    body = phone.attempt(challenge)
    assert (await phone.send(body)).status_code == 201
    replay = await phone.send(phone.attempt(challenge))
    assert (replay.status_code, replay.json()["code"]) == (409, "challenge_used")
    changed = await phone.send(phone.signed(body | {"fixes": [scene.fix(OUTSIDE)]}))
    assert (changed.status_code, changed.json()["code"]) == (422, "attempt_differs")
    assert (await phone.send(body)).status_code == 201
    assert len(await stored(scene)) == 1
    assert friend_order["id"] != order["id"]


async def test_what_was_made_without_network_counts_when_it_comes_and_is_shown_as_late(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order, minutes=20)
    body = phone.attempt()
    await scene.stack.advance(hours=3)
    async with scene.stack.services.database.transaction() as session:
        missed = update(CheckInDuty).where(col(CheckInDuty.id) == duty_id).values(status=DutyStatus.MISSED)
        await session.execute(missed)
    scene.subject.client.headers["Authorization"] = f"Bearer {scene.subject.token}"
    answer = await phone.send(body)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["is_late"], told["is_offline"], told["verdict"]) == (True, True, "inside")
    assert "补交" in told["message"]
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED
    assert await doubts(scene) == 1


async def test_a_failed_attempt_is_no_miss_and_a_later_one_still_answers(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order)
    challenge = await phone.challenge()
    failed = await phone.send(phone.attempt(challenge, fixes=[], failures=["no_permission", "low_battery"]))
    assert failed.status_code == 201, failed.text
    told = failed.json()
    assert (told["verdict"], told["reasons"]) == ("indeterminate", ["no_fix"])
    assert told["failures"] == ["no_permission", "low_battery"]
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ATTEMPTED
    assert (await phone.send(phone.attempt(signature=None))).status_code == 201
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ATTEMPTED
    assert (await phone.send(phone.attempt(challenge))).json()["verdict"] == "inside"
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ANSWERED
    nothing = await phone.send(phone.attempt(challenge, signature=None) | {"fixes": []})
    assert nothing.status_code == 422


async def test_what_changes_meanwhile_is_judged_by_as_it_is_now(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    for _ in range(2):
        await owe(scene, order)
        assert (await phone.send(phone.attempt(await phone.challenge()))).json()["verdict"] == "inside"
    far = {"geometry": {"type": "Polygon", "coordinates": [[[121, 31], [121.1, 31], [121.1, 31.1], [121, 31]]]}}
    path = f"/correction/orders/{order['id']}"
    shown = await scene.officer.client.get(path)
    headers = {"If-Match": shown.headers["etag"]}
    moved = await scene.officer.client.put(f"{path}/area", json=far | {"datum": "wgs84"}, headers=headers)
    assert moved.status_code == 200, moved.text
    await owe(scene, order)
    assert (await phone.send(phone.attempt(await phone.challenge()))).json()["verdict"] != "inside"


async def test_a_log_in_that_ended_or_a_role_that_was_lost_ends_with_the_next_request(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    duty_id = await owe(scene, order)
    challenge = await phone.challenge()
    database, at = scene.stack.services.database, scene.stack.clock.now()
    async with database.transaction() as session:
        grants = update(RoleGrant).where(col(RoleGrant.person_id) == scene.subject.id)
        await session.execute(grants.values(valid_to=at))
    lost = await phone.send(phone.attempt(challenge))
    assert lost.status_code == 403, lost.text
    async with database.transaction() as session:
        logins = update(LoginSession).where(col(LoginSession.person_id) == scene.subject.id)
        await session.execute(logins.values(revoked_at=at, revoke_reason="logout"))
    ended = await phone.send(phone.attempt(challenge))
    assert ended.status_code == 401, ended.text
    assert (await duty_of(scene, duty_id)).status is DutyStatus.WAITING
    assert await stored(scene) == []


async def test_windows_that_closed_and_clocks_that_are_wrong_are_told(scene: Scene) -> None:
    order, phone = await phone_with_key(scene)
    await owe(scene, order, minutes=20)
    challenge = await phone.challenge()
    clock = scene.stack.clock
    await scene.stack.advance(minutes=30)
    closed = await phone.send(phone.attempt(challenge))
    assert (closed.status_code, closed.json()["code"]) == (409, "window_closed")
    for wrong in (timedelta(minutes=20), timedelta(days=-40)):
        off = await phone.send(phone.attempt(challenge, at=clock.now() + wrong))
        assert (off.status_code, off.json()["code"]) == (422, "clock_wrong")
        assert off.json()["server_time"]
    assert (INSIDE, await stored(scene)) == (INSIDE, [])


async def test_what_cannot_be_taken_is_no_miss_and_what_does_not_count_is_said(scene: Scene) -> None:
    """A wrong clock, or neither nonce nor signature: something arrived, and the person is told the truth."""
    order = await scene.begin()
    phone = Phone(scene)
    duty_id = await owe(scene, order)
    challenge = await phone.challenge()
    early = phone.attempt(challenge, at=scene.stack.clock.now() + timedelta(minutes=20))
    assert (await phone.send(early)).json()["code"] == "clock_wrong"
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ATTEMPTED
    unbound = (await phone.send(phone.attempt())).json()
    assert (unbound["verdict"], unbound["duty_id"]) == ("inside", str(duty_id))
    assert "还不算签到" in unbound["message"]
    assert (await duty_of(scene, duty_id)).status is DutyStatus.ATTEMPTED
    assert (await phone.send(phone.attempt(challenge))).json()["message"] == "签到成功。定位显示您在规定区域内。"
    borrowed = {"owner_name": "村干部老周", "consent": "我同意用老周的手机签到。"}
    confirm_id = await owe(scene, order, since=9, kind=DutyKind.CONFIRM)
    assert (await phone.send(phone.attempt(await phone.challenge(), borrowed=borrowed))).status_code == 201
    assert (await duty_of(scene, confirm_id)).status is DutyStatus.ANSWERED
    async with scene.stack.services.database.session() as session:
        told = select(EventRecord).where(col(EventRecord.name) == "CheckInDoubtful")
        duties = {str(event.payload["duty_id"]) for event in await session.scalars(told)}
    assert str(confirm_id) in duties
