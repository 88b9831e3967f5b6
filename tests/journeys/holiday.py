"""Seven days that run into the Spring Festival and its make-up workdays: provisional, then counted for good."""

from dataclasses import dataclass, field
from datetime import date

from app.kernel.calendar_schemas import HOLIDAYS_2027
from tests.journeys.desk import TOWN, Applicant, Desk
from tests.journeys.lapsed import SECTIONS
from tests.journeys.telling import Json, Teller, Unexpected

HANDED_IN_ON = date(2027, 2, 1)
CALENDAR: Json = {
    "notice": {"title": "国务院办公厅关于2027年部分节假日安排的通知", "published_on": "2026-11-20"},
    "holidays": HOLIDAYS_2027,
    "makeup_workdays": ["2027-02-13", "2027-02-14"],
}


@dataclass
class Holiday:
    """An application handed in just before the Spring Festival."""

    base_url: str
    desk: Desk = field(init=False)
    worker: Applicant = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.worker = Applicant(self.base_url, "侯小妹")

    def apply(self) -> str:
        today = date.fromisoformat(self.desk.wait(days=0))
        if today < HANDED_IN_ON:
            self.desk.wait(days=(HANDED_IN_ON - today).days)
        self.worker.fill_in("labour_remuneration", SECTIONS | {"place": {"area_code": TOWN}})
        self.worker.hand_in()
        clock = self.decision_clock()
        if not clock["provisional"]:
            raise Unexpected(str(clock))
        return f"放假安排还没公布：暂定 {clock['due_on']}"

    def announce(self) -> str:
        current = self.desk.officer.client.get("/calendar/2027")
        headers = {"If-Match": current.headers.get("ETag", '"0"')}
        entered = self.desk.officer.client.put("/calendar/2027", json=CALENDAR, headers=headers)
        if not entered.is_success:
            raise Unexpected(entered.text)
        self.desk.wait(days=0)
        clock = self.decision_clock()
        if clock["provisional"] or clock["due_on"] != "2027-02-13":
            raise Unexpected(str(clock))
        return f"第七天 {clock['rolled_from']} 在假期里，顺延到 {clock['due_on']}（补班的星期六）"

    def decision_clock(self) -> Json:
        """The seven days."""
        clocks: list[Json] = self.worker.look()["clocks"]
        return next(clock for clock in clocks if clock["rule_code"] == "legal_aid.decide")


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("春节和调休：期限怎么算")
    story = Holiday(base_url)
    teller.tell("节前提交，期限标为暂定", story.apply)
    teller.tell("放假安排公布，期限重算", story.announce)
