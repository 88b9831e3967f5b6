"""The WeChat client against the stand-in on a real socket."""

import itertools
import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager

import anyio
import pytest
import structlog
from structlog.testing import capture_logs

from app.identity.wechat import ATTEMPTS, WechatClient
from app.identity.wechat_errors import (
    CONFIGURATION,
    PhoneCodeInvalid,
    WechatBusy,
    WechatCodeInvalid,
    WechatCodeUsed,
    WechatMisconfigured,
    WechatRateLimited,
    WechatUserBlocked,
)
from app.kernel.errors import DomainError
from tests.standins.wechat.protocol import APP_ID, RENEWAL_WINDOW_S, SECRET, TOKEN_LIFETIME_S, Memory
from tests.standins.wechat.running import running_standin

pytestmark = pytest.mark.anyio
serial = itertools.count(1)


@pytest.fixture(scope="module")
def standin() -> Generator[tuple[Memory, str]]:
    memory = Memory()
    with running_standin(memory) as url:
        yield memory, url


@pytest.fixture
def memory(standin: tuple[Memory, str]) -> Memory:
    standin[0].forget()
    return standin[0]


@pytest.fixture
def base_url(memory: Memory, standin: tuple[Memory, str]) -> str:
    assert memory is standin[0]
    return standin[1]


class Naps:
    """A sleeper that does not sleep and remembers for how long it was asked to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@asynccontextmanager
async def client_of(
    url: str,
    *,
    memory: Memory | None = None,
    secret: str = SECRET,
    app_id: str = APP_ID,
    naps: Naps | None = None,
    timeout_s: float = 20,
) -> AsyncGenerator[WechatClient]:
    client = WechatClient(
        url,
        app_id,
        secret,
        timeout_s=timeout_s,
        sleep=naps or Naps(),
        **({} if memory is None else {"monotonic": memory.now}),
    )
    try:
        yield client
    finally:
        await client.close()


async def test_a_login_code_becomes_an_account(base_url: str) -> None:
    async with client_of(base_url) as client:
        assert await client.code2session("login-oZhang.1") == "oZhang"


async def test_a_code_works_once(base_url: str) -> None:
    async with client_of(base_url) as client:
        await client.code2session("login-oZhang.1")
        with pytest.raises(WechatCodeUsed):
            await client.code2session("login-oZhang.1")


async def test_a_code_expires_after_five_minutes(base_url: str, memory: Memory) -> None:
    code = memory.issue("login-oZhang")
    memory.skew_s += 301
    async with client_of(base_url) as client:
        with pytest.raises(WechatCodeInvalid):
            await client.code2session(code)


@pytest.mark.parametrize(
    ("errcode", "error", "status"),
    [
        (40029, WechatCodeInvalid, 422),
        (40163, WechatCodeUsed, 422),
        (45011, WechatRateLimited, 429),
        (40226, WechatUserBlocked, 403),
        (40013, WechatMisconfigured, 503),
        (40125, WechatMisconfigured, 503),
        (40164, WechatMisconfigured, 503),
        (99999, WechatBusy, 503),
    ],
)
async def test_every_login_errcode_is_a_problem_a_person_understands(
    base_url: str, errcode: int, error: type[DomainError], status: int
) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(error) as raised:
            await client.code2session(f"err-{errcode}")
    assert raised.value.status == status
    assert any("一" <= character <= "鿿" for character in raised.value.title)
    assert (raised.value.retry_after_s is not None) == (status in (429, 503))


@pytest.mark.parametrize(
    ("errcode", "error"),
    [
        (40029, PhoneCodeInvalid),
        (40163, PhoneCodeInvalid),
        (45011, WechatRateLimited),
        (48001, WechatMisconfigured),
    ],
)
async def test_every_phone_errcode_is_a_problem_of_its_own(
    base_url: str, errcode: int, error: type[DomainError]
) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(error):
            await client.phone_number(f"err-{errcode}")


@pytest.mark.parametrize("errcode", sorted(CONFIGURATION))
async def test_what_only_an_operator_can_mend_is_logged_with_its_meaning(base_url: str, errcode: int) -> None:
    async with client_of(base_url) as client:
        with capture_logs() as logs, pytest.raises(WechatMisconfigured):
            await client.code2session(f"err-{errcode}")
    assert [(entry["errcode"], entry["meaning"]) for entry in logs] == [(errcode, CONFIGURATION[errcode])]


async def test_a_wrong_secret_or_app_id_is_our_fault_not_the_callers(base_url: str) -> None:
    async with client_of(base_url, secret="wrong") as client:
        with pytest.raises(WechatMisconfigured):
            await client.code2session("login-oZhang.1")
        with pytest.raises(WechatMisconfigured):
            await client.phone_number("phone-13800138000")
    async with client_of(base_url, app_id="wx1") as client:
        with pytest.raises(WechatMisconfigured):
            await client.code2session("login-oZhang.2")


async def test_a_busy_system_is_asked_again_with_growing_pauses(base_url: str, memory: Memory) -> None:
    naps = Naps()
    async with client_of(base_url, naps=naps) as client:
        assert await client.code2session("busy2-login-oZhang") == "oZhang"
    assert memory.calls["jscode2session"] == 3
    assert len(naps.seconds) == 2
    assert naps.seconds[1] > naps.seconds[0] * 1.2


async def test_a_system_that_stays_busy_is_given_up_after_three_attempts(base_url: str, memory: Memory) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(WechatBusy) as raised:
            await client.code2session("err--1")
    assert memory.calls["jscode2session"] == ATTEMPTS
    assert raised.value.headers()["Retry-After"]


async def test_no_answer_in_time_is_unavailable_and_not_asked_twice(base_url: str, memory: Memory) -> None:
    async with client_of(base_url, timeout_s=1) as client:
        with pytest.raises(WechatBusy):
            await client.code2session("hang-1")
    assert memory.calls["jscode2session"] == 1


@pytest.mark.parametrize("code", ["http-502", "http-200", "http-302"])
async def test_an_answer_outside_the_protocol_is_unavailable(base_url: str, code: str) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(WechatBusy):
            await client.code2session(code)


async def test_nobody_listening_is_unavailable_after_three_attempts() -> None:
    naps = Naps()
    with running_standin(Memory()) as url:
        pass
    async with client_of(url, naps=naps) as client:
        with pytest.raises(WechatBusy):
            await client.code2session("login-oZhang.1")
    assert len(naps.seconds) == ATTEMPTS - 1


@pytest.mark.parametrize(
    ("code", "number"), [("phone-13800138000", "13800138000"), ("phone-852-51234567", "+85251234567")]
)
async def test_a_phone_code_becomes_a_number(base_url: str, code: str, number: str) -> None:
    async with client_of(base_url) as client:
        assert await client.phone_number(code) == number


async def test_a_login_code_is_no_phone_code(base_url: str) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(PhoneCodeInvalid):
            await client.phone_number("login-oZhang.1")
        with pytest.raises(WechatCodeInvalid):
            await client.code2session("phone-13800138000.1")


async def bind(client: WechatClient) -> None:
    await client.phone_number(f"phone-13800138000.{next(serial)}")


async def test_the_access_token_is_fetched_once_for_many_calls_at_once(base_url: str, memory: Memory) -> None:
    async with client_of(base_url) as client, anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(bind, client)
    assert memory.calls == {"stable_token": 1, "phone_number": 8}


async def test_the_access_token_is_renewed_before_it_expires(base_url: str, memory: Memory) -> None:
    async with client_of(base_url, memory=memory) as client:
        await bind(client)
        memory.skew_s += TOKEN_LIFETIME_S - RENEWAL_WINDOW_S
        await bind(client)
        assert memory.calls["stable_token"] == 1
        memory.skew_s += RENEWAL_WINDOW_S - 100
        await bind(client)
    assert memory.calls == {"stable_token": 2, "phone_number": 3}


async def test_an_expired_access_token_is_replaced_and_the_call_repeated(base_url: str, memory: Memory) -> None:
    async with client_of(base_url) as client:
        await bind(client)
        memory.skew_s += TOKEN_LIFETIME_S + 1
        await bind(client)
    assert memory.calls == {"stable_token": 2, "phone_number": 3}


async def test_a_revoked_access_token_is_replaced_once_for_many_calls_at_once(
    base_url: str, memory: Memory
) -> None:
    async with client_of(base_url) as client:
        await bind(client)
        assert memory.token is not None
        memory.revoked.add(memory.token)
        async with anyio.create_task_group() as tasks:
            for _ in range(6):
                tasks.start_soon(bind, client)
    assert memory.calls["stable_token"] == 3, "one normal fetch that returns the revoked token, one forced"


async def test_an_access_token_refused_twice_is_given_up(base_url: str, memory: Memory) -> None:
    async with client_of(base_url) as client:
        with pytest.raises(WechatMisconfigured):
            await client.phone_number("err-40001")
    assert memory.calls["phone_number"] == 2


async def test_forced_refreshes_are_spared_while_wechat_refuses_every_token(base_url: str, memory: Memory) -> None:
    async with client_of(base_url, memory=memory) as client:
        for _ in range(5):
            with pytest.raises(WechatMisconfigured):
                await client.phone_number("err-40001")
        assert memory.forced == 1
        memory.skew_s += 60
        with pytest.raises(WechatMisconfigured):
            await client.phone_number("err-40001")
    assert memory.forced == 2


async def test_neither_secret_nor_code_nor_number_is_ever_logged(
    base_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with capture_logs() as logs:
        async with client_of(base_url) as client:
            await client.code2session("login-oSecretive.1")
            await client.phone_number("phone-13800138000")
            for code in ("err--1", "err-40013", "http-502"):
                with pytest.raises(DomainError):
                    await client.code2session(code)
        async with client_of(base_url, timeout_s=1) as client:
            with pytest.raises(WechatBusy):
                await client.code2session("hang-secretive")
    said = caplog.text + structlog.processors.JSONRenderer()(None, "", {"logs": logs}).__str__()
    assert logs
    for secret in (SECRET, "oSecretive", "13800138000", "err--1", "hang-secretive", "access_token="):
        assert secret not in said
