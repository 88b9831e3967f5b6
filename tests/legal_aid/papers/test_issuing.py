"""Papers follow from what happens to a case, are sealed, and never change."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import Role
from app.legal_aid.papers import issuing
from app.legal_aid.papers.models import OfficialPaper
from app.legal_aid.papers.templates import Template
from tests.evidence.uploading import CHAT
from tests.legal_aid.papers.desk import Desk
from tests.legal_aid.scene import act, chosen, ok, problem
from tests.support.areas import NEIGHBOUR
from tests.support.sealed import verdict
from tests.support.world import AgencyRef

pytestmark = pytest.mark.anyio

REASONS = "申请事项已由劳动监察部门处理完毕，工资已全部付清。"


async def certificate(desk: Desk) -> str:
    answer = await desk.scene.stack.client.get("/papers/certificate")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/x-pem-file")
    return answer.text


async def failing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paper is made with a broken template from now on."""

    async def broken(*_: Any) -> Template:
        return Template("#boom", issuing.templates.TemplateSource.AGENCY)

    monkeypatch.setattr(issuing.templates, "in_force", broken)


async def test_handing_in_makes_the_signed_application_form(desk: Desk) -> None:
    case = await desk.submitted()
    papers = await desk.papers(case)
    assert set(papers) == {"application_form"}
    form = papers["application_form"]
    assert (form["status"], form["title"], form["number"]) == ("issued", "法律援助申请表", None)
    assert form["allowed_actions"] == ["open"]
    found = await verdict(await desk.bytes_of(case, form), await certificate(desk))
    assert found.is_good
    assert found.reason == "法律援助申请表"


async def test_each_act_of_the_centre_has_its_paper(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "grant"))
    lawyer = await scene.roster.lawyer()
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    papers = await desk.papers(case, scene.officer)
    assert list(papers) == ["application_form", "receipt", "grant", "assignment"]
    assert {paper["status"] for paper in papers.values()} == {"issued"}
    year = scene.stack.clock.now().year
    assert papers["grant"]["number"] == f"〔{year}〕法援决字第00001号"
    assert papers["receipt"]["number"] == f"〔{year}〕法援字第00001号"
    pem = await certificate(desk)
    for paper in papers.values():
        assert (await verdict(await desk.bytes_of(case, paper), pem)).is_good


async def test_a_refusal_and_a_termination_have_theirs(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "refuse", {"reasons": REASONS}))
    await scene.stack.drain()
    refusal = (await desk.papers(case))["refusal"]
    assert refusal["status"] == "issued"
    assert await desk.bytes_of(case, refusal)


async def test_contents_are_sealed_at_rest(desk: Desk) -> None:
    case = await desk.submitted()
    [row] = await desk.scene.rows("SELECT contents_sealed FROM official_paper WHERE application_id = $1", case)
    assert row["contents_sealed"].startswith("v1.")
    assert "张建国" not in row["contents_sealed"]


async def test_an_event_handled_twice_makes_one_paper(desk: Desk) -> None:
    case = await desk.submitted()
    [first] = (await desk.papers(case)).values()
    await run_again(desk, UUID(first["id"]))
    [second] = (await desk.papers(case)).values()
    assert second == first


async def run_again(desk: Desk, paper_id: UUID) -> None:
    services = desk.scene.stack.services
    async with services.database.transaction() as session:
        await issuing.order(session, await session.get_one(OfficialPaper, paper_id), at=services.clock.now())
    await desk.scene.stack.drain()


async def test_an_issued_paper_can_neither_change_nor_go(desk: Desk) -> None:
    case = await desk.submitted()
    database = desk.scene.stack.services.database
    for statement in (
        "UPDATE official_paper SET sha256 = repeat('0', 64)",
        "UPDATE official_paper SET status = 'requested'",
        "DELETE FROM official_paper",
    ):
        with pytest.raises(IntegrityError, match="never changes"):
            async with database.transaction() as session:
                await session.execute(text(statement))
    async with database.transaction() as session:
        await session.execute(text("UPDATE official_paper SET contents_sealed = 'v1.new.key'"))
    assert await desk.papers(case)


async def test_a_template_that_fails_leaves_a_reason_and_the_paper_is_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = desk.scene
    with monkeypatch.context() as patched:
        await failing(desk, patched)
        case = await desk.submitted()
        form = (await desk.papers(case, scene.officer))["application_form"]
    assert form["status"] == "failed"
    assert form["failure"] == "第 1 行：没有名叫“boom”的变量或者函数"
    assert form["allowed_actions"] == ["reissue"]
    assert form["sha256"] is None
    assert (await desk.papers(case))["application_form"]["failure"] is None
    assert problem(await desk.open(case, form)) == (409, "paper_not_issued_yet")

    path = f"/applications/{case}/papers/{form['id']}/reissue"
    again = await ok(scene.officer.client.post(path))
    assert (again["status"], again["failure"]) == ("requested", None)
    await scene.stack.drain()
    form = (await desk.papers(case))["application_form"]
    assert form["status"] == "issued"
    assert await desk.bytes_of(case, form)
    assert problem(await scene.officer.client.post(path)) == (409, "wrong_state")


async def test_only_staff_ask_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        await failing(desk, patched)
        case = await desk.submitted()
    form = (await desk.papers(case))["application_form"]
    assert form["allowed_actions"] == []
    answer = await desk.scene.worker.client.post(f"/applications/{case}/papers/{form['id']}/reissue")
    assert answer.status_code == 403


async def test_a_signature_that_is_gone_fails_the_form_not_the_worker(desk: Desk) -> None:
    case = await desk.scene.submitted()
    await desk.scene.stack.drain()
    form = (await desk.papers(case, desk.scene.officer))["application_form"]
    assert (form["status"], form["failure"]) == ("failed", "签名图片已经找不到了")


async def test_nobody_else_sees_or_opens_them(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    [form] = (await desk.papers(case)).values()
    stranger = await scene.world.person(Role.APPLICANT)
    elsewhere = await scene.world.agency("justice_bureau", area_code=NEIGHBOUR)
    officer = await scene.world.person(Role.OFFICER, agency=elsewhere)
    for who in (stranger, officer):
        assert problem(await who.client.get(f"/applications/{case}/papers")) == (404, "not_found")
        assert problem(await desk.open(case, form, who)) == (404, "not_found")
        preview = f"/applications/{case}/papers/preview/application_form"
        assert problem(await who.client.get(preview)) == (404, "not_found")


async def test_a_paper_of_another_case_is_not_found_under_this_one(desk: Desk) -> None:
    case = await desk.submitted()
    [form] = (await desk.papers(case)).values()
    other = await desk.scene.filled(await desk.scene.world.person(Role.APPLICANT, name="李四"))
    assert problem(await desk.open(other, form)) == (404, "not_found")


async def test_a_lawyer_reads_papers_only_after_taking_the_case(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "grant"))
    lawyer = await scene.roster.lawyer()
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    path = f"/applications/{case}/papers"
    assert problem(await lawyer.client.get(path)) == (404, "not_found")
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    assert (await lawyer.client.get(path)).status_code == 200


async def test_opening_by_staff_is_recorded_for_the_applicant(desk: Desk) -> None:
    case = await desk.submitted()
    [form] = (await desk.papers(case, desk.scene.officer)).values()
    await desk.bytes_of(case, form, desk.scene.officer)
    rows = await desk.scene.rows(
        "SELECT note FROM audit_entry WHERE action = 'legal_aid.paper.read' AND owner_id = $1 ORDER BY id",
        desk.scene.worker.id,
    )
    assert [row["note"] for row in rows] == [None, "打开法律援助申请表"]


async def test_a_draft_is_previewed_with_its_mark_and_without_a_seal(desk: Desk) -> None:
    case = await desk.scene.filled()
    worker = desk.scene.worker.client
    answer = await worker.get(f"/applications/{case}/papers/preview/application_form")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/ByteRange" not in answer.content
    for kind in ("grant", "wage_ledger", "hardship_statement"):
        answer = await worker.get(f"/applications/{case}/papers/preview/{kind}")
        assert problem(answer) == (409, "paper_has_no_preview")


async def test_what_is_missing_is_told_on_paper_and_what_comes_is_receipted(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    body = {"items": [{"code": "other", "text": "请补充和工头的聊天记录。"}]}
    await ok(act(scene.officer, case, "notices", body))
    await scene.stack.drain()
    notice = (await desk.papers(case))["deficiency_notice"]
    year = scene.stack.clock.now().year
    assert (notice["status"], notice["number"]) == ("issued", f"〔{year}〕法援补字第00001号")

    extra = await desk.upload(case, CHAT, "chat")
    found = (await scene.worker.client.get(f"/applications/{case}/notices")).json()["items"][0]["items"][0]
    answers = [{"item_id": found["id"], "evidence_ids": [extra]}]
    await ok(act(scene.worker, case, "supplement", {"answers": answers}))
    await scene.stack.drain()
    listed = (await scene.worker.client.get(f"/applications/{case}/papers")).json()["items"]
    receipts = [paper["number"] for paper in listed if paper["kind"] == "receipt"]
    assert receipts == [f"〔{year}〕法援字第00001号", f"〔{year}〕法援字第00001-2号"]


async def test_an_objection_that_wins_has_the_bureaus_paper_and_a_new_grant(desk: Desk) -> None:
    scene = desk.scene
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "refuse", {"reasons": REASONS}))
    await scene.stack.drain()
    await ok(act(scene.worker, case, "objection", {"reasons": "工资一分没有付，有聊天记录为证。"}))
    root = scene.centre.path.split("/")[1]
    bureau = AgencyRef(UUID(root), f"/{root}/", scene.centre.area_code)
    approver = await scene.world.person(Role.APPROVER, agency=bureau)
    await ok(act(approver, case, "objection/overturn", {"reasons": "经查工资确实没有支付，申请人符合条件。"}))
    await scene.stack.drain()
    papers = await desk.papers(case)
    assert {papers[kind]["status"] for kind in ("refusal", "objection_decision", "grant")} == {"issued"}
    pem = await certificate(desk)
    sealed = await verdict(await desk.bytes_of(case, papers["objection_decision"]), pem)
    assert (sealed.is_good, sealed.reason) == (True, "异议审查决定书")


async def test_terminated_and_assigned_papers_name_what_they_follow(desk: Desk) -> None:
    scene = desk.scene
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    body = {"ground": "48-6", "reasons": "受援人于七月十日自行委托了律师代理本案。"}
    await ok(act(scene.decider, case, "terminate", body))
    await scene.stack.drain()
    papers = await desk.papers(case)
    assert papers["assignment"]["status"] == papers["termination"]["status"] == "issued"
    contents = await contents_of(desk, papers["termination"])
    assert contents["grant_number"] == papers["grant"]["number"]
    assert contents["ground"] == "自行委托律师或者其他代理人"
    assert (await contents_of(desk, papers["assignment"]))["firm"]


async def contents_of(desk: Desk, paper: Any) -> Any:
    services = desk.scene.stack.services
    async with services.database.session() as session:
        row = await session.get_one(OfficialPaper, UUID(paper["id"]))
    return issuing.read_contents(services.vault, row).model_dump()
