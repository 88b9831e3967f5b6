"""Files shared with another agency: read there until the day that was set, and not a second longer."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlmodel import col, select

from app.evidence import matters, repository
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.sharing.capacity import capacity_of
from app.evidence.sharing.enums import SharingPurpose
from app.evidence.sharing.models import EvidenceSharing
from app.evidence.sharing.purposes import Reach
from app.evidence.sharing.reach import in_force
from app.evidence.sharing.windows import is_in_force
from app.kernel.actor import Actor, Grant, Role
from app.kernel.clock import start_of
from app.kernel.database import new_id
from tests.evidence.sharing.counties import Counties
from tests.evidence.uploading import CHAT, SIGNATURE, WAGES
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


async def notices_of(person: PersonRef) -> list[tuple[str, str]]:
    """Templates and bodies in the inbox, but for the roles that the test gave."""
    answer = await person.client.get("/me/notices")
    items = [item for item in answer.json()["items"] if item["template"] != "role_granted"]
    return [(item["template"], item["body"]) for item in items]


async def test_the_other_agency_reads_until_the_last_day_ends_and_nobody_has_to_act(counties: Counties) -> None:
    case = counties.case
    evidence_id = await case.verified(WAGES)
    assert not await counties.sees(counties.far_officer, evidence_id)
    sharing = await counties.share(until=counties.day(10))
    assert sharing["in_force"] is True
    assert await counties.sees(counties.far_officer, evidence_id)
    later = await case.verified(CHAT, kind="chat")
    assert await counties.sees(counties.far_officer, later), "the whole case includes what comes later"
    day = date.fromisoformat(counties.day(11))
    case.stack.clock.move_to(start_of(day) - timedelta(seconds=1))
    assert await counties.sees(counties.far_officer, evidence_id)
    case.stack.clock.move_to(start_of(day))
    assert not await counties.sees(counties.far_officer, evidence_id)
    received = await counties.far_officer.client.get("/evidence-sharings/received")
    assert received.json()["items"] == []
    history = await counties.far_officer.client.get("/evidence-sharings/received?only_in_force=false")
    assert [(one["id"], one["in_force"]) for one in history.json()["items"]] == [(sharing["id"], False)]


async def test_the_owner_and_the_agency_are_told_who_may_read_what_why_and_until_when(counties: Counties) -> None:
    case = counties.case
    await case.rows("UPDATE agency SET phone = '0857-3220000' WHERE id = :id RETURNING id", id=counties.far.id)
    evidence_id = await case.verified(WAGES)
    sharing = await counties.share(evidence_ids=[evidence_id])
    await case.stack.drain()
    [(template, body)] = await notices_of(case.owner)
    assert template == "evidence_shared"
    until = date.fromisoformat(sharing["until"])
    far, centre = sharing["agency_name"], sharing["granted_by_agency_name"]
    last = f"{until.year}年{until.month}月{until.day}日"
    assert body == (
        f"为了异地联合调解，{centre}把您这件事的 1 份材料给{far}（电话 0857-3220000）查看，到{last}为止。"
        "对方只能看，不能改。谁打开过，您都能看到。有疑问可以打上面的电话。"
    )
    assert [template for template, _ in await notices_of(counties.far_officer)] == ["evidence_shared_with_us"]
    assert (await counties.decider.client.post(f"/evidence-sharings/{sharing['id']}/end")).status_code == 200
    await case.stack.drain()
    assert {t for t, _ in await notices_of(case.owner)} == {"evidence_shared", "sharing_ended"}
    assert {t for t, _ in await notices_of(counties.far_officer)} == {
        "evidence_shared_with_us",
        "sharing_with_us_ended",
    }


async def test_only_the_named_files_are_read(counties: Counties) -> None:
    case = counties.case
    shared, kept = await case.verified(WAGES), await case.verified(CHAT, kind="chat")
    sharing = await counties.share(evidence_ids=[shared, shared])
    assert (sharing["is_whole"], sharing["evidence_ids"]) == (False, [shared])
    assert await counties.sees(counties.far_officer, shared)
    assert not await counties.sees(counties.far_officer, kept)


async def test_a_whole_case_is_shared_without_signatures_and_what_never_counted(
    counties: Counties,
) -> None:
    case = counties.case
    signature = await case.upload(SIGNATURE, kind="signature")
    declared = (await case.declare(CHAT, "chat"))["evidence"]["id"]
    await case.stack.drain()
    await counties.share()
    for hidden in (signature, declared):
        assert not await counties.sees(counties.far_officer, hidden)
    third = await case.world.agency()
    reader = await case.world.person(Role.OFFICER, agency=third)
    await counties.share(agency_id=str(third.id), evidence_ids=[signature])
    assert await counties.sees(reader, signature), "what is needed is named"


async def test_who_serves_several_agencies_looks_for_the_one_that_was_given_it(counties: Counties) -> None:
    case = counties.case
    await counties.share()
    deeper = await case.world.agency(parent=await case.world.agency("justice_bureau"))
    grants = tuple(Grant(Role.OFFICER, each.id, each.path) for each in (deeper, counties.far))
    async with case.stack.services.database.session() as session:
        matter = await session.get_one(EvidenceMatter, case.matter_id)
        found = await capacity_of(session, Actor(new_id(), new_id(), grants), matter, at=case.stack.clock.now())
    assert (found.reach, found.agency_id) == (Reach.SHARED, counties.far.id)


async def test_the_owner_sees_that_the_other_agency_looked_in_cooperation(counties: Counties) -> None:
    evidence_id = await counties.case.verified(WAGES)
    await counties.share()
    assert await counties.sees(counties.far_officer, evidence_id)
    [one] = (await counties.case.owner.client.get(f"/evidence/{evidence_id}/openings")).json()["items"]
    assert (one["by"], one["purpose"]) == ("李*", "cooperation")
    answer = await counties.far_officer.client.post(f"/evidence/{evidence_id}/open", json={"purpose": "review"})
    assert answer.status_code == 422


async def test_reading_is_all_that_is_shared(counties: Counties) -> None:
    case = counties.case
    evidence_id = await case.verified(WAGES)
    await counties.share()
    body = CHAT.declaration(case.matter_id, "chat")
    assert (await counties.far_officer.client.post("/evidence", json=body)).status_code == 404
    assert (await counties.far_officer.client.post(f"/evidence/{evidence_id}/form")).status_code == 404
    far_decider = await case.world.person(Role.DECIDER, agency=counties.far)
    third = await case.world.agency()
    answer = await far_decider.client.post("/evidence-sharings", json=counties.body(agency_id=str(third.id)))
    assert answer.status_code == 404, "what was shared is not shared on"
    approver = await case.world.person(Role.APPROVER, agency=counties.far)
    assert not await counties.sees(approver, evidence_id), "who supervises there has no part in this case"


async def test_who_decides_may_end_it_early_and_ending_twice_is_one(counties: Counties) -> None:
    evidence_id = await counties.case.verified(WAGES)
    sharing = await counties.share()
    path = f"/evidence-sharings/{sharing['id']}"
    for person, code in ((counties.officer, 403), (counties.far_officer, 403), (counties.case.owner, 403)):
        assert (await person.client.post(f"{path}/end")).status_code == code
    far_decider = await counties.case.world.person(Role.DECIDER, agency=counties.far)
    assert (await far_decider.client.post(f"{path}/end")).status_code == 404
    ended = (await counties.decider.client.post(f"{path}/end")).json()
    assert not await counties.sees(counties.far_officer, evidence_id)
    again = (await counties.decider.client.post(f"{path}/end")).json()
    assert (again["ended_at"], again["in_force"]) == (ended["ended_at"], False)
    await counties.share()
    assert await counties.sees(counties.far_officer, evidence_id)


async def test_what_cannot_be_shared_is_refused_naming_field_and_rule(counties: Counties) -> None:
    station = await counties.case.world.agency("legal_aid_station", parent=counties.centre)
    wrong: list[tuple[dict[str, object], str, str]] = [
        ({"until": counties.day(-1)}, "until", "not_past"),
        ({"until": counties.day(181)}, "until", "max_days"),
        ({"agency_id": str(counties.centre.id)}, "agency_id", "reads_already"),
        ({"agency_id": str(counties.bureau.id)}, "agency_id", "reads_already"),
        ({"agency_id": str(station.id)}, "agency_id", "own_subtree"),
        ({"agency_id": str(new_id())}, "agency_id", "no_agency"),
        ({"evidence_ids": [str(new_id())]}, "evidence_ids.0", "not_verified"),
    ]
    for change, field, rule in wrong:
        answer = await counties.try_to_share(**change)
        assert answer.status_code == 422, answer.text
        [error] = answer.json()["errors"]
        assert (error["field"], error["rule"]) == (field, rule)
    assert (await counties.try_to_share(until=counties.day(180))).status_code == 201


async def test_the_same_agency_is_not_given_the_same_case_twice(counties: Counties) -> None:
    await counties.share()
    answer = await counties.try_to_share()
    assert (answer.status_code, answer.json()["code"]) == (409, "already_shared")


async def test_a_draft_is_shared_with_nobody(counties: Counties) -> None:
    await counties.case.rows("UPDATE evidence_matter SET agency_id = NULL RETURNING matter_id")
    assert (await counties.try_to_share()).status_code == 404


async def test_sharing_ends_with_the_case_and_does_not_come_back(counties: Counties) -> None:
    case, database = counties.case, counties.case.stack.services.database
    evidence_id = await case.verified(WAGES)
    await counties.share()
    async with database.transaction() as session:
        await matters.close_matter(session, case.matter_id, case.stack.clock.now())
    assert not await counties.sees(counties.far_officer, evidence_id)
    assert (await counties.try_to_share()).json()["code"] == "sharing_matter_closed"
    async with database.transaction() as session:
        await matters.reopen_matter(session, case.matter_id)
    assert not await counties.sees(counties.far_officer, evidence_id)
    await case.stack.drain()
    assert "sharing_ended" in {template for template, _ in await notices_of(case.owner)}


async def test_what_the_former_agency_shared_ends_when_the_case_passes_on(counties: Counties) -> None:
    case, database = counties.case, counties.case.stack.services.database
    evidence_id = await case.verified(WAGES)
    await counties.share()
    other = await case.world.agency()
    async with database.transaction() as session:
        await matters.hand_over(session, case.matter_id, other.id, case.stack.clock.now())
    assert not await counties.sees(counties.far_officer, evidence_id)
    async with database.transaction() as session:
        await matters.hand_over(session, case.matter_id, counties.centre.id, case.stack.clock.now())
    assert not await counties.sees(counties.far_officer, evidence_id), "it does not revive when the case returns"
    await case.stack.drain()
    assert "sharing_with_us_ended" in {template for template, _ in await notices_of(counties.far_officer)}


async def test_each_side_sees_its_sharings_and_a_third_none(counties: Counties) -> None:
    case = counties.case
    await case.verified(WAGES)
    third = await case.world.agency()
    third_officer = await case.world.person(Role.OFFICER, agency=third)
    first, second = await counties.share(), await counties.share(agency_id=str(third.id))
    params = {"matter_id": str(case.matter_id)}

    async def listed(person: PersonRef) -> list[str]:
        answer = await person.client.get("/evidence-sharings", params=params)
        return [one["id"] for one in answer.json()["items"]] if answer.status_code == 200 else []

    both = [second["id"], first["id"]]
    assert [await listed(p) for p in (case.owner, counties.officer)] == [both, both]
    assert await listed(counties.far_officer) == [first["id"]]
    assert await listed(third_officer) == [second["id"]]
    stranger = await case.world.person(Role.OFFICER, agency=await case.world.agency())
    for person in (stranger, await case.world.person(Role.APPLICANT), await case.world.person(Role.LAWYER)):
        assert (await person.client.get("/evidence-sharings", params=params)).status_code == 404
        assert (await person.client.get(f"/evidence-sharings/{first['id']}")).status_code == 404
    assert (await third_officer.client.get(f"/evidence-sharings/{first['id']}")).status_code == 404
    assert (await counties.far_officer.client.get(f"/evidence-sharings/{first['id']}")).json() == first | {
        "allowed_actions": []
    }
    page = (await case.owner.client.get("/evidence-sharings", params=params | {"limit": "1"})).json()
    assert ([one["id"] for one in page["items"]], page["next_cursor"] is None) == ([second["id"]], False)


async def test_the_condition_in_sql_is_the_rule(counties: Counties) -> None:
    """Random windows, asked at random instants and at their very edges, against the pure rule."""
    chance = random.Random(20261122)
    start = counties.case.stack.clock.now()
    rows: list[EvidenceSharing] = []
    for _ in range(40):
        since = start + timedelta(minutes=chance.randrange(0, 300))
        until = since + timedelta(minutes=chance.randrange(1, 300))
        ended = since + timedelta(minutes=chance.randrange(0, 400)) if chance.random() < 0.5 else None
        rows.append(
            EvidenceSharing(
                matter_id=counties.case.matter_id,
                agency_id=counties.far.id,
                granted_by_agency_id=counties.centre.id,
                granted_by=counties.decider.id,
                purpose=SharingPurpose.OTHER,
                reason="随机",
                is_whole=True,
                since=since,
                until=until,
                ended_at=ended,
            )
        )
    edges = [t for row in rows for t in (row.since, row.until, row.ended_at) if t is not None]
    async with counties.case.stack.services.database.transaction() as session:
        session.add_all(rows)
        await session.flush()
        of_matter = col(EvidenceMatter.matter_id) == col(EvidenceSharing.matter_id)
        for at in (*chance.sample(edges, 25), *(edge - timedelta(microseconds=1) for edge in edges[:10])):
            statement = select(EvidenceSharing.id).join(EvidenceMatter, of_matter).where(in_force(at))
            found = set((await session.scalars(statement)).all())
            assert found == {row.id for row in rows if is_in_force(row.since, row.until, row.ended_at, at=at)}


async def test_the_sharings_of_a_file_are_found_through_an_index(counties: Counties) -> None:
    """The very condition that reading asks, as the database plans it among many sharings of many matters."""
    case = counties.case
    await counties.share()
    await case.rows(
        "INSERT INTO evidence_matter (matter_id, owner_id, agency_id, opened_at)"
        " SELECT gen_random_uuid(), owner_id, agency_id, opened_at FROM evidence_matter, generate_series(1, 2000)"
        " RETURNING 1"
    )
    await case.rows(
        "INSERT INTO evidence_sharing (id, matter_id, agency_id, granted_by_agency_id, granted_by, purpose,"
        " reason, is_whole, since, until) SELECT gen_random_uuid(), m.matter_id, s.agency_id,"
        " s.granted_by_agency_id, s.granted_by, s.purpose, s.reason, true, s.since, s.until"
        " FROM evidence_sharing s, evidence_matter m RETURNING 1"
    )
    actor = Actor(counties.far_officer.id, new_id(), (Grant(Role.OFFICER, counties.far.id, counties.far.path),))
    async with case.stack.services.database.transaction() as session:
        await session.execute(text("ANALYZE evidence_matter, evidence_sharing"))
        statement = repository.visible_to(actor, at=case.stack.clock.now()).where(col(Evidence.id) == new_id())
        query = str(statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
        found = await session.scalars(text("EXPLAIN " + query.replace(":", "\\:")))
        plan = "\n".join(found.all())
    assert "ix_evidence_sharing_matter_id_id" in plan, plan
    assert "Seq Scan on evidence_sharing" not in plan, plan
