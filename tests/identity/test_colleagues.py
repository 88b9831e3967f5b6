"""Those who work on cases find one another by name, within their agencies and below, and learn nothing else."""

from typing import Any

import httpx
import pytest

from app.kernel.actor import Role
from app.kernel.paging import encode
from tests.identity.world import World, code_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def county(world: World) -> World:
    """A decider and an approver above two offices, officers in either, and people who are not looked for."""
    await world.add_staff("decider", Role.DECIDER, world.bureau, "丁敏")
    await world.add_staff("approver", Role.APPROVER, world.bureau, "安平")
    await world.add_staff("here", Role.OFFICER, world.office, "王芳")
    await world.add_staff("beside", Role.OFFICER, world.office, "王小芳")
    await world.add_staff("there", Role.OFFICER, world.other_office, "李娜")
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.LAWYER):
        await world.add_staff(role.value, role, world.bureau, "旁人")
    return world


async def found(caller: httpx.AsyncClient, **params: str) -> list[dict[str, Any]]:
    answer = await caller.get("/colleagues", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def names(caller: httpx.AsyncClient, **params: str) -> set[str]:
    return {item["name"] for item in await found(caller, **params)}


async def test_each_sees_who_works_on_cases_in_their_own_agencies_and_below(county: World) -> None:
    everybody = {"丁敏", "安平", "王芳", "王小芳", "李娜"}
    assert await names(await county.as_staff("decider")) == everybody
    assert await names(await county.as_staff("approver")) == everybody
    assert await names(await county.as_staff("here")) == {"王芳", "王小芳"}


async def test_a_name_narrows_the_list(county: World) -> None:
    decider = await county.as_staff("decider")
    assert await names(decider, name=" 芳 ") == {"王芳", "王小芳"}
    assert await names(decider, name="%") == set()
    assert (await decider.get("/colleagues", params={"name": "\x00"})).status_code < 500


async def test_a_colleague_is_a_name_a_role_and_an_agency(county: World) -> None:
    [nana] = await found(await county.as_staff("decider"), name="李娜")
    office = county.other_office
    assert nana.keys() == {"person_id", "name", "roles"}
    assert nana["roles"] == [{"role": "officer", "agency_id": str(office.id), "agency_name": office.name}]


async def test_roles_beyond_the_reach_or_of_other_kinds_are_not_told(county: World) -> None:
    [fang] = await found(await county.as_staff("here"), name="王芳")
    for role, agency in ((Role.DECIDER, county.bureau), (Role.AUDITOR, county.office), (Role.APPLICANT, None)):
        await county.grant(fang["person_id"], role, agency)
    assert await found(await county.as_staff("beside"), name="王芳") == [fang]


async def test_whoever_cannot_log_in_or_serves_no_longer_is_left_out(county: World) -> None:
    decider, administrator = await county.as_staff("decider"), await county.as_staff("administrator")
    there, beside = (await found(decider, name="李娜"))[0], (await found(decider, name="王小芳"))[0]
    await administrator.post(f"/staff/{there['person_id']}/disable")
    [grant] = (await administrator.get(f"/staff/{beside['person_id']}")).json()["roles"]
    await administrator.post(f"/staff/{beside['person_id']}/roles/{grant['id']}/revoke")
    assert await names(decider) == {"丁敏", "安平", "王芳"}


@pytest.mark.parametrize("username", ["administrator", "auditor", "lawyer"])
async def test_others_are_refused(county: World, username: str) -> None:
    assert code_of(await (await county.as_staff(username)).get("/colleagues")) == (403, "forbidden")


async def test_the_list_is_paged_by_name_without_gaps(county: World) -> None:
    decider = await county.as_staff("decider")
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(5):
        page = (
            await decider.get("/colleagues", params={"limit": 1} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert (len(seen), set(seen)) == (5, await names(decider))
    assert code_of(await decider.get("/colleagues", params={"cursor": encode((1, 2))})) == (422, "invalid")
