"""Staff enter an application for somebody else: at the counter, or as a place of detention passed it on."""

from datetime import timedelta

import pytest

from app.kernel.actor import Role
from tests.evidence.uploading import SIGNATURE, send
from tests.legal_aid.intake.counter import FORWARDER, enter, entered, entry, forwarded, intake_of, somebody, stamp
from tests.legal_aid.scene import Scene, fields, problem, view

pytestmark = pytest.mark.anyio


async def people_count(scene: Scene) -> int:
    return (await scene.rows("SELECT count(*) AS n FROM person"))[0]["n"]


async def test_entered_application_is_a_draft_of_the_applicants_at_the_centre(scene: Scene) -> None:
    case = await entered(scene, entry(scene))
    shown = await view(scene.officer, case)
    assert (shown["status"], shown["applicant_name"]) == ("draft", "王大山")
    assert shown["agency"]["id"] == str(scene.centre.id)
    (row,) = await scene.rows("SELECT entered_by, applicant_id, channel FROM application WHERE id = $1", case)
    assert (row["entered_by"], row["channel"]) == (scene.officer.id, "counter")
    assert row["applicant_id"] != scene.officer.id


async def test_applicant_known_by_document_sees_the_draft_and_goes_on_with_it(scene: Scene) -> None:
    worker = await scene.world.person(Role.APPLICANT, name="赵铁柱")
    document = {"name": "赵铁柱", "kind": "resident_id", "number": worker.number, "phone": worker.phone}
    case = await entered(scene, entry(scene, applicant=document))
    listed = (await worker.client.get("/applications")).json()["items"]
    assert [item["id"] for item in listed] == [str(case)]
    answer = await worker.client.put(
        f"/applications/{case}/claim", json=scene.claim(), headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    filled = await scene.officer.client.get(f"/applications/{case}")
    assert filled.json()["claim"]["amount_fen"] == 2_800_000


async def test_staff_photograph_the_signature_for_the_applicant(scene: Scene) -> None:
    case = await entered(scene, entry(scene))
    client = scene.officer.client
    declared = await client.post("/evidence", json=SIGNATURE.declaration(case, "signature"))
    assert declared.status_code in {200, 201}, declared.text
    upload = declared.json()["upload"]
    sent = await send(upload["url"], upload["fields"], SIGNATURE.data)
    assert sent.status_code == 201, sent.text
    evidence = declared.json()["evidence"]["id"]
    assert (await client.post(f"/evidence/{evidence}/complete")).status_code == 200
    await scene.stack.drain()
    (row,) = await scene.rows("SELECT status, owner_id FROM evidence WHERE matter_id = $1", case)
    assert (row["status"], row["owner_id"]) == ("verified", scene.officer.id)


async def test_another_centre_knows_nothing_of_the_draft(scene: Scene) -> None:
    case = await entered(scene, entry(scene))
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    assert (await stranger.client.get(f"/applications/{case}")).status_code == 404
    assert (await stranger.client.get(f"/applications/{case}/intake")).status_code == 404


async def test_application_forwarded_after_25_hours_is_late(scene: Scene) -> None:
    case = await entered(scene, forwarded(scene, hours=25))
    shown = await intake_of(scene, case)
    assert (shown["channel"], shown["forwarded_by"]) == ("custody", FORWARDER)
    clock = shown["forwarding"]
    assert (clock["outcome"], clock["holder"], clock["overdue"]) == ("late", "西湖区看守所", True)
    assert clock["article"] == "第三十九条第一款"


async def test_application_forwarded_within_the_day_is_in_time_however_late_it_is_typed_in(scene: Scene) -> None:
    received = stamp(scene.stack.clock.now() - timedelta(hours=60))
    case = await entered(scene, forwarded(scene, hours=80, received_at=received))
    assert (await intake_of(scene, case))["forwarding"]["outcome"] == "met"


async def test_lawyer_outside_the_product_forwards_under_the_second_paragraph(scene: Scene) -> None:
    lawyer = {"kind": "duty_lawyer", "name": "周律师"}
    case = await entered(scene, forwarded(scene, hours=3, channel="duty_lawyer", forwarded_by=lawyer))
    clock = (await intake_of(scene, case))["forwarding"]
    assert (clock["outcome"], clock["article"]) == ("met", "第三十九条第二款")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hours": -1}, "handed_over_at"),
        ({"hours": 3, "forwarded_by": None}, "forwarded_by"),
        ({"hours": 3, "handed_over_at": None}, "handed_over_at"),
        ({"hours": 3, "forwarded_by": {"kind": "duty_lawyer", "name": "周律师"}}, "forwarded_by.kind"),
        ({"hours": 3, "channel": "counter", "forwarded_by": None}, "handed_over_at"),
        ({"hours": 3, "handed_over_at": "2019-01-01T00:00:00Z"}, "handed_over_at"),
    ],
)
async def test_refuses_a_handover_that_cannot_be(scene: Scene, changes: dict[str, object], expected: str) -> None:
    hours = changes.pop("hours")
    assert isinstance(hours, int)
    before = await people_count(scene)
    answer = await enter(scene, forwarded(scene, hours=hours, **changes))
    assert (problem(answer), fields(answer)) == ((422, "invalid"), [expected])
    assert await people_count(scene) == before


async def test_refuses_arrival_before_it_was_handed_over(scene: Scene) -> None:
    received = stamp(scene.stack.clock.now() - timedelta(hours=5))
    answer = await enter(scene, forwarded(scene, hours=3, received_at=received))
    assert fields(answer) == ["handed_over_at"]


@pytest.mark.parametrize("kind", ["legal_aid_centre", "township_office"])
async def test_refuses_an_agency_that_is_not_the_officers_centre(scene: Scene, kind: str) -> None:
    elsewhere = await scene.world.agency(kind)
    before = await people_count(scene)
    answer = await enter(scene, entry(scene, agency_id=str(elsewhere.id)))
    assert (problem(answer), fields(answer)) == ((422, "invalid"), ["agency_id"])
    assert await people_count(scene) == before


async def test_refuses_a_number_that_is_none_and_registers_nobody(scene: Scene) -> None:
    wrong = somebody() | {"number": "110105194912310021"}
    before = await people_count(scene)
    answer = await enter(scene, entry(scene, applicant=wrong))
    assert (problem(answer), fields(answer)) == ((422, "document_number_invalid"), ["applicant.number"])
    assert await people_count(scene) == before


async def test_refuses_a_verified_number_under_another_name(scene: Scene) -> None:
    person = somebody("王大山")
    await entered(scene, entry(scene, applicant=person))
    answer = await enter(scene, entry(scene, applicant=person | {"name": "王二山"}))
    assert fields(answer) == ["applicant.name"]


async def test_officer_does_not_enter_their_own_application(scene: Scene) -> None:
    own = {"name": scene.officer.name, "kind": "resident_id", "number": scene.officer.number}
    answer = await enter(scene, entry(scene, applicant=own))
    assert fields(answer) == ["applicant.number"]


async def test_applicants_and_lawyers_enter_nothing(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    for who in (scene.worker, lawyer.person):
        assert (await who.client.post("/intake/applications", json=entry(scene))).status_code == 403


async def test_lost_answer_is_repeated_not_entered_twice(scene: Scene) -> None:
    body, headers = entry(scene), {"Idempotency-Key": "counter-0001"}
    first = await scene.officer.client.post("/intake/applications", json=body, headers=headers)
    again = await scene.officer.client.post("/intake/applications", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


async def test_applicant_can_list_that_staff_entered_it(scene: Scene) -> None:
    case = await entered(scene, entry(scene))
    (row,) = await scene.rows("SELECT action, owner_id FROM audit_entry WHERE object_id = $1", case)
    (owner,) = await scene.rows("SELECT applicant_id FROM application WHERE id = $1", case)
    assert (row["action"], row["owner_id"]) == ("legal_aid.application.enter", owner["applicant_id"])
