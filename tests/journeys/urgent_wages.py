"""Two days before the limitation ends: aid first, formalities afterwards (法律援助法 44)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.journeys.desk import TOWN, Applicant, Desk, due_line
from tests.journeys.telling import Json, Teller, Unexpected

CLAIM: Json = {
    "employer_name": "临安青山装饰有限公司",
    "period_from": "2025-08",
    "period_to": "2025-11",
    "amount_fen": 3_200_000,
}


@dataclass
class UrgentWages:
    """A worker whose limitation ends the day after tomorrow."""

    base_url: str
    desk: Desk = field(init=False)
    worker: Applicant = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.worker = Applicant(self.base_url, "马长路")

    @property
    def path(self) -> str:
        return self.worker.path

    def apply(self) -> str:
        ends = date.fromisoformat(self.desk.wait(days=0)) + timedelta(days=2)
        self.worker.fill_in(
            "labour_remuneration",
            {
                "applicant": {"is_migrant_worker": True},
                "claim": CLAIM,
                "place": {"area_code": TOWN},
                "urgency": {"ground": "44-1", "limitation_on": str(ends), "explanation": "仲裁时效后天到期"},
            },
        )
        self.worker.hand_in()
        return f"时效 {ends} 到期；{due_line(self.worker.case)}"

    def stand_out(self) -> str:
        rows = self.desk.officer.get("/applications/queue", urgent="true")["items"]
        if self.worker.case["id"] not in [row["id"] for row in rows]:
            raise Unexpected(f"not among the urgent: {rows}")
        return "待办里单列为紧急"

    def advance(self) -> str:
        body: Json = {
            "ground": "44-1",
            "limitation_on": self.worker.case["limitation_on"],
            "reasons": "距仲裁时效届满不足七日，需要立即申请仲裁，先行提供援助。",
        }
        self.desk.officer.post(f"{self.path}/advance", body, 403)
        granted = self.desk.decider.post(f"{self.path}/advance", body)
        self.desk.ask(self.path, "李明")
        self.desk.take(self.path, self.desk.persona("lawyer"))
        return f"{granted['number']}，当天派出律师；{due_line(self.worker.look())}"

    def make_up(self) -> str:
        note = {"note": "已补交身份证复印件和申请表原件。"}
        case = self.desk.officer.post(f"{self.path}/formalities", note)
        left = [clock["rule_code"] for clock in case["clocks"] if clock["stopped_at"] is None]
        if "legal_aid.advance_formalities" in left:
            raise Unexpected(f"formalities still due: {left}")
        return "手续补齐，期限结清"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("时效还剩两天：先行提供援助")
    story = UrgentWages(base_url)
    teller.tell("申请写明时效后天到期", story.apply)
    teller.tell("紧急的排在前面看得见", story.stand_out)
    teller.tell("审批人员决定先行提供，当天有律师", story.advance)
    teller.tell("手续后补", story.make_up)
