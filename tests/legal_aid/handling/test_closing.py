"""The end of a case: outcome with amounts and closing day, thirty days for the file, nothing missing in it."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.kernel.clock import local_date
from tests.legal_aid.group.crew import crew
from tests.legal_aid.handling.desk import REPORT, Desk, errors, made
from tests.legal_aid.scene import Scene, act, chosen, ok, problem, view

pytestmark = pytest.mark.anyio
HAND_IN, REVIEW = "legal_aid.hand_in_file", "legal_aid.review_file"


async def test_outcome_is_saved_shown_and_repeated_without_harm(desk: Desk) -> None:
    version = (await view(desk.lawyer.person, desk.case))["version"]
    paper = await desk.file()
    saved = await desk.end(evidence_ids=[paper])
    assert saved.status_code == 200, saved.text
    assert saved.headers["ETag"] == f'"{version + 1}"'
    again = await desk.end(version=version, evidence_ids=[paper])
    assert (again.status_code, again.json()["version"]) == (200, version + 1)
    stale = await desk.end(version=version, evidence_ids=[paper], recovered_fen=1)
    assert problem(stale) == (412, "precondition_failed")
    for who in (desk.scene.worker, desk.scene.officer):
        seen = await who.client.get(f"/applications/{desk.case}/outcome")
        assert seen.json()["recovered_fen"] == 2_800_000


async def test_no_outcome_is_shown_as_nothing(desk: Desk) -> None:
    answer = await desk.scene.worker.client.get(f"/applications/{desk.case}/outcome")
    assert (answer.status_code, answer.json()) == (200, None)


async def test_amounts_are_not_negative_and_not_absurd(desk: Desk) -> None:
    assert errors(await desk.end(recovered_fen=-1)) == [("recovered_fen", "greater_than_equal")]
    assert errors(await desk.end(avoided_loss_fen=10**15)) == [("avoided_loss_fen", "less_than_equal")]
    assert errors(await desk.end(recovered_fen=1.5)) == [("recovered_fen", "int_type")]


async def test_everything_wrong_with_an_outcome_is_told_at_once(desk: Desk) -> None:
    tomorrow = local_date(desk.now) + timedelta(days=1)
    foreign = await desk.file(await desk.scene.draft())
    answer = await desk.end(
        closing_on=str(tomorrow), kind="acquitted", evidence_ids=[foreign], shares=[share(foreign, 5)]
    )
    assert errors(answer) == [
        ("closing_on", "not_future"),
        ("kind", "not_for_category"),
        ("evidence_ids.0", "not_verified"),
        ("shares", "unknown_member"),
        ("shares", "sum"),
    ]
    early = await desk.end(closing_on=str(local_date(desk.now) - timedelta(days=1)))
    assert errors(early) == [("closing_on", "before_taking")]
    assert await desk.scene.rows("SELECT 1 FROM case_outcome WHERE application_id = $1", desk.case) == []


async def test_end_is_reported_with_its_outcome(desk: Desk) -> None:
    answer = await act(desk.lawyer.person, desk.case, "conclude")
    assert problem(answer) == (422, "outcome_missing")


async def test_thirty_days_run_from_the_closing_day(desk: Desk) -> None:
    closed_on = desk.today
    await desk.scene.stack.advance(days=3)
    assert (await desk.end(closing_on=closed_on)).status_code == 200
    body = await ok(act(desk.lawyer.person, desk.case, "conclude"))
    assert (body["status"], body["holder"]["duty"]) == ("concluded", "整理并提交结案材料")
    clock = (await desk.clocks())[HAND_IN]
    assert (clock["started_on"], clock["holder_role"]) == (closed_on, "lawyer")
    assert (date.fromisoformat(clock["due_on"]) - date.fromisoformat(closed_on)).days >= 30
    assert await desk.outcome_of_clock("legal_aid.sign_agreement") == ["cancelled"]
    assert "case_concluded" in await desk.told(desk.scene.worker)
    assert problem(await act(desk.lawyer.person, desk.case, "conclude")) == (409, "wrong_state")


async def test_closing_day_is_fixed_once_the_end_was_reported(desk: Desk) -> None:
    assert (await desk.end()).status_code == 200
    await ok(act(desk.lawyer.person, desk.case, "conclude"))
    await desk.scene.stack.advance(days=1)
    paper = await desk.file()
    moved = await desk.end(evidence_ids=[paper])
    assert errors(moved) == [("closing_on", "fixed")]
    (row,) = await desk.scene.rows("SELECT closing_on FROM application WHERE id = $1", desk.case)
    kept = await desk.end(evidence_ids=[paper], closing_on=str(row["closing_on"]), recovered_fen=100)
    assert kept.status_code == 200


async def test_file_that_lacks_things_lists_them_all(desk: Desk) -> None:
    assert (await desk.end(evidence_ids=[])).status_code == 200
    await ok(act(desk.lawyer.person, desk.case, "conclude"))
    answer = await act(desk.lawyer.person, desk.case, "hand-in", {"report": REPORT})
    assert problem(answer) == (422, "file_incomplete")
    assert [field for field, _ in errors(answer)] == [
        "agreement",
        "first_meeting",
        "progress",
        "hearing_or_opinion",
        "legal_document",
    ]
    checklist = await desk.lawyer.client.get(f"/applications/{desk.case}/closing-checklist")
    told = {item["item"]: item["is_there"] for item in checklist.json()["items"]}
    assert told["outcome"] is True
    assert told["report"] is False
    assert checklist.json()["is_complete"] is False


async def test_hearing_still_ahead_is_no_record_of_one(desk: Desk) -> None:
    assert (await desk.end()).status_code == 200

    async def is_there() -> bool:
        answer = await desk.lawyer.client.get(f"/applications/{desk.case}/closing-checklist")
        told = {item["item"]: item["is_there"] for item in answer.json()["items"]}
        return told["hearing_or_opinion"]

    body: dict[str, Any] = {"body": "西湖区仲裁委", "session": "arbitration"}
    ahead = made(await desk.write("hearing", at=desk.later(days=3), **body))
    assert not await is_there()
    made(await desk.write("hearing", at=desk.now, corrects_id=ahead["id"], **body))
    assert await is_there()


async def test_complete_file_goes_to_the_centre(desk: Desk) -> None:
    await desk.complete()
    await ok(act(desk.lawyer.person, desk.case, "conclude"))
    short = await act(desk.lawyer.person, desk.case, "hand-in", {"report": "办完了"})
    assert errors(short) == [("report", "string_too_short")]
    body = await ok(act(desk.lawyer.person, desk.case, "hand-in", {"report": REPORT}))
    assert (body["status"], body["holder"]["role"]) == ("file_review", "officer")
    assert await desk.outcome_of_clock(HAND_IN) == ["met"]
    assert (await desk.clocks())[REVIEW]["holder_role"] == "officer"
    assert "file_handed_in" in await desk.told(desk.scene.officer)
    outcome = (await desk.scene.officer.client.get(f"/applications/{desk.case}/outcome")).json()
    assert outcome["report"] == REPORT
    checklist = await desk.scene.officer.client.get(f"/applications/{desk.case}/closing-checklist")
    assert checklist.json()["is_complete"] is True
    assert problem(await desk.write("progress", text="再写一条")) == (409, "wrong_state")
    assert problem(await desk.end()) == (409, "wrong_state")
    assert problem(await desk.sign()) == (409, "wrong_state")


async def test_late_file_is_taken_and_counts_as_late(desk: Desk) -> None:
    await desk.complete()
    await ok(act(desk.lawyer.person, desk.case, "conclude"))
    await desk.scene.stack.advance(days=45)
    assert "clock_overdue" in await desk.told(desk.lawyer.person)
    assert "lawyer_overdue" in await desk.told(desk.scene.officer)
    await ok(act(desk.lawyer.person, desk.case, "hand-in", {"report": REPORT}))
    assert await desk.outcome_of_clock(HAND_IN) == ["late"]


async def test_excuse_stands_for_an_agreement_in_the_file(desk: Desk) -> None:
    excuse = {"ground": "objective", "reason": "受援人被羁押，看守所暂停会见，无法当面签订。"}
    await ok(act(desk.lawyer.person, desk.case, "agreement/excused", excuse))
    checklist = await desk.lawyer.client.get(f"/applications/{desk.case}/closing-checklist")
    told = {item["item"]: item["is_there"] for item in checklist.json()["items"]}
    assert told["agreement"] is True


async def test_only_the_lawyer_ends_the_case(desk: Desk) -> None:
    other = await desk.scene.roster.lawyer("周律师")
    for name, body in (("conclude", None), ("hand-in", {"report": REPORT})):
        assert (await act(other.person, desk.case, name, body)).status_code == 404
        for who in (desk.scene.worker, desk.scene.officer):
            assert problem(await act(who, desk.case, name, body)) == (403, "forbidden")


async def test_shares_of_a_group_sum_to_what_was_recovered(scene: Scene) -> None:
    site = await crew(scene)
    _, second = await site.joined("王小强")
    first = await site.boss_id()
    lawyer = await scene.roster.lawyer()
    await ok(
        act(scene.worker, site.case, "submit", {"signature_evidence_id": str(await scene.signature(site.case))})
    )
    await ok(act(scene.officer, site.case, "accept"))
    await ok(act(scene.decider, site.case, "grant"))
    await ok(act(scene.officer, site.case, "assign", chosen(lawyer)))
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(site.case)}/accept"))
    await scene.stack.drain()
    desk = Desk(scene, lawyer, site.case)
    assert errors(await desk.end(recovered_fen=100)) == [("shares", "missing")]
    wrong = await desk.end(recovered_fen=100, shares=[share(first, 60), share(second, 50)])
    assert errors(wrong) == [("shares", "sum")]
    twice = await desk.end(recovered_fen=100, shares=[share(first, 50), share(first, 50)])
    assert ("shares", "repeated") in errors(twice)
    saved = await desk.end(recovered_fen=100, shares=[share(first, 60), share(second, 40)])
    assert saved.status_code == 200, saved.text
    assert {line["member_id"]: line["recovered_fen"] for line in saved.json()["shares"]} == {first: 60, second: 40}


async def test_lawyer_of_the_other_side_of_any_member_is_not_asked(scene: Scene) -> None:
    """A member of the group was on the other side of a case of this lawyer (律师法 39)."""
    site = await crew(scene)
    await site.joined("王小强")
    lawyer = await scene.roster.lawyer()
    client = await scene.world.person(name="某委托人")
    await scene.roster.accepted(lawyer, await scene.roster.need(client, opponents=("王小强",)))
    await ok(
        act(scene.worker, site.case, "submit", {"signature_evidence_id": str(await scene.signature(site.case))})
    )
    await ok(act(scene.officer, site.case, "accept"))
    await ok(act(scene.decider, site.case, "grant"))
    answer = await act(scene.officer, site.case, "assign", chosen(lawyer))
    assert problem(answer) == (409, "lawyer_excluded")
    assert answer.json()["constraints"] == ["client_was_opponent"]


async def test_conflict_with_recipient_or_other_side_is_found(scene: Scene) -> None:
    """Whom aid is for, and everyone on the other side, are compared with the lawyer's own cases (律师法 39)."""
    case = await scene.granted()
    client = await scene.world.person(name="东方物流有限公司")
    against, own = await scene.roster.lawyer("周律师"), await scene.roster.lawyer("吴律师")
    await scene.roster.accepted(against, await scene.roster.need(client, opponents=("张小宝",)))
    await scene.roster.accepted(own, await scene.roster.need(client))
    await scene.rows("UPDATE application SET recipient_name = '张小宝' WHERE id = $1", case)
    await scene.rows(
        "INSERT INTO other_side (id, application_id, position, kind, name)"
        " VALUES (gen_random_uuid(), $1, 1, 'organisation', '东方物流有限公司')",
        case,
    )
    for lawyer, constraint in ((against, "client_was_opponent"), (own, "opponent_is_client")):
        answer = await act(scene.officer, case, "assign", chosen(lawyer))
        assert constraint in answer.json()["constraints"]


def share(member: str, fen: int) -> dict[str, object]:
    return {"member_id": member, "recovered_fen": fen}
