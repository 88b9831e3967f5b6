"""Areas and agencies through the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import Request
from sqlalchemy import text
from sqlmodel import col, select

from app.kernel.actor import Actor, Grant, Role
from app.kernel.areas.agencies import competent_agency, create_agency, subtree_clause
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from tests.support.areas import BOX, CITY, COUNTY, NEIGHBOUR, PROVINCE, TOWNSHIPS, seed_areas, seed_boundaries
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio


@pytest.fixture
async def county(stack: Stack) -> Stack:
    """The stack with two counties."""
    await seed_areas(stack.services.database, stack.clock.now())
    return stack


async def agency(
    stack: Stack, kind: AgencyKind, area_code: str = COUNTY, parent: Agency | None = None, name: str = ""
) -> Agency:
    async with stack.services.database.transaction() as session:
        return await create_agency(
            session,
            name=name or f"{area_code}{kind}",
            kind=kind,
            area_code=area_code,
            parent_id=parent.id if parent else None,
            at=stack.clock.now(),
        )


async def bureau(stack: Stack, area_code: str = COUNTY) -> Agency:
    return await agency(stack, AgencyKind.JUSTICE_BUREAU, area_code)


def log_in(stack: Stack, role: Role, at: Agency) -> None:
    """Let every request come from one person with ``role`` at the agency."""
    actor = Actor(uuid4(), uuid4(), (Grant(role, at.id, at.tree_path),))

    async def authenticate(request: Request) -> Actor:
        return actor

    stack.app.state.authenticate = authenticate


def office(parent: Agency, **changes: object) -> dict[str, Any]:
    return {
        "name": "三墩司法所",
        "kind": "township_office",
        "area_code": TOWNSHIPS[2],
        "parent_id": str(parent.id),
    } | changes


async def test_lists_children_from_the_province_down(county: Stack) -> None:
    answer = await county.client.get("/areas")
    assert [area["code"] for area in answer.json()["items"]] == [PROVINCE]
    answer = await county.client.get("/areas", params={"parent": COUNTY})
    assert [area["code"] for area in answer.json()["items"]] == list(TOWNSHIPS)


async def test_pages_by_cursor_and_link(county: Stack) -> None:
    first = await county.client.get("/areas", params={"parent": COUNTY, "limit": 2})
    assert 'rel="next"' in first.headers["link"]
    rest = await county.client.get(
        "/areas", params={"parent": COUNTY, "limit": 2, "cursor": first.json()["next_cursor"]}
    )
    assert [area["code"] for area in rest.json()["items"]] == [TOWNSHIPS[2]]
    assert rest.json()["next_cursor"] is None


@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"q": "西"}, [COUNTY, TOWNSHIPS[1]]),
        ({"q": " 西湖 "}, [COUNTY]),
        ({"q": "3301061"}, [TOWNSHIPS[2]]),
        ({"q": "西", "parent": NEIGHBOUR}, []),
        ({"q": "%"}, []),
        ({"q": "_湖区"}, []),
    ],
)
async def test_finds_by_beginning_of_name_or_code(county: Stack, params: dict[str, str], codes: list[str]) -> None:
    answer = await county.client.get("/areas", params=params)
    assert [area["code"] for area in answer.json()["items"]] == codes


async def test_unchanged_list_costs_no_body(county: Stack) -> None:
    first = await county.client.get("/areas")
    assert "max-age" in first.headers["cache-control"]
    tag = first.headers["etag"]
    again = await county.client.get("/areas", headers={"If-None-Match": f"W/{tag}"})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await seed_areas(county.services.database, county.clock.now(), on=local_date(county.clock.now()))
    assert (await county.client.get("/areas", headers={"If-None-Match": tag})).status_code == 200


async def test_shows_one_area_and_404_for_none(county: Stack) -> None:
    answer = await county.client.get(f"/areas/{COUNTY}")
    assert answer.json()["full_name"] == "浙江省杭州市西湖区"
    assert answer.json()["former_names"] == []
    for unknown in ("330199", "abc"):
        assert (await county.client.get(f"/areas/{unknown}")).status_code == 404


@pytest.mark.parametrize("params", [{"q": "\x00"}, {"cursor": "W1siaW50IiwgIjUiXV0"}, {"cursor": "%"}])
async def test_forged_input_is_refused_not_a_failure(county: Stack, params: dict[str, str]) -> None:
    assert (await county.client.get("/areas", params=params)).status_code == 422


async def test_unreadable_parent_is_an_unknown_area(county: Stack) -> None:
    answer = await county.client.get("/areas", params={"parent": "西湖"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_area")
    assert answer.json()["errors"][0]["field"] == "parent"


async def test_boundary_is_geojson_that_states_its_accuracy(county: Stack) -> None:
    await seed_boundaries(county.services.database)
    answer = await county.client.get(f"/areas/{COUNTY}/boundary")
    feature = answer.json()
    assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Polygon")
    assert feature["geometry"]["coordinates"][0][0] in ([BOX[0], BOX[1]], [BOX[2], BOX[1]])
    assert (feature["properties"]["datum"], feature["properties"]["accuracy_m"]) == ("wgs84", 20)
    again = await county.client.get(f"/areas/{COUNTY}/boundary", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert (await county.client.get(f"/areas/{CITY}/boundary")).status_code == 404


async def test_point_proposes_county_and_competent_centre(county: Stack) -> None:
    await seed_boundaries(county.services.database)
    centre = await agency(county, AgencyKind.LEGAL_AID_CENTRE, parent=await bureau(county))
    here = {"latitude_deg": 30.2, "longitude_deg": 120.1, "datum": "gcj02"}
    located = (await county.client.post("/areas/locate", json=here)).json()
    assert located["area"]["code"] == COUNTY
    assert located["legal_aid_centre"]["id"] == str(centre.id)
    nowhere = await county.client.post("/areas/locate", json=here | {"longitude_deg": 10.0})
    assert nowhere.json() == {"area": None, "legal_aid_centre": None}


@pytest.mark.parametrize(
    "point",
    [
        {"latitude_deg": 91, "longitude_deg": 0, "datum": "wgs84"},
        {"latitude_deg": 30, "longitude_deg": 120},
        {"latitude_deg": 30, "longitude_deg": 120, "datum": "bd09"},
    ],
)
async def test_point_needs_range_and_datum(county: Stack, point: dict[str, object]) -> None:
    assert (await county.client.post("/areas/locate", json=point)).status_code == 422


async def test_competent_agency_is_the_nearest_above(county: Stack) -> None:
    city = await bureau(county, CITY)
    of_city = await agency(county, AgencyKind.LEGAL_AID_CENTRE, CITY, city)
    of_county = await agency(county, AgencyKind.LEGAL_AID_CENTRE, COUNTY, await bureau(county))
    async with county.services.database.session() as session:
        today = local_date(county.clock.now())
        for area, expected in ((TOWNSHIPS[0], of_county), (NEIGHBOUR, of_city), (PROVINCE, None)):
            found = await competent_agency(session, area, AgencyKind.LEGAL_AID_CENTRE, today)
            assert (found and found.id) == (expected and expected.id)


async def test_directory_lists_within_an_area_and_serving_it(county: Stack) -> None:
    root = await bureau(county)
    township = await agency(county, AgencyKind.TOWNSHIP_OFFICE, TOWNSHIPS[2], root)
    await bureau(county, NEIGHBOUR)
    answer = await county.client.get("/agencies", params={"area_code": COUNTY})
    assert [item["id"] for item in answer.json()["items"]] == [str(root.id), str(township.id)]
    assert set(answer.json()["items"][0]) == {"id", "name", "kind", "area_code", "phone", "address"}
    answer = await county.client.get(
        "/agencies", params={"area_code": TOWNSHIPS[2], "scope": "serving", "kind": "justice_bureau"}
    )
    assert [item["id"] for item in answer.json()["items"]] == [str(root.id)]


async def test_subtree_holds_an_agency_and_all_below_it_alone(county: Stack) -> None:
    root, other = await bureau(county), await bureau(county, NEIGHBOUR)
    below = await agency(county, AgencyKind.TOWNSHIP_OFFICE, TOWNSHIPS[2], root)
    async with county.services.database.session() as session:

        async def reached(*paths: str) -> set[UUID]:
            statement = select(Agency.id).where(subtree_clause(col(Agency.id), paths))
            return set(await session.scalars(statement))

        assert await reached(root.tree_path) == {root.id, below.id}
        assert await reached(below.tree_path) == {below.id}
        assert await reached(below.tree_path, other.tree_path) == {below.id, other.id}
        assert await reached() == set()
        for broken in ("", "/", "%", root.tree_path[:-1]):
            with pytest.raises(ValueError, match="not an agency path"):
                await reached(broken)


async def test_administrator_sets_up_an_agency_below_their_own(county: Stack) -> None:
    root = await bureau(county)
    log_in(county, Role.ADMINISTRATOR, root)
    answer = await county.client.post("/agencies", json=office(root, phone="0571-12348"))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"/api/v1/agencies/{made['id']}"
    assert (made["parent_id"], made["version"]) == (str(root.id), 1)
    shown = await county.client.get(f"/agencies/{made['id']}")
    assert (shown.json(), shown.headers["etag"]) == (made, '"1"')
    async with county.services.database.session() as session:
        audited = await session.scalar(
            text("SELECT action FROM audit_entry WHERE object_id = :id"), {"id": UUID(made["id"])}
        )
    assert audited == "kernel.agency.manage"


async def test_administrator_cannot_reach_another_subtree(county: Stack) -> None:
    root, other = await bureau(county), await bureau(county, NEIGHBOUR)
    log_in(county, Role.ADMINISTRATOR, other)
    created = await county.client.post("/agencies", json=office(root))
    edit = {"name": "x", "phone": None, "address": None, "valid_to": None}
    edited = await county.client.put(f"/agencies/{root.id}", json=edit, headers={"If-Match": '"1"'})
    assert (created.status_code, edited.status_code) == (404, 404)


async def test_officer_may_not_manage_agencies(county: Stack) -> None:
    root = await bureau(county)
    log_in(county, Role.OFFICER, root)
    assert (await county.client.post("/agencies", json=office(root))).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"area_code": "330199"}, 422, "unknown_area"),
        ({"area_code": NEIGHBOUR}, 422, "agency_outside_parent"),
        ({"area_code": COUNTY, "name": f"{COUNTY}justice_bureau"}, 409, "agency_name_taken"),
        ({"name": "  "}, 422, "invalid"),
        ({"phone": "<script>"}, 422, "invalid"),
        ({"kind": "court"}, 422, "invalid"),
        ({"tree_path": "/"}, 422, "invalid"),
    ],
)
async def test_refuses_an_agency_that_breaks_a_rule(
    county: Stack, changes: dict[str, object], status: int, code: str
) -> None:
    root = await bureau(county)
    log_in(county, Role.ADMINISTRATOR, root)
    answer = await county.client.post("/agencies", json=office(root, **changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_edit_needs_the_version_it_was_made_on(county: Stack) -> None:
    root = await bureau(county)
    log_in(county, Role.ADMINISTRATOR, root)
    edit = {"name": "西湖区司法局", "phone": "12348", "address": None, "valid_to": None}

    async def put(version: str | None) -> httpx.Response:
        headers = {"If-Match": version} if version else {}
        return await county.client.put(f"/agencies/{root.id}", json=edit, headers=headers)

    assert (await put(None)).status_code == 428
    assert (await put('"1"')).headers["etag"] == '"2"'
    assert (await put('"1"')).status_code == 412


async def test_closed_agency_leaves_the_directory_and_stays_in_history(county: Stack) -> None:
    root = await bureau(county)
    log_in(county, Role.ADMINISTRATOR, root)
    made = (await county.client.post("/agencies", json=office(root))).json()
    today = local_date(county.clock.now())

    async def close(agency_id: str, version: int = 1) -> httpx.Response:
        body = {"name": "已撤销", "phone": None, "address": None, "valid_to": str(today)}
        return await county.client.put(f"/agencies/{agency_id}", json=body, headers={"If-Match": f'"{version}"'})

    refused = await close(str(root.id))
    assert (refused.status_code, refused.json()["code"]) == (409, "agency_has_open_children")
    assert (await close(made["id"])).status_code == 200
    listed = await county.client.get("/agencies", params={"area_code": TOWNSHIPS[2]})
    assert listed.json()["items"] == []
    assert (await county.client.get(f"/agencies/{made['id']}")).json()["valid_to"] == str(today)
    assert (await close(made["id"], 2)).json()["code"] == "agency_closed"
    under_closed = office(root, parent_id=made["id"], area_code=TOWNSHIPS[2])
    assert (await county.client.post("/agencies", json=under_closed)).json()["code"] == "agency_closed"


async def test_agency_to_be_closed_later_is_listed_until_then(county: Stack) -> None:
    root = await bureau(county)
    log_in(county, Role.ADMINISTRATOR, root)
    last = local_date(county.clock.now()) + timedelta(days=3)
    body = {"name": "将撤销", "phone": None, "address": None, "valid_to": str(last)}
    await county.client.put(f"/agencies/{root.id}", json=body, headers={"If-Match": '"1"'})
    assert len((await county.client.get("/agencies")).json()["items"]) == 1
    await county.advance(days=4)
    assert (await county.client.get("/agencies")).json()["items"] == []
