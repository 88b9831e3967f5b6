"""Unpaid wages, from the phone to the lawyer."""

import hashlib
import secrets
from dataclasses import dataclass, field

import httpx

from tests.journeys.people import ASSETS, Someone
from tests.journeys.telling import Json, Teller, Unexpected
from tests.support.world import resident_number

FILES = (
    ("wage_sheet.jpg", "image/jpeg", "wage_record"),
    ("attendance.jpg", "image/jpeg", "attendance"),
    ("chat.png", "image/png", "chat"),
    ("bank_statement.pdf", "application/pdf", "bank_slip"),
)
CLAIM: Json = {
    "employer_name": "临安宏远建筑劳务有限公司",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2800000,
    "description": "在於潜镇工地做钢筋工，说好每月七千元，三月到六月一分没发。",
}


def clock_line(view: Json) -> str:
    """The open clocks of a case, with their articles."""
    return "；".join(f"{c['title']}，{c['due_on']} 前（{c['law']}{c['article']}）" for c in view["clocks"])


@dataclass
class Wages:
    """The story's cast and what they remember."""

    base_url: str
    worker: Someone = field(init=False)
    case: Json = field(default_factory=dict[str, object])
    evidence: list[Json] = field(default_factory=list[Json])
    signature: Json = field(default_factory=dict[str, object])
    offer: Json = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        self.worker, self.stranger = Someone(self.base_url), Someone(self.base_url)
        self.officer, self.decider = Someone(self.base_url), Someone(self.base_url)
        self.elsewhere, self.lawyer = Someone(self.base_url), Someone(self.base_url)
        self.stranger.log_in_as("neighbour")
        self.officer.log_in_as("officer")
        self.decider.log_in_as("decider")
        self.elsewhere.log_in_as("other_officer")
        self.lawyer.log_in_as("lawyer")

    @property
    def path(self) -> str:
        return f"/applications/{self.case['id']}"

    def log_in(self) -> str:
        self.worker.post("/auth/wechat/login", {"code": "err-40029"}, 422)
        self.worker.log_in_by_wechat(f"zhang{secrets.token_hex(4)}")
        return "微信登录成功，无效的登录码被拒绝"

    def bind_phone(self) -> str:
        me = self.worker.post("/me/phone", {"code": f"phone-13900001234.{secrets.token_hex(4)}"})
        return str(me.get("phone", me))

    def give_name(self) -> str:
        number = resident_number(20000 + secrets.randbelow(40000))
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        body = {"name": "王大山", "kind": "resident_id", "number": wrong}
        refused = self.worker.client.put("/me/real-name", json=body).json()
        answer = self.worker.client.put("/me/real-name", json=body | {"number": number})
        if answer.status_code != 200:
            raise Unexpected(answer.text)
        return f"{answer.json()['number']}；写错一位时提示：{refused['errors'][0]['message']}"

    def draft(self) -> str:
        self.case = self.worker.post("/applications", {"category": "labour_remuneration"}, 201)
        missing = self.worker.post(f"{self.path}/submit", {"signature_evidence_id": None}, 422)
        return "还缺：" + "、".join(error["message"] for error in missing["errors"])

    def fill_in(self) -> str:
        future = CLAIM | {"period_to": "2099-01"}
        self.worker.put(f"{self.path}/claim", future, self.case["version"], 422)
        self.case = self.worker.put(f"{self.path}/claim", CLAIM, self.case["version"])
        self.worker.put(f"{self.path}/claim", CLAIM | {"amount_fen": 1}, self.case["version"] - 1, 412)
        place = {"area_code": "330112104", "address": "於潜镇某小区二期工地"}
        self.case = self.worker.put(f"{self.path}/place", place, self.case["version"])
        applicant = {"is_migrant_worker": True, "address": "於潜镇工地宿舍"}
        self.case = self.worker.put(f"{self.path}/applicant", applicant, self.case["version"])
        return f"将交到：{self.case['proposed_agency']['name']}"

    def upload(self) -> str:
        self.evidence = [self.worker.upload(self.case["id"], *file) for file in FILES]
        self.signature = self.worker.upload(self.case["id"], "signature.png", "image/png", "signature")
        for item in [*self.evidence, self.signature]:
            self.worker.wait_for(f"/evidence/{item['id']}", lambda found: found["status"] == "verified")
        return f"{len(self.evidence)} 份材料和签名直接存入，大小和校验值核对一致"

    def submit(self) -> str:
        body = {"signature_evidence_id": self.signature["id"]}
        self.case = self.worker.post(f"{self.path}/submit", body)
        self.worker.post(f"{self.path}/submit", body, 409)
        return f"现在由{self.case['holder']['name']}{self.case['holder']['duty']}；{clock_line(self.case)}"

    def stay_private(self) -> str:
        self.stranger.get(self.path, 404)
        self.elsewhere.get(self.path, 404)
        self.lawyer.get(self.path, 404)
        return "另一位申请人、别的机构、没有接案的律师都看不到"

    def accept(self) -> str:
        queue = self.officer.get("/applications/queue")
        if self.case["id"] not in [row["id"] for row in queue["items"]]:
            raise Unexpected("the case is not in the queue")
        self.case = self.officer.post(f"{self.path}/accept")
        return f"编号 {self.case['number']}"

    def open_evidence(self) -> str:
        opened = self.officer.post(f"/evidence/{self.evidence[0]['id']}/open")
        content = httpx.get(opened["url"], trust_env=False).content
        if hashlib.sha256(content).digest() != hashlib.sha256((ASSETS / FILES[0][0]).read_bytes()).digest():
            raise Unexpected("the opened file differs from the uploaded one")
        log = self.worker.get("/me/access-log")
        return f"内容与上传时一致；本人能看到 {len(log['items'])} 次查看记录"

    def grant(self) -> str:
        self.officer.post(f"{self.path}/grant", status=403)
        self.case = self.decider.post(f"{self.path}/grant")
        return clock_line(self.case)

    def assign(self) -> str:
        candidates = self.officer.get(f"{self.path}/candidates")["items"]
        chosen = next(row for row in candidates if row["name"] == "李明")
        body = {"lawyer_id": chosen["lawyer_id"], "override_reason": "recipient_asked"}
        self.case = self.officer.post(f"{self.path}/assign", body)
        reasons = "；".join(reason["text"] for reason in chosen["reasons"])
        return f"{chosen['name']}律师（{chosen['firm']}）：{reasons}"

    def take(self) -> str:
        offers = self.lawyer.get("/offers")["items"]
        self.offer = next(row for row in offers if row["matter_id"] == self.case["id"])
        self.lawyer.post(f"/offers/{self.offer['id']}/accept")
        self.case = self.worker.wait_for(self.path, lambda found: found["status"] == "in_handling")
        self.lawyer.get(self.path)
        return f"承办律师：{self.case['lawyer']['name']}"

    def read_inbox(self) -> str:
        self.worker.wait_for("/me/notices", lambda found: len(found["items"]) >= 4)
        return "；".join(row["title"] for row in self.worker.get("/me/notices")["items"])

    def look_back(self) -> str:
        steps = self.worker.get(f"{self.path}/history")["items"]
        return " ← ".join(str(step.get("title", step.get("transition"))) for step in steps)

    def overdue(self) -> str:
        """A second case, and a week in which nobody acts."""
        case = self.worker.post("/applications", {"category": "labour_remuneration"}, 201)
        path = f"/applications/{case['id']}"
        case = self.worker.put(f"{path}/claim", CLAIM, case["version"])
        case = self.worker.put(f"{path}/place", {"area_code": "330112104"}, case["version"])
        self.worker.put(f"{path}/applicant", {"is_migrant_worker": True}, case["version"])
        signature = self.worker.upload(case["id"], "signature.png", "image/png", "signature")
        self.worker.wait_for(f"/evidence/{signature['id']}", lambda found: found["status"] == "verified")
        self.worker.post(f"{path}/submit", {"signature_evidence_id": signature["id"]})
        moved = self.worker.post("/demo/clock", {"days": 20})
        late = self.officer.get(path)["clocks"][0]
        if not late["overdue"]:
            raise Unexpected(f"not overdue: {late}")
        return f"到 {moved['now'][:10]} 仍未决定，{late['due_on']} 已到期，标为逾期"


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("农民工讨薪：从手机到律师")
    story = Wages(base_url)
    teller.tell("微信登录", story.log_in)
    teller.tell("绑定手机号", story.bind_phone)
    teller.tell("登记姓名和证件", story.give_name)
    teller.tell("开始申请，没填的一次说清", story.draft)
    teller.tell("分段填写，每段单独保存", story.fill_in)
    teller.tell("上传三张照片、一份 PDF 和签名", story.upload)
    teller.tell("签名提交", story.submit)
    teller.tell("别人看不到", story.stay_private)
    teller.tell("工作人员在待办里看到并受理", story.accept)
    teller.tell("工作人员打开证据，留下记录", story.open_evidence)
    teller.tell("审批人员决定给予援助", story.grant)
    teller.tell("推荐律师并派案", story.assign)
    teller.tell("律师接案，申请人看到承办人", story.take)
    teller.tell("申请人收到通知", story.read_inbox)
    teller.tell("办理过程可查", story.look_back)
    teller.tell("没人办理的申请到期标红", story.overdue)
