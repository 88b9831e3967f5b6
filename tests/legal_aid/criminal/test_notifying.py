"""A notice by court, procuratorate or police becomes a case that waits for a lawyer."""

import asyncio
from datetime import date, timedelta

import pytest

from app.kernel.actor import Role
from tests.legal_aid.criminal.notices import JUDGE, told
from tests.legal_aid.intake.counter import Json, intake_of, notice, notified, stamp
from tests.legal_aid.scene import Scene, act, fields, ok, problem, view
from tests.support.world import resident_number, serial

pytestmark = pytest.mark.anyio


async def test_notice_is_numbered_and_waits_for_a_lawyer_at_once(scene: Scene) -> None:
    case = await notified(scene)
    shown = await view(scene.officer, case)
    assert (shown["status"], shown["category"]) == ("granted", "criminal_defence")
    assert shown["number"].endswith("法援字第00001号")
    assert shown["decision"] is None
    (clock,) = shown["clocks"]
    assert (clock["rule_code"], clock["article"]) == ("legal_aid.assign_notified", "第三十六条")


async def test_filing_date_is_when_the_notice_came(scene: Scene) -> None:
    at = scene.stack.clock.now() - timedelta(hours=20)
    case = await notified(scene, notified_at=stamp(at))
    (row,) = await scene.rows("SELECT submitted_at FROM application WHERE id = $1", case)
    assert row["submitted_at"] == at


async def test_case_keeps_what_the_notice_said(scene: Scene) -> None:
    case = await notified(scene)
    (row,) = await scene.rows("SELECT * FROM criminal_matter WHERE application_id = $1", case)
    assert (row["role"], row["stage"], row["grounds"]) == ("suspect", "prosecution", ["25-1"])
    assert (row["is_in_custody"], row["custody_place"]) == (True, "西湖区看守所")
    assert row["authority_name"] == "西湖区人民检察院"


@pytest.mark.parametrize(("days", "outcome"), [(3, "met"), (9, "late")])
async def test_authority_that_notified_late_is_seen_to_be_late(scene: Scene, days: int, outcome: str) -> None:
    arose = scene.stack.clock.now().date() - timedelta(days=days)
    case = await notified(scene, basis_arose_on=arose.isoformat())
    clocks = {clock["rule_code"]: clock for clock in (await intake_of(scene, case))["notice"]["clocks"]}
    theirs = clocks["legal_aid.notify_by_authority"]
    assert (theirs["outcome"], theirs["holder"]) == (outcome, "西湖区人民检察院")
    assert clocks["legal_aid.assign_notified"]["outcome"] is None


async def test_court_that_may_but_need_not_notify_has_no_days_to_keep(scene: Scene) -> None:
    case = await notified(
        scene, authority=JUDGE, stage="first_instance", grounds=["25-ordinary"], basis_arose_on=None
    )
    codes = [clock["rule_code"] for clock in (await intake_of(scene, case))["notice"]["clocks"]]
    assert codes == ["legal_aid.assign_notified"]


async def test_compulsory_treatment_is_representation_not_defence(scene: Scene) -> None:
    case = await notified(scene, authority=JUDGE, stage="first_instance", grounds=["28"])
    assert (await view(scene.officer, case))["category"] == "compulsory_treatment"
    (row,) = await scene.rows("SELECT role, grounds FROM criminal_matter WHERE application_id = $1", case)
    assert (row["role"], row["grounds"]) == ("treatment_respondent", [])


async def test_person_with_a_document_is_found_or_registered_by_it(scene: Scene) -> None:
    document = {"kind": "resident_id", "number": resident_number(next(serial), date(2010, 5, 1))}
    case = await notified(scene, person={"name": "林小军", "document": document})
    (row,) = await scene.rows("SELECT applicant_id, applicant_number_index FROM application WHERE id = $1", case)
    assert row["applicant_number_index"] is not None
    (person,) = await scene.rows("SELECT verified_by FROM real_name WHERE person_id = $1", row["applicant_id"])
    assert person["verified_by"] == scene.officer.id


async def test_person_known_by_name_alone_is_registered_without_a_document(scene: Scene) -> None:
    case = await notified(scene)
    (row,) = await scene.rows(
        "SELECT p.name, r.person_id FROM application a JOIN person p ON p.id = a.applicant_id"
        " LEFT JOIN real_name r ON r.person_id = p.id WHERE a.id = $1",
        case,
    )
    assert (row["name"], row["person_id"]) == ("林小军", None)


async def test_same_notice_twice_names_the_number_it_has(scene: Scene) -> None:
    case = await notified(scene)
    number = (await view(scene.officer, case))["number"]
    again = notice(scene)
    again["authority"] = again["authority"] | {"case_number": "杭西检刑受(2026) 88号"}
    answer = await scene.officer.client.post("/intake/notifications", json=again)
    assert problem(answer) == (409, "notified_already")
    assert (answer.json()["number"], fields(answer)) == (number, ["authority.case_number"])


async def test_same_notice_entered_by_two_officers_at_once_is_one_case(scene: Scene) -> None:
    second = await scene.world.person(Role.OFFICER, agency=scene.centre)
    body = notice(scene)
    answers = await asyncio.gather(
        *(who.client.post("/intake/notifications", json=body) for who in (scene.officer, second))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await scene.rows("SELECT id FROM application")) == 1


async def test_next_stage_and_another_person_are_other_cases(scene: Scene) -> None:
    await notified(scene)
    await notified(scene, person={"name": "林大军", "document": None})
    authority = JUDGE | {"case_number": "杭西检刑受〔2026〕88号"}
    await notified(scene, authority=authority, stage="first_instance")
    numbers = await scene.rows("SELECT number_sequence AS n FROM application ORDER BY n")
    assert [row["n"] for row in numbers] == [1, 2, 3]


async def test_same_person_may_be_notified_again_once_the_case_has_ended(scene: Scene) -> None:
    case = await notified(scene)
    body = {"ground": "48-6", "reasons": "家属为其自行委托了辩护律师。"}
    await ok(act(scene.decider, case, "terminate", body))
    assert await notified(scene) != case


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"grounds": ["25-9"]}, "grounds.0"),
        ({"grounds": []}, "grounds"),
        ({"grounds": ["25-1", "25-1"]}, "grounds"),
        ({"grounds": ["25-1", "25-3"]}, "grounds"),
        ({"grounds": ["28"]}, "grounds"),
        ({"grounds": ["25-6"]}, "grounds"),
        ({"stage": "first_instance"}, "stage"),
        ({"basis_arose_on": None}, "basis_arose_on"),
        ({"basis_arose_on": "2099-01-01"}, "basis_arose_on"),
        ({"notified_at": "2099-01-01T00:00:00Z"}, "notified_at"),
        ({"is_in_custody": False}, "custody_place"),
    ],
)
async def test_refuses_a_notice_that_cannot_be(scene: Scene, changes: Json, expected: str) -> None:
    answer = await scene.officer.client.post("/intake/notifications", json=notice(scene, **changes))
    assert (answer.status_code, fields(answer)) == (422, [expected])
    assert await scene.rows("SELECT id FROM application") == []
    assert await scene.rows("SELECT id FROM person WHERE name = '林小军'") == []


async def test_refuses_an_arbitration_commission_and_an_unknown_area(scene: Scene) -> None:
    for change, field in (
        ({"kind": "arbitration"}, "authority.kind"),
        ({"area_code": "999999"}, "authority.area_code"),
    ):
        body = notice(scene)
        body["authority"] = body["authority"] | change
        answer = await scene.officer.client.post("/intake/notifications", json=body)
        assert (answer.status_code, fields(answer)) == (422, [field])


async def test_refuses_the_centre_of_others(scene: Scene) -> None:
    elsewhere = await scene.world.agency()
    answer = await scene.officer.client.post(
        "/intake/notifications", json=notice(scene, agency_id=str(elsewhere.id))
    )
    assert (problem(answer), fields(answer)) == ((422, "invalid"), ["agency_id"])


async def test_officers_of_the_centre_are_warned_when_nobody_is_assigned_in_three_days(scene: Scene) -> None:
    await notified(scene)
    await scene.stack.advance(days=20)
    assert "clock_overdue" in await told(scene.officer)
