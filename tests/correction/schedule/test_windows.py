"""Windows: opened, answered, missed, explained, excused; the person hears first."""

from datetime import timedelta

import pytest

from tests.correction.check_ins.phone import Phone
from tests.correction.scene import Scene
from tests.correction.schedule.windows import (
    alarms,
    begin_red,
    challenge,
    miss_next,
    moment,
    my_duties,
    my_ledger,
    pass_to,
    pass_window,
    told,
)

pytestmark = pytest.mark.anyio


async def test_a_window_is_announced_answered_and_over(scene: Scene) -> None:
    await begin_red(scene)
    duties = await my_duties(scene)
    assert len(duties) >= 12
    assert {duty["status"] for duty in duties} == {"waiting"}
    [first, *_] = duties
    assert first["ways"] == ["phone", "counter", "call", "helper"]
    assert first["allowed_actions"] == []
    await scene.stack.advance(to=moment(first["opens_at"]))
    assert await told(scene) == ["请签到"]
    assert (await my_duties(scene))[0]["allowed_actions"] == ["check_in", "explain"]
    made = await scene.check_in(scene.fix(), challenge=challenge(scene, first))
    assert made.status_code == 201, made.text
    await scene.stack.advance(to=moment(first["closes_at"]) + timedelta(minutes=6))
    [past] = await my_duties(scene, past=True)
    assert (past["status"], past["check_in_id"] is not None) == ("answered", True)
    assert (await told(scene), await my_ledger(scene), await alarms(scene)) == (["请签到"], [], [])
    await scene.stack.advance(to=moment(duties[1]["closes_at"]) + timedelta(minutes=6))
    assert await told(scene) == ["没有收到您的签到", "签到时间快到了", "请签到", "请签到"]


async def test_silence_is_told_to_the_person_first_and_to_the_office_after_their_time(scene: Scene) -> None:
    order = await begin_red(scene)
    missed = await miss_next(scene)
    assert missed["status"] == "missed"
    assert await told(scene) == ["没有收到您的签到"]
    [line] = await my_ledger(scene)
    assert (line["kind"], line["duty_id"], line["taken_back"]) == ("missed", missed["id"], False)
    assert await alarms(scene) == []
    until = moment(missed["explain_until"])
    assert until - moment(missed["told_at"]) == timedelta(hours=24)
    await pass_to(scene, until - timedelta(minutes=1))
    assert await alarms(scene) == []
    await pass_to(scene, until)
    [alarm] = await alarms(scene)
    assert (alarm["cause"], alarm["confidence"], alarm["order_id"]) == ("check_in_missed", "medium", order["id"])
    excuse = {"excuse": "device_fault", "note": "看过手机维修单。"}
    path = f"/correction/duties/{missed['id']}/excuse"
    assert (await scene.other_officer.client.post(path, json=excuse)).status_code == 404
    assert (await scene.subject.client.post(path, json=excuse)).status_code == 403
    excused = await scene.officer.client.post(path, json=excuse)
    assert (excused.status_code, excused.json()["status"]) == (200, "excused"), excused.text
    await scene.stack.drain()
    [alarm] = await alarms(scene)
    assert (alarm["status"], alarm["outcome"]) == ("closed", "fault")
    ledger = {line["kind"]: line["taken_back"] for line in await my_ledger(scene)}
    assert ledger == {"missed": True, "excused": False}
    assert (await told(scene))[0] == "这次不用签到了"


async def test_what_is_explained_waits_for_a_person_and_no_alarm_is_raised_by_time(scene: Scene) -> None:
    order = await begin_red(scene)
    missed = await miss_next(scene)
    path = f"/correction/duties/{missed['id']}"
    early = await scene.officer.client.post(f"{path}/look-into", json={"note": "不清楚。"})
    assert (early.status_code, early.json()["code"]) == (409, "nothing_explained")
    said = {"words": "住院了，手机不在身边。", "evidence_ids": [order["id"]]}
    wrong = await scene.subject.client.post(f"{path}/explanations", json=said)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "evidence_ids.0")
    answer = await scene.subject.client.post(f"{path}/explanations", json=said | {"evidence_ids": []})
    assert answer.status_code == 201, answer.text
    assert answer.json()["explain_until"] is None
    await pass_to(scene, scene.stack.clock.now() + timedelta(days=2))
    assert [alarm for alarm in await alarms(scene) if alarm["cause"] == "check_in_missed"] == []
    listed = (await scene.officer.client.get("/correction/duties/explained")).json()["items"]
    assert [duty["id"] for duty in listed] == [missed["id"]]
    read = (await scene.officer.client.get(path)).json()
    assert read["explanations"][0]["words"] == said["words"]
    assert read["allowed_actions"] == ["explain", "excuse", "look_into"]
    looked = await scene.officer.client.post(f"{path}/look-into", json={"note": "和医院说的对不上。"})
    assert looked.status_code == 200, looked.text
    [alarm] = [one for one in await alarms(scene) if one["cause"] == "check_in_missed"]
    assert (alarm["status"], alarm["outcome"]) == ("raised", None)
    assert (await scene.officer.client.get("/correction/duties/explained")).json()["items"] == []
    kinds = [line["kind"] for line in await my_ledger(scene) if line["duty_id"] == missed["id"]]
    assert kinds == ["not_accepted", "explained", "missed"]


async def test_who_tried_in_vain_is_never_missing(scene: Scene) -> None:
    await begin_red(scene)
    [duty, *_] = await my_duties(scene)
    scene.stack.clock.move_to(moment(duty["opens_at"]) + timedelta(minutes=10))
    body = {"attempt_id": duty["id"], "fixes": [], "failures": ["no_permission"]}
    body["made_at"] = scene.stack.clock.now().isoformat()
    tried = await scene.subject.client.post("/correction/check-ins", json=body)
    assert tried.status_code == 201, tried.text
    await pass_window(scene, duty)
    await pass_to(scene, moment(duty["closes_at"]) + timedelta(days=1, hours=1))
    past = next(one for one in await my_duties(scene, past=True) if one["id"] == duty["id"])
    assert past["status"] == "attempted"
    assert {line["kind"] for line in await my_ledger(scene) if line["duty_id"] == duty["id"]} == {
        "attempt_failed",
        "fault",
    }
    assert [alarm for alarm in await alarms(scene) if alarm["cause"] == "check_in_missed"] == []
    assert "看到您试过签到" in await told(scene)
    says = {"words": "手机权限被关了。"}
    said = await scene.subject.client.post(f"/correction/duties/{duty['id']}/explanations", json=says)
    assert said.status_code == 201, said.text


async def test_saying_so_before_the_window_closes_is_a_sign_of_life(scene: Scene) -> None:
    await begin_red(scene)
    [duty, later, *_] = await my_duties(scene)
    path = f"/correction/duties/{duty['id']}/explanations"
    early = await scene.subject.client.post(path, json={"words": "明天要做手术。"})
    assert (early.status_code, early.json()["code"]) == (409, "nothing_to_explain")
    scene.stack.clock.move_to(moment(duty["opens_at"]))
    said = await scene.officer.client.post(path, json={"words": "打电话来说手机坏了。"})
    assert said.status_code == 201, said.text
    await pass_window(scene, duty)
    [past] = await my_duties(scene, past=True)
    assert past["status"] == "attempted"
    assert {line["kind"] for line in await my_ledger(scene)} == {"explained", "fault"}
    assert (await scene.officer.client.get(f"/correction/duties/{later['id']}")).status_code == 200
    assert (await scene.other_officer.client.get(f"/correction/duties/{later['id']}")).status_code == 404


async def test_words_sent_while_a_window_is_open_do_not_keep_it_from_being_looked_into(scene: Scene) -> None:
    await begin_red(scene)
    [duty, *_] = await my_duties(scene)
    await pass_to(scene, moment(duty["opens_at"]) + timedelta(minutes=5))
    path = f"/correction/duties/{duty['id']}"
    said = await scene.subject.client.post(f"{path}/explanations", json={"words": "忘了。"})
    assert said.status_code == 201, said.text
    open_still = await scene.officer.client.post(f"{path}/look-into", json={"note": "再看看。"})
    assert (open_still.status_code, open_still.json()["code"]) == (409, "nothing_explained")
    await pass_window(scene, duty)
    read = (await scene.officer.client.get(path)).json()
    assert (read["status"], "look_into" in read["allowed_actions"]) == ("attempted", True)
    looked = await scene.officer.client.post(f"{path}/look-into", json={"note": "和单位说的对不上。"})
    assert looked.status_code == 200, looked.text
    [alarm] = await alarms(scene)
    assert (alarm["cause"], alarm["confidence"]) == ("check_in_missed", "low")
    assert (await scene.officer.client.get("/correction/duties/explained")).json()["items"] == []


async def test_a_failed_attempt_that_arrives_after_the_sweep_takes_missed_back(scene: Scene) -> None:
    order = await begin_red(scene)
    phone = Phone(scene)
    assert (await phone.register(order["id"])).status_code == 201
    [duty, *_] = await my_duties(scene)
    scene.stack.clock.move_to(moment(duty["opens_at"]) + timedelta(minutes=5))
    tried = phone.attempt(fixes=[], failures=["no_signal"])
    await pass_window(scene, duty)
    assert [line["kind"] for line in await my_ledger(scene)] == ["missed"]
    arrived = await phone.send(tried, scene.stack.new_client(scene.subject.token))
    assert (arrived.status_code, arrived.json()["is_late"]) == (201, True), arrived.text
    await scene.stack.drain()
    taken_back = {line["kind"]: line["taken_back"] for line in await my_ledger(scene)}
    assert taken_back == {"missed": True, "attempt_failed": False, "corrected": False}
    await pass_to(scene, scene.stack.clock.now() + timedelta(hours=26))
    assert [one for one in await alarms(scene) if one["cause"] == "check_in_missed"] == []
