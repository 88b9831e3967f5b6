"""Another lawyer: asked for with proof, decided with reasons, one request at a time; the file stays."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.legal_aid.handling.desk import Desk, errors
from tests.legal_aid.scene import act, chosen, ok, problem, view
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
DECIDE, ASSIGN = "legal_aid.decide_replacement", "legal_aid.assign"
REASONS = "律师接案后一个月没有联系我，电话也不接。"


async def ask(desk: Desk, who: PersonRef | None = None, **changes: Any) -> httpx.Response:
    body = {"ground": "not_performing", "reasons": REASONS, "evidence_ids": [await desk.file()]} | changes
    return await act(who or desk.scene.worker, desk.case, "replacement", body)


async def requests(desk: Desk, who: PersonRef) -> list[dict[str, Any]]:
    answer = await who.client.get(f"/applications/{desk.case}/replacement")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_recipient_asks_and_five_days_run_for_the_decider(desk: Desk) -> None:
    await ok(ask(desk))
    clock = (await desk.clocks())[DECIDE]
    assert (clock["holder_role"], clock["article"]) == ("decider", "第三十七条")
    assert "lawyer_replacement_requested" in await desk.told(desk.scene.decider)
    (seen,) = await requests(desk, desk.scene.decider)
    assert (seen["lawyer"], seen["is_by_lawyer"], seen["allowed_actions"]) == (
        "李律师",
        False,
        ["approve", "refuse"],
    )
    (own,) = await requests(desk, desk.scene.worker)
    assert own["allowed_actions"] == []
    assert await requests(desk, desk.lawyer.person) == []


async def test_recipient_gives_proof_and_lawyer_a_ground_of_theirs(desk: Desk) -> None:
    assert errors(await ask(desk, evidence_ids=[])) == [("evidence_ids", "missing")]
    foreign = await desk.file(await desk.scene.draft())
    assert errors(await ask(desk, evidence_ids=[foreign])) == [("evidence_ids.0", "not_verified")]
    assert errors(await ask(desk, ground="cannot_continue")) == [("ground", "not_for_recipient")]
    lawyer = desk.lawyer.person
    assert errors(await ask(desk, lawyer)) == [("ground", "not_for_lawyer")]
    await ok(ask(desk, lawyer, ground="conflict", evidence_ids=[]))
    assert (await requests(desk, desk.scene.officer))[0]["is_by_lawyer"] is True


async def test_a_replacement_is_offered_to_the_decider_while_a_request_waits(desk: Desk) -> None:
    async def offered(who: PersonRef) -> bool:
        return "replace_lawyer" in (await view(who, desk.case))["allowed_actions"]

    decider, officer = desk.scene.decider, desk.scene.officer
    assert await offered(decider) is False
    assert problem(await act(decider, desk.case, "replacement/approve", {})) == (409, "no_replacement_pending")
    await ok(ask(desk))
    assert [await offered(who) for who in (decider, officer)] == [True, False]
    refused = await ok(act(decider, desk.case, "replacement/refuse", {"reasons": REASONS}))
    assert "replace_lawyer" not in refused["allowed_actions"]
    await ok(ask(desk))
    assert await offered(decider) is True
    await ok(act(decider, desk.case, "replacement/approve", {"reasons": None}))
    assert await offered(decider) is False


async def test_second_request_waits_for_the_first(desk: Desk) -> None:
    await ok(ask(desk))
    assert problem(await ask(desk)) == (409, "replacement_pending")
    assert problem(await ask(desk, desk.lawyer.person, ground="conflict")) == (409, "replacement_pending")


async def test_end_is_not_reported_while_a_request_waits(desk: Desk) -> None:
    assert (await desk.end()).status_code == 200
    await ok(ask(desk))
    assert problem(await act(desk.lawyer.person, desk.case, "conclude")) == (409, "replacement_pending")


async def test_refusal_tells_why_and_the_lawyer_goes_on(desk: Desk) -> None:
    await ok(ask(desk))
    body = {"reasons": "经核实，律师已经三次约见您并提交仲裁申请。"}
    assert problem(await act(desk.scene.officer, desk.case, "replacement/refuse", body)) == (403, "forbidden")
    refused = await ok(act(desk.scene.decider, desk.case, "replacement/refuse", body))
    assert (refused["status"], refused["lawyer"]["name"]) == ("in_handling", "李律师")
    assert await desk.outcome_of_clock(DECIDE) == ["met"]
    assert "lawyer_replacement_refused" in await desk.told(desk.scene.worker)
    (seen,) = await requests(desk, desk.scene.worker)
    assert (seen["outcome"], seen["decision_reasons"]) == ("refused", body["reasons"])
    again = await act(desk.scene.decider, desk.case, "replacement/refuse", body)
    assert problem(again) == (409, "no_replacement_pending")
    await ok(ask(desk))


async def test_refusal_has_reasons(desk: Desk) -> None:
    await ok(ask(desk))
    assert errors(await act(desk.scene.decider, desk.case, "replacement/refuse", {})) == [("reasons", "missing")]


async def test_approval_frees_the_lawyer_and_the_next_one_sees_everything(desk: Desk) -> None:
    scene, case = desk.scene, desk.case
    second = await scene.roster.lawyer("周律师")
    await desk.progress("已经约见受援人。")
    await ok(ask(desk))
    approved = await ok(act(scene.decider, case, "replacement/approve", {"reasons": None}))
    assert (approved["status"], approved["lawyer"]) == ("granted", None)
    assert set(await desk.clocks()) == {ASSIGN}
    assert await desk.outcome_of_clock("legal_aid.sign_agreement") == ["cancelled"]
    assert "handling_handed_over" in await desk.told(desk.lawyer.person)
    assert "lawyer_replaced" in await desk.told(scene.worker)
    for path in (f"/applications/{case}", f"/applications/{case}/entries", f"/evidence?matter_id={case}"):
        assert (await desk.lawyer.client.get(path)).status_code == 404
    assert (await scene.rows("SELECT status FROM offer WHERE matter_id = $1", case)) == [{"status": "withdrawn"}]

    found = (await scene.officer.client.get(f"/applications/{case}/candidates")).json()["items"]
    assert [candidate["name"] for candidate in found] == ["周律师"]
    refused = await act(scene.officer, case, "assign", chosen(desk.lawyer))
    assert problem(refused) == (409, "lawyer_excluded")
    assert refused.json()["constraints"] == ["replaced_before"]

    await ok(act(scene.officer, case, "assign", chosen(second)))
    for part in ("entries", "agreement", "outcome", "replacement", "closing-checklist"):
        assert (await second.client.get(f"/applications/{case}/{part}")).status_code == 404
    await ok(second.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    assert (await view(second.person, case))["status"] == "in_handling"
    log = await Desk(scene, second, case).log(second.person)
    assert [entry["kind"] for entry in log] == ["handed_over", "progress"]
    assert log[0]["content"]["entries"] == 1
    assert (log[0]["author"], log[1]["author"]) == ("法律援助机构", "李律师")
    assert [c["rule_code"] for c in (await view(second.person, case))["clocks"]] == ["legal_aid.sign_agreement"]
    assert (await second.client.get(f"/applications/{case}/agreement")).json() is None


async def test_late_release_leaves_the_next_lawyers_offer_alone(desk: Desk) -> None:
    """The event of the replacement is handled after the centre has asked another lawyer already."""
    scene, case = desk.scene, desk.case
    second = await scene.roster.lawyer("周律师")
    await ok(ask(desk))
    await ok(act(scene.decider, case, "replacement/approve", {"reasons": None}))
    await ok(act(scene.officer, case, "assign", chosen(second)))
    await scene.stack.drain()
    offers = await scene.rows("SELECT status FROM offer WHERE matter_id = $1 ORDER BY id", case)
    assert [row["status"] for row in offers] == ["withdrawn", "offered"]


async def test_former_lawyer_does_not_correct_what_another_wrote(desk: Desk) -> None:
    scene, case = desk.scene, desk.case
    old = await desk.progress("已经约见受援人。")
    second = await scene.roster.lawyer("周律师")
    await ok(ask(desk))
    await ok(act(scene.decider, case, "replacement/approve", {"reasons": None}))
    await ok(act(scene.officer, case, "assign", chosen(second)))
    await ok(second.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    next_desk = Desk(scene, second, case)
    answer = await next_desk.write("progress", text="没有约见过。", corrects_id=old["id"])
    assert errors(answer) == [("corrects_id", "not_correctable")]
    assert (await desk.write("progress", text="我还想写。")).status_code == 404


async def test_two_deciders_at_once_decide_once(desk: Desk) -> None:
    await ok(ask(desk))
    refusal = {"reasons": "经核实，律师已经三次约见您并提交仲裁申请。"}
    answers = await asyncio.gather(
        act(desk.scene.decider, desk.case, "replacement/approve", {"reasons": None}),
        act(desk.scene.decider, desk.case, "replacement/refuse", refusal),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_termination_leaves_no_request_open(desk: Desk) -> None:
    await ok(ask(desk))
    ended = {"ground": "48-6", "reasons": "受援人自行委托了律师代理本案。"}
    await ok(act(desk.scene.decider, desk.case, "terminate", ended))
    rows = await desk.scene.rows("SELECT outcome FROM replacement_request WHERE application_id = $1", desk.case)
    assert rows == [{"outcome": "lapsed"}]


async def test_lawyer_who_is_only_asked_reads_nothing_of_what_went_before(desk: Desk) -> None:
    scene, case = desk.scene, desk.case
    second = await scene.roster.lawyer("周律师")
    await ok(ask(desk))
    await ok(act(scene.decider, case, "replacement/approve", {"reasons": "承办律师长期没有联系受援人。"}))
    await ok(act(scene.officer, case, "assign", chosen(second)))
    parts = ("history", "receipt", "notices", "objections")
    for part in parts:
        assert (await second.client.get(f"/applications/{case}/{part}")).status_code == 404
    await ok(second.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    for part in parts:
        assert (await second.client.get(f"/applications/{case}/{part}")).status_code == 200
