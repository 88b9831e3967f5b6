"""Objections: five days, by someone who did not decide, once; late ones are taken and shown as late."""

from uuid import UUID

import pytest

from app.kernel.actor import Role
from tests.legal_aid.deciding.helpers import REASONS, approver, at_once, bureau_of, clocks, file_of, refused
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
OBJECTION = {"reasons": "工资并没有付清，还差六月份的，银行流水可以证明。"}
FOUND = {"reasons": "银行流水显示六月工资没有支付，原决定认定事实有误。"}


async def objected(scene: Scene) -> UUID:
    case = await refused(scene)
    await ok(act(scene.worker, case, "objection", OBJECTION))
    return case


async def test_objection_reopens_the_case_for_the_bureau(scene: Scene) -> None:
    case = await objected(scene)
    body = await view(scene.worker, case)
    assert (body["status"], body["holder"]["role"]) == ("refusal_objected", "approver")
    (clock,) = body["clocks"]
    assert (clock["rule_code"], clock["holder_role"]) == ("legal_aid.review_objection", "approver")
    assert (await clocks(scene, case))["legal_aid.review_objection"]["agency_id"] == (await bureau_of(scene)).id
    rows = await scene.rows("SELECT closed_at FROM evidence_matter WHERE matter_id = $1", case)
    assert rows == [{"closed_at": None}]
    assert problem(await act(scene.worker, case, "objection", OBJECTION)) == (409, "wrong_state")


async def test_overturned_refusal_gives_aid(scene: Scene) -> None:
    case, reviewer = await objected(scene), await approver(scene)
    body = await ok(act(reviewer, case, "objection/overturn", FOUND))
    assert (body["status"], body["decision"]["outcome"]) == ("granted", "corrected")
    assert [clock["rule_code"] for clock in body["clocks"]] == ["legal_aid.assign"]
    seen = (await scene.worker.client.get(f"/applications/{case}/objections")).json()["items"]
    assert [(item["outcome"], item["is_late"], item["remedy"]) for item in seen] == [("overturned", False, None)]
    steps = (await scene.worker.client.get(f"/applications/{case}/history")).json()["items"]
    assert steps[-1]["by"] != body["agency"]["name"]


async def test_upheld_refusal_names_what_is_left(scene: Scene) -> None:
    case, reviewer = await objected(scene), await approver(scene)
    body = await ok(act(reviewer, case, "objection/uphold", FOUND))
    assert (body["status"], body["clocks"], body["decision"]["outcome"]) == ("refused", [], "refused")
    (seen,) = (await scene.worker.client.get(f"/applications/{case}/objections")).json()["items"]
    assert "行政复议" in seen["remedy"]
    assert "行政诉讼" in seen["remedy"]
    assert problem(await act(scene.worker, case, "objection", OBJECTION)) == (409, "objection_reviewed")
    assert "object_refusal" not in (await view(scene.worker, case))["allowed_actions"]


async def test_termination_overturned_goes_back_to_assigning(scene: Scene) -> None:
    case = await scene.handled(await scene.roster.lawyer())
    await ok(act(scene.decider, case, "terminate", {"ground": "48-4", "reasons": REASONS}))
    await scene.stack.drain()
    await ok(act(scene.worker, case, "objection", OBJECTION))
    body = await ok(act(await approver(scene), case, "objection/overturn", FOUND))
    assert (body["status"], body["lawyer"]) == ("granted", None)
    assert (await clocks(scene, case))["legal_aid.send_termination"]["outcome"] == "cancelled"


async def test_who_decided_does_not_review(scene: Scene) -> None:
    both = await approver(scene, "钱副局长", Role.DECIDER)
    case = await scene.accepted()
    await ok(act(both, case, "refuse", {"reasons": REASONS}))
    assert "object_refusal" in (await view(scene.worker, case))["allowed_actions"]
    await ok(act(scene.worker, case, "objection", OBJECTION))
    assert problem(await act(both, case, "objection/uphold", FOUND)) == (403, "reviewed_by_decider")
    centre = await scene.world.person(Role.APPROVER, agency=scene.centre, name="中心自己的人")
    reviews = {"uphold_refusal", "overturn_refusal"}
    for who, offered in ((both, set[str]()), (centre, set[str]()), (await approver(scene), reviews)):
        assert reviews & set((await view(who, case))["allowed_actions"]) == offered
    assert problem(await act(centre, case, "objection/uphold", FOUND)) == (403, "reviewed_by_decider")
    recused = await approver(scene, "孙副局长")
    body = {"ground": "relative_of_party", "explanation": "对方负责人是我的哥哥。"}
    await ok(act(recused, case, "recusals", body))
    assert problem(await act(recused, case, "objection/uphold", FOUND)) == (403, "recused")
    assert (await view(scene.worker, case))["status"] == "refusal_objected"


async def test_late_objection_on_paper_is_taken_and_shown_as_late(scene: Scene) -> None:
    case = await refused(scene)
    await scene.stack.advance(days=40)
    clerk: PersonRef = await approver(scene)
    received = scene.stack.clock.now().date().isoformat()
    early = await act(clerk, case, "objection", OBJECTION | {"received_on": "2020-01-01"})
    assert fields(early) == ["received_on"]
    await ok(act(clerk, case, "objection", OBJECTION | {"received_on": received}))
    (seen,) = (await clerk.client.get(f"/applications/{case}/objections")).json()["items"]
    assert (seen["is_late"], seen["received_on"]) == (True, received)
    assert (await ok(act(clerk, case, "objection/uphold", FOUND)))["status"] == "refused"


async def test_files_of_another_case_prove_nothing(scene: Scene) -> None:
    case, other = await refused(scene), await scene.submitted()
    body = OBJECTION | {"evidence_ids": [str(await file_of(scene, other))]}
    assert fields(await act(scene.worker, case, "objection", body)) == ["evidence_ids"]
    own = OBJECTION | {"evidence_ids": [str(await file_of(scene, case))]}
    await ok(act(scene.worker, case, "objection", own))


async def test_two_reviewers_at_once_make_one_review(scene: Scene) -> None:
    case = await objected(scene)
    one, two = await approver(scene), await approver(scene, "吴副局长")
    found = await at_once(
        lambda: act(one, case, "objection/uphold", FOUND), lambda: act(two, case, "objection/overturn", FOUND)
    )
    assert sorted(answer.status_code for answer in found) == [200, 409]


async def test_formalities_are_due_again_when_the_bureau_undoes_the_end(scene: Scene) -> None:
    case, reviewer = await scene.submitted(), await approver(scene)
    urgent = {"ground": "44-2", "reasons": "对方正在转移工程款，需要马上申请财产保全。"}
    await ok(act(scene.decider, case, "advance", urgent))
    await ok(act(scene.decider, case, "terminate", {"ground": "48-8", "reasons": REASONS}))
    assert (await clocks(scene, case))["legal_aid.advance_formalities"]["outcome"] == "cancelled"
    await ok(act(scene.worker, case, "objection", OBJECTION))
    body = await ok(act(reviewer, case, "objection/overturn", FOUND))
    running = {clock["rule_code"] for clock in body["clocks"]}
    assert running == {"legal_aid.assign", "legal_aid.advance_formalities"}
    await ok(act(scene.officer, case, "formalities", {"note": "已经补交身份证复印件。"}))
