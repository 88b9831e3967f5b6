"""The first administrator and key rotation from the command line, as an operator runs them."""

import os
import secrets
import sys
from uuid import uuid4

import anyio
import pytest

from tests.identity.world import NUMBER, PASSWORD, World
from tests.support.command import yjt_here

pytestmark = pytest.mark.anyio


def environment(world: World, **changes: str) -> dict[str, str]:
    """What an operator's shell has in its environment for this installation."""
    settings = world.stack.settings
    names = ("database_url", "s3_access_key", "s3_secret_key", "token_keys", "field_keys", "index_key")
    values = {f"YJT_{name.upper()}": getattr(settings, name).get_secret_value() for name in names}
    values |= {
        "YJT_PROFILE": "test",
        "YJT_S3_ENDPOINT": settings.s3_endpoint,
        "YJT_WECHAT_APP_ID": settings.wechat_app_id,
        "YJT_WECHAT_SECRET": settings.wechat_secret.get_secret_value(),
        "YJT_NEW_PASSWORD": PASSWORD,
    }
    return {**values, **changes}


async def test_the_first_administrator_is_made_on_the_command_line_and_logs_in(world: World) -> None:
    command = [sys.executable, "-m", "app.cli", "add-administrator", "First.Admin", "郑管理", str(world.bureau.id)]
    made = await anyio.run_process(command, env={**os.environ, **environment(world)}, check=False)
    assert made.returncode == 0, made.stderr.decode()
    caller = await world.as_staff("first.admin")
    me = (await caller.get("/me")).json()
    assert me["person_id"] == made.stdout.decode().strip()
    assert [grant["role"] for grant in me["roles"]] == ["administrator"]


async def test_a_refused_administrator_is_told_in_one_line(world: World) -> None:
    for arguments, password, words in (
        (("admin", "郑管理", uuid4()), PASSWORD, "没有这个机构"),
        (("admin", "郑管理", world.bureau.id), "short", "密码至少 12 位"),
        (("郑", "郑管理", world.bureau.id), PASSWORD, "用户名"),
    ):
        password_given = environment(world, YJT_NEW_PASSWORD=password)
        refused = await yjt_here("add-administrator", *arguments, environment=password_given)
        assert refused.returncode == 1
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
    assert await world.rows("SELECT count(*) FROM staff_account") == [(0,)]


async def test_keys_are_rotated_on_the_command_line(world: World) -> None:
    caller = await world.as_wechat("oWang")
    await caller.put("/me/real-name", json={"name": "王小强", "number": NUMBER})
    ring = world.stack.settings.field_keys.get_secret_value()
    with_new_key = environment(world, YJT_FIELD_KEYS=f"f2:{secrets.token_hex(32)},{ring}")
    rotated = await yjt_here("rotate-keys", environment=with_new_key)
    assert rotated.returncode == 0, rotated.stderr
    assert "real_name.number_sealed: 1" in rotated.stdout.splitlines()
    [(sealed,)] = await world.rows("SELECT number_sealed FROM real_name")
    assert sealed.startswith("v1.f2.")
