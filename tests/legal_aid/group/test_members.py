"""Several workers, one case: come by code, agree, sign and join."""

import asyncio
from uuid import UUID

import pytest

from app.evidence.enums import EvidenceKind
from app.kernel.actor import Role
from tests.legal_aid.group.crew import CONSENT, crew, match, row, submit, told
from tests.legal_aid.scene import Scene, act, chosen, ok, problem, put
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio


async def test_code_shows_what_is_claimed_before_anyone_joins(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    body = await ok(who.client.post("/memberships/look", json={"code": group.code.lower().replace("-", " ")}))
    assert body["case"]["representative_name"] == "张建国"
    assert (body["case"]["employer_name"], body["case"]["members_joined"]) == ("宏远建筑有限公司", 1)
    assert "必须先经我同意" in body["consent_text"]
    assert scene.worker.number not in str(body)


async def test_worker_joins_with_own_consent_and_signature(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    started = await group.come(who)
    assert (started["status"], started["allowed_actions"]) == ("invited", ["join", "decline"])
    assert (started["group_totals"], started["holder"]) == (None, None)
    assert started["consent_asked"]["version"] == CONSENT
    assert "必须先经我同意" in started["consent_asked"]["text"]
    facts = {"employment_from": "2026-03-01", "has_written_contract": False, "bank_account": "6222 0000 1111 2222"}
    joined = (await group.sign(who, started["id"], **facts)).json()
    assert (joined["status"], joined["allowed_actions"], joined["number"]) == ("joined", ["leave"], 2)
    assert joined["consent_asked"] is None
    assert (joined["document_number"], joined["bank_account"]) == (
        who.number[:4] + "*" * 11 + who.number[-3:],
        "6222*********222",
    )
    assert joined["holder"]["duty"] == "填完并提交申请"
    (row,) = await scene.rows("SELECT * FROM group_member WHERE id = $1", UUID(started["id"]))
    assert (row["consent_version"], row["display_name"]) == (CONSENT, "王小强")
    assert who.number not in str(row)
    assert await scene.rows("SELECT 1 FROM identity_hold WHERE person_id = $1", who.id)


async def test_joining_needs_consent_signature_and_sensible_dates_all_told_at_once(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    member = (await group.come(who))["id"]
    body = {"employment_from": "2026-06-01", "employment_to": "2026-05-01"}
    answer = await who.client.post(f"/memberships/{member}/join", json=body)
    assert problem(answer) == (422, "join_refused")
    assert told(answer) == [
        ("consent_version", "missing"),
        ("signature_evidence_id", "missing"),
        ("employment_to", "order"),
    ]
    assert told(await group.sign(who, member, consent_version=99)) == [("consent_version", "outdated")]
    assert (await ok(who.client.get(f"/memberships/{member}")))["status"] == "invited"


async def test_signature_of_someone_else_does_not_count(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    member = (await group.come(who))["id"]
    theirs = await scene.signature(group.case)
    body = {"consent_version": CONSENT, "signature_evidence_id": str(theirs)}
    answer = await who.client.post(f"/memberships/{member}/join", json=body)
    assert told(answer) == [("signature_evidence_id", "missing")]
    await scene.signature(UUID(member), who)
    answer = await who.client.post(f"/memberships/{member}/join", json=body)
    assert told(answer) == [("signature_evidence_id", "not_the_signature")]


async def test_a_person_takes_part_once(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    first, again = await group.come(who), await group.come(who)
    assert first["id"] == again["id"]
    await group.sign(who, first["id"])
    body = {"code": group.code}
    assert problem(await who.client.post("/memberships", json=body)) == (409, "already_member")
    assert problem(await group.sign(who, first["id"])) == (409, "already_member")
    assert problem(await group.boss.post("/memberships", json=body)) == (409, "already_member")
    (code,) = await scene.rows("SELECT uses FROM group_join_code")
    assert code["uses"] == 1


async def test_wrong_revoked_used_up_and_expired_codes_are_refused_alike(scene: Scene) -> None:
    used = await crew(scene, max_uses=1)
    await used.joined()
    who = await used.worker("赵六")
    for code in ("ABCD-EFGH", "weg", used.code):
        answer = await who.client.post("/memberships/look", json={"code": code})
        assert problem(answer) == (422, "join_code_refused")
    again = await crew(scene, used.case)
    await ok(again.boss.post(f"{again.path}/join-code/revoke"))
    answer = await who.client.post("/memberships", json={"code": again.code})
    assert problem(answer) == (422, "join_code_refused")
    last = await crew(scene, used.case, days=1)
    await scene.stack.advance(days=2)
    other = await last.worker("钱七")
    assert problem(await other.client.post("/memberships", json={"code": last.code})) == (422, "join_code_refused")


async def test_last_place_of_a_code_is_taken_once(scene: Scene) -> None:
    group = await crew(scene, max_uses=1)
    crowd = [await group.worker(name) for name in ("王小强", "赵六", "钱七")]
    answers = await asyncio.gather(*(w.client.post("/memberships", json={"code": group.code}) for w in crowd))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    assert len((await group.ledger())["members"]) == 2


async def test_two_taps_at_once_are_one_membership(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    answers = await asyncio.gather(*(who.client.post("/memberships", json={"code": group.code}) for _ in "abc"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len((await group.ledger())["members"]) == 2


async def test_member_without_a_phone_joins_at_the_counter(scene: Scene) -> None:
    group = await crew(scene)
    entered = (await group.boss.post(f"{group.path}/members", json={"name": "老刘"})).json()
    await submit(group)
    path, desk = f"{group.path}/members/{entered['id']}", scene.officer.client
    assert (await desk.post(f"{path}/admit", json={})).status_code == 403
    person = {"name": "刘老汉", "kind": "resident_id", "number": resident_number(77_001)}
    assert problem(await group.boss.put(f"{path}/person", json=person)) == (403, "forbidden")
    wrong = await desk.put(f"{path}/person", json=person | {"number": "110105194912310021"})
    assert told(wrong) == [("number", "checksum")]
    known = await ok(desk.put(f"{path}/person", json=person))
    assert (known["name"], known["allowed_actions"]) == ("刘老汉", ["admit", "cancel", "correct", "see_private"])
    assert problem(await desk.put(f"{path}/person", json=person)) == (409, "already_member")
    assert [rule for _, rule in told(await desk.post(f"{path}/admit", json={}))] == ["missing", "missing"]
    thumb = await group.photo(UUID(entered["id"]), scene.officer, kind=EvidenceKind.THUMBPRINT)
    body = {"consent_version": CONSENT, "signature_evidence_id": thumb}
    admitted = await ok(desk.post(f"{path}/admit", json=body))
    assert (admitted["status"], admitted["private"]["document_number"]) == ("joined", person["number"])
    twice = (await group.boss.post(f"{group.path}/members", json={"name": "刘老汉"})).json()
    answer = await desk.put(f"{group.path}/members/{twice['id']}/person", json=person)
    assert problem(answer) == (409, "already_member")


async def test_signature_that_staff_uploaded_is_not_the_members_own(scene: Scene) -> None:
    group = await crew(scene)
    await submit(group)
    who = await group.worker()
    member = (await group.come(who))["id"]
    forged = await group.photo(UUID(member), scene.officer, kind=EvidenceKind.SIGNATURE)
    body = {"consent_version": CONSENT, "signature_evidence_id": forged}
    answer = await who.client.post(f"/memberships/{member}/join", json=body)
    assert told(answer) == [("signature_evidence_id", "not_the_signature")]


async def test_staff_who_claim_themselves_stand_back(scene: Scene) -> None:
    group = await crew(scene)
    insider = await scene.world.person(Role.APPLICANT, Role.OFFICER, agency=scene.centre, name="内部人")
    member = (await group.come(insider))["id"]
    assert (await group.sign(insider, member)).status_code == 200
    await submit(group)
    assert problem(await act(insider, group.case, "accept")) == (403, "recused")
    answer = await insider.client.put(f"{group.path}/ledger", json={"rows": []}, headers=match(1))
    assert problem(answer) == (403, "recused")


async def test_lawyer_who_was_only_asked_sees_nothing_of_the_group(scene: Scene) -> None:
    group = await crew(scene)
    _, member = await group.joined()
    lawyer = await scene.roster.lawyer("李律师")
    await submit(group)
    await ok(act(scene.officer, group.case, "accept"))
    await ok(act(scene.decider, group.case, "grant"))
    await ok(act(scene.officer, group.case, "assign", chosen(lawyer)))
    for part in ("members", f"members/{member}", "ledger"):
        assert (await lawyer.client.get(f"{group.path}/{part}")).status_code == 404
    offer = await ok(lawyer.client.get(f"/offers/{await scene.offer_of(group.case)}"))
    assert {"张建国", "王小强"} <= {party["name"] for party in offer["parties"]}
    assert (await ok(scene.officer.client.get(f"{group.path}/members/{member}")))["private"] is not None


async def test_guessing_codes_is_slowed_down(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    for _ in range(5):
        await who.client.post("/memberships/look", json={"code": "ABCD-EFGH"})
    answer = await who.client.post("/memberships/look", json={"code": group.code})
    assert problem(answer) == (429, "too_many_codes")
    assert int(answer.headers["retry-after"]) > 0


async def test_a_right_code_between_wrong_ones_does_not_start_the_count_anew(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    for _ in range(4):
        await who.client.post("/memberships/look", json={"code": "ABCD-EFGH"})
    await ok(who.client.post("/memberships/look", json={"code": group.code}))
    await who.client.post("/memberships/look", json={"code": "ABCD-EFGH"})
    answer = await who.client.post("/memberships/look", json={"code": group.code})
    assert problem(answer) == (429, "too_many_codes")


async def test_coming_again_with_the_right_code_is_no_guess(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    mine = [(await group.come(who))["id"] for _ in range(8)]
    assert len(set(mine)) == 1


async def test_entered_member_is_known_whichever_dot_was_typed(scene: Scene) -> None:
    group = await crew(scene)
    name = {"name": "阿依古丽•吐尔逊"}
    entered = (await group.boss.post(f"{group.path}/members", json=name)).json()
    mine = await group.come(await group.worker("阿依古丽·吐尔逊"))
    assert (mine["id"], mine["number"]) == (entered["id"], 2)


async def test_whom_the_applicant_acts_for_is_no_member_beside(scene: Scene) -> None:
    number = resident_number(77_500)
    case = await scene.filled()
    father = {
        "capacity": "close_relative",
        "relation": "儿子",
        "recipient_name": "张老三",
        "recipient_document_kind": "resident_id",
        "recipient_number": number,
    }
    await ok(put(scene.worker.client, case, "representation", father, 4))
    group = await crew(scene, case)
    entered = (await group.boss.post(f"{group.path}/members", json={"name": "张老三"})).json()
    await submit(group)
    person = {"name": "张老三", "kind": "resident_id", "number": number.lower().replace("", " ").strip()}
    answer = await scene.officer.client.put(f"{group.path}/members/{entered['id']}/person", json=person)
    assert problem(answer) == (409, "already_member")


async def test_ended_case_is_not_joined(scene: Scene) -> None:
    group = await crew(scene)
    who = await group.worker()
    member = (await group.come(who))["id"]
    await ok(act(scene.worker, group.case, "discard"))
    other = await group.worker("赵六")
    assert problem(await other.client.post("/memberships", json={"code": group.code})) == (409, "group_closed")
    assert problem(await group.sign(who, member)) == (409, "group_closed")
    assert problem(await group.boss.post(f"{group.path}/join-code", json={"max_uses": 1})) == (409, "group_closed")


async def test_real_name_comes_first(scene: Scene) -> None:
    group = await crew(scene)
    who = await scene.world.person(Role.APPLICANT, real_name=False)
    look = await ok(who.client.post("/memberships/look", json={"code": group.code}))
    assert look["needs_real_name"] is True
    assert problem(await who.client.post("/memberships", json={"code": group.code})) == (409, "real_name_missing")


async def test_namesake_of_the_employer_joins_only_when_the_representative_knows_them(scene: Scene) -> None:
    group = await crew(scene, await scene.filled(employer_name="马老板"))
    who = await group.worker("马老板")
    assert problem(await who.client.post("/memberships", json={"code": group.code})) == (
        409,
        "named_like_employer",
    )
    entered = await group.boss.post(f"{group.path}/members", json={"name": "马老板"})
    assert (await group.come(who))["id"] == entered.json()["id"]


async def test_entered_members_are_claimed_by_name_and_number(scene: Scene) -> None:
    group = await crew(scene)
    entered = [(await group.boss.post(f"{group.path}/members", json={"name": "王小强"})).json() for _ in "ab"]
    await group.put([row(entered[1]["id"])])
    who = await group.worker()
    answer = await who.client.post("/memberships", json={"code": group.code})
    assert problem(answer) == (409, "member_choice")
    answer = await who.client.post("/memberships", json={"code": group.code, "member_number": 9})
    assert told(answer) == [("member_number", "unknown_member")]
    mine = await group.come(who, member_number=entered[1]["number"])
    assert (mine["id"], mine["totals"]["owed_fen"]) == (entered[1]["id"], 700_000)


async def test_member_not_yet_joined_is_cancelled_with_their_rows(scene: Scene) -> None:
    group = await crew(scene)
    entered = (await group.boss.post(f"{group.path}/members", json={"name": "王小强"})).json()
    assert entered["allowed_actions"] == ["cancel", "correct"]
    await group.put([row(entered["id"])])
    await ok(group.boss.post(f"{group.path}/members/{entered['id']}/cancel"))
    assert len((await group.ledger())["members"]) == 1
    assert await scene.rows("SELECT 1 FROM ledger_row") == []
    who, member = await group.joined()
    assert problem(await group.boss.post(f"{group.path}/members/{member}/cancel")) == (409, "wrong_state")
    other = await group.worker("赵六")
    theirs = (await group.come(other))["id"]
    assert (await ok(other.client.post(f"/memberships/{theirs}/decline")))["status"] == "cancelled"
    assert problem(await who.client.post(f"/memberships/{member}/decline")) == (409, "wrong_state")


async def test_name_of_who_logged_in_is_theirs(scene: Scene) -> None:
    group = await crew(scene)
    _, member = await group.joined()
    path = f"{group.path}/members/{member}"
    changed = await ok(group.boss.put(path, json={"name": "王小强", "employment_from": "2026-03-01"}))
    assert changed["employment_from"] == "2026-03-01"
    assert told(await group.boss.put(path, json={"name": "别人"})) == [("name", "own_name")]
    future = {"name": "王小强", "employment_from": "2099-01-01"}
    assert told(await group.boss.put(path, json=future)) == [("employment_from", "not_future")]
