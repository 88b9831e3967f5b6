"""A fix outside: asked about once, settled by a second fix, a visit or a call; nobody is alarmed by one fix."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.contracts.correction_ending import CorrectionEnded
from app.correction.check_ins.challenges import nonce_of
from app.correction.check_ins.confirming.asking import drop
from app.correction.orders.models import CorrectionOrder
from tests.correction.scene import INSIDE, OUTSIDE, Scene
from tests.correction.schedule.windows import moment, my_duties, my_ledger, pass_to

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

FAR = (30.22, 120.3)
FARTHER = (30.2201, 120.3012)
QUESTIONS = "/correction/location-questions"


async def stray(scene: Scene, place: tuple[float, float] = OUTSIDE, **changes: object) -> httpx.Response:
    """Check in at a place, and let the product see it."""
    answer = await scene.check_in(scene.fix(place, **changes))
    assert answer.status_code == 201, answer.text
    await scene.stack.drain()
    return answer


async def answer(scene: Scene, place: tuple[float, float]) -> httpx.Response:
    """Answer the check-in owed to make sure, with its nonce."""
    [question] = await questions(scene, status="asked")
    nonce = nonce_of(scene.stack.services.vault, UUID(question["duty_id"]), scene.subject.id)
    challenge = {"duty_id": question["duty_id"], "nonce": nonce}
    came = await scene.check_in(scene.fix(place), challenge=challenge)
    assert came.status_code == 201, came.text
    await scene.stack.drain()
    return came


async def questions(scene: Scene, **query: str) -> list[Json]:
    answer = await scene.officer.client.get(QUESTIONS, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def alarms(scene: Scene) -> list[tuple[str, str]]:
    shown = (await scene.officer.client.get("/correction/alarms")).json()["items"]
    return [(alarm["cause"], alarm["confidence"]) for alarm in shown]


async def ledger(scene: Scene, order: Json) -> list[str]:
    shown = (await scene.officer.client.get(f"/correction/orders/{order['id']}/ledger")).json()["items"]
    return sorted(entry["kind"] for entry in shown)


async def notices(scene: Scene) -> list[str]:
    shown = (await scene.subject.client.get("/me/notices")).json()["items"]
    return [notice["title"] for notice in shown]


async def test_one_fix_outside_alarms_nobody_and_a_second_one_does(scene: Scene) -> None:
    order = await scene.begin()
    first = await stray(scene)
    [question] = await questions(scene, status="asked")
    assert (question["check_in_id"], question["outcome"]) == (first.json()["id"], None)
    assert "还不是违规" in question["message"]
    assert await alarms(scene) == []
    assert "请再签到一次" in await notices(scene)
    await stray(scene, FAR)
    assert len(await questions(scene)) == 1, "asked once"
    assert await alarms(scene) == [], "the same error still: it came within a minute"
    await scene.stack.advance(minutes=5)
    await answer(scene, FARTHER)
    [question] = await questions(scene)
    assert (question["status"], question["outcome"]) == ("confirmed", "second_outside")
    assert await alarms(scene) == [("outside_confirmed", "medium")]
    await stray(scene, FAR)
    assert len(await questions(scene)) == 1, "the alarm is being looked into"
    assert "outside" in await ledger(scene, order)


async def test_an_answer_inside_was_drift_and_leaves_no_mark(scene: Scene) -> None:
    order = await scene.begin()
    await stray(scene)
    await scene.stack.advance(minutes=5)
    await answer(scene, INSIDE)
    await scene.stack.advance(minutes=30)
    await scene.stack.drain()
    [question] = await questions(scene)
    assert (question["status"], question["outcome"]) == ("cleared", "second_inside")
    assert await alarms(scene) == []
    assert await ledger(scene, order) == ["drift", "outside"]


async def test_without_an_answer_an_officer_calls_and_what_was_said_settles_it(scene: Scene) -> None:
    await scene.begin()
    await stray(scene)
    await scene.stack.advance(minutes=30)
    await scene.stack.drain()
    [question] = await questions(scene)
    assert (question["status"], question["allowed_actions"]) == ("asked", ["call"])
    assert question["office_asked_at"] is not None
    there = f"{QUESTIONS}/{question['id']}/calls"
    call = {"finding": "unreached", "note": "打了两次没人接"}
    assert (await scene.other_officer.client.post(there, json=call)).status_code == 404
    unreached = await scene.officer.client.post(there, json=call)
    assert (unreached.status_code, unreached.json()["status"]) == (201, "asked")
    said = {"finding": "outside", "note": "本人说在外地看病"}
    confirmed = await scene.officer.client.post(there, json=said)
    assert (confirmed.json()["outcome"], len(confirmed.json()["calls"])) == ("call_outside", 2)
    await scene.stack.drain()
    assert ("outside_confirmed", "high") in await alarms(scene)
    again = await scene.officer.client.post(there, json=said)
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    own = (await scene.subject.client.get(QUESTIONS)).json()["items"]
    assert [one["allowed_actions"] for one in own] == [[]]


async def test_a_call_that_finds_nothing_wrong_clears_it_and_a_late_attempt_is_for_the_office(
    scene: Scene,
) -> None:
    order = await scene.begin()
    await stray(scene)
    [question] = await questions(scene)
    said = {"finding": "inside", "note": "视频看到在家"}
    cleared = await scene.officer.client.post(f"{QUESTIONS}/{question['id']}/calls", json=said)
    assert (cleared.json()["status"], cleared.json()["outcome"]) == ("cleared", "call_inside")
    assert await alarms(scene) == []
    assert await ledger(scene, order) == ["cleared", "outside"]
    scene.stack.clock.move_to(scene.stack.clock.now() + timedelta(hours=2))
    hour_ago = (scene.stack.clock.now() - timedelta(hours=1)).isoformat()
    late = await scene.check_in(scene.fix(FAR, fixed_at=hour_ago), made_at=hour_ago)
    assert (late.status_code, late.json()["verdict"]) == (201, "outside"), late.text
    await scene.stack.drain()
    [question] = await questions(scene, status="asked")
    assert question["duty_id"] is None, "where somebody is now says nothing of an hour ago"
    assert question["office_asked_at"] is not None
    async with scene.stack.services.database.transaction() as session:
        row = await session.get_one(CorrectionOrder, UUID(order["id"]))
        ended = CorrectionEnded.model_construct(order_id=row.id, person_id=row.person_id, agency_id=row.agency_id)
        await drop(session, ended, scene.stack.clock.now())
    assert await questions(scene, status="asked") == []


async def test_a_borrowed_phones_word_without_a_nonce_settles_nothing(scene: Scene) -> None:
    await scene.begin()
    await stray(scene)
    await scene.stack.advance(minutes=5)
    borrowed = {"owner_name": "李秀英", "consent": "我同意借用邻居的手机签到"}
    relayed = await scene.check_in(scene.fix(INSIDE), borrowed=borrowed, failures=["low_battery"])
    assert (relayed.status_code, relayed.json()["verdict"]) == (201, "inside"), relayed.text
    await scene.stack.drain()
    [question] = await questions(scene)
    assert (question["status"], question["outcome"]) == ("asked", None)


async def test_whoever_is_found_where_they_may_be_did_not_miss_being_asked(scene: Scene) -> None:
    await scene.begin()
    await stray(scene)
    [question] = await questions(scene, status="asked")
    await pass_to(scene, moment(question["closes_at"]) + timedelta(minutes=7))
    assert "missed" in [line["kind"] for line in await my_ledger(scene)]
    said = {"finding": "inside", "note": "视频看到在家，手机在充电"}
    called = await scene.officer.client.post(f"{QUESTIONS}/{question['id']}/calls", json=said)
    assert called.status_code == 201, called.text
    await scene.stack.drain()
    taken_back = {line["kind"]: line["taken_back"] for line in await my_ledger(scene)}
    assert taken_back == {"outside": True, "missed": True, "cleared": False, "excused": False}
    [duty] = await my_duties(scene, past=True)
    assert (duty["kind"], duty["status"], duty["explain_until"]) == ("confirm", "excused", None)


async def test_outside_again_after_an_unanswered_question_alarms_unless_something_was_inside_between(
    scene: Scene,
) -> None:
    await scene.begin()
    await stray(scene)
    await pass_to(scene, scene.stack.clock.now() + timedelta(hours=2))
    await stray(scene, INSIDE)
    await pass_to(scene, scene.stack.clock.now() + timedelta(hours=2))
    await stray(scene, FAR)
    assert [one["status"] for one in await questions(scene)] == ["asked", "cleared"], "asked anew"
    assert await alarms(scene) == []
    await pass_to(scene, scene.stack.clock.now() + timedelta(hours=2))
    await stray(scene, FARTHER)
    assert [one["outcome"] for one in await questions(scene)] == ["second_outside", "lapsed"]
    assert await alarms(scene) == [("outside_confirmed", "medium")]
