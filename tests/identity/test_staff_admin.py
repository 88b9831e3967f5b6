"""Administrators manage staff of their own subtree, and nobody else."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app.kernel.actor import Role
from app.kernel.paging import encode
from tests.identity.world import PASSWORD, World, code_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def county(world: World) -> World:
    """A county administrator ``boss``, a township administrator ``local``, an officer of either office."""
    await world.add_staff("boss", Role.ADMINISTRATOR, world.bureau)
    await world.add_staff("local", Role.ADMINISTRATOR, world.office)
    await world.add_staff("here", Role.OFFICER, world.office)
    await world.add_staff("there", Role.OFFICER, world.other_office)
    return world


def new_staff(world: World, **changes: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "username": "li.na",
        "name": "李娜",
        "password": PASSWORD,
        "role": "officer",
        "agency_id": str(world.office.id),
    }
    return body | changes


async def person_id(world: World, username: str) -> UUID:
    [(found,)] = await world.rows(f"SELECT person_id FROM staff_account WHERE username = '{username}'")  # noqa: S608 -- a test's own literal
    return found


async def listed(caller: httpx.AsyncClient) -> set[str]:
    return {item["username"] for item in (await caller.get("/staff")).json()["items"]}


async def test_an_administrator_opens_an_account_that_works_at_once(county: World) -> None:
    boss = await county.as_staff("boss")
    made = await boss.post("/staff", json=new_staff(county))
    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/staff/{made.json()['person_id']}"
    assert (made.json()["password_is_initial"], made.json()["disabled"]) == (True, False)
    assert "password" not in made.json()
    assert (await county.staff_login("li.na")).status_code == 200


async def test_each_administrator_sees_their_own_subtree(county: World) -> None:
    assert await listed(await county.as_staff("boss")) == {"boss", "local", "here", "there"}
    assert await listed(await county.as_staff("local")) == {"local", "here"}


async def test_a_colleague_outside_the_subtree_does_not_exist(county: World) -> None:
    local = await county.as_staff("local")
    there = await person_id(county, "there")
    for answer in (
        await local.get(f"/staff/{there}"),
        await local.post(f"/staff/{there}/disable"),
        await local.post(f"/staff/{there}/password", json={"password": PASSWORD}),
        await local.post(f"/staff/{there}/roles", json={"role": "officer", "agency_id": str(county.office.id)}),
        await local.get(f"/staff/{uuid4()}"),
    ):
        assert code_of(answer) == (404, "not_found")


async def test_an_officer_is_no_administrator(county: World) -> None:
    here = await county.as_staff("here")
    assert code_of(await here.get("/staff")) == (403, "forbidden")
    assert code_of(await here.post("/staff", json=new_staff(county))) == (403, "forbidden")


async def test_no_role_is_granted_outside_the_subtree(county: World) -> None:
    local = await county.as_staff("local")
    for agency in (county.other_office, county.bureau):
        answer = await local.post("/staff", json=new_staff(county, agency_id=str(agency.id)))
        assert code_of(answer) == (403, "role_not_grantable")
    assert code_of(await local.post("/staff", json=new_staff(county, agency_id=str(uuid4())))) == (
        422,
        "unknown_agency",
    )


@pytest.mark.parametrize("role", ["applicant", "subject"])
async def test_nobody_is_made_an_applicant_or_a_subject_here(county: World, role: str) -> None:
    boss = await county.as_staff("boss")
    assert code_of(await boss.post("/staff", json=new_staff(county, role=role))) == (403, "role_not_grantable")


async def test_a_taken_user_name_is_a_conflict(county: World) -> None:
    boss = await county.as_staff("boss")
    assert code_of(await boss.post("/staff", json=new_staff(county, username="HERE"))) == (409, "username_taken")


@pytest.mark.parametrize(
    "changes", [{"username": "ab"}, {"username": "李娜"}, {"name": ""}, {"role": "king"}, {"agency_id": "x"}]
)
async def test_a_malformed_account_names_the_field(county: World, changes: dict[str, object]) -> None:
    boss = await county.as_staff("boss")
    answer = await boss.post("/staff", json=new_staff(county, **changes))
    assert code_of(answer) == (422, "invalid")
    assert [e["field"] for e in answer.json()["errors"]] == list(changes)


async def test_a_role_is_granted_once_and_revoked_at_once(county: World) -> None:
    boss, here = await county.as_staff("boss"), await person_id(county, "here")
    caller = await county.as_staff("here")
    grant = {"role": "administrator", "agency_id": str(county.office.id)}
    granted = await boss.post(f"/staff/{here}/roles", json=grant)
    assert granted.status_code == 201
    assert code_of(await boss.post(f"/staff/{here}/roles", json=grant)) == (409, "role_held")
    assert (await caller.get("/staff")).status_code == 200
    [given] = [g for g in granted.json()["roles"] if g["role"] == "administrator"]
    revoked = await boss.post(f"/staff/{here}/roles/{given['id']}/revoke")
    assert [g["role"] for g in revoked.json()["roles"]] == ["officer"]
    assert code_of(await caller.get("/staff")) == (403, "forbidden")
    assert code_of(await boss.post(f"/staff/{here}/roles/{given['id']}/revoke")) == (404, "not_found")


async def test_whoever_loses_the_last_role_is_logged_out_and_can_be_given_one_again(county: World) -> None:
    boss, here = await county.as_staff("boss"), await person_id(county, "here")
    caller = await county.as_staff("here")
    [grant] = (await boss.get(f"/staff/{here}")).json()["roles"]
    assert (await boss.post(f"/staff/{here}/roles/{grant['id']}/revoke")).json()["roles"] == []
    assert code_of(await caller.get("/me")) == (401, "session_ended")
    again = {"role": "auditor", "agency_id": str(county.other_office.id)}
    assert (await boss.post(f"/staff/{here}/roles", json=again)).status_code == 201
    assert "here" not in await listed(await county.as_staff("local"))


async def test_a_township_cannot_manage_someone_who_also_serves_above_it(county: World) -> None:
    local, boss = await county.as_staff("local"), await person_id(county, "boss")
    await county.grant(boss, Role.OFFICER, county.office)
    assert "boss" in await listed(local)
    for answer in (
        await local.post(f"/staff/{boss}/password", json={"password": PASSWORD}),
        await local.post(f"/staff/{boss}/disable"),
        await local.post(f"/staff/{boss}/roles", json={"role": "auditor", "agency_id": str(county.office.id)}),
    ):
        assert code_of(answer) == (403, "serves_elsewhere")


async def test_nobody_changes_their_own_account_or_roles(county: World) -> None:
    caller, boss = await county.as_staff("boss"), await person_id(county, "boss")
    grant = {"role": "decider", "agency_id": str(county.bureau.id)}
    assert code_of(await caller.post(f"/staff/{boss}/roles", json=grant)) == (403, "own_account")
    assert code_of(await caller.post(f"/staff/{boss}/disable")) == (403, "own_account")


async def test_a_disabled_colleague_is_out_at_once_until_enabled(county: World) -> None:
    boss, here = await county.as_staff("boss"), await person_id(county, "here")
    caller = await county.as_staff("here")
    assert (await boss.post(f"/staff/{here}/disable")).json()["disabled"] is True
    assert code_of(await caller.get("/me")) == (401, "session_ended")
    assert code_of(await county.staff_login("here")) == (403, "account_disabled")
    assert (await boss.post(f"/staff/{here}/enable")).json()["disabled"] is False
    assert (await county.staff_login("here")).status_code == 200
    assert code_of(await caller.get("/me")) == (401, "session_ended"), "the old session stays ended"


async def test_a_reset_password_ends_every_session_and_can_drop_one_time_codes(county: World) -> None:
    boss, here = await county.as_staff("boss"), await person_id(county, "here")
    caller = await county.as_staff("here")
    reset = {"password": "a new first password", "reset_totp": True}
    assert (await boss.post(f"/staff/{here}/password", json=reset)).json()["password_is_initial"] is True
    assert code_of(await caller.get("/me")) == (401, "session_ended")
    assert (await county.staff_login("here", "a new first password")).status_code == 200


async def test_what_an_administrator_did_is_in_the_colleagues_access_log(county: World) -> None:
    boss, here = await county.as_staff("boss"), await person_id(county, "here")
    await boss.get(f"/staff/{here}")
    await boss.post(f"/staff/{here}/disable")
    await boss.post(f"/staff/{here}/enable")
    items = (await (await county.as_staff("here")).get("/me/access-log")).json()["items"]
    assert len(items) == 3
    assert {item["action_title"] for item in items} == {"管理工作人员账号"}


@pytest.mark.parametrize(
    "key",
    [
        ("a", "b"),
        (1, 2),
        (datetime(2026, 1, 1), uuid4()),  # noqa: DTZ001 -- a forged cursor may lack the zone
        (date(2026, 1, 1), uuid4()),
        (datetime(2026, 1, 1, tzinfo=UTC), "\x00"),
        (datetime(2026, 1, 1, tzinfo=UTC), 10**30),
    ],
)
async def test_a_forged_cursor_is_refused(county: World, key: tuple[Any, ...]) -> None:
    boss = await county.as_staff("boss")
    answer = await boss.get("/staff", params={"cursor": encode(key)})
    assert code_of(answer) == (422, "invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["cursor"]


async def test_a_long_list_is_paged_without_gaps(county: World) -> None:
    boss = await county.as_staff("boss")
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        page = (await boss.get("/staff", params={"limit": 1} | ({"cursor": cursor} if cursor else {}))).json()
        seen += [item["username"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert seen == ["there", "here", "local", "boss"]
