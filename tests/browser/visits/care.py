"""The pages of somebody who checks in: today, check-in, leave, reports, reminders, requests, their own file."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.browser.visits import Visit, World
from tests.journeys.phone import fix, later
from tests.journeys.supervised import HOME

LONG = "浙江省宁波市鄞州区首南街道学士路社区居民委员会综合服务中心三楼"


def _now(world: World) -> str:
    return str(world.persona("correction_officer").post("/demo/clock", {"days": 0})["now"])


def _order(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.persona("subject").get("/correction/me")
    return found


def order(world: World) -> dict[str, Any]:
    """The subject's own registration."""
    return world.once("care order", _order)


def _leave(world: World) -> dict[str, str]:
    now = _now(world)
    asked = {
        "first_on": later(now, days=9)[:10],
        "last_on": later(now, days=12)[:10],
        "reason": "medical",
        "explanation": "到医院复查，已经约好医生。",
        "places": [{"name": LONG, "area": {"area_code": "330212"}}],
        "companions": "妻子",
    }
    made = world.persona("subject").post(f"/correction/orders/{order(world)['id']}/leaves", asked, 201)
    return {"id": str(made["id"])}


def _report(world: World) -> dict[str, str]:
    body = {"kind": "change", "change": "job", "body": "换到镇上的超市上班。"}
    made = world.persona("subject").post(f"/correction/orders/{order(world)['id']}/reports", body, 201)
    asked = {"missing": ["新单位的名称和地址"]}
    world.persona("correction_officer").post(f"/correction/reports/{made['id']}/ask-again", asked)
    return {"id": str(made["id"])}


def _record(world: World) -> dict[str, str]:
    now = _now(world)
    attempt = {"attempt_id": str(uuid4()), "made_at": now, "fixes": [fix(HOME, now)]}
    return {"id": str(world.persona("subject").post("/correction/check-ins", attempt, 201)["id"])}


def _duty(world: World) -> dict[str, str]:
    return {"id": str(world.persona("subject").get("/correction/me/duties")["items"][0]["id"])}


def _alarm(world: World) -> dict[str, str]:
    """A key that nobody knows: the office asks about it, the person may say why."""
    now = _now(world)
    key = {"device_id": str(uuid4()), "counter": 1, "value": "A" * 86}
    attempt = {"attempt_id": str(uuid4()), "made_at": now, "fixes": [fix(HOME, now)], "signature": key}
    person = world.persona("subject")
    person.post("/correction/check-ins", attempt, 422, "unknown_device")
    return {"id": str(person.get("/correction/alarms")["items"][0]["id"])}


def alarm(world: World) -> dict[str, str]:
    """A reminder to explain."""
    return world.once("care alarm", _alarm)


def _decision(world: World) -> dict[str, str]:
    path = f"/correction/alarms/{alarm(world)['id']}"
    office, order_id = world.persona("correction_officer"), order(world)["id"]
    world.persona("subject").post(f"{path}/statements", {"words": "手机换了新的，还没有来登记。"}, 201)
    office.post(f"{path}/steps", {"kind": "call", "reached": True, "result": "电话接通，说清了情况。"}, 201)
    finding = {"finding": "换手机没有报告", "kind": "reporting", "gravity": "minor"}
    world.persona("correction_decider").post(f"{path}/confirm-breach", finding)
    proposal = {"measure": "admonition", "reason": "换手机没有报告，情节轻微", "alarm_ids": [alarm(world)["id"]]}
    return {"id": str(office.post(f"/correction/orders/{order_id}/sanctions", proposal, 201)["id"])}


def _activity(world: World) -> dict[str, str]:
    starts = datetime.fromisoformat(later(_now(world), days=5)).replace(hour=1, minute=0, second=0, microsecond=0)
    planned = {
        "agency_id": order(world)["agency_id"],
        "kind": "public_benefit",
        "title": "河道清洁",
        "place": "於潜镇滨江公园",
        "details": "请穿方便活动的鞋，工具由司法所准备",
        "starts_at": starts.isoformat(),
        "ends_at": later(starts.isoformat(), hours=2),
        "capacity": 20,
    }
    return {"id": str(world.persona("correction_officer").post("/correction/activities", planned, 201)["id"])}


def _special(world: World) -> dict[str, str]:
    now = _now(world)
    asked = {
        "kind": "contact",
        "contact": "victim",
        "target": "赵某",
        "reason": "当面赔礼道歉，交付赔偿款",
        "from_at": later(now, days=2),
        "until_at": later(now, days=2, hours=3),
    }
    made = world.persona("subject").post(f"/correction/orders/{order(world)['id']}/special-permits", asked, 201)
    return {"kind": "special", "id": str(made["id"])}


VISITS = [
    Visit("care/today/today", "subject"),
    Visit("care/check/check", "subject"),
    Visit("care/help/help", "subject"),
    Visit("care/phone/phone", "subject"),
    Visit("care/leaves/leaves", "subject"),
    Visit("care/ask/ask", "subject"),
    Visit("care/leave/leave", "subject", lambda world: world.once("care leave", _leave)),
    Visit("care/reports/reports", "subject"),
    Visit("care/tell/tell", "subject"),
    Visit("care/report/report", "subject", lambda world: world.once("care report", _report)),
    Visit("care/records/records", "subject"),
    Visit("care/record/record", "subject", lambda world: world.once("care record", _record)),
    Visit("care/duty/duty", "subject", lambda world: world.once("care duty", _duty)),
    Visit("care/alarms/alarms", "subject"),
    Visit("care/alarm/alarm", "subject", alarm),
    Visit("care/say/say", "subject", lambda world: {"what": "alarm", **alarm(world)}),
    Visit("care/decision/decision", "subject", lambda world: world.once("care decision", _decision)),
    Visit("care/activities/activities", "subject"),
    Visit("care/activity/activity", "subject", lambda world: world.once("care activity", _activity)),
    Visit("care/requests/requests", "subject"),
    Visit("care/request/request", "subject", lambda world: world.once("care special", _special)),
    Visit("care/cross/cross", "subject"),
    Visit("care/mine/mine", "subject"),
    Visit("care/summary/summary", "subject"),
    Visit("care/wards/wards", "subject"),
]
