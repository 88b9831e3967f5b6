"""A victim of domestic violence: no hardship condition, and nothing for the other side to find."""

from dataclasses import dataclass, field

from tests.journeys.desk import TOWN, Applicant, Desk
from tests.journeys.people import Someone
from tests.journeys.telling import Json, Teller, Unexpected

ADDRESS = "於潜镇亲戚家，门牌请不要告诉任何人"
SECTIONS: dict[str, Json] = {
    "applicant": {"is_migrant_worker": False, "address": ADDRESS},
    "matter": {
        "other_sides": [{"kind": "person", "name": "钱大壮"}],
        "facts": "丈夫酒后多次殴打，最近一次派出所出具了告诫书。",
        "request": "离婚，并申请人身安全保护令。",
        "event_on": "2026-10-05",
    },
    "place": {"area_code": TOWN, "address": None},
}


@dataclass
class Violence:
    """The victim, the other side with an account of his own, and the family lawyer."""

    base_url: str
    desk: Desk = field(init=False)
    victim: Applicant = field(init=False)
    other_side: Applicant = field(init=False)
    lawyer: Someone = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.victim = Applicant(self.base_url, "林秀云")
        self.other_side = Applicant(self.base_url, "钱大壮")
        self.lawyer = self.desk.persona("second_lawyer")

    @property
    def path(self) -> str:
        return self.victim.path

    def test_herself(self) -> str:
        facts = {"category": "domestic_violence", "event_area_code": TOWN}
        found = Someone(self.base_url).post("/legal-aid/eligibility", facts)
        hardship = next(row for row in found["conditions"] if row["code"] == "hardship")
        if hardship["outcome"] != "not_needed":
            raise Unexpected(str(hardship))
        return f"不用登录就能自测：{hardship['text']}（{hardship['source']}）"

    def apply(self) -> str:
        self.victim.fill_in("domestic_violence", SECTIONS)
        self.victim.hand_in()
        return f"没有要求填写经济困难；{self.victim.case['holder']['name']}{self.victim.case['holder']['duty']}"

    def hide(self) -> str:
        self.other_side.get(self.path, 404)
        listed = self.other_side.get("/applications")["items"]
        if listed:
            raise Unexpected(str(listed))
        self.other_side.get("/evidence", 404, matter_id=self.victim.case["id"])
        return "对方有账号也查不到"

    def take(self) -> str:
        self.desk.grant(self.path)
        self.desk.ask(self.path, "周晓燕")
        self.lawyer.get(self.path, 404)
        offer = next(row for row in self.lawyer.get("/offers")["items"] if row["allowed_actions"])
        before = self.lawyer.client.get(f"/offers/{offer['id']}").text
        if "林秀云" not in before or "门牌" in before or "殴打" in before:
            raise Unexpected("a lawyer who was only asked reads too much")
        self.desk.take(self.path, self.lawyer)
        after = self.lawyer.get(f"{self.path}/contact")
        return f"接案前只看到核对冲突要用的；接案后可以联系{after['name']}"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("家庭暴力受害人：不看经济困难，对方看不到")
    story = Violence(base_url)
    teller.tell("先自测", story.test_herself)
    teller.tell("申请", story.apply)
    teller.tell("对方看不到", story.hide)
    teller.tell("律师接案前后看到的不一样", story.take)
