"""A minor's criminal case: the procuratorate notifies, the centre assigns in three days (法律援助法 25, 36)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.journeys.desk import Desk, due_line
from tests.journeys.telling import Json, Teller, Unexpected


@dataclass
class Minor:
    """The case of a boy of sixteen."""

    base_url: str
    desk: Desk = field(init=False)
    case: Json = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)

    @property
    def path(self) -> str:
        return f"/applications/{self.case['id']}"

    def notify(self) -> str:
        today = date.fromisoformat(self.desk.wait(days=0))
        centre = self.desk.officer.get("/me")["roles"][0]["agency_id"]
        body: Json = {
            "agency_id": centre,
            "authority": {
                "kind": "procuratorate",
                "name": "临安区人民检察院",
                "area_code": "330112",
                "case_number": "杭临检刑受〔2026〕188号",
            },
            "grounds": ["25-1"],
            "person": {"name": "林小龙", "document": None},
            "stage": "prosecution",
            "charges": "盗窃罪",
            "is_in_custody": False,
            "basis_arose_on": str(today - timedelta(days=1)),
        }
        self.case = self.desk.officer.post("/intake/notifications", body, 201)
        self.desk.officer.post("/intake/notifications", body, 409)
        return f"{self.case['number']}；{due_line(self.case)}；重复的通知被挡住"

    def stay_private(self) -> str:
        rows = self.desk.officer.get("/applications/queue")["items"]
        if "林小龙" in str(rows):
            raise Unexpected("the minor's name stands in the queue")
        return "待办列表里没有未成年人的全名"

    def assign(self) -> str:
        found = self.desk.ask(self.path, "郑海")
        lawyer = self.desk.persona("criminal_lawyer")
        offers = lawyer.get("/offers")["items"]
        if "林小龙" in str(offers):
            raise Unexpected("the minor's name stands in the offer")
        self.desk.take(self.path, lawyer)
        person = self.desk.officer.get(self.path)["lawyer"]["person_id"]
        body = {"informed_on": self.desk.wait(days=0), "lawyer_person_id": person}
        self.desk.officer.post(f"{self.path}/authority-informed", body)
        reasons = "；".join(reason["text"] for reason in found["reasons"])
        return f"郑海律师（{reasons}），已通知检察院"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("未成年人刑事案件：检察院通知")
    story = Minor(base_url)
    teller.tell("登记通知，直接给予援助", story.notify)
    teller.tell("列表里不露全名", story.stay_private)
    teller.tell("三日内派出刑辩律师并通知检察院", story.assign)
