"""The first administrator and key rotation from the command line, as an operator runs them."""

import os
import secrets
import subprocess
import sys
from uuid import uuid4

import anyio.to_thread
import pytest

from tests.identity.world import NUMBER, PASSWORD, World

pytestmark = pytest.mark.anyio


def environment(world: World, **changes: str) -> dict[str, str]:
    """The environment of an operator's shell for this installation."""
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
    return {**os.environ, **values, **changes}


async def yjt(world: World, *arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=environment(world, **changes), capture_output=True, text=True, check=False, timeout=100
        )

    return await anyio.to_thread.run_sync(run)


async def test_the_first_administrator_is_made_on_the_command_line_and_logs_in(world: World) -> None:
    made = await yjt(world, "add-administrator", "First.Admin", "郑管理", world.bureau.id)
    assert made.returncode == 0, made.stderr
    caller = await world.as_staff("first.admin")
    me = (await caller.get("/me")).json()
    assert me["person_id"] == made.stdout.strip()
    assert [grant["role"] for grant in me["roles"]] == ["administrator"]


@pytest.mark.long
async def test_a_refused_administrator_is_told_in_one_line(world: World) -> None:
    for arguments, password, words in (
        (("admin", "郑管理", uuid4()), PASSWORD, "没有这个机构"),
        (("admin", "郑管理", world.bureau.id), "short", "密码至少 12 位"),
        (("郑", "郑管理", world.bureau.id), PASSWORD, "用户名"),
    ):
        refused = await yjt(world, "add-administrator", *arguments, YJT_NEW_PASSWORD=password)
        assert refused.returncode == 1
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
    assert await world.rows("SELECT count(*) FROM staff_account") == [(0,)]


async def test_keys_are_rotated_on_the_command_line(world: World) -> None:
    caller = await world.as_wechat("oWang")
    await caller.put("/me/real-name", json={"name": "王小强", "number": NUMBER})
    ring = world.stack.settings.field_keys.get_secret_value()
    rotated = await yjt(world, "rotate-keys", YJT_FIELD_KEYS=f"f2:{secrets.token_hex(32)},{ring}")
    assert rotated.returncode == 0, rotated.stderr
    assert "real_name.number_sealed: 1" in rotated.stdout.splitlines()
    [(sealed,)] = await world.rows("SELECT number_sealed FROM real_name")
    assert sealed.startswith("v1.f2.")
