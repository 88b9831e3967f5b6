"""Staff log-in: passwords, lock-out, one-time codes."""

import json
import threading

import anyio
import pyotp
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pyotp.totp import TOTP
from sqlalchemy import update

from app.identity.models import StaffAccount
from app.identity.passwords import Passwords
from app.kernel.actor import Role
from tests.identity.world import PASSWORD, World, code_of, elapse

pytestmark = pytest.mark.anyio


@pytest.fixture
async def wang(world: World) -> World:
    await world.add_staff("wang.fang", Role.OFFICER, world.office)
    return world


async def fail(world: World, times: int, username: str = "wang.fang") -> None:
    for _ in range(times):
        answer = await world.staff_login(username, "wrong password")
        assert code_of(answer) == (401, "credentials_refused")


async def test_the_right_password_logs_in_whatever_the_case_of_the_name(wang: World) -> None:
    for username in ("wang.fang", " Wang.Fang "):
        assert (await wang.staff_login(username)).status_code == 200
    me = (await (await wang.as_staff("wang.fang")).get("/me")).json()
    assert me["staff_account"] == {"username": "wang.fang", "password_is_initial": False, "totp_active": False}
    assert [(grant["role"], grant["agency_name"]) for grant in me["roles"]] == [("officer", "北山司法所")]


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(wang: World) -> None:
    wrong = await wang.staff_login("wang.fang", "wrong password")
    unknown = await wang.staff_login("nobody", "wrong password")
    assert wrong.json() == unknown.json()
    assert code_of(wrong) == (401, "credentials_refused")


@pytest.mark.parametrize("username", ["a\u0000b", "", "   ", "x" * 65, "\ud800", 7])
async def test_a_malformed_name_names_the_field(world: World, username: object) -> None:
    body = json.dumps({"username": username, "password": PASSWORD})
    answer = await world.client.post(
        "/auth/staff/login", content=body, headers={"content-type": "application/json"}
    )
    assert code_of(answer) == (422, "invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["username"]


async def test_an_unknown_name_costs_the_same_work(wang: World) -> None:
    passwords = wang.stack.services.identity.passwords
    verified: list[str | None] = []
    original = passwords.verify

    async def counting(password: str, stored: str | None) -> tuple[bool, str | None]:
        verified.append(stored)
        return await original(password, stored)

    passwords.verify = counting
    await fail(wang, 1)
    await fail(wang, 1, "nobody")
    assert len(verified) == 2
    assert verified[1] is None


async def test_five_failures_lock_the_name_for_a_minute_even_with_the_right_password(wang: World) -> None:
    await fail(wang, 5)
    locked = await wang.staff_login("wang.fang")
    assert code_of(locked) == (429, "login_locked")
    assert locked.headers["retry-after"] == "60"
    elapse(wang, seconds=60)
    assert (await wang.staff_login("wang.fang")).status_code == 200


async def test_the_wait_grows_with_every_further_failure_up_to_an_hour(wang: World) -> None:
    await fail(wang, 5)
    waits: list[int] = []
    for _ in range(8):
        locked = await wang.staff_login("wang.fang", "wrong password")
        waits.append(int(locked.headers["retry-after"]))
        elapse(wang, seconds=waits[-1])
        await fail(wang, 1)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


async def test_a_success_clears_the_count(wang: World) -> None:
    await fail(wang, 4)
    assert (await wang.staff_login("wang.fang")).status_code == 200
    await fail(wang, 4)
    assert (await wang.staff_login("wang.fang")).status_code == 200


async def test_a_day_of_silence_clears_the_count(wang: World) -> None:
    await fail(wang, 4)
    elapse(wang, hours=25)
    await fail(wang, 4)
    assert (await wang.staff_login("wang.fang")).status_code == 200


async def test_guesses_sent_at_once_are_all_counted(wang: World) -> None:
    answers: list[int] = []

    async def guess() -> None:
        answers.append((await wang.staff_login("wang.fang", "wrong password")).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(12):
            tasks.start_soon(guess)
    assert sorted(answers) == [401] * 5 + [429] * 7


async def test_a_lock_does_not_tell_which_names_exist(wang: World) -> None:
    await fail(wang, 5, "nobody")
    assert code_of(await wang.staff_login("nobody")) == (429, "login_locked")
    assert (await wang.staff_login("wang.fang")).status_code == 200


async def test_a_hundred_spellings_of_a_name_share_one_count(wang: World) -> None:
    for spelling in ("wang.fang", "WANG.FANG", " wang.fang", "Wang.fang ", "wang.Fang"):
        await fail(wang, 1, spelling)
    assert code_of(await wang.staff_login("wang.fang")) == (429, "login_locked")


class SlowHasher(Argon2Hasher):
    """Takes as long to verify as the test wants."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.released = threading.Event()

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        return self.released.wait(20) and super().verify(password, hash)


async def test_others_are_answered_while_a_password_is_verified(wang: World) -> None:
    slow = SlowHasher()
    wang.stack.services.identity.passwords = Passwords(PasswordHash((slow,)))
    answers: list[int] = []

    async def log_in() -> None:
        answers.append((await wang.staff_login("wang.fang")).status_code)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(log_in)
        for _ in range(20):
            assert (await wang.client.get("/me")).status_code == 401
        assert answers == []
        slow.released.set()
    assert answers == [200]


async def test_logging_in_from_several_devices_at_once_works(wang: World) -> None:
    answers: list[int] = []

    async def log_in() -> None:
        answers.append((await wang.staff_login("wang.fang")).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(log_in)
    assert answers == [200] * 4


async def start_totp(world: World) -> TOTP:
    caller = await world.as_staff("wang.fang")
    started = await caller.post("/me/totp")
    assert started.status_code == 201
    totp = pyotp.parse_uri(started.json()["uri"])
    assert isinstance(totp, TOTP)
    confirmed = await caller.post("/me/totp/confirm", json={"code": totp.at(world.machine.now())})
    assert confirmed.status_code == 204
    elapse(world, seconds=60)
    return totp


async def test_a_confirmed_one_time_code_is_asked_for_from_then_on(wang: World) -> None:
    totp = await start_totp(wang)
    assert code_of(await wang.staff_login("wang.fang")) == (401, "totp_required")
    assert code_of(await wang.staff_login("wang.fang", totp="000000")) == (401, "credentials_refused")
    assert (await wang.staff_login("wang.fang", totp=totp.at(wang.machine.now()))).status_code == 200


async def test_an_unconfirmed_one_time_code_is_not_asked_for(wang: World) -> None:
    caller = await wang.as_staff("wang.fang")
    await caller.post("/me/totp")
    assert code_of(await caller.post("/me/totp/confirm", json={"code": "000000"})) == (422, "totp_refused")
    assert (await wang.staff_login("wang.fang")).status_code == 200


async def test_a_one_time_code_works_once(wang: World) -> None:
    totp = await start_totp(wang)
    code = totp.at(wang.machine.now())
    assert (await wang.staff_login("wang.fang", totp=code)).status_code == 200
    assert code_of(await wang.staff_login("wang.fang", totp=code)) == (401, "credentials_refused")
    elapse(wang, seconds=30)
    assert code_of(await wang.staff_login("wang.fang", totp=code)) == (401, "credentials_refused")
    assert (await wang.staff_login("wang.fang", totp=totp.at(wang.machine.now()))).status_code == 200


async def test_one_time_code_used_twice_at_once_logs_in_once(wang: World) -> None:
    totp = await start_totp(wang)
    code = totp.at(wang.machine.now())
    answers: list[int] = []

    async def log_in() -> None:
        answers.append((await wang.staff_login("wang.fang", totp=code)).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(log_in)
    assert sorted(answers) == [200, 401, 401]


async def test_asking_without_a_code_does_not_reset_the_count_for_guessing_codes(wang: World) -> None:
    await start_totp(wang)
    for body in ({"totp": "000000"}, {}, {"totp": "000001"}, {}, {"totp": "000002"}):
        assert (await wang.staff_login("wang.fang", **body)).status_code == 401
    assert code_of(await wang.staff_login("wang.fang")) == (429, "login_locked")


async def test_the_secret_of_one_time_codes_is_sealed_and_cannot_be_read_again(wang: World) -> None:
    totp = await start_totp(wang)
    assert totp.secret not in str(await wang.rows("SELECT totp_sealed FROM staff_account"))
    caller = wang.bearing((await wang.staff_login("wang.fang", totp=totp.at(wang.machine.now()))).json())
    assert code_of(await caller.post("/me/totp")) == (409, "totp_active")


async def test_a_changed_password_ends_every_other_session(wang: World) -> None:
    other, caller = await wang.as_staff("wang.fang"), await wang.as_staff("wang.fang")
    change = {"current": PASSWORD, "new": "another long phrase"}
    assert (await caller.put("/me/password", json=change)).status_code == 204
    assert code_of(await other.get("/me")) == (401, "session_ended")
    assert (await caller.get("/me")).json()["staff_account"]["password_is_initial"] is False
    assert code_of(await wang.staff_login("wang.fang")) == (401, "credentials_refused")
    assert (await wang.staff_login("wang.fang", "another long phrase")).status_code == 200


def reset_while_verifying(world: World) -> None:
    """An administrator sets another password between the check of the old one and what follows from it."""
    services = world.stack.services
    verify = services.identity.passwords.verify

    async def verify_then_reset(password: str, stored: str | None) -> tuple[bool, str | None]:
        fits = await verify(password, stored)
        services.identity.passwords.verify = verify
        hashed = await services.identity.passwords.hash("set by the administrator")
        async with services.database.transaction() as session:
            await session.execute(update(StaffAccount).values(password_hash=hashed, password_changed_at=None))
        return fits

    services.identity.passwords.verify = verify_then_reset


async def test_a_password_set_by_an_administrator_outlives_a_change_in_flight(wang: World) -> None:
    caller = await wang.as_staff("wang.fang")
    reset_while_verifying(wang)
    change = {"current": PASSWORD, "new": "another long phrase"}
    assert code_of(await caller.put("/me/password", json=change)) == (422, "wrong_password")
    assert code_of(await wang.staff_login("wang.fang", "another long phrase")) == (401, "credentials_refused")
    assert (await wang.staff_login("wang.fang", "set by the administrator")).status_code == 200


async def test_a_log_in_in_flight_ends_with_the_password_it_was_made_with(wang: World) -> None:
    reset_while_verifying(wang)
    assert code_of(await wang.staff_login("wang.fang")) == (401, "credentials_refused")
    assert (await wang.staff_login("wang.fang", "set by the administrator")).status_code == 200


@pytest.mark.parametrize("new", ["short", "aaaaaaaaaaaaaaaa", "my name is wang.fang!"])
async def test_a_weak_password_is_refused(wang: World, new: str) -> None:
    caller = await wang.as_staff("wang.fang")
    answer = await caller.put("/me/password", json={"current": PASSWORD, "new": new})
    assert code_of(answer) == (422, "password_too_weak")
    assert answer.json()["errors"][0]["field"] == "password"


async def test_guessing_the_current_password_of_an_open_session_is_locked_too(wang: World) -> None:
    caller = await wang.as_staff("wang.fang")
    change = {"current": "wrong", "new": "another long phrase"}
    for _ in range(5):
        assert code_of(await caller.put("/me/password", json=change)) == (422, "wrong_password")
    assert code_of(await caller.put("/me/password", json=change | {"current": PASSWORD})) == (429, "login_locked")


async def test_an_applicant_has_no_password_to_change(world: World) -> None:
    caller = await world.as_wechat("oZhang")
    answer = await caller.put("/me/password", json={"current": "x", "new": "another long phrase"})
    assert code_of(answer) == (409, "no_staff_account")
    assert code_of(await caller.post("/me/totp")) == (409, "no_staff_account")


async def test_passwords_are_stored_as_argon2id_and_never_returned(wang: World) -> None:
    [(stored,)] = await wang.rows("SELECT password_hash FROM staff_account")
    assert stored.startswith("$argon2id$")
    answer = await wang.post("/auth/staff/login", username="wang.fang", password=7)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


async def test_an_initial_password_is_good_only_for_changing_it(world: World) -> None:
    await world.add_staff("li.na", Role.OFFICER, world.office, initial=True)
    caller = await world.as_staff("li.na")
    for path in ("/applications", "/applications/queue", "/me/notices"):
        assert code_of(await caller.get(path)) == (403, "password_change_required")
    me = (await caller.get("/me")).json()
    assert (me["allowed_actions"], me["staff_account"]["password_is_initial"]) == (["identity.account.use"], True)
    same = await caller.put("/me/password", json={"current": PASSWORD, "new": PASSWORD})
    assert code_of(same) == (422, "password_too_weak")
    changed = await caller.put("/me/password", json={"current": PASSWORD, "new": "another horse staple"})
    assert changed.status_code == 204
    assert (await caller.get("/applications/queue")).status_code == 200
    assert "legal_aid.application.queue" in (await caller.get("/me")).json()["allowed_actions"]


async def test_an_initial_password_may_log_out(world: World) -> None:
    await world.add_staff("li.na", Role.OFFICER, world.office, initial=True)
    caller = await world.as_staff("li.na")
    assert (await caller.post("/auth/logout")).status_code == 204
