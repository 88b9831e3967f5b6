"""Duty lawyers record the help they give; an application handed to them reaches the centre in 24 hours."""

import asyncio
from datetime import timedelta

import pytest

from app.kernel.actor import Role
from tests.evidence.uploading import SIGNATURE
from tests.legal_aid.criminal.notices import defender, help_given, helped, told
from tests.legal_aid.intake.counter import Json, intake_of, somebody
from tests.legal_aid.scene import Scene, fields, problem, view
from tests.support.world import resident_number, serial

pytestmark = pytest.mark.anyio
OPEN: Json = {"category": "criminal_defence"}


def document() -> Json:
    return {"kind": "resident_id", "number": resident_number(next(serial))}


async def test_help_is_recorded_with_its_kinds_and_the_number_masked(scene: Scene) -> None:
    lawyer = await defender(scene)
    given = document()
    shown = await helped(scene, lawyer, document=given)
    assert shown["kinds"] == ["consultation", "coercive_measure"]
    assert (shown["person"], shown["forwarding"]) == ("孙志强", None)
    assert given["number"] not in str(shown)
    (row,) = await scene.rows("SELECT person_number_sealed FROM duty_help")
    assert given["number"] not in row["person_number_sealed"]


async def test_centre_and_lawyer_see_it_and_nobody_else(scene: Scene) -> None:
    lawyer, other = await defender(scene), await defender(scene, "吕律师")
    shown = await helped(scene, lawyer)
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    path = f"/duty-help/{shown['id']}"
    for who, status in ((lawyer, 200), (scene.officer, 200), (other, 404), (stranger, 404), (scene.worker, 403)):
        assert (await who.client.get(path)).status_code == status
    (entry,) = await scene.rows(
        "SELECT actor_id FROM audit_entry WHERE action = 'legal_aid.duty_help.read' AND owner_id = $1",
        lawyer.person.id,
    )
    assert entry["actor_id"] == scene.officer.id


async def test_list_is_by_month_latest_first_and_names_nobody_in_full(scene: Scene) -> None:
    lawyer = await defender(scene)
    now = scene.stack.clock.now()
    for days in (0, 40, 41):
        await helped(scene, lawyer, helped_at=(now - timedelta(days=days, minutes=5)).isoformat())
    client = scene.officer.client
    first = await client.get("/duty-help", params={"limit": 2})
    assert "孙志强" not in first.text
    assert {item["person"] for item in first.json()["items"]} == {"孙某"}
    rest = await client.get("/duty-help", params={"limit": 2, "cursor": first.json()["next_cursor"]})
    times = [item["helped_at"] for item in [*first.json()["items"], *rest.json()["items"]]]
    assert (len(times), times) == (3, sorted(times, reverse=True))
    month = (now - timedelta(minutes=5) + timedelta(hours=8)).strftime("%Y-%m")
    assert len((await client.get("/duty-help", params={"month": month})).json()["items"]) == 1


async def test_statistics_count_occasions_and_kinds_by_month(scene: Scene) -> None:
    lawyer = await defender(scene)
    await helped(scene, lawyer)
    await helped(scene, lawyer, kinds=["consultation"])
    for client in (scene.officer.client, lawyer.client):
        (month,) = (await client.get("/duty-help/statistics")).json()["items"]
        assert month["total"] == 2
        assert {row["kind"]: row["count"] for row in month["kinds"]} == {"consultation": 2, "coercive_measure": 1}
    other = await defender(scene, "吕律师")
    assert (await other.client.get("/duty-help/statistics")).json()["items"] == []


async def test_refuses_statistics_of_too_many_months_or_backwards(scene: Scene) -> None:
    client = scene.officer.client
    for first, last, field in (("2020-01", "2026-01", "from"), ("2026-05", "2026-01", "to")):
        answer = await client.get("/duty-help/statistics", params={"from": first, "to": last})
        assert (answer.status_code, fields(answer)) == (422, [field])


async def test_lawyer_keeps_papers_with_the_record(scene: Scene) -> None:
    lawyer = await defender(scene)
    shown = await helped(scene, lawyer)
    declared = await lawyer.client.post("/evidence", json=SIGNATURE.declaration(shown["id"], "other"))
    assert declared.status_code in {200, 201}, declared.text


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"helped_at": "2099-01-01T00:00:00Z"}, ["helped_at"]),
        ({"kinds": []}, ["kinds"]),
        ({"kinds": ["consultation", "consultation"]}, ["kinds"]),
        ({"kinds": ["singing"]}, ["kinds.0"]),
        ({"handed_over_at": "2026-07-01T00:00:00Z"}, ["handed_over_at"]),
        ({"authority_name": None}, ["authority_name"]),
        ({"authority_kind": "mediation"}, ["authority_kind"]),
        ({"document": {"kind": "resident_id", "number": "110105194912310021"}}, ["document.number"]),
    ],
)
async def test_refuses_a_record_that_cannot_be(scene: Scene, changes: Json, expected: list[str]) -> None:
    lawyer = await defender(scene)
    answer = await lawyer.client.post("/duty-help", json=help_given(scene, **changes))
    assert (answer.status_code, fields(answer)) == (422, expected)
    assert await scene.rows("SELECT id FROM duty_help") == []


async def test_refuses_a_lawyer_who_is_not_on_the_centres_roster(scene: Scene) -> None:
    lawyer, elsewhere = await defender(scene), await scene.world.agency()
    answer = await lawyer.client.post("/duty-help", json=help_given(scene, agency_id=str(elsewhere.id)))
    assert (problem(answer), fields(answer)) == ((422, "invalid"), ["agency_id"])


async def test_application_handed_over_runs_24_hours_until_the_centre_opens_it(scene: Scene) -> None:
    lawyer = await defender(scene)
    shown = await helped(scene, lawyer, kinds=["guidance", "forwarding"], document=document())
    clock = shown["forwarding"]
    assert (clock["rule_code"], clock["outcome"]) == ("legal_aid.forward_by_duty_lawyer", None)
    await scene.stack.drain()
    assert "何律师" in (await told(scene.officer))["help_forwarded"]
    opened = await scene.officer.client.post(f"/intake/from-duty-help/{shown['id']}", json=OPEN)
    assert opened.status_code == 201, opened.text
    case = opened.json()["id"]
    seen = await view(scene.officer, case)
    assert (seen["status"], seen["applicant_name"]) == ("draft", "孙志强")
    came = await intake_of(scene, case)
    assert (came["channel"], came["duty_help_id"]) == ("duty_lawyer", shown["id"])
    assert (came["forwarding"]["outcome"], came["forwarded_by"]["name"]) == ("met", "何律师")
    assert (await lawyer.client.get(f"/duty-help/{shown['id']}")).json()["application_id"] == case


async def test_lawyer_who_forwards_late_is_warned_and_seen_to_be_late(scene: Scene) -> None:
    lawyer = await defender(scene)
    shown = await helped(scene, lawyer, kinds=["forwarding"], document=document())
    await scene.stack.advance(hours=30)
    assert "clock_overdue" in await told(lawyer.person)
    opened = await scene.officer.client.post(f"/intake/from-duty-help/{shown['id']}", json=OPEN)
    assert (await intake_of(scene, opened.json()["id"]))["forwarding"]["outcome"] == "late"


async def test_document_the_lawyer_did_not_note_is_asked_of_the_officer(scene: Scene) -> None:
    lawyer = await defender(scene)
    shown = await helped(scene, lawyer, kinds=["forwarding"])
    path = f"/intake/from-duty-help/{shown['id']}"
    answer = await scene.officer.client.post(path, json=OPEN)
    assert (answer.status_code, fields(answer)) == (422, ["applicant"])
    answer = await scene.officer.client.post(path, json=OPEN | {"applicant": somebody("孙志强")})
    assert answer.status_code == 201, answer.text


async def test_record_is_opened_once_by_whichever_officer_comes_first(scene: Scene) -> None:
    lawyer, second = await defender(scene), await scene.world.person(Role.OFFICER, agency=scene.centre)
    shown = await helped(scene, lawyer, kinds=["forwarding"], document=document())
    answers = await asyncio.gather(
        *(who.client.post(f"/intake/from-duty-help/{shown['id']}", json=OPEN) for who in (scene.officer, second))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "forwarded_already_entered"


async def test_record_that_passes_nothing_on_opens_nothing(scene: Scene) -> None:
    lawyer = await defender(scene)
    shown = await helped(scene, lawyer)
    answer = await scene.officer.client.post(f"/intake/from-duty-help/{shown['id']}", json=OPEN)
    assert problem(answer) == (409, "nothing_forwarded")
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    assert (await stranger.client.post(f"/intake/from-duty-help/{shown['id']}", json=OPEN)).status_code == 404
