"""Somebody without a smartphone: the counter, a call and a helper's phone count as much as an app."""

from dataclasses import dataclass, field
from uuid import uuid4

from tests.journeys.phone import fix, later
from tests.journeys.supervised import HOME, Supervised
from tests.journeys.telling import Json, Teller, Unexpected


class Visitor(Supervised):
    """Somebody for whom the office writes check-ins down."""

    def record(self, how: Json) -> None:
        """What the officer enters."""
        body = {"attempt_id": str(uuid4()), "made_at": self.now(), **how}
        self.office.post(f"{self.path}/check-ins", body, 201)

    def answer(self, duty: Json) -> None:
        """An unannounced one is answered by the telephone at home."""
        self.record({"channel": "call", "verified_by": "voice", "note": "抽查，座机接通，声音认得。"})


@dataclass
class NoSmartphone:
    """孙大爷, sixty-eight, with a phone that only rings."""

    base_url: str
    one: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.one = Visitor(self.base_url, "孙德厚")

    def receive(self) -> str:
        one = self.one
        one.register("red")
        one.begin()
        ways = one.next_duty()["ways"]
        return f"可以用这些方式签到：{'、'.join(ways)}"

    def counter(self) -> str:
        return self._recorded({"channel": "counter", "verified_by": "seen", "note": "看了身份证，本人到所。"})

    def call(self) -> str:
        return self._recorded({"channel": "call", "verified_by": "voice", "note": "打他家座机，声音认得。"})

    def helper(self) -> str:
        """A neighbour's phone, with the old man's consent in his own words."""
        place = fix(HOME, later(self.one.next_duty()["opens_at"], seconds=50))
        consent = {"helper_name": "村干部老周", "consent": "我同意用老周的手机定位。", "fixes": [place]}
        return self._recorded({"channel": "helper", "verified_by": "seen", "note": "在村委会", **consent})

    def _recorded(self, how: Json) -> str:
        one = self.one
        duty = one.open_next()
        one.record(how)
        return self._answered(duty)

    def _answered(self, duty: Json) -> str:
        done = self.one.duty(duty["id"], lambda found: found["status"] == "answered")
        if self.one.alarms() or self.one.ledger():
            raise Unexpected(f"{self.one.alarms()} {self.one.ledger()}")
        return f"算数，和手机签到一样（{done['opens_at'][:10]}）"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("社区矫正：没有智能手机的人")
    story = NoSmartphone(base_url)
    teller.tell("接收，说明签到方式", story.receive)
    teller.tell("到司法所签到", story.counter)
    teller.tell("电话签到", story.call)
    teller.tell("用村干部的手机签到", story.helper)
