"""From grant to a lawyer who handles the case: proposed with reasons, asked, answered, shown to the worker."""

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import EMPLOYER, Scene, act, chosen, ok, problem, view

pytestmark = pytest.mark.anyio


async def test_candidates_come_with_reasons(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer("李律师")
    case = await scene.granted()
    answer = await scene.officer.client.get(f"/applications/{case}/candidates")
    (candidate,) = answer.json()["items"]
    assert (candidate["lawyer_id"], candidate["name"]) == (str(lawyer.id), "李律师")
    assert all(reason["text"] for reason in candidate["reasons"])
    assert len(candidate["reasons"]) > 1


async def test_candidates_before_the_grant_are_refused(scene: Scene) -> None:
    case = await scene.accepted()
    answer = await scene.officer.client.get(f"/applications/{case}/candidates")
    assert problem(answer) == (409, "wrong_state")


async def test_worker_sees_that_a_lawyer_is_asked_and_then_who_handles(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer("李律师")
    case = await scene.offered(lawyer)
    body = await view(scene.worker, case)
    assert (body["status"], body["lawyer"]) == ("offered", None)
    assert body["holder"] == {"role": "lawyer", "name": "律师", "duty": "答复是否承办"}
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    body = await view(scene.worker, case)
    assert (body["status"], body["lawyer"]["name"]) == ("in_handling", "李律师")
    assert body["holder"]["role"] == "lawyer"
    assert [clock["rule_code"] for clock in body["clocks"]] == ["legal_aid.sign_agreement"]


async def test_three_days_run_until_a_lawyer_accepts(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    (clock,) = (await view(scene.officer, case))["clocks"]
    assert (clock["rule_code"], clock["article"]) == ("legal_aid.assign", "第四十三条第一款")
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    rows = await scene.rows(
        "SELECT outcome FROM statutory_clock WHERE object_id = $1 AND rule_code = 'legal_aid.assign'", case
    )
    assert rows == [{"outcome": "met"}]


async def test_lawyer_reads_case_evidence_and_contact_once_accepted(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    for part in ("", "/contact", "/history", "/papers"):
        assert (await lawyer.client.get(f"/applications/{case}{part}")).status_code == 404
    assert (await lawyer.client.get("/evidence", params={"matter_id": str(case)})).status_code == 404
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    assert (await view(lawyer.person, case))["claim"]["employer_name"] == EMPLOYER
    contact = await lawyer.client.get(f"/applications/{case}/contact")
    assert contact.json()["name"] == "张建国"
    assert contact.json()["phone"].startswith("138")
    evidence = await lawyer.client.get("/evidence", params={"matter_id": str(case)})
    assert len(evidence.json()["items"]) == 1


async def test_declined_offer_returns_the_case_and_another_is_asked(scene: Scene) -> None:
    lawyer, second = await scene.roster.lawyer("李律师"), await scene.roster.lawyer("周律师")
    case = await scene.offered(lawyer)
    offer = await scene.offer_of(case)
    await ok(lawyer.client.post(f"/offers/{offer}/decline", json={"reason": "busy"}))
    await scene.stack.drain()
    body = await view(scene.worker, case)
    assert (body["status"], body["lawyer"]) == ("granted", None)
    assert [clock["rule_code"] for clock in body["clocks"]] == ["legal_aid.assign"]
    assert (await lawyer.client.get(f"/applications/{case}")).status_code == 404
    body = await ok(act(scene.officer, case, "assign", chosen(second)))
    assert (body["status"], body["lawyer"]) == ("offered", None)


async def test_unanswered_offer_returns_the_case(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    await scene.stack.advance(days=2)
    rows = await scene.rows("SELECT status, lawyer_person_id FROM application WHERE id = $1", case)
    assert rows == [{"status": "granted", "lawyer_person_id": None}]
    told = await scene.rows("SELECT 1 FROM event_record WHERE name = 'ApplicationReturned'")
    assert len(told) == 1


async def test_withdrawal_takes_the_offer_back(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    offer = await scene.offer_of(case)
    body = await ok(act(scene.worker, case, "withdraw"))
    assert (body["status"], body["lawyer"], body["clocks"]) == ("withdrawn", None, [])
    assert (await lawyer.client.post(f"/offers/{offer}/accept")).status_code == 409
    assert (await lawyer.client.get(f"/applications/{case}")).status_code == 404


async def test_acceptance_that_a_withdrawal_overtook_changes_nothing(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await ok(act(scene.worker, case, "withdraw"))
    await scene.stack.drain()
    rows = await scene.rows("SELECT status FROM application WHERE id = $1", case)
    offers = await scene.rows("SELECT status FROM offer WHERE matter_id = $1", case)
    assert (rows, offers) == ([{"status": "withdrawn"}], [{"status": "withdrawn"}])


async def test_withdrawal_is_over_once_the_lawyer_handles(scene: Scene) -> None:
    case = await scene.handled(await scene.roster.lawyer())
    assert problem(await act(scene.worker, case, "withdraw")) == (409, "wrong_state")


async def test_lawyer_of_the_employer_is_not_asked(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    need = await scene.roster.need(await scene.world.person(name=EMPLOYER), opponents=("某人",))
    await scene.roster.accepted(lawyer, need)
    case = await scene.granted()
    assert (await scene.officer.client.get(f"/applications/{case}/candidates")).json()["items"] == []
    answer = await act(scene.officer, case, "assign", chosen(lawyer))
    assert problem(answer) == (409, "lawyer_excluded")
    assert (await view(scene.officer, case))["status"] == "granted"


async def test_case_is_assigned_once(scene: Scene) -> None:
    lawyer, second = await scene.roster.lawyer(), await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    answer = await act(scene.officer, case, "assign", chosen(second))
    assert problem(answer) == (409, "wrong_state")


async def test_termination_needs_a_ground_and_frees_the_lawyer(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    body = {"ground": "48-6", "reasons": "受援人自行委托了律师代理本案。"}
    assert (await act(scene.decider, case, "terminate", {"reasons": body["reasons"]})).status_code == 422
    assert problem(await act(scene.officer, case, "terminate", body)) == (403, "forbidden")
    ended = await ok(act(scene.decider, case, "terminate", body))
    assert (ended["status"], ended["holder"]) == ("terminated", None)
    assert ended["decision"]["basis"] == "《中华人民共和国法律援助法》第四十八条第（六）项"
    assert "第四十九条" in ended["decision"]["remedy"]
    offers = await scene.rows("SELECT status FROM offer WHERE matter_id = $1", case)
    assert offers == [{"status": "withdrawn"}]
    assert (await lawyer.client.get("/evidence", params={"matter_id": str(case)})).status_code == 404
    await scene.stack.drain()


async def test_history_tells_every_step_with_its_basis(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    path = f"/applications/{case}/history"
    items = (await scene.worker.client.get(path)).json()["items"]
    steps = ["submit", "accept", "grant", "assign", "take"]
    assert [item["transition"] for item in items] == steps
    assert items[0]["by"] == "申请人"
    assert items[-1]["by"] == "系统"
    assert all(item["basis"] for item in items)
    paged = (await scene.worker.client.get(path, params={"limit": 3})).json()
    rest = (await scene.worker.client.get(path, params={"cursor": paged["next_cursor"]})).json()
    assert [i["transition"] for i in paged["items"] + rest["items"]] == steps


async def test_lists_show_each_caller_their_own(scene: Scene) -> None:
    lawyer, idle = await scene.roster.lawyer(), await scene.roster.lawyer()
    case = await scene.offered(lawyer)
    for who, expected in (
        (scene.worker, [str(case)]),
        (scene.officer, [str(case)]),
        (lawyer.person, []),
        (idle.person, []),
        (await scene.world.person(Role.APPLICANT), []),
    ):
        items = (await who.client.get("/applications")).json()["items"]
        assert [item["id"] for item in items] == expected, who.name
