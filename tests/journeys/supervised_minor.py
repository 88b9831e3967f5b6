"""A boy of sixteen on probation: his file is not among the others, and whoever opens it says what for."""

from dataclasses import dataclass, field
from datetime import date

from tests.journeys.supervised import STAFF, Known, Supervised
from tests.journeys.telling import Teller, Unexpected
from tests.support.world import resident_number

NAME = "林小龙"


@dataclass
class SupervisedMinor:
    """The boy, his mother, and two officers."""

    base_url: str
    one: Supervised = field(init=False)

    def __post_init__(self) -> None:
        today = date.fromisoformat(Supervised(self.base_url, "旁人").now()[:10])
        born = today.replace(year=today.year - 16, month=1, day=15)
        self.one = Supervised(self.base_url, NAME, number=resident_number(77_113, born))
        self.mother = Known(self.base_url, "林桂芳")
        self.other = self.one.desk.persona("other_officer")

    @property
    def file(self) -> str:
        return f"/correction/minor-files/{self.one.order['id']}"

    def receive(self) -> str:
        one = self.one
        one.register("blue")
        listed = one.office.get("/correction/orders", limit="100")
        if one.order["id"] in str(listed):
            raise Unexpected("the minor stands among the others")
        one.office.get(one.path, 404)
        return "不在普通名单里，也不能直接打开"

    def open_with_purpose(self) -> str:
        one = self.one
        opened = one.office.post(f"{self.file}/openings", {"purpose": "supervision", "note": "准备入矫宣告"})
        self.other.post(f"{self.file}/openings", {"purpose": "supervision", "note": "看看"}, 404)
        looks = one.person.get("/me/access-log")["items"]
        if not looks:
            raise Unexpected("nobody wrote the look down")
        return f"承办人说明用途后打开（{opened['order']['person_name']}），别的司法所打不开，本人看得到记录"

    def group(self) -> str:
        """Without somebody who knows minors there is no beginning (社区矫正法 52)."""
        one = self.one
        version = one.office.post(f"{self.file}/openings", {"purpose": "supervision", "note": "登记小组"})
        refused = one.office.post(f"{one.path}/begin", status=409)
        knows = STAFF | {"knows_minors": True}
        group = {"members": [knows]}
        one.office.put(f"{one.path}/group", group, version["order"]["version"])
        one.order = one.office.post(f"{one.path}/begin")
        return f"{refused['title']}；补齐后入矫"

    def guardian(self) -> str:
        one, mother = self.one, self.mother
        one.office.client.put(f"{self.file}/guardian", json={"person": mother.document}).raise_for_status()
        mother.log_in()
        wards = mother.get("/correction/wards")
        if [ward["id"] for ward in wards] != [one.order["id"]]:
            raise Unexpected(str(wards))
        return "监护人能看到孩子的期限和要做的事"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("社区矫正：未成年人")
    story = SupervisedMinor(base_url)
    teller.tell("登记，档案分开", story.receive)
    teller.tell("说明用途才能打开", story.open_with_purpose)
    teller.tell("小组要有懂未成年人的人", story.group)
    teller.tell("监护人", story.guardian)
