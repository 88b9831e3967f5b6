"""What the stories of correction share: a person received by the demonstration's office, the clock, the desk."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.desk import Applicant, Desk
from tests.journeys.people import Someone
from tests.journeys.phone import Phone, fix, later
from tests.journeys.telling import Json, Unexpected
from tests.support.world import resident_number

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = 22
HOME = (30.19, 119.40)
"""Latitude, longitude: in the middle of the town."""
FAR = (30.19, 120.10)
"""Some 67 km to the east."""
HOME_AREA: Json = {
    "circle": {"latitude_deg": HOME[0], "longitude_deg": HOME[1], "radius_m": 8_000},
    "datum": "wgs84",
}
STAFF: Json = {
    "kind": "staff",
    "name": "何伟",
    "sex": "man",
    "knows_minors": False,
    "duty": "监督管理",
    "letter_signed_on": None,
}


class Known(Someone):
    """Somebody whom the office knows by document and telephone before they ever open the mini-program."""

    def __init__(self, base_url: str, name: str, *, number: str | None = None) -> None:
        super().__init__(base_url)
        self.name, self.number = name, number or resident_number(20001 + 2 * secrets.randbelow(20000))
        self.telephone = f"139{secrets.randbelow(10**8):08d}"
        self.openid = f"known{secrets.token_hex(6)}"

    @property
    def document(self) -> Json:
        """What the office types."""
        return {"name": self.name, "kind": "resident_id", "number": self.number, "phone": self.telephone}

    def log_in(self) -> None:
        """Log in by WeChat and be recognised by the telephone number."""
        self.log_in_by_wechat(self.openid)
        self.post("/me/phone", {"code": f"phone-{self.telephone}.{secrets.token_hex(4)}"})
        self.put("/me/real-name", {name: self.document[name] for name in ("name", "kind", "number")}, 1, 409)
        self.log_in_by_wechat(self.openid)


class Supervised:
    """A person under correction, the office, and who decides at the county."""

    def __init__(self, base_url: str, name: str, *, number: str | None = None) -> None:
        self.base_url = base_url
        self.desk = Desk(base_url)
        self.office = self.desk.persona("correction_officer")
        self.decider = self.desk.persona("correction_decider")
        self.person = Known(base_url, name, number=number)
        self.phone = Phone(self.person)
        self.order: Json = {}
        self.place = HOME

    @property
    def path(self) -> str:
        return f"/correction/orders/{self.order['id']}"

    def now(self) -> str:
        """The product's time."""
        return str(self.office.post("/demo/clock", {"days": 0})["now"])

    def wait_until(self, moment: str, **by: int) -> str:
        """Move the clock to a moment, unless it is past; the product's time then."""
        wanted = later(moment, **by)
        moved = self.office.client.post("/demo/clock", json={"to": wanted})
        return str(moved.json()["now"]) if moved.is_success else self.now()

    def registration(self, tier: str) -> Json:
        """What the office enters."""
        today = self.now()
        agency = self.office.get("/me")["roles"][0]["agency_id"]
        return {
            "person": self.person.document,
            "agency_id": agency,
            "category": "probation",
            "tier": tier,
            "starts_on": today[:10],
            "ends_on": later(today, days=364)[:10],
            "court": "临安区人民法院",
            "area": HOME_AREA,
        }

    def register(self, tier: str) -> Json:
        """Receive the person."""
        self.order = self.office.post("/correction/orders", self.registration(tier), 201)
        self.person.log_in()
        return self.order

    def begin(self, **member: object) -> Json:
        """The group is complete, the announcement made."""
        group = self.office.client.get(f"{self.path}/group")
        version = int(group.headers["etag"].strip('"'))
        self.office.put(f"{self.path}/group", {"members": [STAFF | member]}, version)
        self.order = self.office.post(f"{self.path}/begin")
        return self.order

    def next_duty(self) -> Json:
        """The next regular check-in; of unannounced ones nobody knows before they open."""
        duties: list[Json] = self.person.get("/correction/me/duties")["items"]
        waiting = [duty for duty in duties if duty["status"] == "waiting" and duty["kind"] == "scheduled"]
        if not waiting:
            raise Unexpected(f"nothing is owed: {duties}")
        return waiting[0]

    def live_until(self, moment: str, **by: int) -> str:
        """Let time pass as it does for somebody who answers whatever is asked; at night nothing is."""
        until, now = later(moment, **by), self.now()
        while datetime.fromisoformat(now) < datetime.fromisoformat(until):
            step = later(now, minutes=40)
            if datetime.fromisoformat(step).astimezone(SHANGHAI).hour >= NIGHT:
                step = later(step, hours=8)
            following = self.wait_until(min(step, until, key=datetime.fromisoformat))
            self.answer_what_is_open(following)
            if now[:10] != following[:10]:
                self.report(following[:10])
            now = following
        return now

    def report(self, today: str) -> None:
        """Hand in the report that is due these days."""
        for due in self.person.get(f"{self.path}/report-dues")["items"]:
            if due["status"] == "waiting" and due["opens_on"] <= today:
                body = {"kind": due["kind"], "body": "这几天在家干活，没有外出，遵守各项规定。"}
                self.person.post(f"{self.path}/reports", body, 201)

    def answer_what_is_open(self, moment: str) -> None:
        """Answer every window that is open, from where the person is."""
        now = datetime.fromisoformat(moment)
        for duty in self.person.get("/correction/me/duties")["items"]:
            is_open = datetime.fromisoformat(duty["opens_at"]) <= now < datetime.fromisoformat(duty["closes_at"])
            if is_open and duty["status"] == "waiting":
                self.answer(duty)

    def answer(self, duty: Json) -> None:
        """Answer by phone."""
        self.check_in(self.place, challenge=self.challenge())

    def open_next(self) -> Json:
        """Live until the next regular window is about to open, and open it."""
        duty = self.next_duty()
        self.live_until(later(duty["opens_at"], minutes=-1))
        self.wait_until(duty["opens_at"], minutes=1)
        return duty

    def challenge(self) -> Json:
        """The duty and nonce of the window that is open."""
        found = self.person.get("/correction/me/challenge")
        return {"duty_id": found["duty_id"], "nonce": found["nonce"]}

    def check_in(
        self, place: tuple[float, float], *, challenge: Json | None = None, status: int = 201, **how: Any
    ) -> Json:
        """Answer from a place now."""
        now = self.now()
        answer = self.phone.attempt(now, [fix(place, now, **how)], challenge=challenge)
        return self.person.post("/correction/check-ins", answer, status)

    def alarms(self, **wanted: str) -> list[Json]:
        """Alarms about the person that the office sees."""
        rows: list[Json] = self.office.get("/correction/alarms", limit="100")["items"]
        mine = [row for row in rows if row["order_id"] == self.order["id"]]
        return [row for row in mine if all(row[name] == value for name, value in wanted.items())]

    def alarm(self, cause: str) -> Json:
        """Wait for an open alarm of this cause."""
        found: list[Json] = []

        def is_there(_: Json) -> bool:
            found[:] = [row for row in self.alarms(cause=cause) if row["status"] != "closed"]
            return bool(found)

        self.office.wait_for("/correction/alarms", is_there)
        return found[0]

    def duty(self, duty_id: str, ready: Callable[[Json], bool]) -> Json:
        """Wait until a check-in owed is as expected."""
        return self.person.wait_for(f"/correction/duties/{duty_id}", ready)

    def ledger(self) -> list[str]:
        """What stands in the person's ledger and was not taken back."""
        rows: list[Json] = self.person.get("/correction/me/ledger", limit="100")["items"]
        return [row["kind"] for row in rows if not row["taken_back"]]


def stranger(base_url: str) -> Someone:
    """Somebody who is under no correction."""
    return Applicant(base_url, "李朋友")
