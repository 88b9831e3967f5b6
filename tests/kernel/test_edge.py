"""The HTTP edge: problems, dictionaries, health, documents."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.support.stack import Stack

pytestmark = pytest.mark.anyio


async def test_unknown_path_is_a_problem_in_chinese(client: httpx.AsyncClient) -> None:
    answer = await client.get("/no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


async def test_health_answers_while_the_database_does(client: httpx.AsyncClient) -> None:
    answer = await client.get("http://test/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_request_id_is_given_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/dictionaries", headers={"X-Request-Id": "phone-12345678"})
    assert answer.headers["x-request-id"] == "phone-12345678"
    assert answer.json()["dictionaries"]["role"]["lawyer"] == "律师"


async def test_clock_moves_forward_and_runs_daily_jobs(stack: Stack) -> None:
    before = stack.clock.now()
    answer = await stack.client.post("/demo/clock", json={"days": 3})
    assert answer.status_code == 200, answer.text
    assert (stack.clock.now() - before).days == 3


async def test_clock_does_not_move_backward(client: httpx.AsyncClient) -> None:
    answer = await client.post("/demo/clock", json={"to": "2020-01-01T00:00:00Z"})
    assert answer.status_code == 422


async def test_body_over_a_mebibyte_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    body = {"persona": "x" * (1024 * 1024)}
    answer = await client.post("/demo/login", json=body)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_body_that_hides_its_size_is_refused(client: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncGenerator[bytes]:
        yield b"{}"

    answer = await client.post("/demo/login", content=chunks())
    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")
