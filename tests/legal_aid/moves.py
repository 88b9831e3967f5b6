"""What people send about a case over HTTP: the bodies of every command, and how days pass."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from app.evidence.enums import EvidenceKind
from app.legal_aid.enums import ApplicationChannel
from tests.legal_aid.criminal.notices import JUDGE
from tests.legal_aid.deciding.helpers import MISSING
from tests.legal_aid.handling.desk import TOLD
from tests.legal_aid.quality.cabinet import VISIT
from tests.legal_aid.stage import Row, Stage
from tests.support.world import PersonRef

Answers = list[httpx.Response]
Body = Mapping[str, Any]
NOBODY = UUID(int=0)
PARTS = (
    *("receipt", "notices", "objections", "papers", "agreement", "entries", "replacement", "outcome"),
    *("closing-checklist", "file/reviews", "rating", "return-visits", "subsidy", "archive", "recusals"),
    *("intake", "contact", "history", "materials", "candidates"),
)
"""Parts of a case that are read."""


@dataclass(frozen=True)
class Move:
    """One command on its way: who gives it, about which case, as the case was just before."""

    stage: Stage
    row: Row
    who: PersonRef
    pick: Callable[[Sequence[Any]], Any]

    @property
    def path(self) -> str:
        return f"/applications/{self.row['id']}"

    async def post(self, part: str, body: Body | None = None) -> Answers:
        return [await self.who.client.post(f"{self.path}/{part}", json=body)]

    async def file(self) -> str:
        return str(await self.stage.file(self.row))


Run = Callable[[Move], Awaitable[Answers]]


def sends(part: str, body: Body | None = None) -> Run:
    """A POST that always says the same."""

    async def run(move: Move) -> Answers:
        return await move.post(part, body)

    return run


async def submit(move: Move) -> Answers:
    signature = await move.stage.file(move.row, EvidenceKind.SIGNATURE)
    return await move.post("submit", {"signature_evidence_id": str(signature)})


async def transfer(move: Move) -> Answers:
    house = move.stage.house(move.row)
    other = move.stage.home if house is move.stage.away else move.stage.away
    return await move.post(
        "transfer", {"agency_id": str(other.centre.id), "reason": "用人单位在该区，由该区办理。"}
    )


async def ask_for_more(move: Move) -> Answers:
    """A notice about what is missing; a decider says why where it could have been asked for before."""
    unclear = {"code": "unclear_fact", "section": "claim"}
    items = move.pick([[MISSING], [unclear], [MISSING, unclear]])
    is_decider = move.who in [*move.stage.home.deciders, *move.stage.away.deciders]
    why = "前一次没有看清楚，确需再次补充。" if is_decider else None
    return await move.post("notices", {"items": items, "override_reason": why})


async def answer_notice(move: Move) -> Answers:
    sql = (
        "SELECT item.id FROM deficiency_item item JOIN deficiency_notice notice ON notice.id = item.notice_id"
        " WHERE notice.application_id = $1 AND notice.status = 'open'"
    )
    items = await move.stage.scene.rows(sql, move.row["id"])
    words = "工资条已经丢了，班组长可以作证。"
    return await move.post(
        "supplement", {"answers": [{"item_id": str(item["id"]), "explanation": words} for item in items]}
    )


async def advance(move: Move) -> Answers:
    body = {
        "ground": "44-1",
        "limitation_on": move.stage.day(2),
        "reasons": "仲裁时效马上届满，需要及时申请仲裁。",
    }
    return await move.post("advance", body)


async def termination_sent(move: Move) -> Answers:
    return await move.post("termination-sent", {"method": "post", "sent_on": move.stage.day(0)})


async def assign(move: Move) -> Answers:
    """One of the roster, those first who were not asked before."""
    rows = await move.stage.scene.rows("SELECT lawyer_id FROM offer WHERE matter_id = $1", move.row["id"])
    asked = {row["lawyer_id"] for row in rows}
    lawyer = move.pick(sorted(move.stage.house(move.row).lawyers, key=lambda lawyer: lawyer.id in asked))
    body = {"lawyer_id": str(lawyer.id), "override_reason": "knows_case"}
    return await move.post("assign", body)


def answers_offer(part: str, body: Body | None = None) -> Run:
    """The lawyer's answer to the latest offer."""

    async def run(move: Move) -> Answers:
        sql = "SELECT id FROM offer WHERE matter_id = $1 ORDER BY id DESC LIMIT 1"
        offers = await move.stage.scene.rows(sql, move.row["id"])
        offer = offers[0]["id"] if offers else NOBODY
        return [await move.who.client.post(f"/offers/{offer}/{part}", json=body)]

    return run


async def sign_agreement(move: Move) -> Answers:
    body = {"signed_on": move.stage.day(0), "authority": "special", "evidence_ids": [await move.file()]}
    return await move.post("agreement", body)


async def write_log(move: Move) -> Answers:
    """What the closing file needs of the log."""
    at = move.stage.stack.clock.now().isoformat()
    contents: list[tuple[dict[str, Any], list[str]]] = [
        ({"kind": "first_meeting", "place": "中心接待室", "told": TOLD}, []),
        ({"kind": "progress", "text": "已经提交仲裁申请。"}, []),
        ({"kind": "written_opinion", "body": "西湖区仲裁委", "text": "应当支付拖欠的工资。"}, []),
    ]
    if _is_criminal(move.row):
        contents.append(({"kind": "client_meeting", "place": "看守所", "text": "会见一次。"}, [await move.file()]))
    return [
        (await move.post("entries", {"happened_at": at, "content": content, "evidence_ids": files}))[0]
        for content, files in contents
    ]


async def set_outcome(move: Move) -> Answers:
    """How it ended: an award of everything; in a criminal case, no prosecution."""
    is_criminal = _is_criminal(move.row)
    members = await _members(move)
    body = {
        "kind": "not_prosecuted" if is_criminal else "arbitration_award",
        "recovered_fen": 0 if is_criminal else 2_800_000,
        "basis": "prosecution_review" if is_criminal else "arbitration_document",
        "closing_on": (move.row["closing_on"] or move.stage.today).isoformat(),
        "evidence_ids": [await move.file()],
        "summary": "办理机关支持了受援人的请求，已经办结。",
        "shares": [{"member_id": str(id_), "recovered_fen": 2_800_000 // len(members)} for id_ in members],
    }
    headers = {"If-Match": f'"{move.row["version"]}"'}
    return [await move.who.client.put(f"{move.path}/outcome", json=body, headers=headers)]


async def ask_replacement(move: Move) -> Answers:
    is_lawyer = move.who.id == move.row["lawyer_person_id"]
    body = {
        "ground": "cannot_continue" if is_lawyer else "not_performing",
        "reasons": "接案后一个月没有联系受援人，有聊天记录可以证明。",
        "evidence_ids": [await move.file()],
    }
    return await move.post("replacement", body)


async def leave(move: Move) -> Answers:
    """The colleague leaves the claim of two."""
    members = [member for member in await _members(move) if move.row["is_group"]]
    body = {"reason": "我自己和老板谈好了。"}
    client = move.stage.colleague.client
    return [await client.post(f"/memberships/{member}/leave", json=body) for member in members[1:] or [NOBODY]]


async def visit(move: Move) -> Answers:
    return await move.post("return-visits", VISIT | {"visited_on": move.stage.day(0)})


async def rate(move: Move) -> Answers:
    body: Body = {"stars": move.pick([1, 5]), "helpful": [], "comment": None}
    return [await move.who.client.put(f"{move.path}/rating", json=body)]


async def correct_name(move: Move) -> Answers:
    name = "张健国" if move.row["applicant_name"] == "张建国" else "张建国"
    return await move.post("name-correction", {"name": name, "reason": "写错了一个字，已核对身份证原件"})


async def decide_recusal(move: Move) -> Answers:
    sql = "SELECT id FROM recusal WHERE application_id = $1 AND status = 'requested' LIMIT 1"
    rows = await move.stage.scene.rows(sql, move.row["id"])
    body = {
        "recusal_id": str(rows[0]["id"]) if rows else str(NOBODY),
        "is_granted": move.pick([True, False]),
        "person_id": str(move.stage.house(move.row).officers[0].id),
    }
    return await move.post("recusals/decide", body)


async def inform_authority(move: Move) -> Answers:
    lawyer = move.row["lawyer_person_id"] or NOBODY
    return await move.post(
        "authority-informed", {"informed_on": move.stage.day(0), "lawyer_person_id": str(lawyer)}
    )


async def take_next(move: Move) -> Answers:
    return [await move.who.client.post("/applications/queue/next")]


async def read_all(move: Move) -> Answers:
    """Everything of the case that can be read, and the lists it stands in."""
    paths = [
        move.path,
        *(f"{move.path}/{part}" for part in PARTS),
        "/applications",
        "/applications/queue",
        "/offers",
    ]
    return [await move.who.client.get(path) for path in paths]


async def run_jobs(move: Move) -> Answers:
    await move.stage.stack.drain()
    return []


def passes(days: int) -> Run:
    """Days pass, with everything that falls due on the way."""

    async def run(move: Move) -> Answers:
        await move.stage.stack.advance(days=days)
        return []

    return run


async def notify(stage: Stage) -> httpx.Response:
    """A procuratorate asks for a lawyer for somebody: a case of its own."""
    stage.notified += 1
    body = {
        "agency_id": str(stage.home.centre.id),
        "authority": JUDGE | {"kind": "procuratorate", "case_number": f"杭西检刑受〔2026〕{stage.notified}号"},
        "grounds": ["25-2"],
        "person": {"name": f"林{'某' * stage.notified}", "document": None},
        "stage": "prosecution",
        "charges": "盗窃罪",
        "is_in_custody": False,
        "custody_place": None,
        "basis_arose_on": stage.day(-1),
        "notified_at": None,
    }
    answer = await stage.scene.officer.client.post("/intake/notifications", json=body)
    if answer.status_code == 201:
        stage.cases.append(UUID(answer.json()["id"]))
    return answer


async def _members(move: Move) -> list[UUID]:
    """Members of a group claim, the representative first."""
    sql = "SELECT id FROM group_member WHERE application_id = $1 AND status = 'joined' ORDER BY number"
    return [member["id"] for member in await move.stage.scene.rows(sql, move.row["id"])]


def _is_criminal(row: Row) -> bool:
    return row["channel"] == ApplicationChannel.AUTHORITY_NOTICE
