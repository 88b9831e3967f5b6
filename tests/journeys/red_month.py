"""A month in the red tier: faults are faults, trips are asked for or not, a challenge cannot be handed on.

Silence is noticed on its first day, and only people find a breach.
"""

from dataclasses import dataclass, field

from tests.journeys.phone import Phone, fix, later
from tests.journeys.supervised import FAR, HOME, Supervised, stranger
from tests.journeys.telling import Json, Teller, Unexpected

HOSPITAL: Json = {"circle": {"latitude_deg": 29.87, "longitude_deg": 121.55, "radius_m": 3_000}, "datum": "wgs84"}
NINGBO = (29.87, 121.55)


@dataclass
class RedMonth:
    """钱强, on probation, reports twice a week."""

    base_url: str
    one: Supervised = field(init=False)
    alarm: Json = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        self.one = Supervised(self.base_url, "钱强")

    def receive(self) -> str:
        one = self.one
        one.register("red")
        code = one.office.post(f"{one.path}/device-codes", status=201)["code"]
        one.begin()
        one.phone.register(code)
        duties = one.person.get("/correction/me/duties")["items"]
        return f"入矫宣告，手机当面登记；往后要签 {len(duties)} 次，第一次 {duties[0]['opens_at'][:16]}"

    def answer(self) -> str:
        """The same bytes twice are one check-in; the nonce answers once."""
        one = self.one
        one.open_next()
        answer = one.challenge()
        now = one.now()
        attempt = one.phone.attempt(now, [fix(HOME, now)], challenge=answer)
        first = one.person.post("/correction/check-ins", attempt, 201)
        again = one.person.post("/correction/check-ins", attempt, 201)
        replayed = one.phone.attempt(now, [fix(HOME, now)], challenge=answer)
        one.person.post("/correction/check-ins", replayed, 409)
        if (first["verdict"], again["id"]) != ("inside", first["id"]):
            raise Unexpected(f"{first} / {again}")
        return f"{first['message']}重发还是同一次，验证码用第二次被拒"

    def dead_battery(self) -> str:
        one = self.one
        duty = one.open_next()
        one.wait_until(duty["closes_at"], minutes=10)
        missed = one.duty(duty["id"], lambda found: found["status"] == "missed" and found["told_at"])
        if one.alarms():
            raise Unexpected(f"the office was alarmed before the person was heard: {one.alarms()}")
        one.person.post(
            f"/correction/duties/{duty['id']}/explanations", {"words": "手机没电了，晚上才充上。"}, 201
        )
        one.office.post(
            f"/correction/duties/{duty['id']}/excuse",
            {"excuse": "device_fault", "note": "电池已经送修，看过单子。"},
        )
        one.live_until(missed["explain_until"], hours=1)
        if one.alarms() or "missed" in one.ledger():
            raise Unexpected(f"a dead battery is held against somebody: {one.alarms()} {one.ledger()}")
        return "先问本人，司法所看过维修单后免除；没有报警，不留记录"

    def drift(self) -> str:
        one = self.one
        one.open_next()
        outside = one.check_in((HOME[0], HOME[1] + 0.1), challenge=one.challenge())
        if outside["verdict"] != "outside":
            raise Unexpected(str(outside))
        asked = self._confirm_duty()
        one.wait_until(asked["opens_at"])
        inside = one.check_in(HOME, challenge=one.challenge())
        one.live_until(asked["closes_at"], minutes=5)
        ledger = one.person.wait_for("/correction/me/ledger", lambda found: "drift" in str(found["items"]))
        if one.alarms():
            raise Unexpected(f"one fix outside alarmed somebody: {one.alarms()} {ledger}")
        return f"{outside['message']} 再定位一次：{inside['message']}没有报警"

    def _confirm_duty(self) -> Json:
        def has_one(found: Json) -> bool:
            return any(row["kind"] == "confirm" and row["status"] == "waiting" for row in found["items"])

        found = self.one.person.wait_for("/correction/me/duties", has_one)
        return next(row for row in found["items"] if row["kind"] == "confirm" and row["status"] == "waiting")

    def approved_trip(self) -> str:
        one = self.one
        today = one.now()
        wanted: Json = {
            "first_on": later(today, days=4)[:10],
            "last_on": later(today, days=7)[:10],
            "reason": "medical",
            "explanation": "到宁波复查，已经约好医生",
            "places": [{"name": "宁波市某医院", "area": HOSPITAL}],
        }
        leave = one.person.post(f"{one.path}/leaves", wanted, 201)
        one.person.post(f"{one.path}/leaves", wanted, 409)
        one.office.post(f"/correction/leaves/{leave['id']}/approve", {"conditions": "保持电话畅通", "duties": []})
        one.live_until(later(today, days=4))
        one.place = NINGBO
        one.live_until(later(today, days=5))
        there = one.check_in(NINGBO)
        if there["verdict"] != "inside" or one.alarms():
            raise Unexpected(f"{there} {one.alarms()}")
        one.live_until(later(today, days=6))
        one.place = HOME
        one.live_until(later(today, days=7))
        one.person.post(f"/correction/leaves/{leave['id']}/return", {"told": "已经回到家里"})
        one.office.post(f"/correction/leaves/{leave['id']}/confirm-return")
        return f"4 天，由司法所审批；在宁波签到：{there['message']}按时返回"

    def unapproved_trip(self) -> str:
        """Two fixes outside alarm; a person who decides finds the breach; the measure is a decision of its own."""
        one = self.one
        one.open_next()
        one.check_in(FAR, challenge=one.challenge())
        asked = self._confirm_duty()
        one.wait_until(asked["opens_at"])
        one.check_in(FAR, challenge=one.challenge())
        self.alarm = one.alarm("outside_confirmed")
        alarm = f"/correction/alarms/{self.alarm['id']}"
        finding = {"finding": "未经批准离开", "kind": "leave", "gravity": "minor"}
        one.decider.post(f"{alarm}/confirm-breach", finding, 409)
        one.person.post(f"{alarm}/statements", {"words": "朋友结婚，忘了请假。"}, 201)
        step = {"kind": "call", "reached": True, "result": "电话接通，本人承认在县外参加婚礼。"}
        one.office.post(f"{alarm}/steps", step, 201)
        one.office.post(f"{alarm}/confirm-breach", finding, 403)
        one.decider.post(f"{alarm}/confirm-breach", finding)
        return "核实、听过说明以前认定不了；司法所不能自己认定，由县里认定"

    def admonish(self) -> str:
        one = self.one
        ladder = one.office.get(f"{one.path}/ladder")
        proposal = {
            "measure": "admonition",
            "reason": "未经批准离县一天，情节轻微",
            "alarm_ids": [self.alarm["id"]],
        }
        sanction = one.office.post(f"{one.path}/sanctions", proposal, 201)
        path = f"/correction/sanctions/{sanction['id']}"
        one.person.post(f"{path}/statements", {"words": "我认错，以后先请假。"}, 201)
        one.office.post(f"{path}/decide", {"reason": "同意"}, 403)
        decided = one.decider.post(f"{path}/decide", {"reason": "事实清楚，本人承认，给予训诫。"})
        papers = one.person.wait_for(
            f"{one.path}/papers",
            lambda found: any(row["kind"] == "admonition" and row["status"] == "issued" for row in found["items"]),
        )
        given = f"县里决定训诫，状态 {decided['status']}，{len(papers['items'])} 份文书"
        return f"{ladder['message']}{given}"

    def relay(self) -> str:
        one = self.one
        one.open_next()
        challenge = one.challenge()
        friend = Phone(one.person, device_id="0199e0a0-7c00-7000-8000-0000000000ff")
        now = one.now()
        relayed = friend.attempt(now, [fix(HOME, now)], challenge=challenge)
        refused = one.person.post("/correction/check-ins", relayed, 422)
        stranger(self.base_url).post("/correction/check-ins", relayed, 403)
        one.check_in(HOME, challenge=challenge)
        raised = one.alarm("unknown_device")
        self._clear(raised, "朋友拿错了手机，当面看过")
        return f"{refused['title']}；本人的手机再签，算数"

    def silence(self) -> str:
        """A maintenance window silences nobody's alarm: the gap itself is one, on the day it begins."""
        one = self.one
        duty = one.open_next()
        began = one.wait_until(duty["closes_at"], minutes=10)
        one.wait_until(later(began, hours=8))
        gap = one.alarm("signal_gap_person")
        if gap["raised_at"][:16] > later(began, days=1)[:16]:
            raise Unexpected(f"the gap was noticed late: {gap}")
        one.wait_until(later(began, days=7))
        for alarm in one.alarms():
            if alarm["status"] != "closed":
                self._clear(alarm, "厂家维护七天，手机没有故障记录，不是本人的错")
        return f"维护第一天（{gap['raised_at'][:10]}）就报了没有信号，七天后查清是设备维护"

    def _clear(self, alarm: Json, finding: str) -> None:
        self.one.office.post(f"/correction/alarms/{alarm['id']}/close", {"outcome": "fault", "finding": finding})

    def unmarked(self) -> str:
        """What was cleared counts nowhere: one breach stands, the one that people found."""
        one = self.one
        rows = one.alarms()
        breaches = [row for row in rows if row["outcome"] == "breach"]
        cleared = [row for row in rows if row["is_cleared"]]
        if [row["id"] for row in breaches] != [self.alarm["id"]] or not cleared:
            raise Unexpected(str(rows))
        log = one.person.get("/me/access-log")["items"]
        return f"{len(cleared)} 条提醒查清，不留记录；只有 1 次违规，是人认定的；本人看到 {len(log)} 条查看记录"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("社区矫正：红色等级的一个月")
    story = RedMonth(base_url)
    teller.tell("接收、宣告、登记手机", story.receive)
    teller.tell("按时签到，一次一码", story.answer)
    teller.tell("手机没电，没签到", story.dead_battery)
    teller.tell("定位漂移的一天", story.drift)
    teller.tell("批准的外出", story.approved_trip)
    teller.tell("没有批准的外出", story.unapproved_trip)
    teller.tell("训诫是人的决定", story.admonish)
    teller.tell("朋友代签", story.relay)
    teller.tell("设备维护七天", story.silence)
    teller.tell("查清的不留记录", story.unmarked)
