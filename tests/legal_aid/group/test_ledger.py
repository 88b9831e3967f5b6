"""The wage ledger over HTTP: gaps and totals, contradictions told, two editors, evidence, workbooks."""

import asyncio
import io
from uuid import UUID, uuid4

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType, RejectionReason
from app.kernel.actor import Role
from app.kernel.spreadsheets import MEDIA_TYPE
from app.legal_aid.group.totals import claim_warnings, ledger_total
from tests.legal_aid.group.crew import MONTHS, Crew, crew, match, row, told
from tests.legal_aid.scene import Answer, Scene, act, ok, problem

pytestmark = pytest.mark.anyio
HEADERS = ["成员编号", "姓名", "月份", "约定工资（元）", "已付工资（元）", "拖欠工资（元）"]


def book(*rows: list[object], headers: list[str] = HEADERS) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for values in ([*headers], *rows):
        sheet.append(list(values))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


async def send(group: Crew, data: bytes, *, commit: bool = False, version: int | None = None) -> httpx.Response:
    known: int = version or (await group.ledger())["version"]
    headers = match(known) | {"Content-Type": MEDIA_TYPE}
    path = f"{group.path}/ledger/workbook"
    return await group.boss.post(path, content=data, headers=headers, params={"commit": str(commit).lower()})


async def test_single_worker_keeps_a_ledger_without_a_group(scene: Scene) -> None:
    case = await scene.filled(period_from=MONTHS[0], period_to=MONTHS[-1], amount_fen=2_100_000)
    path = f"/applications/{case}/ledger"
    empty = await scene.worker.client.get(path)
    assert (empty.status_code, empty.headers["etag"]) == (200, '"1"')
    (me,) = empty.json()["members"]
    assert (me["name"], me["gaps"], me["counts"]) == ("张建国", list(MONTHS), True)
    body = {"rows": [{"month": month, "agreed_fen": 700_000, "paid_fen": 0} for month in MONTHS]}
    grid = await scene.worker.client.put(f"{path}/{me['member_id']}", json=body, headers=match(1))
    assert (grid.status_code, grid.headers["etag"]) == (200, '"2"')
    assert (grid.json()["totals"]["owed_fen"], grid.json()["remarks"]) == (2_100_000, [])
    assert grid.json()["members"][0]["gaps"] == []
    rows = await scene.rows("SELECT is_group FROM application WHERE id = $1", case)
    assert rows == [{"is_group": False}]


async def test_every_contradiction_is_told_and_nothing_is_kept(scene: Scene) -> None:
    group = await crew(scene)
    _, member = await group.joined(employment_from="2026-04-10", employment_to="2026-05-20")
    boss = await group.boss_id()
    rows = [
        row(member, "2026-03"),
        row(member, "2026-04", 700_000, 100_000, owed_fen=700_000),
        row(member, "2026-04"),
        row(member, "2026-06"),
        row(boss, "2099-01"),
        row(boss, "2026-03", -5),
        row(boss, "2026-04", 10**9),
        row(str(uuid4()), "2026-04"),
        row(boss, "2026-05"),
    ]
    answer = await group.put(rows)
    assert problem(answer) == (422, "ledger_refused")
    assert told(answer) == [
        ("rows.0.month", "before_employment"),
        ("rows.1.owed_fen", "sum"),
        ("rows.1.month", "twice"),
        ("rows.2.month", "twice"),
        ("rows.3.month", "after_employment"),
        ("rows.4.month", "not_future"),
        ("rows.5.agreed_fen", "not_negative"),
        ("rows.6.agreed_fen", "too_large"),
        ("rows.7.member_id", "unknown_member"),
    ]
    assert [m["rows"] for m in (await group.ledger())["members"]] == [[], []]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"month": "2026-13"}, "rows.0.month"),
        ({"month": None}, "rows.0.month"),
        ({"agreed_fen": 1.5}, "rows.0.agreed_fen"),
        ({"agreed_fen": "100"}, "rows.0.agreed_fen"),
        ({"note": "一\n二"}, "rows.0.note"),
        ({"agreed_proof": {"evidence_id": str(uuid4()), "page": 0}}, "rows.0.agreed_proof.page"),
        ({"bank_account": "1"}, "rows.0.bank_account"),
    ],
)
async def test_misshapen_rows_name_their_field(scene: Scene, change: Answer, field: str) -> None:
    group = await crew(scene)
    answer = await group.put([row(await group.boss_id()) | change])
    assert problem(answer) == (422, "invalid")
    assert [name for name, _ in told(answer)] == [field]


async def test_odd_figures_are_shown_beside_the_claim(scene: Scene) -> None:
    group = await crew(scene)
    boss = await group.boss_id()
    grid = (await group.put([row(boss, "2026-03", 100, 900), row(boss, "2026-02")])).json()
    assert [remark["code"] for remark in grid["remarks"]] == ["outside_claim", "overpaid", "differs_from_claim"]
    assert grid["claim_amount_fen"] == 18_600_000
    async with scene.stack.services.database.transaction() as session:
        assert await ledger_total(session, group.case) == 699_200
        assert await ledger_total(session, await scene.draft()) is None
        (warning,) = await claim_warnings(session, group.case, 18_600_000)
        assert (warning.field, "6,992.00 元" in warning.message) == ("claim.amount_fen", True)
        assert await claim_warnings(session, group.case, 699_200) == []
    shown = await ok(group.boss.get(group.path))
    assert [(w["field"], w["rule"]) for w in shown["warnings"]] == [("claim.amount_fen", "differs_from_ledger")]
    assert shown["missing"] == []


async def test_two_editors_one_is_told(scene: Scene) -> None:
    group = await crew(scene)
    boss = await group.boss_id()
    version = (await group.ledger())["version"]
    answers = await asyncio.gather(*(group.put([row(boss, agreed=n)], version) for n in (100, 200)))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    won = next(answer for answer in answers if answer.status_code == 200).json()
    assert (await group.ledger())["totals"] == won["totals"]
    again = await group.put([row(boss, agreed=won["totals"]["agreed_fen"])], version)
    assert (again.status_code, again.headers["etag"]) == (200, f'"{won["version"]}"')
    blind = await group.boss.put(f"{group.path}/ledger", json={"rows": []})
    assert problem(blind) == (428, "precondition_required")


async def test_rows_of_one_member_leave_the_others_alone(scene: Scene) -> None:
    group = await crew(scene)
    _, member = await group.joined()
    boss = await group.boss_id()
    await group.put([row(boss), row(member)])
    version = (await group.ledger())["version"]
    path = f"{group.path}/ledger/{member}"
    body = {"rows": [{"month": "2026-04", "agreed_fen": 50, "paid_fen": 0}]}
    grid = await ok(group.boss.put(path, json=body, headers=match(version)))
    assert [[r["month"] for r in m["rows"]] for m in grid["members"]] == [["2026-03"], ["2026-04"]]
    assert (await group.boss.put(f"{group.path}/ledger/{uuid4()}", json=body, headers=match(1))).status_code == 404


async def test_rows_of_who_left_stay_whatever_is_sent(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    boss = await group.boss_id()
    await group.put([row(boss), row(member)])
    await ok(who.client.post(f"/memberships/{member}/leave", json={"reason": "已经结清"}))
    assert (await group.put([row(boss, agreed=5)])).status_code == 200
    assert (await group.put([row(boss, agreed=6), row(member)])).status_code == 200
    assert told(await group.put([row(member, agreed=1)])) == [("rows.0.member_id", "member_left")]
    assert (await group.ledger())["left"]["owed_fen"] == 700_000


async def test_evidence_must_belong_to_the_case_or_the_member(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    other, theirs = await group.joined("赵六")
    boss = await group.boss_id()
    mine = await group.photo(UUID(member), who)
    pdf = await group.photo(group.case, scene.worker, media_type=MediaType.PDF)
    alien = await group.photo(UUID(theirs), other)
    rejected = await group.photo(
        group.case, scene.worker, status=EvidenceStatus.REJECTED, rejection=RejectionReason.MISSING
    )
    signature = await group.photo(group.case, scene.worker, kind=EvidenceKind.SIGNATURE)
    second = await group.photo(UUID(member), who, kind=EvidenceKind.CHAT)

    def proof(evidence: str, page: int = 1) -> Answer:
        return {"evidence_id": evidence, "page": page}

    good = [row(member, agreed_proof=proof(mine), paid_proof=proof(pdf, 7)), row(boss, paid_proof=proof(pdf, 2))]
    grid = (await group.put(good)).json()
    assert grid["members"][1]["rows"][0]["paid_proof"] == proof(pdf, 7)
    assert not [remark for remark in grid["remarks"] if remark["code"] == "proof_gone"]
    await ok(who.client.post(f"/evidence/{mine}/withdraw", json={"reason": "拍错了"}))
    assert told(await group.put(good)) == [("rows.0.agreed_proof.evidence_id", "refused")]
    gone = [remark for remark in (await group.ledger())["remarks"] if remark["code"] == "proof_gone"]
    assert [(remark["member_id"], remark["month"]) for remark in gone] == [(member, "2026-03")]
    bad = [
        row(member, agreed_proof=proof(alien)),
        row(boss, agreed_proof=proof(mine), paid_proof=proof(rejected)),
        row(boss, "2026-04", agreed_proof=proof(signature)),
        row(member, "2026-04", agreed_proof=proof(second, 2), paid_proof=proof(str(uuid4()))),
    ]
    assert told(await group.put(bad)) == [
        ("rows.0.agreed_proof.evidence_id", "not_of_this_case"),
        ("rows.1.agreed_proof.evidence_id", "not_of_this_case"),
        ("rows.1.paid_proof.evidence_id", "refused"),
        ("rows.2.agreed_proof.evidence_id", "signature"),
        ("rows.3.agreed_proof.page", "single_page"),
        ("rows.3.paid_proof.evidence_id", "not_of_this_case"),
    ]


async def test_who_may_read_and_edit(scene: Scene) -> None:
    case = await scene.submitted()
    path = f"/applications/{case}/ledger"
    grid = await ok(scene.officer.client.get(path))
    body = {"rows": [row(grid["members"][0]["member_id"])]}
    assert (await scene.officer.client.put(path, json=body, headers=match(1))).status_code == 200
    stranger = await scene.world.person(Role.APPLICANT)
    elsewhere = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    for nobody in (stranger, elsewhere):
        assert (await nobody.client.get(path)).status_code == 404
        assert (await nobody.client.put(path, json=body, headers=match(2))).status_code == 404
    log = (await ok(scene.worker.client.get("/me/access-log")))["items"]
    assert any("欠薪明细" in str(entry) for entry in log)
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "refuse", {"reasons": "不符合法律援助的条件。"}))
    answer = await scene.worker.client.put(path, json=body, headers=match(2))
    assert problem(answer) == (409, "group_closed")
    assert (await ok(scene.worker.client.get(path)))["is_editable"] is False


async def test_lawyer_reads_and_does_not_edit(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    path = f"/applications/{case}/ledger"
    assert (await lawyer.client.get(path)).status_code == 200
    answer = await lawyer.client.put(path, json={"rows": []}, headers=match(1))
    assert problem(answer) == (403, "forbidden")


async def test_workbook_is_previewed_then_kept_all_or_nothing(scene: Scene) -> None:
    group = await crew(scene)
    await group.joined()
    await group.put([row(await group.boss_id())])
    good: list[object] = [2, "王小强", "2026年3月", "7,000.00", 0, 7000]
    bad: list[object] = [None, "王小强", "2026-04", "=1+1", -1, None]
    answer = await send(group, book(good, bad))
    preview = answer.json()
    assert (answer.status_code, preview["is_kept"], preview["added"]) == (200, False, 1)
    assert [(p["row"], p["column"], p["rule"]) for p in preview["problems"]] == [(3, "约定工资（元）", "formula")]
    refused = await send(group, book(good, bad), commit=True)
    assert problem(refused) == (422, "sheet_refused")
    assert told(refused) == [("第 3 行.约定工资（元）", "formula")]
    assert (await group.ledger())["totals"]["owed_fen"] == 700_000
    kept = (await send(group, book(good), commit=True)).json()
    assert (kept["is_kept"], kept["totals"]["owed_fen"]) == (True, 1_400_000)
    assert (await group.ledger())["version"] == kept["version"]
    stale = await send(group, book([2, "王小强", "2026-03", 1, 0, None]), commit=True, version=1)
    assert problem(stale) == (412, "precondition_failed")


async def test_exported_workbook_comes_back_as_the_same_ledger(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined("=王小强")
    boss = await group.boss_id()
    photo = await group.photo(UUID(member), who)
    rows = [
        row(member, "2026-03", 700_050, 1, note="@三月", agreed_proof={"evidence_id": photo, "page": 1}),
        row(boss, "2026-05", 0, 0),
        row(boss, "2026-04", 99, 100),
    ]
    before = (await group.put(rows)).json()
    exported = await group.boss.get(f"{group.path}/ledger/workbook")
    assert exported.headers["content-type"] == MEDIA_TYPE
    same = (await send(group, exported.content, commit=True)).json()
    assert (same["added"], same["changed"], same["removed"], same["problems"]) == (0, 0, 0, [])
    await group.put([])
    assert (await group.ledger())["totals"]["owed_fen"] == 0
    assert (await send(group, exported.content, commit=True)).json()["added"] == 3
    after = await group.ledger()
    assert [m["rows"] for m in after["members"]] == [m["rows"] for m in before["members"]]


async def test_what_is_no_workbook_is_refused(scene: Scene) -> None:
    group = await crew(scene)
    for data in (b"", b"PK\x03\x04 no", "姓名,月份".encode()):
        answer = await send(group, data)
        assert (problem(answer), told(answer)) == ((422, "sheet_refused"), [("file", "not_a_workbook")])
    headers = match(1) | {"Content-Type": "text/csv"}
    answer = await group.boss.post(f"{group.path}/ledger/workbook", content=b"a", headers=headers)
    assert problem(answer) == (415, "not_a_sheet")
    large = await send(group, bytes(1024 * 1024 + 1), version=1)
    assert problem(large) == (413, "body_too_large")


async def test_twelve_workers_are_owed_186_000_yuan(scene: Scene) -> None:
    """Twelve workers, one of whom has no contract, joined by phone; the sheet they wrote together is imported."""
    group = await crew(scene)
    names = [f"工人{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子"]
    members = [await group.joined(name, has_written_contract=name != "工人子") for name in names]
    boss = await group.boss_id()
    await ok(group.boss.put(f"{group.path}/members/{boss}", json={"name": "张建国", "has_written_contract": True}))
    everyone = [(1, "张建国"), *enumerate(names, start=2)]
    lines: list[list[object]] = [
        [number, name, month, 6000, 500 if month == MONTHS[0] else 1000, None]
        for number, name in everyone
        for month in MONTHS
    ]
    kept = (await send(group, book(*lines), commit=True)).json()
    assert (kept["added"], kept["problems"]) == (36, [])
    assert kept["totals"]["owed_fen"] == 18_600_000
    listed = (await ok(group.boss.get(f"{group.path}/members")))["items"]
    assert [m["name"] for m in listed if m["has_written_contract"] is False] == ["工人子"]
    assert (await group.ledger())["remarks"] == []
    own = await ok(members[-1][0].client.get(f"/memberships/{members[-1][1]}"))
    assert (own["totals"]["owed_fen"], own["group_totals"]["owed_fen"]) == (1_550_000, 18_600_000)
    exported = await group.boss.get(f"{group.path}/ledger/workbook")
    summary = load_workbook(io.BytesIO(exported.content))["汇总"]
    last = [cell.value for cell in summary[14]]
    assert (last[0], last[-1]) == ("合计", 186_000)
    full = await scene.world.person(Role.APPLICANT, name="第十三人")
    answer = await full.client.post("/memberships", json={"code": group.code})
    assert problem(answer) == (422, "join_code_refused")
