"""A worker who speaks Uyghur alone was hurt at work: who may act, who does, and why not the others."""

import io
import secrets
from dataclasses import dataclass, field

from tests.journeys.desk import TOWN, Applicant, Desk, due_line
from tests.journeys.people import Someone
from tests.journeys.telling import Json, Teller, Unexpected, expect
from tests.support.world import resident_number

EMPLOYER = "临安大成机械有限公司"
HEADINGS = (
    "姓名",
    "律师执业证号",
    "身份证号",
    "手机号码",
    "律师事务所",
    "同时承办上限",
    "专长",
    "语言",
    "服务地区",
)
ROSTER = (
    ("古丽娜尔·艾山", "13301201111700001", "天山律师事务所", "工伤15年、劳动15年", "维吾尔语"),
    ("陆家明", "13301201410700002", "天山律师事务所", "婚姻家庭6年", ""),
    ("帕提古丽·玉素甫", "13301201511700003", "苕溪律师事务所", "工伤8年", "维吾尔语"),
    ("马学文", "13301201810700004", "苕溪律师事务所", "工伤6年", "维吾尔语、阿拉伯语"),
    ("艾力·吐尔逊", "13301202010700005", "锦城律师事务所", "工伤4年", "维吾尔语"),
)
"""Name, licence, firm, specialties, languages; licence numbers are of the right form and belong to nobody."""
BEST, COLLEAGUE, DECLINES, SILENT, ACCEPTS = (row[0] for row in ROSTER)
SECTIONS: dict[str, Json] = {
    "applicant": {"is_migrant_worker": True, "only_language": "uyghur"},
    "matter": {
        "other_sides": [{"kind": "organisation", "name": EMPLOYER}],
        "facts": "在车间被机器压伤左手，住院二十天，单位没有申报工伤。",
        "request": "认定工伤，赔偿医药费、停工期间的工资和伤残补助。",
        "event_on": "2026-09-12",
    },
    "place": {"area_code": TOWN},
}


@dataclass
class Uyghur:
    """The worker, the centre, the administrator who keeps the roster, and the lawyers on it."""

    base_url: str
    desk: Desk = field(init=False)
    worker: Applicant = field(init=False)
    keeper: Someone = field(init=False)
    phones: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    ids: dict[str, str] = field(default_factory=dict[str, str])
    lawyers: dict[str, Someone] = field(default_factory=dict[str, Someone])

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.keeper = self.desk.persona("administrator")
        self.worker = Applicant(self.base_url, "阿不都热合曼")
        for name, *_ in ROSTER:
            number = resident_number(10000 + secrets.randbelow(9000))
            self.phones[name] = (f"137{secrets.randbelow(10**8):08d}", number)

    @property
    def path(self) -> str:
        return self.worker.path

    def import_roster(self) -> str:
        centre = self.keeper.get("/firms")["items"][0]["agency_id"]
        wrong = self._upload(centre, self._sheet(ROSTER[0][1][:-1]))
        lines = self.keeper.get(f"/roster-imports/{wrong['id']}/lines", outcome="bad")["items"]
        told = "；".join(f"第 {line['row']} 行{line['problems'][0]['message']}" for line in lines)
        self.keeper.post(f"/roster-imports/{wrong['id']}/commit", status=409)
        right = self._upload(centre, self._sheet(ROSTER[0][1]))
        self.keeper.post(f"/roster-imports/{right['id']}/commit")
        done = self.keeper.wait_for(f"/roster-imports/{right['id']}", lambda one: one["status"] == "committed")
        listed = self.keeper.get("/lawyers", limit="100")["items"]
        self.ids = {row["name"]: row["id"] for row in listed}
        return f"Excel 另存的 GBK 文件。先报错：{told}，一行也没有导入；改好后登记 {done['new_count']} 名"

    def declare(self) -> str:
        tie = {"kind": "client", "party_kind": "organisation", "name": EMPLOYER}
        self.keeper.post(f"/lawyers/{self.ids[COLLEAGUE]}/ties", tie, 201)
        return f"{COLLEAGUE}常年为{EMPLOYER}提供法律服务"

    def apply(self) -> str:
        self.worker.fill_in("work_injury", SECTIONS)
        self.worker.hand_in()
        self.desk.grant(self.path)
        return due_line(self.worker.look())

    def propose(self) -> str:
        found = self.desk.officer.get(f"{self.path}/candidates")["items"]
        names = [row["name"] for row in found]
        if names != [DECLINES, SILENT, ACCEPTS]:
            raise Unexpected(f"proposed: {names}")
        reasons = "；".join(reason["text"] for reason in found[0]["reasons"])
        return f"{'、'.join(names)}。第一名：{reasons}"

    def why_not(self) -> str:
        return "；".join(self._why(name) for name in (BEST, "李明"))

    def ask(self) -> str:
        first, *then = (self.ids[name] for name in (DECLINES, SILENT, ACCEPTS))
        self.desk.officer.post(f"{self.path}/assign", {"lawyer_id": first, "then_lawyer_ids": then})
        self.lawyers = {name: self._log_in(name) for name in (DECLINES, ACCEPTS)}
        offer = self._wait_for({DECLINES: "offered"})[DECLINES]
        body = {"reason": "busy", "note": "这个月有六个庭"}
        self.lawyers[DECLINES].post(f"/offers/{offer['id']}/decline", body)
        return f"{DECLINES}谢绝（手头案件太多），系统按批准的顺序问下一名"

    def fall_silent(self) -> str:
        asked = self._wait_for({DECLINES: "declined", SILENT: "offered"})
        self.desk.wait_until(asked[SILENT]["expires_at"])
        asked = self._wait_for({SILENT: "expired", ACCEPTS: "offered"})
        return f"{SILENT}没有按时答复；轮到{ACCEPTS}，{asked[ACCEPTS]['expires_at'][:16]} 前答复"

    def accept(self) -> str:
        self.desk.take(self.path, self.lawyers[ACCEPTS])
        seen = self.worker.look()
        clock = self.desk.officer.get(self.path)["clocks"]
        if any(row["rule_code"] == "legal_aid.assign" for row in clock):
            raise Unexpected(f"still to be assigned: {clock}")
        return f"承办律师：{seen['lawyer']['name']}，三日期限内；{due_line(seen)}"

    def explain(self) -> str:
        return "；".join(self._why(name) for name in (BEST, DECLINES, SILENT))

    def _why(self, name: str) -> str:
        found = self.desk.officer.get(f"{self.path}/candidates/{self.ids[name]}")
        if not found["obstacles"]:
            raise Unexpected(f"nothing keeps {name} from it: {found}")
        return "，".join(f"{one['text']}（{one['source']}）" for one in found["obstacles"])

    def _sheet(self, first_licence: str) -> bytes:
        """The roster as a spreadsheet programme in China saves it: CSV in GBK."""
        out = io.StringIO()
        out.write(",".join(HEADINGS) + "\r\n")
        for index, (name, licence, firm, specialties, languages) in enumerate(ROSTER):
            phone, number = self.phones[name]
            written = first_licence if index == 0 else licence
            cells = (name, written, number, phone, firm, "6", specialties, languages, "330112")
            out.write(",".join(cells) + "\r\n")
        return out.getvalue().encode("gb18030")

    def _upload(self, centre: str, data: bytes) -> Json:
        headers = {"Content-Type": "text/csv", "Idempotency-Key": secrets.token_hex(12)}
        answer = self.keeper.client.post(f"/agencies/{centre}/roster-imports", content=data, headers=headers)
        return expect(answer, 201)

    def _log_in(self, name: str) -> Someone:
        """The lawyer's own WeChat joins the entry that the centre made from the document."""
        phone, number = self.phones[name]
        openid, lawyer = f"story{secrets.token_hex(6)}", Someone(self.base_url)
        lawyer.log_in_by_wechat(openid)
        lawyer.post("/me/phone", {"code": f"phone-{phone}.{secrets.token_hex(4)}"})
        lawyer.put("/me/real-name", {"name": name, "kind": "resident_id", "number": number}, 1, 409)
        lawyer.log_in_by_wechat(openid)
        return lawyer

    def _wait_for(self, expected: dict[str, str]) -> dict[str, Json]:
        """The offers of the case by lawyer, once they stand so."""

        def offers(found: Json) -> dict[str, Json]:
            return {row["name"]: row for row in found["items"][0]["offers"]}

        def stands(found: Json) -> bool:
            return {name: row["status"] for name, row in offers(found).items() if name in expected} == expected

        return offers(self.desk.officer.wait_for(f"{self.path}/assignments", stands))


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("只会维吾尔语的工伤工人：合适的律师，说得出理由")
    story = Uyghur(base_url)
    teller.tell("管理员导入律师名册", story.import_roster)
    teller.tell("律所同事申报委托人", story.declare)
    teller.tell("工人申请，中心决定援助", story.apply)
    teller.tell("推荐三名会维吾尔语的律师", story.propose)
    teller.tell("为什么不是最有经验的那位", story.why_not)
    teller.tell("批准询问顺序，第一名谢绝", story.ask)
    teller.tell("第二名没有答复", story.fall_silent)
    teller.tell("第三名按时接受", story.accept)
    teller.tell("每一位为什么不是", story.explain)
