"""A refused application that wins on objection (法律援助法 49)."""

from dataclasses import dataclass, field

from tests.journeys.desk import TOWN, Applicant, Desk, due_line
from tests.journeys.telling import Json, Teller

MATTER: Json = {
    "other_sides": [{"kind": "organisation", "name": "临安某物流有限公司"}],
    "facts": "送货途中被该公司货车撞伤，住院二十天，对方只垫付了三千元。",
    "request": "请求赔偿医疗费、误工费和护理费。",
    "amount_fen": 4_600_000,
    "event_on": "2026-09-12",
}
HARDSHIP: Json = {
    "household_size": 4,
    "household_income_fen": 420_000,
    "own_income_fen": 0,
    "reason": "受伤后不能干活，家里靠妻子打零工",
    "verification": "pledge",
}


@dataclass
class Objection:
    """A man hurt in traffic whose hardship was doubted."""

    base_url: str
    desk: Desk = field(init=False)
    man: Applicant = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.man = Applicant(self.base_url, "郭永发")

    @property
    def path(self) -> str:
        return self.man.path

    def refuse(self) -> str:
        sections: dict[str, Json] = {
            "applicant": {"is_migrant_worker": False},
            "matter": MATTER,
            "place": {"area_code": TOWN},
            "hardship": HARDSHIP,
        }
        self.man.fill_in("traffic_injury", sections)
        self.man.hand_in()
        self.desk.officer.post(f"{self.path}/accept")
        reasons = {"reasons": "家庭月收入高于本省经济困难标准，不符合经济困难条件。"}
        case = self.desk.decider.post(f"{self.path}/refuse", reasons)
        return str(case["decision"]["reasons"])

    def object(self) -> str:
        told = self.man.look()["decision"]["remedy"]
        body = {"reasons": "家里四口人，人均收入低于标准，妻子的收入证明可以证明。"}
        self.man.post(f"{self.path}/objection", body)
        return f"决定书写明：{told[:40]}…；{due_line(self.man.look())}"

    def review(self) -> str:
        body = {"reasons": "申请人家庭人均月收入一千零五十元，低于本省标准，原决定认定有误。"}
        self.desk.decider.post(f"{self.path}/objection/overturn", body, 403)
        self.desk.approver.post(f"{self.path}/objection/overturn", body)
        seen = self.man.look()
        return f"司法局责令改正：{seen['holder']['name']}{seen['holder']['duty']}；{due_line(seen)}"

    def assign(self) -> str:
        candidates = self.desk.officer.get(f"{self.path}/candidates")["items"]
        chosen = {"lawyer_id": candidates[0]["lawyer_id"]}
        self.desk.officer.post(f"{self.path}/assign", chosen)
        return f"{candidates[0]['name']}律师"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("不予援助，提出异议后改正")
    story = Objection(base_url)
    teller.tell("交通事故受害人申请，被认为不困难", story.refuse)
    teller.tell("不服，提出异议", story.object)
    teller.tell("作决定的人不能审查，司法局另人审查", story.review)
    teller.tell("改正后派律师", story.assign)
