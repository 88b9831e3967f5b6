"""Who sees an application, and that whoever looks leaves a trace."""

from uuid import uuid4

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, fields, problem, put, view

pytestmark = pytest.mark.anyio


async def test_applicant_does_not_reach_anothers_case(scene: Scene) -> None:
    other = await scene.world.person(Role.APPLICANT, name="李四")
    draft, case = await scene.filled(), await scene.submitted()
    for path in ("", "/history", "/contact"):
        assert (await other.client.get(f"/applications/{case}{path}")).status_code == 404
    assert (await put(other.client, draft, "claim", scene.claim(), 4)).status_code == 404
    for name in ("withdraw", "discard"):
        assert (await act(other, case, name)).status_code == 404
    assert (await act(other, draft, "submit", {})).status_code == 404


async def test_officer_of_another_agency_finds_nothing(scene: Scene) -> None:
    elsewhere = await scene.world.agency()
    stranger = await scene.world.person(Role.OFFICER, Role.DECIDER, agency=elsewhere)
    case = await scene.submitted()
    for path in ("", "/history", "/contact", "/candidates"):
        assert (await stranger.client.get(f"/applications/{case}{path}")).status_code == 404
    for name, body in (("accept", None), ("grant", None), ("refuse", {"reasons": "不符合法律援助的条件。"})):
        assert (await act(stranger, case, name, body)).status_code == 404
    assert (await stranger.client.get("/applications/queue")).json()["items"] == []
    assert (await stranger.client.get("/applications")).json()["items"] == []


async def test_lawyer_who_was_not_asked_finds_nothing(scene: Scene) -> None:
    asked, idle = await scene.roster.lawyer(), await scene.roster.lawyer()
    case = await scene.offered(asked)
    for path in ("", "/history", "/contact"):
        assert (await idle.client.get(f"/applications/{case}{path}")).status_code == 404


async def test_roles_without_the_action_are_turned_away(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.submitted()
    assert problem(await act(scene.worker, case, "accept")) == (403, "forbidden")
    assert problem(await act(lawyer.person, case, "grant")) == (403, "forbidden")
    start = {"category": "labour_remuneration"}
    assert problem(await lawyer.client.post("/applications", json=start)) == (403, "forbidden")
    assert problem(await scene.officer.client.post("/applications", json=start)) == (409, "enter_for_applicant")
    assert (await scene.stack.client.get(f"/applications/{case}")).status_code == 401


async def test_every_look_by_others_is_recorded_with_its_purpose(scene: Scene) -> None:
    case = await scene.submitted()
    await view(scene.worker, case)
    await view(scene.officer, case)
    await scene.officer.client.get(f"/applications/{case}/history")
    await scene.officer.client.get(f"/applications/{case}/contact")
    rows = await scene.rows(
        """
        SELECT action, object_type, purpose FROM audit_entry
        WHERE action LIKE 'legal_aid.application.%' AND owner_id = $1 AND actor_id <> owner_id ORDER BY id
        """,
        scene.worker.id,
    )
    read = ("legal_aid.application.read", "application", "办理法律援助申请")
    contact = ("legal_aid.application.contact", "person", "联系申请人")
    assert [(row["action"], row["object_type"], row["purpose"]) for row in rows] == [read, read, contact]


async def test_owner_sees_who_looked_at_the_telephone(scene: Scene) -> None:
    case = await scene.submitted()
    await scene.officer.client.get(f"/applications/{case}/contact")
    entries = (await scene.worker.client.get("/me/access-log")).json()["items"]
    assert [entry["action_title"] for entry in entries] == ["查看联系方式"]


async def test_unknown_section_member_is_refused(scene: Scene) -> None:
    case = await scene.draft()
    answer = await put(scene.worker.client, case, "applicant", {"is_migrant_worker": True, "income": 1}, 1)
    assert (answer.status_code, fields(answer)) == (422, ["income"])


async def test_unknown_lawyer_is_told(scene: Scene) -> None:
    case = await scene.granted()
    answer = await act(scene.officer, case, "assign", {"lawyer_id": str(uuid4())})
    assert problem(answer) == (422, "lawyer_not_on_roster")


async def test_same_key_with_another_body_is_refused(scene: Scene) -> None:
    headers = {"Idempotency-Key": "draft-0001"}
    client = scene.worker.client
    first = await client.post("/applications", json={"category": "labour_remuneration"}, headers=headers)
    again = await client.post("/applications", json={"category": "labour_remuneration"}, headers=headers)
    assert again.json()["id"] == first.json()["id"]
    other = await client.post("/applications", json={"category": "work_injury"}, headers=headers)
    assert problem(other) == (422, "idempotency_key_reused")
