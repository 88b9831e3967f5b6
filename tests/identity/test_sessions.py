"""Access tokens over HTTP, rotation of refresh tokens, and ending sessions."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import anyio
import httpx
import pytest
from jose import jwt

from app.identity import sessions
from app.identity.tokens import AUDIENCE, ISSUER, AccessTokens
from app.kernel.actor import Role
from tests.identity.world import World, code_of, elapse

pytestmark = pytest.mark.anyio


async def refresh(world: World, tokens: dict[str, Any]) -> httpx.Response:
    return await world.post("/auth/refresh", refresh_token=tokens["refresh_token"])


async def test_a_refresh_gives_a_new_pair_of_the_same_session(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    second = (await refresh(world, first)).json()
    assert second["session_id"] == first["session_id"]
    assert second["refresh_token"] != first["refresh_token"]
    assert second["refresh_expires_at"] == first["refresh_expires_at"]
    assert (await world.bearing(second).get("/me")).status_code == 200
    assert (await refresh(world, second)).status_code == 200


async def test_a_refresh_token_used_again_ends_the_session_for_good(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    second = (await refresh(world, first)).json()
    elapse(world, seconds=11)
    assert code_of(await refresh(world, first)) == (401, "refresh_reused")
    assert code_of(await refresh(world, second)) == (401, "refresh_refused")
    assert code_of(await world.bearing(second).get("/me")) == (401, "session_ended")
    assert await world.rows("SELECT revoke_reason FROM login_session") == [("token_reused",)]
    assert await world.rows("SELECT count(*) FROM event_record WHERE name = 'RefreshTokenReused'") == [(1,)]


async def test_other_sessions_of_the_person_survive_a_reuse(world: World) -> None:
    other = (await world.wechat_login("oZhang")).json()
    first = (await world.wechat_login("oZhang")).json()
    await refresh(world, first)
    elapse(world, seconds=11)
    await refresh(world, first)
    assert (await world.bearing(other).get("/me")).status_code == 200


async def test_a_phone_that_lost_the_answer_gets_the_same_successor_for_ten_seconds(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    lost = (await refresh(world, first)).json()
    elapse(world, seconds=9)
    again = (await refresh(world, first)).json()
    assert again["refresh_token"] == lost["refresh_token"]
    assert (await refresh(world, again)).status_code == 200


async def test_the_grace_ends_when_the_successor_was_used(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    second = (await refresh(world, first)).json()
    third = (await refresh(world, second)).json()
    assert code_of(await refresh(world, first)) == (401, "refresh_reused")
    assert code_of(await refresh(world, third)) == (401, "refresh_refused")


async def test_two_refreshes_at_once_agree_on_one_successor(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    answers: list[httpx.Response] = []

    async def go() -> None:
        answers.append(await refresh(world, first))

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(go)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    assert await world.rows("SELECT count(*) FROM refresh_token") == [(2,)]


async def test_no_token_is_stored_in_the_clear(world: World) -> None:
    first = (await world.wechat_login("oZhang")).json()
    second = (await refresh(world, first)).json()
    dump = str(
        await world.rows("SELECT encode(digest, 'escape'), encode(successor_wrapped, 'escape') FROM refresh_token")
    )
    for tokens in (first, second):
        assert tokens["refresh_token"] not in dump
        assert base64.urlsafe_b64decode(tokens["refresh_token"] + "=").decode("latin-1") not in dump


@pytest.mark.parametrize("token", ["x" * 43, "……" * 20, "a" * 129, ""])
async def test_an_unknown_refresh_token_is_refused(world: World, token: str) -> None:
    answer = await world.post("/auth/refresh", refresh_token=token)
    assert code_of(answer) in ((401, "refresh_refused"), (422, "invalid"))


async def test_a_session_ends_after_thirty_days(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    elapse(world, days=29)
    tokens = (await refresh(world, tokens)).json()
    elapse(world, days=1, seconds=1)
    assert code_of(await refresh(world, tokens)) == (401, "refresh_refused")


async def test_an_access_token_ends_after_thirty_minutes(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    assert tokens["expires_in_s"] == 1800
    elapse(world, minutes=29)
    assert (await world.bearing(tokens).get("/me")).status_code == 200
    elapse(world, minutes=2)
    assert code_of(await world.bearing(tokens).get("/me")) == (401, "token_invalid")


async def test_tokens_do_not_follow_the_products_clock(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    await world.stack.advance(days=60)
    assert (await world.bearing(tokens).get("/me")).status_code == 200
    assert (await refresh(world, tokens)).status_code == 200


async def test_logging_out_ends_the_session_at_once(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    caller = world.bearing(tokens)
    assert (await caller.post("/auth/logout")).status_code == 204
    assert code_of(await caller.get("/me")) == (401, "session_ended")
    assert code_of(await refresh(world, tokens)) == (401, "refresh_refused")


async def test_a_person_sees_and_ends_their_own_sessions(world: World) -> None:
    phone, tablet = (await world.wechat_login("oZhang")).json(), (await world.wechat_login("oZhang")).json()
    caller = world.bearing(tablet)
    listed = (await caller.get("/me/sessions")).json()["items"]
    assert [(item["id"], item["current"]) for item in listed] == [
        (tablet["session_id"], True),
        (phone["session_id"], False),
    ]
    assert (await caller.post(f"/me/sessions/{phone['session_id']}/revoke")).status_code == 204
    assert code_of(await world.bearing(phone).get("/me")) == (401, "session_ended")
    assert len((await caller.get("/me/sessions")).json()["items"]) == 1


async def test_nobody_ends_the_session_of_another(world: World) -> None:
    theirs = (await world.wechat_login("oLi")).json()
    caller = await world.as_wechat("oZhang")
    for session_id in (theirs["session_id"], uuid4()):
        assert code_of(await caller.post(f"/me/sessions/{session_id}/revoke")) == (404, "not_found")
    assert (await world.bearing(theirs).get("/me")).status_code == 200


async def test_a_revoked_role_is_gone_with_the_next_request(world: World) -> None:
    await world.add_staff("boss", Role.ADMINISTRATOR, world.bureau)
    caller = await world.as_staff("boss")
    assert (await caller.get("/staff")).status_code == 200
    async with world.stack.services.database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE role_grant SET role = 'officer'")
    assert code_of(await caller.get("/staff")) == (403, "forbidden")


async def test_a_disabled_person_is_out_with_the_next_request(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    async with world.stack.services.database.transaction() as session:
        await (await session.connection()).exec_driver_sql("UPDATE person SET disabled_at = now()")
    assert code_of(await world.bearing(tokens).get("/me")) == (401, "session_ended")
    assert code_of(await refresh(world, tokens)) == (401, "refresh_refused")
    assert code_of(await world.wechat_login("oZhang")) == (403, "account_disabled")


def forgeries(world: World, tokens: dict[str, Any]) -> dict[str, str]:
    """Tokens that differ from a good one in one thing only, and the good one."""
    now = int(world.machine.now().timestamp())
    kid, key = next(iter(world.stack.settings.token_key_ring.items()))

    def make(signing: bytes = key, algorithm: str = "HS256", header: str | None = kid, **changes: object) -> str:
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": tokens["person_id"],
            "sid": tokens["session_id"],
            "jti": "1",
            "iat": now,
            "nbf": now,
            "exp": now + 600,
        }
        headers = {} if header is None else {"kid": header}
        return jwt.encode(claims | changes, signing, algorithm=algorithm, headers=headers)

    return {
        "good": make(),
        "foreign kid": make(header="other"),
        "no kid": make(header=None),
        "wrong key": make(signing=b"x" * 32),
        "another algorithm": make(algorithm="HS512"),
        "unsigned": f"eyJhbGciOiJub25lIiwia2lkIjoidDEifQ.{make().split('.')[1]}.",
        "wrong audience": make(aud="other"),
        "expired": make(exp=now - 1),
        "not yet valid": make(nbf=now + 60),
        "another person": make(sub=str(uuid4())),
        "unknown session": make(sid=str(uuid4())),
    }


async def test_a_forged_token_of_any_kind_is_401(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    made = forgeries(world, tokens)
    assert (await world.stack.new_client(made.pop("good")).get("/me")).status_code == 200
    for kind, token in made.items():
        answer = await world.stack.new_client(token).get("/me")
        ours = kind in ("another person", "unknown session")
        assert code_of(answer) == (401, "session_ended" if ours else "token_invalid"), kind
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer é"])
async def test_a_malformed_authorization_header_is_401(world: World, header: str) -> None:
    raw = [(b"authorization", header.encode("latin-1"))]
    answer = await world.client.get("/me", headers=httpx.Headers(raw))
    assert code_of(answer) == (401, "token_invalid")
    assert code_of(await world.client.get("/me")) == (401, "unauthenticated")


async def test_signing_keys_rotate_without_logging_anybody_out(world: World) -> None:
    tokens = (await world.wechat_login("oZhang")).json()
    identity = world.stack.services.identity
    identity.tokens = AccessTokens({"t2": b"n" * 32, **world.stack.settings.token_key_ring})
    assert (await world.bearing(tokens).get("/me")).status_code == 200
    renewed = (await refresh(world, tokens)).json()
    assert jwt.get_unverified_header(renewed["access_token"])["kid"] == "t2"
    identity.tokens = AccessTokens({"t2": b"n" * 32})
    assert code_of(await world.bearing(tokens).get("/me")) == (401, "token_invalid")
    assert (await world.bearing(renewed).get("/me")).status_code == 200


async def test_ended_sessions_are_forgotten_after_a_month(world: World) -> None:
    await world.wechat_login("oZhang")
    database = world.stack.services.database
    now = world.machine.now()
    for at, left in ((now + timedelta(days=59), 1), (now + timedelta(days=61), 0)):
        async with database.transaction() as session:
            await sessions.purge(session, at)
        assert await world.rows("SELECT count(*) FROM refresh_token") == [(left,)]


async def test_a_closed_agency_takes_its_roles_with_it(world: World) -> None:
    person = await world.add_staff("boss", Role.ADMINISTRATOR, world.office)
    assert isinstance(person, UUID)
    caller = await world.as_staff("boss")
    async with world.stack.services.database.transaction() as session:
        agency = await session.get_one(type(world.office), world.office.id)
        agency.valid_to = agency.valid_from
    assert code_of(await caller.get("/staff")) == (403, "forbidden")
