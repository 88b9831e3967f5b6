from typing import Any

import httpx
import pytest

from tests.lawyers.scene import Scene, code_of, licence_number
from tests.lawyers.test_roster import entry, shown
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio
Json = dict[str, Any]
CREDIT_CODE = "91110000600037341L"


async def enter(scene: Scene, **changes: Any) -> httpx.Response:
    return await scene.administrator.client.post("/lawyers", json=await entry(scene, **changes))


async def change(scene: Scene, made: Json, version: int, **changes: Any) -> httpx.Response:
    body = {name: made[name] for name in ("firm_id", "capacity", "areas")} | changes
    body["specialties"] = [{name: one[name] for name in ("specialty", "years")} for one in made["specialties"]]
    headers = {"If-Match": f'"{version}"'}
    return await scene.administrator.client.put(f"/lawyers/{made['id']}", json=body, headers=headers)


async def test_a_legal_worker_is_entered_by_certificate_and_may_become_a_lawyer(scene: Scene) -> None:
    paper: Json = {"kind": "legal_worker", "certificate_number": "3101 A12", "certified_since": 2019}
    document = shown(number=resident_number(70_902))  # an even sequence: a woman
    answer = await enter(scene, **paper, licence_number=None, person=document)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["kind"], made["certificate_number"], made["sex"]) == ("legal_worker", "3101A12", "woman")
    assert (made["practising_since"], made["licence_number"]) == (2019, None)
    again = await enter(scene, **paper | {"certificate_number": "3101a12"}, licence_number=None)
    assert code_of(again) == (409, "certificate_taken")
    volunteer = await enter(scene, **paper | {"kind": "volunteer"}, licence_number=None)
    assert volunteer.status_code == 201, volunteer.text
    became = await change(scene, made, 1, licence_number=licence_number())
    assert became.status_code == 200, became.text
    assert (became.json()["kind"], became.json()["certificate_number"]) == ("lawyer", None)
    assert became.json()["licence_kind"] == "full_time"
    (last, first) = (await scene.officer.client.get(f"/lawyers/{made['id']}/changes")).json()["items"]
    assert {line["field"] for line in last["changes"]} == {
        "kind",
        "licence_number",
        "certificate_number",
        "practising_since",
        "sex",
    }
    assert (first["source"], first["by"]) == ("staff", "郑管理")


async def test_a_passport_says_no_sex_so_it_is_asked_for(scene: Scene) -> None:
    paper: Json = {"kind": "volunteer", "certificate_number": "志愿-7", "certified_since": 2024}
    passport = {"name": "SMITH JOHN", "kind": "passport", "number": "X1234567", "issuing_country": "GBR"}
    refused = await enter(scene, **paper, licence_number=None, person=passport)
    assert [error["field"] for error in refused.json()["errors"]] == ["sex"]
    accepted = await enter(scene, **paper, licence_number=None, person=passport, sex="man")
    assert accepted.json()["sex"] == "man", accepted.text


async def test_the_licence_number_changes_and_the_serial_stays(scene: Scene) -> None:
    made = (await enter(scene)).json()
    moved = f"1440320201{made['licence_number'][10:]}"
    answer = await change(scene, made, 1, licence_number=moved)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["licence_number"], answer.headers["ETag"]) == (moved, '"2"')
    same = await change(scene, made, 2)
    assert (same.json()["licence_number"], same.headers["ETag"]) == (moved, '"2"')
    other = await change(scene, made, 2, licence_number=licence_number())
    assert code_of(other) == (422, "licence_serial_differs")
    history = (await scene.officer.client.get(f"/lawyers/{made['id']}/changes")).json()["items"]
    assert history[0]["changes"][0]["field"] == "licence_number"
    assert len(history) == 2


async def test_who_shows_a_document_known_here_is_that_person(scene: Scene) -> None:
    person = await scene.world.person(name="钱律师")
    first = await enter(scene, person=shown(number=person.number, phone=person.phone))
    assert first.json()["person_id"] == str(person.id)
    again = await enter(scene, person=shown(number=person.number, phone=person.phone))
    assert code_of(again) == (409, "already_lawyer")
    other_name = await enter(scene, person=shown("孙律师", number=person.number))
    assert other_name.json()["errors"][0]["field"] == "person.name"
    own = await enter(scene, person=shown("郑管理", number=scene.administrator.number))
    assert (own.status_code, own.json()["errors"][0]["rule"]) == (422, "self")


async def test_a_firm_is_edited_on_its_version_and_its_history_is_kept(scene: Scene) -> None:
    client, path = scene.administrator.client, f"/firms/{scene.firm_id}"
    body: Json = {"name": "西湖法律服务所", "kind": "legal_service_office", "credit_code": CREDIT_CODE}
    assert code_of(await client.put(path, json=body)) == (428, "precondition_required")
    edited = await client.put(path, json=body, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.json()["kind"], edited.headers["ETag"]) == (
        200,
        "legal_service_office",
        '"2"',
    )
    assert code_of(await client.put(path, json=body, headers={"If-Match": '"1"'}))[0] == 412
    assert (await client.put(path, json=body, headers={"If-Match": '"2"'})).headers["ETag"] == '"2"'
    history = (await scene.officer.client.get(f"{path}/changes")).json()["items"]
    assert [one["source"] for one in history] == ["staff", "setup"]
    assert history[0]["changes"][0] == {"field": "name", "before": "西湖律师事务所", "after": "西湖法律服务所"}
    wrong = await client.put(path, json=body | {"credit_code": "1"}, headers={"If-Match": '"2"'})
    assert wrong.json()["errors"][0]["field"] == "credit_code"
    assert (await scene.officer.client.get(path)).json()["name"] == "西湖法律服务所"


async def test_a_specialty_given_twice_and_a_reason_of_spaces_are_refused(scene: Scene) -> None:
    lawyer, labour = await scene.lawyer(), {"specialty": "labour", "years": 5}
    body: Json = {"firm_id": str(scene.firm_id), "capacity": 5, "areas": ["330106"], "specialties": [labour]}
    for change, field in (
        ({"specialties": [labour, labour | {"years": 9}]}, "specialties"),
        ({"suspension_reason": "  "}, "suspension_reason"),
    ):
        path, headers = f"/lawyers/{lawyer.id}", {"If-Match": '"1"'}
        refused = await scene.administrator.client.put(path, json=body | change, headers=headers)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


async def test_the_history_cannot_be_rewritten(scene: Scene) -> None:
    await scene.lawyer()
    for sql in ("UPDATE roster_change SET at = now()", "DELETE FROM roster_change"):
        with pytest.raises(Exception, match="append-only"):
            async with scene.stack.services.database.transaction() as session:
                await (await session.connection()).exec_driver_sql(sql)
