"""Logging in by WeChat and binding a phone, against the stand-in on loopback."""

from typing import cast
from uuid import uuid4

import anyio
import pytest
from sqlalchemy import QueuePool

from app.identity.wechat import WechatClient
from tests.identity.world import World, code_of
from tests.standins.wechat.protocol import APP_ID, SECRET

pytestmark = pytest.mark.anyio


async def test_a_first_login_registers_an_applicant(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    me = (await world.bearing(tokens).get("/me")).json()
    assert me["person_id"] == tokens["person_id"]
    assert [grant["role"] for grant in me["roles"]] == ["applicant"]
    assert "legal_aid.application.draft" in me["allowed_actions"]
    assert "identity.staff.manage" not in me["allowed_actions"]
    assert (me["name"], me["phone"], me["real_name"]) == (None, None, None)
    assert me["consents_missing"] == ["privacy_notice"]


async def test_a_second_login_is_the_same_person_in_another_session(world: World) -> None:
    first, second = (await world.wechat_login("oZhang")).json(), (await world.wechat_login("oZhang")).json()
    assert first["person_id"] == second["person_id"]
    assert first["session_id"] != second["session_id"]


async def test_two_first_logins_at_once_make_one_person(world: World) -> None:
    people: list[str] = []

    async def log_in() -> None:
        people.append((await world.wechat_login("oTwice")).json()["person_id"])

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(log_in)
    assert len(people) == 4
    assert len(set(people)) == 1
    assert await world.rows("SELECT count(*) FROM person") == [(1,)]


async def test_a_code_works_once(world: World) -> None:
    code = f"login-oZhang.{uuid4()}"
    assert (await world.post("/auth/wechat/login", code=code)).status_code == 200
    assert code_of(await world.post("/auth/wechat/login", code=code)) == (422, "wechat_code_used")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("garbage", (422, "wechat_code_invalid")),
        ("err-40029", (422, "wechat_code_invalid")),
        ("err-45011", (429, "wechat_rate_limited")),
        ("err-40226", (403, "wechat_user_blocked")),
        ("err-40013", (503, "wechat_misconfigured")),
        ("http-502", (503, "wechat_unavailable")),
    ],
)
async def test_what_wechat_refuses_is_a_problem_in_plain_chinese(
    world: World, code: str, expected: tuple[int, str]
) -> None:
    answer = await world.post("/auth/wechat/login", code=code)
    assert code_of(answer) == expected
    assert ("retry-after" in answer.headers) == (expected[0] in (429, 503))
    assert await world.rows("SELECT count(*) FROM person") == [(0,)]


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": 7}, {"code": "a" * 300}, {"code": "x", "more": 1}])
async def test_a_malformed_login_names_the_field(world: World, body: dict[str, object]) -> None:
    answer = await world.post("/auth/wechat/login", **body)
    assert code_of(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] in ("code", "more")


async def test_no_connection_of_the_database_is_held_while_wechat_is_asked(world: World) -> None:
    held: list[int] = []
    pool = cast(QueuePool, world.stack.services.database.engine.pool)

    async def look(seconds: float) -> None:
        held.append(pool.checkedout())

    identity = world.stack.services.identity
    caller = await world.as_wechat("oZhang")
    url = world.stack.settings.wechat_base_url
    identity.wechat = WechatClient(url, APP_ID, SECRET, sleep=look)
    assert (await world.post("/auth/wechat/login", code=f"busy1-login-oLi.{uuid4()}")).status_code == 200
    phone = await caller.post("/me/phone", json={"code": f"busy1-phone-13800138000.{uuid4()}"})
    assert phone.status_code == 200
    assert held == [0, 0]


async def test_a_bound_phone_is_masked_and_sealed(world: World) -> None:
    caller = await world.as_wechat("oZhang")
    bound = await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
    assert bound.json() == {"phone": "138****8000"}
    assert (await caller.get("/me")).json()["phone"] == "138****8000"
    [(sealed,)] = await world.rows("SELECT phone_sealed FROM person")
    assert "13800138000" not in sealed
    assert world.stack.services.vault.open(sealed, "person.phone_sealed") == "13800138000"


async def test_a_family_may_share_a_phone(world: World) -> None:
    for openid in ("oZhang", "oLi"):
        caller = await world.as_wechat(openid)
        answer = await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
        assert answer.status_code == 200


async def test_a_used_phone_code_is_refused(world: World) -> None:
    caller = await world.as_wechat("oZhang")
    code = f"phone-13800138000.{uuid4()}"
    await caller.post("/me/phone", json={"code": code})
    assert code_of(await caller.post("/me/phone", json={"code": code})) == (422, "phone_code_invalid")


async def test_the_openid_is_sealed_at_rest(world: World) -> None:
    await world.wechat_login("oVerySecret")
    [row] = await world.rows("SELECT openid_sealed, encode(openid_index, 'escape') FROM wechat_account")
    assert "oVerySecret" not in str(row)
