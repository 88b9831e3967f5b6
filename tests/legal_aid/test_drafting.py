"""A draft is saved part by part, each part checked alone, and nothing saved is lost to another device."""

from uuid import uuid4

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, fields, problem, put, view
from tests.support.areas import CITY, COUNTY, TOWNSHIPS

pytestmark = pytest.mark.anyio


async def test_new_draft_belongs_to_the_applicant_and_lists_what_is_missing(scene: Scene) -> None:
    answer = await scene.worker.client.post("/applications", json={"category": "labour_remuneration"})
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/applications/{body['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (body["status"], body["holder"]["role"]) == ("draft", "applicant")
    assert [part["field"] for part in body["missing"]] == ["applicant", "claim", "place"]
    assert body["allowed_actions"] == ["submit", "discard"]


@pytest.mark.parametrize(
    ("category", "section"),
    [("labour_remuneration", "claim"), ("traffic_injury", "matter"), ("criminal_defence", "criminal")],
)
async def test_every_category_has_a_form(scene: Scene, category: str, section: str) -> None:
    answer = await scene.worker.client.post("/applications", json={"category": category})
    assert answer.status_code == 201
    assert section in [part["field"] for part in answer.json()["missing"]]


async def test_drafts_are_limited(scene: Scene) -> None:
    for _ in range(10):
        await scene.draft()
    answer = await scene.worker.client.post("/applications", json={"category": "labour_remuneration"})
    assert problem(answer) == (409, "too_many_drafts")


async def test_draft_is_resumed_where_it_was_left(scene: Scene) -> None:
    claim = scene.claim()
    case = await scene.filled(**claim)
    body = await view(scene.worker, case)
    assert body["version"] == 4
    assert body["claim"] == claim | {"employer_credit_code": None}
    assert body["applicant"]["is_migrant_worker"] is True
    assert body["place"]["area_name"] == "浙江省杭州市西湖区"
    assert body["missing"] == []
    assert body["proposed_agency"]["id"] == str(scene.centre.id)


async def test_township_leads_to_the_centre_of_its_county(scene: Scene) -> None:
    case = await scene.draft()
    answer = await put(scene.worker.client, case, "place", {"area_code": TOWNSHIPS[2]}, 1)
    assert answer.json()["proposed_agency"]["id"] == str(scene.centre.id)


async def test_lost_update_is_refused(scene: Scene) -> None:
    case = await scene.draft()
    first = await put(scene.worker.client, case, "claim", scene.claim(amount_fen=100), 1)
    assert first.headers["etag"] == '"2"'
    answer = await put(scene.worker.client, case, "claim", scene.claim(amount_fen=200), 1)
    assert problem(answer) == (412, "precondition_failed")
    assert (await view(scene.worker, case))["claim"]["amount_fen"] == 100


async def test_repeated_put_whose_answer_was_lost_succeeds_once(scene: Scene) -> None:
    case = await scene.draft()
    claim = scene.claim()
    await put(scene.worker.client, case, "claim", claim, 1)
    again = await put(scene.worker.client, case, "claim", claim, 1)
    assert (again.status_code, again.headers["etag"]) == (200, '"2"')


async def test_edit_without_version_is_refused(scene: Scene) -> None:
    case = await scene.draft()
    answer = await scene.worker.client.put(f"/applications/{case}/claim", json=scene.claim())
    assert problem(answer) == (428, "precondition_required")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period_to": "2099-01"}, "period_to"),
        ({"period_from": "2024-05", "period_to": "2024-03"}, "period_to"),
        ({"period_from": "1024-05"}, "period_from"),
        ({"period_from": "2024-13"}, "period_from"),
        ({"period_from": "2024-5"}, "period_from"),
        ({"amount_fen": 0}, "amount_fen"),
        ({"amount_fen": -100}, "amount_fen"),
        ({"amount_fen": 100.5}, "amount_fen"),
        ({"amount_fen": "100"}, "amount_fen"),
        ({"amount_fen": True}, "amount_fen"),
        ({"amount_fen": 10**18}, "amount_fen"),
        ({"employer_name": "   "}, "employer_name"),
        ({"employer_name": "公司\x00"}, "employer_name"),
        ({"employer_name": "长" * 101}, "employer_name"),
        ({"description": "字" * 2001}, "description"),
        ({"bank_account": "6222"}, "bank_account"),
    ],
)
async def test_bad_claim_names_its_field(scene: Scene, change: dict[str, object], field: str) -> None:
    case = await scene.draft()
    answer = await put(scene.worker.client, case, "claim", scene.claim(**change), 1)
    assert problem(answer) == (422, "invalid")
    assert fields(answer) == [field]
    assert (await view(scene.worker, case))["version"] == 1


@pytest.mark.parametrize("code", ["330199", "999999", "33010", "33010x", CITY])
async def test_unknown_area_is_refused(scene: Scene, code: str) -> None:
    case = await scene.draft()
    answer = await put(scene.worker.client, case, "place", {"area_code": code}, 1)
    assert answer.status_code == 422
    assert fields(answer) == ["area_code"]


async def test_submitted_application_is_no_longer_edited(scene: Scene) -> None:
    case = await scene.submitted()
    version = (await view(scene.worker, case))["version"]
    answer = await put(scene.worker.client, case, "place", {"area_code": COUNTY}, version)
    assert problem(answer) == (409, "no_longer_draft")


async def test_discarded_draft_leaves_the_list(scene: Scene) -> None:
    case = await scene.draft()
    answer = await act(scene.worker, case, "discard")
    assert (answer.json()["status"], answer.json()["holder"]) == ("discarded", None)
    assert (await scene.worker.client.get("/applications")).json()["items"] == []
    assert problem(await act(scene.worker, case, "submit", {})) == (409, "wrong_state")


async def test_draft_is_invisible_to_everyone_else(scene: Scene) -> None:
    case = await scene.draft()
    for other in (scene.officer, scene.decider, await scene.world.person(Role.APPLICANT)):
        assert (await other.client.get(f"/applications/{case}")).status_code == 404
    assert (await scene.worker.client.get(f"/applications/{uuid4()}")).status_code == 404
