"""One complete notice, a warning, no answer: deemed withdrawn (法律援助法 43)."""

from dataclasses import dataclass, field

from tests.journeys.desk import TOWN, Applicant, Desk, due_line
from tests.journeys.telling import Json, Teller, Unexpected

SECTIONS: dict[str, Json] = {
    "applicant": {"is_migrant_worker": True},
    "claim": {
        "employer_name": "临安白云餐饮店",
        "period_from": "2026-05",
        "period_to": "2026-06",
        "amount_fen": 900_000,
    },
    "place": {"area_code": TOWN},
}


@dataclass
class Lapsed:
    """A worker who does not answer the notice."""

    base_url: str
    desk: Desk = field(init=False)
    worker: Applicant = field(init=False)
    notice: Json = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.worker = Applicant(self.base_url, "丁二牛")

    @property
    def path(self) -> str:
        return self.worker.path

    def notify(self) -> str:
        self.worker.fill_in("labour_remuneration", SECTIONS)
        self.worker.hand_in()
        self.desk.officer.post(f"{self.path}/notices", {"items": []}, 422)
        items = [
            {"code": "missing_material", "material": "identity"},
            {"code": "unclear_fact", "section": "claim", "text": "请写明每个月约定多少、实际发了多少。"},
        ]
        self.desk.officer.post(f"{self.path}/notices", {"items": items})
        self.notice = self.worker.get(f"{self.path}/notices")["items"][0]
        case = self.worker.look()
        words = "；".join(item["text"] for item in self.notice["items"])
        return f"一次告知：{words}；{case['holder']['name']}{case['holder']['duty']}；{due_line(case)}"

    def lapse(self) -> str:
        self.desk.wait(days=30)
        case = self.worker.wait_for(self.path, lambda found: found["status"] == "deemed_withdrawn")
        inbox = [row["title"] for row in self.worker.get("/me/notices")["items"]]
        if "快到最后一天了，请补充材料" not in inbox or "申请视为撤回" not in inbox:
            raise Unexpected(str(inbox))
        steps = self.worker.get(f"{self.path}/history")["items"]
        return f"先提醒、后视为撤回（{steps[-1]['basis']}）；申请日期仍是 {case['submitted_at'][:10]}"

    def again(self) -> str:
        self.worker.fill_in("labour_remuneration", SECTIONS)
        return "可以重新申请"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("一次性告知后没有补充，视为撤回")
    story = Lapsed(base_url)
    teller.tell("缺什么一次说清，审查时间停下", story.notify)
    teller.tell("到期前提醒，到期视为撤回", story.lapse)
    teller.tell("以后还能申请", story.again)
