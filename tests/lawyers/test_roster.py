import itertools
from typing import Any
from uuid import uuid4

import pytest

from app.identity.models import Person
from app.kernel.actor import Role
from app.lawyers.demo import DEMO_LAWYERS, create_demo_lawyers
from tests.lawyers.scene import Scene, code_of, licence_number, make_scene
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio
unused = itertools.count(70_000)


def shown(name: str = "钱律师", **changes: Any) -> dict[str, Any]:
    """An identity document that nobody has yet."""
    return {"name": name, "kind": "resident_id", "number": resident_number(next(unused))} | changes


async def entry(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {
        "person": shown(),
        "firm_id": str(scene.firm_id),
        "licence_number": licence_number(),
        "capacity": 6,
        "specialties": [{"specialty": "labour", "years": 8}, {"specialty": "traffic", "years": 2}],
        "areas": ["330106"],
    } | changes


async def test_an_administrator_enters_a_lawyer_who_then_holds_the_role(scene: Scene) -> None:
    person = await scene.world.person(name="钱律师")
    assert code_of(await person.client.get("/offers")) == (403, "forbidden")
    document = shown(number=person.number, phone=person.phone)
    answer = await scene.administrator.client.post("/lawyers", json=await entry(scene, person=document))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/api/v1/lawyers/{made['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert (made["name"], made["licence_kind"], made["practising_since"]) == ("钱律师", "full_time", 2016)
    assert made["agency_id"] == str(scene.centre.id)
    assert made["specialties"][0] == {"specialty": "labour", "years": 8, "cases_done": 0}
    assert (await person.client.get("/offers")).json()["items"] == []


async def test_a_wrong_entry_is_refused_and_the_field_is_named(scene: Scene) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"licence_number": "11102200800000003"}, "licence_invalid", "licence_number"),
        ({"licence_number": "110102199012"}, "licence_invalid", "licence_number"),
        ({"person": shown(number="11010519491231002A")}, "document_number_invalid", "person.number"),
        ({"specialties": [{"specialty": "labour", "years": 60}]}, "invalid", "specialties"),
        ({"defence_since": "2099-01-01"}, "invalid", "defence_since"),
        ({"former_office": "judge"}, "invalid", "left_office_on"),
        ({"kind": "volunteer", "licence_number": None}, "invalid", "certificate_number"),
        ({"certificate_number": "33-1", "certified_since": 2020}, "invalid", "licence_number"),
        ({"firm_id": str(uuid4())}, "unknown_firm", "firm_id"),
        ({"areas": ["330106", "999999"]}, "unknown_area", "areas.1"),
        ({"capacity": -1}, "invalid", "capacity"),
        ({"specialties": [{"specialty": "magic", "years": 1}]}, "invalid", "specialties.0.specialty"),
    ]
    for changes, code, field in cases:
        answer = await scene.administrator.client.post("/lawyers", json=await entry(scene, **changes))
        assert code_of(answer) == (422, code), changes
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await scene.officer.client.get("/lawyers")).json()["items"] == []


async def test_a_serial_is_one_lawyer_whatever_the_rest_of_the_number(scene: Scene) -> None:
    number = licence_number()
    first = await entry(scene, licence_number=number)
    assert (await scene.administrator.client.post("/lawyers", json=first)).status_code == 201
    moved = await entry(scene, licence_number=f"1440320201{number[10:]}")
    assert code_of(await scene.administrator.client.post("/lawyers", json=moved)) == (409, "licence_taken")
    again = first | {"licence_number": licence_number()}  # the same document
    assert code_of(await scene.administrator.client.post("/lawyers", json=again)) == (409, "already_lawyer")


async def test_a_roster_belongs_to_its_centre(scene: Scene) -> None:
    elsewhere = await make_scene(scene.stack, scene.world)
    lawyer = await scene.lawyer()
    path = f"/lawyers/{lawyer.id}"
    for stranger in (elsewhere.officer, elsewhere.administrator):
        assert (await stranger.client.get("/lawyers")).json()["items"] == []
        assert code_of(await stranger.client.get(path)) == (404, "not_found")
    foreign_firm = await entry(scene)
    refused = await elsewhere.administrator.client.post("/lawyers", json=foreign_firm)
    assert code_of(refused) == (422, "unknown_firm")
    firm = {"agency_id": str(scene.centre.id), "name": "外来律师事务所"}
    assert code_of(await elsewhere.administrator.client.post("/firms", json=firm)) == (404, "not_found")
    assert code_of(await scene.officer.client.post("/lawyers", json=foreign_firm)) == (403, "forbidden")
    assert code_of(await lawyer.client.get("/lawyers")) == (403, "forbidden")


async def test_an_officer_sees_load_and_specialties_and_the_lawyer_can_see_who_looked(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=3)
    await scene.accepted(lawyer)
    await scene.offer(await scene.need(), lawyer)
    (line,) = (await scene.officer.client.get("/lawyers")).json()["items"]
    assert (line["open_cases"], line["capacity"], line["suspended"]) == (2, 3, False)
    assert "licence_number" not in line
    detail = await scene.officer.client.get(f"/lawyers/{lawyer.id}")
    assert detail.status_code == 200
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT actor_id FROM audit_entry WHERE owner_id = $1 AND action = 'lawyers.roster.read'"
        looked = (await connection.exec_driver_sql(sql, (lawyer.person.id,))).all()
    assert [row[0] for row in looked] == [scene.officer.id]


async def test_the_roster_comes_page_by_page_by_name(scene: Scene) -> None:
    for name in ("c", "a", "b"):
        await scene.lawyer(name)
    first = (await scene.officer.client.get("/lawyers?limit=2")).json()
    rest = (await scene.officer.client.get(f"/lawyers?limit=2&cursor={first['next_cursor']}")).json()
    assert [line["name"] for line in first["items"] + rest["items"]] == ["a", "b", "c"]


async def test_an_edit_on_an_old_version_is_refused(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    path = f"/lawyers/{lawyer.id}"
    client = scene.administrator.client
    body = {"firm_id": str(scene.firm_id), "capacity": 9, "specialties": [], "areas": ["330106"]}
    assert code_of(await client.put(path, json=body)) == (428, "precondition_required")
    edited = await client.put(path, json=body, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    assert (edited.json()["capacity"], edited.json()["specialties"]) == (9, [])
    assert edited.headers["ETag"] == '"2"'
    stale = await client.put(path, json=body, headers={"If-Match": '"1"'})
    assert code_of(stale) == (412, "precondition_failed")


async def test_a_firm_is_entered_once_and_its_code_is_checked(scene: Scene) -> None:
    client = scene.administrator.client
    firm = {"agency_id": str(scene.centre.id), "name": "钱江律师事务所", "credit_code": "91110000600037341X"}
    wrong = await client.post("/firms", json=firm)
    assert code_of(wrong) == (422, "invalid")
    assert wrong.json()["errors"][0]["field"] == "credit_code"
    right = firm | {"credit_code": "91110000600037341L"}
    assert (await client.post("/firms", json=right)).status_code == 201
    assert code_of(await client.post("/firms", json=right)) == (409, "firm_taken")
    names = [firm["name"] for firm in (await scene.officer.client.get("/firms")).json()["items"]]
    assert sorted(names) == ["西湖律师事务所", "钱江律师事务所"]


async def test_demo_lawyers_fit_the_demo(scene: Scene) -> None:
    async with scene.stack.services.database.transaction() as session:
        session.add_all(
            Person(id=demo.person_id, name=demo.name, created_at=scene.now)
            for demo in DEMO_LAWYERS
            if demo.persona
        )
        await session.flush()
        made = await create_demo_lawyers(session, scene.centre.id, area_code="330106", at=scene.now)
    client = await scene.world.person(Role.APPLICANT, name="张建国")
    best = await scene.shortlist(await scene.need(client))
    assert ([one.name for one in best], len(made)) == (["李明", "吴静"], 5)
