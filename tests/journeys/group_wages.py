"""Twelve migrant workers claim together: one case, one ledger, 186,000 yuan to the last fen."""

import hashlib
import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from openpyxl import load_workbook

from tests.journeys.desk import TOWN, Applicant, Desk, due_line
from tests.journeys.lawyering import Handling
from tests.journeys.people import Someone
from tests.journeys.telling import Json, Teller, Unexpected

TOTAL_FEN = 18_600_000
EACH_FEN = 1_550_000
MONTHS = (("2026-03", 350_000), ("2026-04", 200_000), ("2026-05", 0))
"""Month and what was paid of the 7,000 yuan agreed."""
NAMES = ("李四海", "王春生", "赵六", "孙石头", "周大牛", "吴满仓", "郑铁柱", "冯有田", "陈小满", "褚建军", "卫东")
SECTIONS: dict[str, Json] = {
    "applicant": {"is_migrant_worker": True, "address": "於潜镇安置房工地"},
    "claim": {
        "employer_name": "杭州宏图建筑劳务有限公司",
        "period_from": "2026-03",
        "period_to": "2026-05",
        "amount_fen": TOTAL_FEN,
        "description": "十二个人在於潜镇安置房工地做工，每人每月七千元，三个月没有发齐。",
    },
    "place": {"area_code": TOWN, "address": "於潜镇安置房二期工地"},
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class GroupWages:
    """The twelve and the desk."""

    base_url: str
    desk: Desk = field(init=False)
    head: Applicant = field(init=False)
    lawyer: Someone = field(init=False)
    members: list[Applicant] = field(default_factory=list[Applicant])
    memberships: list[str] = field(default_factory=list[str])
    code: str = ""

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.lawyer = self.desk.persona("lawyer")
        self.head = Applicant(self.base_url, "张大勇")

    @property
    def path(self) -> str:
        return self.head.path

    def begin(self) -> str:
        self.head.fill_in("labour_remuneration", SECTIONS)
        made = self.head.post(f"{self.path}/join-code", {"max_uses": 11, "days": 7}, 201)
        self.code = made["code"]
        return f"邀请码 {self.code[:2]}…，{made['max_uses']} 人可用"

    def join(self) -> str:
        for number, name in enumerate(NAMES):
            member = Applicant(self.base_url, name)
            shown = member.post("/memberships/look", {"code": self.code})
            started = member.post("/memberships", {"code": self.code}, 201)
            signature = member.upload(started["id"], "signature.png", "image/png", "signature")
            member.wait_for(f"/evidence/{signature['id']}", lambda found: found["status"] == "verified")
            body = {
                "consent_version": shown["consent_version"],
                "signature_evidence_id": signature["id"],
                "employment_from": "2026-03-01",
                "employment_to": "2026-05-31",
                "has_written_contract": number != 3,
            }
            member.post(f"/memberships/{started['id']}/join", body)
            self.members.append(member)
            self.memberships.append(started["id"])
        listed = self.head.get(f"{self.path}/members")["items"]
        without = [row["name"] for row in listed if row["has_written_contract"] is False]
        return f"{len(listed)} 人，各自看过说明、同意并签名；没有书面合同的：{'、'.join(without)}"

    def stay_private(self) -> str:
        self.members[0].get(f"/memberships/{self.memberships[1]}", 404)
        self.members[0].get(self.path, 404)
        self.members[0].get(f"{self.path}/ledger", 404)
        return "成员看不到别人的证件、签名和账号"

    def write_ledger(self) -> str:
        ledger = self.head.get(f"{self.path}/ledger")
        rows = [
            {"member_id": member["member_id"], "month": month, "agreed_fen": 700_000, "paid_fen": paid}
            for member in ledger["members"]
            for month, paid in MONTHS
        ]
        wrong = [*rows[:-1], rows[-1] | {"owed_fen": 1}, rows[0]]
        refused = self.head.put(f"{self.path}/ledger", {"rows": wrong}, ledger["version"], 422)
        saved = self.head.put(f"{self.path}/ledger", {"rows": rows}, ledger["version"])
        if saved["totals"]["owed_fen"] != TOTAL_FEN:
            raise Unexpected(f"the total is {saved['totals']}")
        told = "；".join(error["message"] for error in refused["errors"])
        return f"合计拖欠 {saved['totals']['owed_fen'] / 100:,.2f} 元；写错的一次说清：{told}"

    def exchange(self) -> str:
        sheet = self.head.client.get(f"{self.path}/ledger/workbook")
        if sheet.status_code != 200 or not sheet.headers["content-type"].startswith(XLSX):
            raise Unexpected(sheet.text)
        book = load_workbook(io.BytesIO(sheet.content))
        headers = {"Content-Type": XLSX, "If-Match": self.head.client.get(f"{self.path}/ledger").headers["ETag"]}
        back = self.head.client.post(f"{self.path}/ledger/workbook", content=sheet.content, headers=headers)
        if back.status_code != 200 or back.json()["problems"]:
            raise Unexpected(back.text)
        return f"导出的表格（{book.worksheets[0].max_row} 行）原样能导回来"

    def decide(self) -> str:
        self.head.hand_in()
        self.desk.grant(self.path)
        found = self.desk.ask(self.path, "李明")
        self.desk.take(self.path, self.lawyer)
        reasons = "；".join(reason["text"] for reason in found["reasons"])
        return f"李明律师（{reasons}）"

    def look_on(self) -> str:
        seen = self.members[5].get(f"/memberships/{self.memberships[5]}")
        return f"{NAMES[5]}看到：{seen['holder']['name']}{seen['holder']['duty']}；{due_line(seen)}"

    def handle(self) -> str:
        work = Handling(self.lawyer, self.path)
        work.sign()
        work.meet()
        work.write("progress", text="仲裁委已经受理，通知公司十日内答辩。")
        work.write("hearing", body="临安区劳动人事争议仲裁委员会", room="第一仲裁庭", session="arbitration")
        ledger = self.lawyer.get(f"{self.path}/ledger")
        shares = [{"member_id": m["member_id"], "recovered_fen": EACH_FEN} for m in ledger["members"]]
        outcome: Json = {
            "kind": "arbitration_award",
            "basis": "arbitration_document",
            "recovered_fen": TOTAL_FEN,
            "summary": "裁决公司支付十二人工资，公司分两次全部付清。",
        }
        work.finish(outcome, shares)
        read = self.head.get(f"{self.path}/entries")["items"]
        work.hand_in()
        return f"受援人看到 {len(read)} 条办理记录；追回 {TOTAL_FEN / 100:,.2f} 元"

    def close(self) -> str:
        rates: Json = {"stars": 5, "comment": "钱都拿到了"}
        self.head.put(f"{self.path}/rating", rates, version=0)
        approval = {"notes": "材料齐全，裁决已经履行。", "grade": "excellent", "service": "labour_arbitration"}
        self.desk.officer.post(f"{self.path}/file/close", approval)
        subsidy = self.lawyer.get(f"{self.path}/subsidy")
        visit: Json = {
            "visited_on": Handling(self.lawyer, self.path).today(),
            "way": "phone",
            "is_reached": True,
            "satisfaction": "very_satisfied",
            "knows_result": True,
            "was_asked_for_money": False,
        }
        self.desk.officer.post(f"{self.path}/return-visits", visit, 201)
        lines = "；".join(f"{line['reason']} {line['amount_fen'] / 100:,.2f} 元" for line in subsidy["lines"])
        return f"补贴：{lines}"

    def archive(self) -> str:
        self.desk.officer.post(f"{self.path}/archive", {})
        built = self.desk.officer.wait_for(f"{self.path}/archive", lambda found: found["status"] == "ready")
        opened = self.desk.officer.post(f"{self.path}/archive/open")
        content = httpx.get(opened["url"], trust_env=False).content
        if hashlib.sha256(content).hexdigest() != built["sha256"]:
            raise Unexpected("the archive is not what was recorded")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "case.zip")
            file.write_bytes(content)
            command = [sys.executable, "-m", "app.cli", "verify-archive", str(file)]
            checked = subprocess.run(command, capture_output=True, text=True, check=False)
        if checked.returncode != 0:
            raise Unexpected(checked.stdout + checked.stderr)
        return checked.stdout.strip().splitlines()[-1]

    def read_papers(self) -> str:
        papers = self.head.wait_for(
            f"{self.path}/papers", lambda found: all(row["status"] == "issued" for row in found["items"])
        )
        return "、".join(row["title"] if "title" in row else row["kind"] for row in papers["items"])


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("十二名农民工一起讨薪：十八万六千元")
    story = GroupWages(base_url)
    teller.tell("代表人填写申请，发出邀请码", story.begin)
    teller.tell("十一名工友各自加入", story.join)
    teller.tell("工友之间互不泄露", story.stay_private)
    teller.tell("工资台账：人 × 月，写错一次说清", story.write_ledger)
    teller.tell("台账导出、导入 Excel", story.exchange)
    teller.tell("提交、受理、批准、派律师", story.decide)
    teller.tell("每名工友随时看到谁在办、到哪天", story.look_on)
    teller.tell("律师办到拿回全部工资", story.handle)
    teller.tell("盖了章的文书", story.read_papers)
    teller.tell("评价、审查、补贴、回访", story.close)
    teller.tell("一案一卷，谁都能核对", story.archive)
