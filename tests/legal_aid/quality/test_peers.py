"""A lawyer who had nothing to do with a case assesses it on a form, once, without knowing who it was about."""

from typing import Any

import pytest

from app.kernel.actor import Role
from app.lawyers.roster.entering import create_firm
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.quality.cabinet import Cabinet, made, member_with_a_file
from tests.legal_aid.scene import fields, problem

pytestmark = pytest.mark.anyio

CODES = ("meeting", "evidence", "documents", "hearing", "reporting", "closing")


def form(points: int | None = 9, **changes: Any) -> dict[str, Any]:
    scores = [{"criterion": code, "points": changes.get(code, points)} for code in CODES]
    return {"scores": scores, "comment": "办理规范。"}


async def stranger(cabinet: Cabinet, name: str = "沈律师") -> LawyerRef:
    """A lawyer of another firm."""
    scene = cabinet.scene
    async with scene.stack.services.database.transaction() as session:
        firm = await create_firm(
            session, agency_id=scene.centre.id, name=f"{name}事务所", credit_code=None, at=scene.stack.clock.now()
        )
    home, scene.roster.firm_id = scene.roster.firm_id, firm.id
    lawyer = await scene.roster.lawyer(name)
    scene.roster.firm_id = home
    return lawyer


async def appointed(cabinet: Cabinet, reviewer: LawyerRef) -> str:
    return made(await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(reviewer.id)}))["id"]


async def test_reviewer_reads_the_record_without_the_recipient_and_grades_once(cabinet: Cabinet) -> None:
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    await cabinet.scene.stack.drain()
    notices = (await reviewer.client.get("/me/notices")).json()["items"]
    assert "peer_review_appointed" in [notice["template"] for notice in notices]
    answer = await reviewer.client.get(f"/peer-reviews/{review}")
    detail = answer.json()
    assert "张建国" not in answer.text
    assert "13812345678" not in answer.text
    assert detail["recipient"] == "张某"
    assert "张某的电话是〔号码略〕，已经替他提交申请。" in answer.text
    assert detail["outcome"]["kind"] == "arbitration_award"
    assert [criterion["code"] for criterion in detail["criteria"]] == list(CODES)
    assert "signature" not in [document["kind"] for document in detail["documents"]]
    assert detail["documents"]
    graded = await reviewer.client.post(f"/peer-reviews/{review}/grade", json=form(9, hearing=None))
    assert (graded.status_code, graded.json()["grade"], graded.json()["total_tenths"]) == (200, "excellent", 900)
    again = await reviewer.client.post(f"/peer-reviews/{review}/grade", json=form(1))
    assert problem(again) == (409, "wrong_state")
    [line] = (await cabinet.get(cabinet.scene.officer, "peer-reviews"))["items"]
    assert (line["grade"], line["allowed_actions"], len(line["scores"])) == ("excellent", [], 6)
    [own] = (await reviewer.client.get("/peer-reviews")).json()["items"]
    assert own["id"] == review


async def test_peers_grade_wins_over_the_officers_when_the_subsidy_is_reckoned(cabinet: Cabinet) -> None:
    await cabinet.rate("labour_arbitration", 100_000)
    await cabinet.rate("grade_unqualified", 60)
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    assert (await reviewer.client.post(f"/peer-reviews/{review}/grade", json=form(3))).status_code == 200
    await cabinet.close(grade="excellent")
    shown = await cabinet.get(cabinet.scene.officer, "subsidy")
    assert (shown["grade"], shown["total_fen"]) == ("unqualified", 60_000)


async def test_handling_lawyer_and_colleagues_do_not_assess(cabinet: Cabinet) -> None:
    own = await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(cabinet.lawyer.id)})
    assert problem(own) == (409, "reviewer_not_apart")
    assert [e["rule"] for e in own.json()["errors"]] == ["handled"]
    colleague = await cabinet.scene.roster.lawyer("同所律师")
    same = await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(colleague.id)})
    assert [e["rule"] for e in same.json()["errors"]] == ["same_firm"]
    elsewhere = await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(cabinet.case)})
    assert problem(elsewhere) == (422, "lawyer_not_on_roster")
    assert (await cabinet.get(cabinet.scene.officer, "peer-reviews"))["items"] == []


async def test_lawyer_with_a_conflict_does_not_assess(cabinet: Cabinet) -> None:
    reviewer = await stranger(cabinet)
    need = await cabinet.scene.roster.need(opponents=("张建国",))
    await cabinet.scene.roster.accepted(reviewer, need)
    answer = await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(reviewer.id)})
    assert problem(answer) == (409, "lawyer_excluded")
    assert answer.json()["constraints"] == ["client_was_opponent"]


async def test_every_mistake_on_the_form_is_named_and_nothing_is_kept(cabinet: Cabinet) -> None:
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    body = form(9, documents=11, meeting=None)
    body["scores"] = [score for score in body["scores"] if score["criterion"] != "closing"]
    answer = await reviewer.client.post(f"/peer-reviews/{review}/grade", json=body)
    assert problem(answer) == (422, "marks_invalid")
    assert set(fields(answer)) == {"scores.documents", "scores.meeting", "scores.closing"}
    [line] = (await cabinet.get(cabinet.scene.officer, "peer-reviews"))["items"]
    assert (line["status"], line["scores"]) == ("appointed", [])


async def test_only_who_was_asked_reads_and_grades(cabinet: Cabinet) -> None:
    review = await appointed(cabinet, await stranger(cabinet))
    other = await stranger(cabinet, "何律师")
    for lawyer in (other, cabinet.lawyer):
        assert (await lawyer.client.get(f"/peer-reviews/{review}")).status_code == 404
        assert (await lawyer.client.post(f"/peer-reviews/{review}/grade", json=form())).status_code == 404
    assert (await cabinet.scene.officer.client.get(f"/peer-reviews/{review}")).status_code == 403
    elsewhere = await cabinet.scene.world.agency()
    officer = await cabinet.scene.world.person(Role.OFFICER, agency=elsewhere)
    assert (await officer.client.post(f"/peer-reviews/{review}/withdraw")).status_code == 404


async def test_reviewer_who_stands_back_or_is_withdrawn_reads_no_more_and_another_is_asked(
    cabinet: Cabinet,
) -> None:
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    twice = await cabinet.post(cabinet.scene.officer, "peer-reviews", {"lawyer_id": str(reviewer.id)})
    assert problem(twice) == (409, "already_appointed")
    back = await reviewer.client.post(f"/peer-reviews/{review}/stand-back", json={"reason": "我认识受援人"})
    assert (back.status_code, back.json()["status"]) == (200, "withdrawn")
    assert (await reviewer.client.get(f"/peer-reviews/{review}")).status_code == 404
    other = await stranger(cabinet, "何律师")
    second = await appointed(cabinet, other)
    gone = await cabinet.scene.officer.client.post(f"/peer-reviews/{second}/withdraw")
    assert (gone.status_code, gone.json()["status"]) == (200, "withdrawn")
    assert (await other.client.get("/peer-reviews")).json()["items"] == []


async def test_nothing_is_assessed_before_the_file_is_in(cabinet: Cabinet) -> None:
    other = await cabinet.scene.handled(await cabinet.scene.roster.lawyer("周律师"))
    reviewer = await stranger(cabinet)
    body = {"lawyer_id": str(reviewer.id)}
    answer = await cabinet.scene.officer.client.post(f"/applications/{other}/peer-reviews", json=body)
    assert problem(answer) == (409, "wrong_state")


async def test_reviewer_does_not_read_the_name_of_a_member_who_left(cabinet: Cabinet) -> None:
    member = await member_with_a_file(cabinet)
    at = cabinet.scene.stack.clock.now()
    left = "UPDATE group_member SET status = 'left', left_at = $2, left_reason = 'other' WHERE id = $1"
    await cabinet.execute(left, member, at)
    await cabinet.execute("UPDATE case_outcome SET summary = '王小强的工资已经单独结清。'")
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    answer = await reviewer.client.get(f"/peer-reviews/{review}")
    assert (answer.status_code, answer.json()["outcome"]["summary"]) == (200, "王某的工资已经单独结清。")
