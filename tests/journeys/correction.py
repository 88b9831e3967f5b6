"""A check-in, seen by the office on duty and by no other."""

from dataclasses import dataclass
from uuid import uuid4

from tests.journeys.people import Someone
from tests.journeys.telling import Json, Teller, Unexpected


@dataclass
class Correction:
    """The subject, the office on duty, and another office."""

    base_url: str

    def __post_init__(self) -> None:
        self.subject, self.office, self.other = (Someone(self.base_url) for _ in range(3))
        self.subject.log_in_as("subject")
        self.office.log_in_as("correction_officer")
        self.other.log_in_as("other_officer")
        self.order: Json = self.subject.get("/correction/me")

    def fix(self, latitude_deg: float, longitude_deg: float) -> Json:
        now = self.subject.client.post("/demo/clock", json={"days": 0}).json()["now"]
        return {
            "latitude_deg": latitude_deg,
            "longitude_deg": longitude_deg,
            "datum": "wgs84",
            "accuracy_m": 20,
            "fixed_at": now,
        }

    def inside_point(self) -> tuple[float, float]:
        """The middle of the approved area's box: latitude, longitude."""
        ring = self.order["area"]["geometry"]["coordinates"][0]
        longitudes, latitudes = [p[0] for p in ring], [p[1] for p in ring]
        return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2

    def check_in(self, latitude_deg: float, longitude_deg: float, verdict: str) -> str:
        fix = self.fix(latitude_deg, longitude_deg)
        attempt = {"attempt_id": str(uuid4()), "made_at": fix["fixed_at"], "fixes": [fix]}
        first = self.subject.post("/correction/check-ins", attempt, 201)
        again = self.subject.post("/correction/check-ins", attempt, 201)
        if (first["verdict"], again["id"]) != (verdict, first["id"]):
            raise Unexpected(f"{first} / {again}")
        return str(first["message"])

    def inside(self) -> str:
        return self.check_in(*self.inside_point(), "inside")

    def outside(self) -> str:
        """A day later: nobody is a hundred kilometres away within a minute."""
        self.subject.client.post("/demo/clock", json={"days": 1})
        latitude_deg, longitude_deg = self.inside_point()
        return self.check_in(latitude_deg + 1, longitude_deg + 1, "outside")

    def seen_by_the_office(self) -> str:
        rows = self.office.get(f"/correction/orders/{self.order['id']}/check-ins")["items"]
        self.other.get(f"/correction/orders/{self.order['id']}/check-ins", 404)
        self.other.get(f"/correction/check-ins/{rows[0]['id']}", 404)
        return f"{len(rows)} 次签到；另一个司法所看不到"

    def told_who_looked(self) -> str:
        log = self.subject.get("/me/access-log")["items"]
        if not log:
            raise Unexpected("nobody looked?")
        return f"本人看到 {len(log)} 条：{log[0]['purpose']}"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("社区矫正：签到")
    story = Correction(base_url)
    teller.tell("在规定区域内签到", story.inside)
    teller.tell("在区域外签到，只提示，不算违规", story.outside)
    teller.tell("负责的司法所能看到", story.seen_by_the_office)
    teller.tell("本人知道谁看过位置", story.told_who_looked)
