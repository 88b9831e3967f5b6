import asyncio
from typing import Any

import httpx
import pytest

from app.kernel.actor import Role
from tests.lawyers.scene import LawyerRef, Scene, code_of, licence_number, make_scene

pytestmark = pytest.mark.anyio
Json = dict[str, Any]


def work(**changes: Any) -> Json:
    """The work of a lawyer as the scene enters one, with what should change."""
    return {
        "capacity": 5,
        "specialties": [{"specialty": "labour", "years": 5}],
        "areas": ["330106"],
        "knows_minors": True,
    } | changes


async def propose(lawyer: LawyerRef, version: int = 1, **changes: Any) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return await lawyer.client.post("/lawyers/me/proposals", json=work(**changes), headers=headers)


async def edited(scene: Scene, lawyer: LawyerRef, version: int, **changes: Any) -> httpx.Response:
    body = work(firm_id=str(scene.firm_id)) | changes
    headers = {"If-Match": f'"{version}"'}
    return await scene.administrator.client.put(f"/lawyers/{lawyer.id}", json=body, headers=headers)


async def titles(scene: Scene, client: httpx.AsyncClient) -> list[str]:
    await scene.stack.drain()
    return [notice["template"] for notice in (await client.get("/me/notices")).json()["items"]]


async def test_what_a_lawyer_asks_for_counts_once_the_centre_agrees(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    own = await lawyer.client.get("/lawyers/me")
    assert (own.json()["entry"]["capacity"], own.json()["proposal"], own.headers["ETag"]) == (5, None, '"1"')
    wish: Json = {"capacity": 7, "languages": ["uyghur", "sign"], "note": "会维吾尔语和手语"}
    made = await propose(lawyer, **wish)
    assert made.status_code == 201, made.text
    proposal = made.json()
    assert proposal["allowed_actions"] == ["withdraw"]
    assert proposal["changes"] == [
        {"field": "capacity", "before": 5, "after": 7},
        {"field": "languages", "before": [], "after": ["sign", "uyghur"]},
    ]
    assert (await lawyer.client.get("/lawyers/me")).json()["entry"]["capacity"] == 5
    assert code_of(await propose(lawyer, capacity=6)) == (409, "proposal_waiting")
    assert "roster_proposal_made" in await titles(scene, scene.officer.client)
    (seen,) = (await scene.officer.client.get("/roster-proposals")).json()["items"]
    assert (seen["id"], seen["fields"]) == (proposal["id"], ["capacity", "languages"])
    read = await scene.officer.client.get(f"/roster-proposals/{proposal['id']}")
    assert (read.json()["allowed_actions"], read.json()["note"]) == (["approve", "reject"], wish["note"])
    approved = await scene.officer.client.post(f"/roster-proposals/{proposal['id']}/approve")
    assert approved.json()["status"] == "approved", approved.text
    entry = (await lawyer.client.get("/lawyers/me")).json()["entry"]
    assert (entry["capacity"], entry["languages"]) == (7, ["sign", "uyghur"])
    assert "roster_proposal_approved" in await titles(scene, lawyer.client)
    history = (await lawyer.client.get("/lawyers/me/changes")).json()["items"]
    assert [(one["source"], one["by"], one["approved_by"]) for one in history] == [
        ("self", "李律师", "王芳"),
        ("setup", None, None),
    ]
    assert history == (await scene.officer.client.get(f"/lawyers/{lawyer.id}/changes")).json()["items"]
    again = await scene.officer.client.post(f"/roster-proposals/{proposal['id']}/approve")
    assert code_of(again) == (409, "wrong_state")


async def test_a_refusal_says_why_and_changes_nothing(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    path = f"/roster-proposals/{(await propose(lawyer, capacity=50)).json()['id']}"
    assert code_of(await scene.officer.client.post(f"{path}/reject", json={"reason": " "})) == (422, "invalid")
    refused = await scene.officer.client.post(f"{path}/reject", json={"reason": "件数太多"})
    assert (refused.json()["status"], refused.json()["reason"]) == ("rejected", "件数太多")
    assert "roster_proposal_rejected" in await titles(scene, lawyer.client)
    own = await lawyer.client.get(f"/lawyers/me/proposals/{refused.json()['id']}")
    assert (own.json()["reason"], own.json()["allowed_actions"]) == ("件数太多", [])
    assert (await lawyer.client.get("/lawyers/me")).json()["entry"]["capacity"] == 5
    second = (await propose(lawyer, capacity=6)).json()["id"]
    taken_back = await lawyer.client.post(f"/lawyers/me/proposals/{second}/withdraw")
    assert taken_back.json()["status"] == "withdrawn"
    assert [one["status"] for one in (await lawyer.client.get("/lawyers/me/proposals")).json()["items"]] == [
        "withdrawn",
        "rejected",
    ]
    assert code_of(await scene.officer.client.post(f"/roster-proposals/{second}/approve")) == (409, "wrong_state")


async def test_agreeing_changes_what_was_asked_for_alone_and_never_what_was_changed_since(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made = await propose(lawyer, weekly_capacity=2)
    assert (await edited(scene, lawyer, 1, suspension_reason="年度考核没有完成")).status_code == 200
    assert "roster_entry_changed" in await titles(scene, lawyer.client)
    path = f"/roster-proposals/{made.json()['id']}/approve"
    assert (await scene.officer.client.post(path)).status_code == 200
    entry = (await lawyer.client.get("/lawyers/me")).json()["entry"]
    assert (entry["weekly_capacity"], entry["suspension_reason"]) == (2, "年度考核没有完成")
    assert code_of(await propose(lawyer, version=1, capacity=9)) == (412, "precondition_failed")
    late = await propose(lawyer, version=3, capacity=9, weekly_capacity=2)
    assert (await edited(scene, lawyer, 3, capacity=3, weekly_capacity=2)).status_code == 200
    outdated = await scene.officer.client.post(f"/roster-proposals/{late.json()['id']}/approve")
    assert code_of(outdated) == (409, "proposal_outdated")
    assert [error["field"] for error in outdated.json()["errors"]] == ["capacity"]


async def test_what_cannot_be_is_told_when_it_is_asked_for(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    cases: list[tuple[Json, str, list[str]]] = [
        ({}, "nothing_to_change", []),
        ({"licence_number": licence_number()}, "licence_serial_differs", ["licence_number"]),
        ({"areas": ["999999"]}, "unknown_area", ["areas.0"]),
        ({"former_office": "judge"}, "invalid", ["left_office_on"]),
        ({"heads_firm": True}, "invalid", ["heads_firm"]),
        ({"firm_id": str(scene.firm_id)}, "invalid", ["firm_id"]),
    ]
    for wish, code, fields in cases:
        answer = await propose(lawyer, **wish)
        assert code_of(answer) == (422, code), wish
        assert [error["field"] for error in answer.json().get("errors", [])] == fields
    assert (await lawyer.client.get("/lawyers/me")).json()["proposal"] is None


async def test_proposals_are_for_the_own_centre_and_nobody_approves_the_own(scene: Scene) -> None:
    lawyer, other = await scene.lawyer(), await scene.lawyer("周律师")
    elsewhere = await make_scene(scene.stack, scene.world)
    made = (await propose(lawyer, capacity=6)).json()["id"]
    for stranger in (elsewhere.officer, elsewhere.administrator):
        assert (await stranger.client.get("/roster-proposals")).json()["items"] == []
        assert code_of(await stranger.client.post(f"/roster-proposals/{made}/approve")) == (404, "not_found")
    assert code_of(await other.client.post(f"/lawyers/me/proposals/{made}/withdraw")) == (404, "not_found")
    assert code_of(await lawyer.client.post(f"/roster-proposals/{made}/approve")) == (403, "forbidden")
    both = await scene.world.person(Role.OFFICER, agency=scene.centre, name="李律师")
    async with scene.stack.services.database.transaction() as session:
        await session.connection()
        sql = "UPDATE lawyer SET person_id = $1 WHERE id = $2"
        await (await session.connection()).exec_driver_sql(sql, (both.id, lawyer.id))
        sql = "UPDATE roster_proposal SET person_id = $1 WHERE lawyer_id = $2"
        await (await session.connection()).exec_driver_sql(sql, (both.id, lawyer.id))
    assert code_of(await both.client.post(f"/roster-proposals/{made}/approve")) == (403, "forbidden")


async def test_two_officers_who_answer_at_once_give_one_answer(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    path = f"/roster-proposals/{(await propose(lawyer, capacity=6)).json()['id']}"
    answers = await asyncio.gather(
        scene.officer.client.post(f"{path}/approve"),
        scene.administrator.client.post(f"{path}/reject", json={"reason": "件数太多"}),
        lawyer.client.post(f"/lawyers/me/proposals/{path.split('/')[2]}/withdraw"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
