"""Where to apply (法律援助法 38): every competent centre is proposed with its reason, one of them is chosen."""

from datetime import date

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import CRIMINAL, Scene, act, ok, put, view
from tests.support.areas import COUNTY, NEIGHBOUR
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio


def forum(kind: str, stage: str, area: str = NEIGHBOUR) -> dict[str, object]:
    """A body in the neighbouring county."""
    return {"kind": kind, "name": "某机关", "area_code": area, "stage": stage}


async def test_dispute_body_is_asked_before_the_place_of_the_event(scene: Scene) -> None:
    beside = await scene.neighbour()
    case = await scene.filled()
    shown = await ok(put(scene.worker.client, case, "forum", forum("arbitration", "arbitration"), 4))
    proposed = [(item["id"], item["basis"]) for item in shown["proposed_agencies"]]
    assert proposed == [(str(beside.id), "dispute_body"), (str(scene.centre.id), "event")]
    assert all("第三十八条" in item["source"] for item in shown["proposed_agencies"])
    assert shown["proposed_agency"]["id"] == str(beside.id)


async def test_lawsuit_belongs_where_the_court_is_and_nowhere_else(scene: Scene) -> None:
    beside = await scene.neighbour()
    case = await scene.filled()
    shown = await ok(put(scene.worker.client, case, "forum", forum("court", "filed"), 4))
    assert [item["basis"] for item in shown["proposed_agencies"]] == ["authority"]
    body = {"signature_evidence_id": str(await scene.signature(case)), "agency_id": str(scene.centre.id)}
    answer = await act(scene.worker, case, "submit", body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["rule"]) == (422, "agency_id", "not_competent")
    assert "第三十八条" in error["message"]
    assert (await view(scene.worker, case))["status"] == "draft"
    shown = await ok(act(scene.worker, case, "submit", body | {"agency_id": None}))
    assert shown["agency"]["id"] == str(beside.id)


async def test_applicant_chooses_the_second_proposal(scene: Scene) -> None:
    await scene.neighbour()
    case = await scene.filled()
    await ok(put(scene.worker.client, case, "forum", forum("labour_inspection", "filed"), 4))
    body = {"signature_evidence_id": str(await scene.signature(case)), "agency_id": str(scene.centre.id)}
    assert (await ok(act(scene.worker, case, "submit", body)))["agency"]["id"] == str(scene.centre.id)


async def test_place_is_not_asked_where_the_body_is_known(scene: Scene) -> None:
    case = await scene.draft(category="work_injury")
    shown = await ok(put(scene.worker.client, case, "forum", forum("court", "filed", COUNTY), 1))
    assert "place" not in [part["field"] for part in shown["missing"]]


async def test_criminal_case_goes_where_the_authority_is(scene: Scene) -> None:
    beside = await scene.neighbour()
    case = await scene.filled(category="criminal_defence", area_code=NEIGHBOUR)
    shown = await ok(
        act(scene.worker, case, "submit", {"signature_evidence_id": str(await scene.signature(case))})
    )
    assert (shown["agency"]["id"], shown["criminal"]["grounds"]) == (str(beside.id), ["25-7"])


async def test_area_without_a_centre_names_the_section_that_named_it(scene: Scene) -> None:
    case = await scene.filled(category="criminal_defence", area_code=NEIGHBOUR)
    answer = await act(scene.worker, case, "submit", {"signature_evidence_id": str(await scene.signature(case))})
    assert [error["field"] for error in answer.json()["errors"]] == ["criminal.area_code"]


async def test_hardship_is_not_asked_of_a_minor_in_a_criminal_case(scene: Scene) -> None:
    young = await scene.world.person(Role.APPLICANT, name="王小满", born=date(2010, 3, 1))
    case = await scene.draft(young, category="criminal_defence")
    await ok(put(young.client, case, "applicant", {"statuses": ["minor"]}, 1))
    shown = await ok(put(young.client, case, "criminal", CRIMINAL | {"grounds": ["25-1"]}, 2))
    assert shown["missing"] == []


async def test_suspect_without_any_ground_says_hardship_or_another_reason(scene: Scene) -> None:
    case = await scene.draft(category="criminal_defence")
    await ok(put(scene.worker.client, case, "applicant", {"statuses": []}, 1))
    shown = await ok(put(scene.worker.client, case, "criminal", CRIMINAL | {"grounds": []}, 2))
    assert shown["missing"] == []
    items = (await ok(scene.worker.client.get(f"/applications/{case}/materials")))["items"]
    statement = next(item for item in items if item["code"] == "hardship_statement")
    assert statement["necessity"] == "helpful"
    answer = await ok(scene.worker.client.get(f"/applications/{case}/eligibility"))
    hardship = next(row for row in answer["conditions"] if row["code"] == "hardship")
    assert (hardship["outcome"], "其他原因" in hardship["text"]) == ("to_check", True)
    assert hardship["source"].endswith("第二十四条")


@pytest.mark.parametrize(("born", "name"), [(date(2010, 3, 1), "minor"), (date(1950, 3, 1), "elderly")])
async def test_age_follows_from_the_applicants_own_number(scene: Scene, born: date, name: str) -> None:
    who = await scene.world.person(Role.APPLICANT, name="王小满", born=born)
    case = await scene.draft(who, category="traffic_injury")
    await ok(put(who.client, case, "applicant", {"statuses": ["no_fixed_income"]}, 1))
    answer = await ok(who.client.get(f"/applications/{case}/eligibility"))
    conditions = {row["code"]: row for row in answer["conditions"]}
    assert conditions["hardship"]["source"].endswith("第四十二条第（一）项"), name
    assert [need["code"] for need in answer["lawyer"]] == (["knows_minors"] if name == "minor" else [])


async def test_status_that_the_own_number_contradicts_is_told_before_handing_in(scene: Scene) -> None:
    case = await scene.draft(category="traffic_injury")
    shown = await ok(put(scene.worker.client, case, "applicant", {"statuses": ["minor"]}, 1))
    told = next(part for part in shown["missing"] if part["field"] == "applicant.statuses")
    assert told["rule"] == "contradiction"
    assert "为谁申请" in told["message"]
    child = {
        "capacity": "legal_representative",
        "relation": "母亲",
        "recipient_name": "张小宝",
        "recipient_document_kind": "resident_id",
        "recipient_number": resident_number(70_001, date(2015, 3, 7)),
    }
    shown = await ok(put(scene.worker.client, case, "representation", child, 2))
    assert "applicant.statuses" not in [part["field"] for part in shown["missing"]]


async def test_hardship_is_not_asked_of_a_victim_of_violence_at_home(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    shown = await ok(put(scene.worker.client, case, "applicant", {"statuses": ["abuse_victim"]}, 1))
    assert [part["field"] for part in shown["missing"]] == ["matter", "place"]
