"""The handling log: what may be written when, who reads it, how it is put right, who is told."""

import pytest

from app.kernel.actor import Role
from tests.legal_aid.handling.desk import TOLD, Desk, errors, made
from tests.legal_aid.scene import Scene, act, fields, ok, problem

pytestmark = pytest.mark.anyio


async def test_progress_reaches_the_recipient(desk: Desk) -> None:
    entry = await desk.progress("已经提交仲裁申请，正在等通知。")
    assert (entry["author"], entry["visible_to_recipient"]) == ("李律师", True)
    (seen,) = await desk.log(desk.scene.worker)
    assert seen["content"]["text"] == "已经提交仲裁申请，正在等通知。"
    assert "case_progress" in await desk.told(desk.scene.worker)


async def test_reports_to_the_centre_are_not_for_the_recipient(desk: Desk) -> None:
    made(await desk.write("centre_report", ground="mass_incident", text="三十多名工人准备上访。"))
    made(await desk.write("change_of_facts", ground="48-6", text="受援人自行委托了律师。"))
    made(await desk.write("investigation", text="到工地拍了照片。"))
    assert await desk.log(desk.scene.worker) == []
    for who in (desk.lawyer.person, desk.scene.officer, desk.scene.decider):
        kinds = [entry["kind"] for entry in await desk.log(who)]
        assert kinds == ["investigation", "change_of_facts", "centre_report"]
    assert (await desk.told(desk.scene.officer)).count("lawyer_reported") == 2


async def test_every_kind_can_be_written(desk: Desk) -> None:
    scan = await desk.file()
    hearing = made(
        await desk.write("hearing", at=desk.now, body="西湖区仲裁委", room="第二庭", session="arbitration")
    )
    made(await desk.write("hearing_result", hearing_id=hearing["id"], text="当庭没有裁决。"))
    made(await desk.write("mediation_consent", files=(scan,), form="electronic", text="同意两万五千元调解。"))
    made(await desk.write("inquiry_answered", question="什么时候开庭？", answer="下月三日。"))
    made(await desk.write("document_filed", title="仲裁申请书", body="西湖区仲裁委"))
    made(await desk.write("written_opinion", body="西湖区仲裁委", text="应当支付工资。"))
    assert len(await desk.log(desk.scene.worker)) == 6


async def test_first_meeting_tells_everything_or_says_why_not(desk: Desk) -> None:
    answer = await desk.write("first_meeting", place="中心", told=["role"])
    assert errors(answer) == [("content.not_told_reason", "not_told")]
    made(await desk.write("first_meeting", place="中心", told=["role"], not_told_reason="身体不适，下次补告"))
    made(await desk.write("first_meeting", place="中心", told=TOLD))


async def test_only_hearings_lie_ahead(desk: Desk) -> None:
    ahead = desk.later(days=3)
    assert errors(await desk.write("progress", at=ahead, text="下周提交")) == [("happened_at", "not_future")]
    before = desk.later(days=-2)
    assert errors(await desk.write("progress", at=before, text="见面了")) == [("happened_at", "before_taking")]
    made(await desk.write("hearing", at=ahead, body="仲裁委", session="arbitration"))


async def test_recipient_and_lawyer_are_reminded_the_day_before_a_hearing(desk: Desk) -> None:
    made(await desk.write("hearing", at=desk.later(days=10), body="仲裁委", session="arbitration"))
    assert "hearing_set" in await desk.told(desk.scene.worker)
    await desk.scene.stack.advance(days=8)
    assert "hearing_near" not in await desk.told(desk.scene.worker)
    await desk.scene.stack.advance(days=2)
    for who in (desk.scene.worker, desk.lawyer.person):
        assert "hearing_near" in await desk.told(who)


async def test_hearing_that_was_moved_is_reminded_of_once_and_then(desk: Desk) -> None:
    old = made(await desk.write("hearing", at=desk.later(days=5), body="仲裁委", session="arbitration"))
    made(
        await desk.write(
            "hearing", at=desk.later(days=20), body="仲裁委", session="arbitration", corrects_id=old["id"]
        )
    )
    await desk.scene.stack.advance(days=10)
    assert "hearing_near" not in await desk.told(desk.scene.worker)
    await desk.scene.stack.advance(days=10)
    assert (await desk.told(desk.scene.worker)).count("hearing_near") == 1


async def test_correction_names_the_old_entry_which_stays(desk: Desk) -> None:
    old = await desk.progress("已经提交诉状。")
    new = made(await desk.write("progress", text="已经提交仲裁申请。", corrects_id=old["id"]))
    seen = {entry["id"]: entry for entry in await desk.log(desk.scene.worker)}
    assert seen[old["id"]]["corrected_by_id"] == new["id"]
    assert seen[new["id"]]["corrects_id"] == old["id"]
    again = await desk.write("progress", text="再改一次。", corrects_id=old["id"])
    assert problem(again) == (409, "already_corrected")
    other_kind = await desk.write("investigation", text="调查", corrects_id=new["id"])
    assert errors(other_kind) == [("corrects_id", "not_correctable")]


async def test_entry_is_never_changed_or_deleted(desk: Desk) -> None:
    await desk.progress()
    for sql in ("UPDATE handling_entry SET kind = 'hearing'", "DELETE FROM handling_entry"):
        with pytest.raises(Exception, match="append-only"):
            await desk.scene.rows(sql)


async def test_result_belongs_to_a_hearing_of_the_case(desk: Desk) -> None:
    note = await desk.progress()
    answer = await desk.write("hearing_result", hearing_id=note["id"], text="开完了")
    assert errors(answer) == [("content.hearing_id", "not_a_hearing")]


async def test_consent_needs_its_paper(desk: Desk) -> None:
    answer = await desk.write("mediation_consent", form="paper", text="同意调解。")
    assert errors(answer) == [("evidence_ids", "missing")]


async def test_electronic_consent_is_refused_in_matters_of_family_status(desk: Desk) -> None:
    await desk.scene.rows("UPDATE application SET category = 'marriage_family' WHERE id = $1", desk.case)
    scan = await desk.file()
    answer = await desk.write("mediation_consent", files=(scan,), form="electronic", text="同意调解离婚。")
    assert errors(answer) == [("content.form", "paper_needed")]
    assert "电子签名法" in answer.json()["errors"][0]["message"]
    made(await desk.write("mediation_consent", files=(scan,), form="paper", text="同意调解离婚。"))


async def test_client_meeting_is_for_defence_alone(desk: Desk) -> None:
    scan = await desk.file()
    answer = await desk.write("client_meeting", files=(scan,), place="看守所", text="告知权利。")
    assert errors(answer) == [("content.kind", "not_for_category")]
    await desk.scene.rows("UPDATE application SET category = 'criminal_defence' WHERE id = $1", desk.case)
    made(await desk.write("client_meeting", files=(scan,), place="看守所", text="告知权利。"))
    assert await desk.log(desk.scene.worker) == []


async def test_evidence_of_another_case_is_refused(desk: Desk) -> None:
    foreign = await desk.file(await desk.scene.draft())
    answer = await desk.write("progress", files=(foreign,), text="见附件")
    assert errors(answer) == [("evidence_ids.0", "not_verified")]


async def test_nobody_may_write_that_the_file_was_handed_over(desk: Desk) -> None:
    body = {
        "happened_at": desk.now.isoformat(),
        "content": {"kind": "handed_over", "entries": 1, "files": 1},
    }
    answer = await desk.lawyer.client.post(f"/applications/{desk.case}/entries", json=body)
    assert errors(answer) == [("content", "union_tag_invalid")]


async def test_only_the_lawyer_who_has_the_case_writes(desk: Desk) -> None:
    other = await desk.scene.roster.lawyer("周律师")
    body = {"happened_at": desk.now.isoformat(), "content": {"kind": "progress", "text": "不是我的案件"}}
    path = f"/applications/{desk.case}/entries"
    assert (await other.client.post(path, json=body)).status_code == 404
    for who in (desk.scene.worker, desk.scene.officer):
        assert problem(await who.client.post(path, json=body)) == (403, "forbidden")
    stranger = await desk.scene.world.person(Role.APPLICANT, name="外人")
    assert (await stranger.client.get(path)).status_code == 404


async def test_nothing_is_written_before_the_taking_and_the_log_stays_shut(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    desk = Desk(scene, lawyer, await scene.offered(lawyer))
    assert problem(await desk.write("progress", text="还没有接")) == (404, "not_found")
    assert (await lawyer.client.get(f"/applications/{desk.case}/entries")).status_code == 404


async def test_log_comes_in_pages_and_each_look_leaves_a_trace(desk: Desk) -> None:
    for number in range(3):
        await desk.progress(f"第 {number} 次进展")
    path = f"/applications/{desk.case}/entries"
    first = (await desk.scene.officer.client.get(path, params={"limit": 2})).json()
    rest = (await desk.scene.officer.client.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    texts = [entry["content"]["text"] for entry in first["items"] + rest["items"]]
    assert texts == ["第 2 次进展", "第 1 次进展", "第 0 次进展"]
    looks = await desk.scene.rows(
        "SELECT actor_id FROM audit_entry WHERE object_id = $1 AND note = '办案记录'", desk.case
    )
    assert [row["actor_id"] for row in looks] == [desk.scene.officer.id] * 2


async def test_buttons_follow_who_may_do_what(desk: Desk) -> None:
    lawyer = await ok(desk.lawyer.client.get(f"/applications/{desk.case}"))
    expected = {"conclude", "sign_agreement", "record_entry", "set_outcome", "request_replacement"}
    assert set(lawyer["allowed_actions"]) >= expected
    worker = await ok(desk.scene.worker.client.get(f"/applications/{desk.case}"))
    assert "request_replacement" in worker["allowed_actions"]
    assert not {"record_entry", "set_outcome", "conclude"} & set(worker["allowed_actions"])
    assert problem(await act(desk.scene.worker, desk.case, "conclude")) == (403, "forbidden")


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"],
)
async def test_moments_at_the_end_of_all_calendars_are_refused(desk: Desk, moment: str) -> None:
    for content in (
        {"kind": "progress", "text": "进展"},
        {"kind": "hearing", "body": "某委", "session": "arbitration"},
    ):
        body = {"happened_at": moment, "content": content}
        answer = await desk.lawyer.client.post(f"/applications/{desk.case}/entries", json=body)
        assert (answer.status_code, fields(answer)) == (422, ["happened_at"])


async def test_recipient_is_reminded_of_a_hearing_while_another_lawyer_is_sought(desk: Desk) -> None:
    scene = desk.scene
    made(await desk.write("hearing", at=desk.later(days=3), body="仲裁委", session="arbitration"))
    body = {"ground": "cannot_continue", "reasons": "因病住院，不能继续办理这件案件。"}
    await ok(act(desk.lawyer.person, desk.case, "replacement", body))
    await ok(act(scene.decider, desk.case, "replacement/approve", {"reasons": None}))
    await scene.stack.advance(days=3)
    assert "hearing_near" in await desk.told(scene.worker)
    assert "hearing_near" not in await desk.told(desk.lawyer.person)
