"""回避: who stands back acts on nothing in the case, however it came about."""

import pytest

from app.kernel.actor import Role
from app.kernel.database import new_id
from tests.legal_aid.deciding.helpers import REASONS, answers, approver, bureau_of, noticed, refused
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
TIE = {"ground": "relative_of_party", "explanation": "对方公司的负责人是我的哥哥。"}


async def test_decision_by_a_partys_relative_is_refused(scene: Scene) -> None:
    case = await scene.accepted()
    body = await ok(act(scene.decider, case, "recusals", TIE))
    assert body["allowed_actions"] == []
    for name in ("grant", "refuse"):
        answer = await act(scene.decider, case, name, {"reasons": REASONS} if name == "refuse" else None)
        assert problem(answer) == (403, "recused")
    assert problem(await act(scene.decider, case, "recusals", TIE)) == (409, "already_recused")
    other = await scene.world.person(Role.DECIDER, agency=scene.centre, name="沈副主任")
    assert (await ok(act(other, case, "grant")))["status"] == "granted"


async def test_staff_above_decide_where_the_only_decider_stands_back(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.decider, case, "recusals", TIE))
    above = await scene.world.person(Role.DECIDER, agency=await bureau_of(scene), name="局里审批")
    assert (await ok(act(above, case, "grant")))["status"] == "granted"


async def test_handler_who_stands_back_gives_the_case_up(scene: Scene) -> None:
    case = await scene.accepted()
    rows = await scene.rows("SELECT handler_id FROM application WHERE id = $1", case)
    assert rows == [{"handler_id": scene.officer.id}]
    await ok(act(scene.officer, case, "recusals", TIE))
    rows = await scene.rows("SELECT handler_id, recused_ids FROM application WHERE id = $1", case)
    assert rows == [{"handler_id": None, "recused_ids": [scene.officer.id]}]


async def test_decider_says_that_another_stands_back_and_an_officer_does_not(scene: Scene) -> None:
    case = await scene.accepted()
    about = TIE | {"person_id": str(scene.decider.id)}
    assert problem(await act(scene.officer, case, "recusals", about)) == (403, "forbidden")
    stranger = TIE | {"person_id": str(scene.worker.id)}
    assert fields(await act(scene.decider, case, "recusals", stranger)) == ["person_id"]
    await ok(act(scene.decider, case, "recusals", TIE | {"person_id": str(scene.officer.id)}))
    assert problem(
        await act(scene.officer, case, "notices", {"items": [{"code": "other", "text": "请说明情况"}]})
    ) == (
        403,
        "recused",
    )


async def test_applicant_asks_and_the_decider_decides(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.worker, case, "recusals", TIE | {"ground": "other"}))
    (asked,) = (await scene.decider.client.get(f"/applications/{case}/recusals")).json()["items"]
    assert (asked["status"], asked["person_id"]) == ("requested", str(scene.officer.id))
    decision = {"recusal_id": asked["id"], "is_granted": True}
    assert problem(await act(scene.officer, case, "recusals/decide", decision)) == (403, "forbidden")
    assert problem(await act(scene.worker, case, "recusals/decide", decision)) == (403, "forbidden")
    await ok(act(scene.decider, case, "recusals/decide", decision))
    assert (await view(scene.officer, case))["allowed_actions"] == []
    (mine,) = (await scene.worker.client.get(f"/applications/{case}/recusals")).json()["items"]
    assert mine["status"] == "in_force"
    assert problem(await act(scene.decider, case, "recusals/decide", decision)) == (409, "no_such_request")


async def test_a_request_is_offered_to_who_may_decide_it_while_it_waits(scene: Scene) -> None:
    case = await scene.accepted()
    other = await scene.world.person(Role.DECIDER, agency=scene.centre, name="沈副主任")
    await ok(act(scene.worker, case, "recusals", TIE | {"person_id": str(scene.decider.id)}))

    async def offered(who: PersonRef) -> list[list[str]]:
        listed = await who.client.get(f"/applications/{case}/recusals")
        return [row["allowed_actions"] for row in listed.json()["items"]]

    assert [await offered(who) for who in (scene.worker, scene.officer, scene.decider)] == [[[]]] * 3
    assert await offered(other) == [["grant", "refuse"]]
    (asked,) = (await other.client.get(f"/applications/{case}/recusals")).json()["items"]
    for named in (None, str(scene.officer.id)):
        decision = {"recusal_id": asked["id"], "is_granted": False, "person_id": named}
        assert problem(await act(scene.decider, case, "recusals/decide", decision)) == (403, "forbidden")
    await ok(act(scene.decider, case, "recusals", TIE))
    assert await offered(other) == [["refuse"], []], "who stands back already is not told to do so again"
    granted = {"recusal_id": asked["id"], "is_granted": True}
    assert problem(await act(other, case, "recusals/decide", granted)) == (409, "already_recused")
    await ok(act(other, case, "recusals/decide", granted | {"is_granted": False}))
    assert await offered(other) == [[], []]
    assert problem(await act(other, case, "recusals/decide", granted)) == (409, "no_such_request")


async def test_request_may_be_turned_down(scene: Scene) -> None:
    case = await scene.accepted()
    await ok(act(scene.worker, case, "recusals", TIE))
    (asked,) = (await scene.worker.client.get(f"/applications/{case}/recusals")).json()["items"]
    decision = {"recusal_id": asked["id"], "is_granted": False}
    await ok(act(scene.decider, case, "recusals/decide", decision))
    assert "request_supplement" in (await view(scene.officer, case))["allowed_actions"]


async def test_who_stands_back_neither_answers_for_the_applicant_nor_says_who_else_does(scene: Scene) -> None:
    case = await scene.submitted()
    asked = await noticed(scene, case)
    await ok(act(scene.officer, case, "recusals", TIE))
    for method in ("POST", "PUT"):
        sent = await scene.officer.client.request(method, f"/applications/{case}/supplement", json=answers(asked))
        assert problem(sent) == (403, "recused")
    await ok(act(scene.decider, case, "recusals", TIE))
    other = await scene.world.person(Role.DECIDER, agency=scene.centre, name="沈副主任")
    about = TIE | {"person_id": str(other.id)}
    assert problem(await act(scene.decider, case, "recusals", about)) == (403, "recused")
    await ok(act(scene.worker, case, "supplement", answers(asked)))


async def test_reviewer_who_stands_back_enters_no_objection(scene: Scene) -> None:
    case = await refused(scene)
    chief = await approver(scene)
    body = {"reasons": "工资没有付清，请审查这个决定。"}
    assert "object_refusal" in (await view(chief, case))["allowed_actions"]
    await scene.rows("UPDATE application SET recused_ids = ARRAY[$2::uuid] WHERE id = $1", case, chief.id)
    assert "object_refusal" not in (await view(chief, case))["allowed_actions"]
    assert problem(await act(chief, case, "objection", body)) == (403, "recused")


async def test_applicants_request_is_about_somebody_who_works_here_and_made_once(scene: Scene) -> None:
    case = await scene.accepted()
    for stranger in (str(new_id()), str(scene.worker.id)):
        answer = await act(scene.worker, case, "recusals", TIE | {"person_id": stranger})
        assert (answer.status_code, fields(answer)) == (422, ["person_id"])
    await ok(act(scene.worker, case, "recusals", TIE))
    for again in (TIE, TIE | {"person_id": str(scene.officer.id)}):
        assert problem(await act(scene.worker, case, "recusals", again)) == (409, "already_asked")
    await ok(act(scene.worker, case, "recusals", TIE | {"person_id": str(scene.decider.id)}))


async def test_staff_who_read_the_reasons_leave_a_trace(scene: Scene) -> None:
    case = await scene.accepted()
    await scene.officer.client.get(f"/applications/{case}/recusals")
    looks = await scene.rows("SELECT actor_id FROM audit_entry WHERE object_id = $1 AND note = '回避'", case)
    assert [row["actor_id"] for row in looks] == [scene.officer.id]


async def test_what_the_applicant_does_is_offered_to_no_officer_who_stands_back(scene: Scene) -> None:
    case = await scene.accepted()
    asked = await noticed(scene, case)
    assert "explain" in (await view(scene.officer, case))["allowed_actions"]
    await ok(act(scene.officer, case, "recusals", TIE))
    assert "explain" not in (await view(scene.officer, case))["allowed_actions"]
    assert problem(await act(scene.officer, case, "supplement", answers(asked))) == (403, "recused")
    assert (await ok(act(scene.worker, case, "supplement", answers(asked))))["status"] == "accepted"
