"""Writing through the edge: once per key, never over someone else's edit, never answered before the commit."""

import asyncio

import pytest
from sqlalchemy import text

from tests.kernel.probe import probe_client, things
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio

KEY = {"Idempotency-Key": "phone-7f3a-0001"}


async def test_same_key_and_body_gives_the_same_answer_and_one_effect(stack: Stack) -> None:
    client = probe_client(stack)
    first = await client.post("/things", json={"name": "工资条"}, headers=KEY)
    again = await client.post("/things", json={"name": "工资条"}, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert await things(stack) == 1


async def test_same_key_with_another_body_is_refused(stack: Stack) -> None:
    client = probe_client(stack)
    await client.post("/things", json={"name": "甲"}, headers=KEY)
    other = await client.post("/things", json={"name": "乙"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await things(stack) == 1


async def test_five_at_once_with_one_key_make_one_thing(stack: Stack) -> None:
    client = probe_client(stack)
    posts = (client.post("/things", json={"name": "甲"}, headers=KEY) for _ in range(5))
    answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await things(stack) == 1


async def test_refused_request_leaves_its_key_free(stack: Stack) -> None:
    client = probe_client(stack)
    bad = await client.post("/things", json={"name": "甲", "amount_fen": 1.5}, headers=KEY)
    good = await client.post("/things", json={"name": "甲"}, headers=KEY)
    assert (bad.status_code, good.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["short", "带汉字的编号一二三四", "x" * 129])
async def test_malformed_key_is_refused(stack: Stack, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode())]
    answer = await probe_client(stack).post("/things", json={"name": "甲"}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize(
    ("given", "status"), [(None, 428), ('"2"', 412), ('"3"', 200), ("x", 422), ("9" * 5000, 422)]
)
async def test_edit_needs_the_version_it_was_made_from(stack: Stack, given: str | None, status: int) -> None:
    headers = {"If-Match": given} if given else {}
    answer = await probe_client(stack).put("/things", json={"name": "甲"}, headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("etag") == ('"4"' if status == 200 else None)


async def test_failing_commit_reaches_the_client(stack: Stack) -> None:
    async with stack.services.database.transaction() as session:
        await session.execute(text("CREATE TABLE probe_parent (id int PRIMARY KEY)"))
        await session.execute(
            text("CREATE TABLE probe_child (id int REFERENCES probe_parent DEFERRABLE INITIALLY DEFERRED)")
        )
    answer = await probe_client(stack).post("/deferred")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_unknown_member_and_wrong_type_name_field_and_rule(stack: Stack) -> None:
    body = {"name": "甲", "amount_fen": 1.5, "amonut": 1}
    answer = await probe_client(stack).post("/things", json=body)
    errors = {error["field"]: error for error in answer.json()["errors"]}
    assert errors["amount_fen"]["message"] == "必须是整数"
    assert errors["amonut"]["message"] == "没有这一项，请去掉"


async def test_text_with_a_nul_character_is_a_problem_not_a_failure(stack: Stack) -> None:
    answer = await probe_client(stack).post("/things", json={"name": "a\u0000b"}, headers=KEY)
    assert answer.status_code < 500


async def test_defect_is_a_problem_with_the_request_id(stack: Stack) -> None:
    answer = await probe_client(stack).post("/broken", headers={"X-Request-Id": "phone-87654321"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.headers["x-request-id"] == "phone-87654321"
    assert "defect" not in answer.text


async def test_details_never_overwrite_the_members_of_a_problem(stack: Stack) -> None:
    problem = (await probe_client(stack).post("/wrong-state")).json()
    assert (problem["status"], problem["code"], problem["state"]) == (409, "wrong_state", "accepted")


async def test_history_cannot_be_rewritten(stack: Stack) -> None:
    for statement in (
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM state_change",
        "TRUNCATE event_record CASCADE",
    ):
        async with stack.services.database.session() as session:
            with pytest.raises(Exception, match="append-only"):
                await session.execute(text(statement))
