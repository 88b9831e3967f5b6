"""What members, representative, centre and lawyer see of each other; leaving, and the end of the case."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.kernel.actor import Role
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.group.crew import Crew, crew, row, submit
from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.scene import Scene, act, chosen, ok, problem

pytestmark = pytest.mark.anyio


async def test_members_see_the_case_and_their_own_figures_and_nobody_elses(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined(bank_account="6222000011112222")
    other, theirs = await group.joined("赵六")
    await group.put([row(member), row(theirs, agreed=512_345), row(await group.boss_id(), agreed=287_655)])
    mine = await ok(who.client.get(f"/memberships/{member}"))
    assert [r["owed_fen"] for r in mine["rows"]] == [700_000]
    assert mine["group_totals"]["owed_fen"] == 1_500_000
    assert mine["gaps"] == ["2026-04", "2026-05"]
    for hidden in ("赵六", theirs, other.number, other.phone, "512345", "287655"):
        assert hidden not in str(mine)
    for path in (group.path, f"{group.path}/ledger", f"{group.path}/members", f"{group.path}/members/{member}"):
        assert (await who.client.get(path)).status_code == 404
    assert (await who.client.get(f"/memberships/{theirs}")).status_code == 404
    assert (await other.client.get("/evidence", params={"matter_id": member})).status_code == 404
    assert (await other.client.post(f"/memberships/{member}/leave", json={"reason": "不要了"})).status_code == 404
    listed = (await who.client.get("/memberships")).json()["items"]
    assert [(item["id"], item["case"]["members_joined"]) for item in listed] == [(member, 3)]


async def test_representative_sees_names_but_no_documents_or_files(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined(bank_account="6222000011112222")
    members = (await ok(group.boss.get(f"{group.path}/members")))["items"]
    assert [m["name"] for m in members] == ["张建国", "王小强"]
    detail = await ok(group.boss.get(f"{group.path}/members/{member}"))
    assert detail["private"] is None
    for hidden in (who.number, who.phone, "6222000011112222"):
        assert hidden not in str(members) + str(detail)
    assert (await group.boss.get("/evidence", params={"matter_id": member})).status_code == 404


async def handled(group: Crew) -> LawyerRef:
    """Bring the case into a lawyer's hands."""
    scene = group.scene
    lawyer = await scene.roster.lawyer("李律师")
    await submit(group)
    await ok(act(scene.officer, group.case, "accept"))
    await ok(act(scene.decider, group.case, "grant"))
    await ok(act(scene.officer, group.case, "assign", chosen(lawyer)))
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(group.case)}/accept"))
    await scene.stack.drain()
    return lawyer


async def test_centre_reads_private_data_and_files_from_submission_on(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined(bank_account="6222000011112222")
    path = f"{group.path}/members/{member}"
    assert (await scene.officer.client.get(path)).status_code == 404
    assert (await scene.officer.client.get("/evidence", params={"matter_id": member})).status_code == 404
    await submit(group)
    private = (await ok(scene.officer.client.get(path)))["private"]
    assert (private["document_number"], private["bank_account"]) == (who.number, "6222000011112222")
    files = (await scene.officer.client.get("/evidence", params={"matter_id": member})).json()["items"]
    assert [item["id"] for item in files] == [private["signature_evidence_id"]]
    log = (await ok(who.client.get("/me/access-log")))["items"]
    assert {"查看欠薪明细", "查看证据"} <= {entry["action_title"] for entry in log}
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    assert (await stranger.client.get(path)).status_code == 404


async def test_who_joins_after_submission_is_read_by_the_centre_at_once(scene: Scene) -> None:
    group = await crew(scene)
    await submit(group)
    _, member = await group.joined()
    assert (await scene.officer.client.get("/evidence", params={"matter_id": member})).status_code == 200


async def test_lawyer_reads_once_the_case_is_theirs_and_members_are_told(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    lawyer = await handled(group)
    private = (await ok(lawyer.client.get(f"{group.path}/members/{member}")))["private"]
    assert private["document_number"] == who.number
    assert (await lawyer.client.get("/evidence", params={"matter_id": member})).status_code == 200
    mine = await ok(who.client.get(f"/memberships/{member}"))
    assert (mine["holder"]["name"], mine["lawyer_name"]) == ("李律师", "李律师")
    notices = (await who.client.get("/me/notices")).json()["items"]
    assert any(n["object_type"] == "membership" and "律师正在办理" in n["body"] for n in notices)
    _, late = await group.joined("赵六")
    assert (await lawyer.client.get("/evidence", params={"matter_id": late})).status_code == 200


async def test_members_learn_of_steps_and_hearings_but_not_what_was_written(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    left, gone = await group.joined("赵六")
    desk = Desk(scene, await handled(group), group.case)
    await ok(left.client.post(f"/memberships/{gone}/leave", json={"reason": "工资已经结清"}))
    await desk.progress("王小强的银行卡被冻结，已经联系银行。")
    await desk.write("inquiry_answered", question="什么时候开庭？", answer="下个月三号。")
    ahead = scene.stack.clock.now() + timedelta(days=10)
    answer = await desk.write("hearing", at=ahead, body="西湖区仲裁委", room="第一庭", session="arbitration")
    assert answer.status_code == 201, answer.text
    await scene.stack.drain()
    seen = await ok(who.client.get(f"/memberships/{member}"))
    assert [(step["kind"], step["body"], step["room"]) for step in seen["steps"]] == [
        ("hearing", "西湖区仲裁委", "第一庭"),
        ("progress", None, None),
    ]
    assert "银行" not in str(seen)
    told_of = [n["title"] for n in (await who.client.get("/me/notices")).json()["items"]]
    assert told_of[:2] == ["开庭时间定了", "案件有新进展"]
    assert told_of.count("案件有新进展") == 1
    await scene.stack.advance(days=9, hours=1)
    assert (await who.client.get("/me/notices")).json()["items"][0]["title"] == "快要开庭了"
    assert (await ok(left.client.get(f"/memberships/{gone}")))["steps"] == []
    titles = [n["title"] for n in (await left.client.get("/me/notices")).json()["items"]]
    assert not {"开庭时间定了", "案件有新进展"} & set(titles)


async def test_code_comes_with_the_page_that_opens_with_it(scene: Scene) -> None:
    group = await crew(scene)
    made = await group.boss.post(f"{group.path}/join-code", json={"max_uses": 3})
    code = made.json()["code"]
    assert made.json()["link"] == f"group/join/join?code={code.replace('-', '')}"
    typed = {"code": made.json()["link"].partition("code=")[2]}
    await ok((await group.worker()).client.post("/memberships/look", json=typed))
    shown = await ok(group.boss.get(f"{group.path}/join-code"))
    assert (shown["code"], shown["link"]) == (None, None)


async def test_member_leaves_and_the_lawyer_no_longer_reads(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    await group.put([row(member), row(await group.boss_id(), agreed=300_000)])
    lawyer = await handled(group)
    left = await ok(who.client.post(f"/memberships/{member}/leave", json={"reason": "工资已经结清"}))
    assert (left["status"], left["allowed_actions"], left["group_totals"]) == ("left", [], None)
    grid = await group.ledger()
    assert (grid["totals"]["owed_fen"], grid["left"]["owed_fen"]) == (300_000, 700_000)
    assert [m["counts"] for m in grid["members"]] == [True, False]
    assert (await lawyer.client.get("/evidence", params={"matter_id": member})).status_code == 404
    assert (await scene.officer.client.get("/evidence", params={"matter_id": member})).status_code == 200
    assert await scene.rows("SELECT 1 FROM identity_hold WHERE person_id = $1", who.id) == []
    await scene.stack.drain()
    for reader in (scene.worker.client, lawyer.client):
        notices = (await reader.get("/me/notices")).json()["items"]
        assert any("王小强退出了集体申请" in n["body"] for n in notices)
    again = (await group.come(who))["id"]
    assert again != member
    assert (await group.sign(who, again)).status_code == 200


async def test_representative_stays_and_leaving_needs_a_reason(scene: Scene) -> None:
    group = await crew(scene)
    boss = await group.boss_id()
    body = {"reason": "不想办了"}
    answer = await group.boss.post(f"/memberships/{boss}/leave", json=body)
    assert problem(answer) == (409, "representative_stays")
    assert (await ok(group.boss.get(f"/memberships/{boss}")))["allowed_actions"] == []
    assert (await group.boss.get("/memberships")).json()["items"] == []
    who, member = await group.joined()
    assert (await who.client.post(f"/memberships/{member}/leave", json={"reason": ""})).status_code == 422


async def test_members_are_told_that_a_draft_was_given_up(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    await ok(act(scene.worker, group.case, "discard"))
    await scene.stack.drain()
    (first, *_) = (await who.client.get("/me/notices")).json()["items"]
    assert (first["object_id"], "删除" in first["body"]) == (member, True), first["body"]


async def test_end_of_the_case_closes_every_members_files(scene: Scene) -> None:
    group = await crew(scene)
    who, member = await group.joined()
    await submit(group)
    await ok(act(scene.worker, group.case, "withdraw"))
    closed = await scene.rows("SELECT closed_at FROM evidence_matter WHERE matter_id = $1", UUID(member))
    assert closed[0]["closed_at"] is not None
    assert await scene.rows("SELECT 1 FROM identity_hold WHERE person_id = $1", who.id) == []
    answer = await who.client.post(f"/memberships/{member}/leave", json={"reason": "不办了"})
    assert problem(answer) == (409, "group_closed")
    assert (await ok(who.client.get(f"/memberships/{member}")))["allowed_actions"] == []


async def test_category_that_is_one_persons_alone_has_no_group(scene: Scene) -> None:
    case = await scene.draft()
    async with scene.stack.services.database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE application SET category = 'inheritance' WHERE id = $1", (case,))
    client = scene.worker.client
    answer = await client.post(f"/applications/{case}/join-code", json={"max_uses": 2})
    assert problem(answer) == (409, "category_without_group")
    assert problem(await client.get(f"/applications/{case}/ledger")) == (409, "category_without_ledger")


async def test_unknown_members_are_not_found(scene: Scene) -> None:
    group, other = await crew(scene), await crew(scene)
    _, member = await other.joined()
    for identifier in (uuid4(), member):
        assert (await group.boss.get(f"{group.path}/members/{identifier}")).status_code == 404
        assert (await group.boss.post(f"{group.path}/members/{identifier}/cancel")).status_code == 404
    assert (await group.boss.get(f"/memberships/{uuid4()}")).status_code == 404
