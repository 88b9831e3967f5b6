"""The HTTP edge: problems, dictionaries, health, documents."""

import base64
import json
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import httpx
import pytest

from tests.support.stack import Stack, running

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


async def test_dictionaries_are_sent_once_and_small(client: httpx.AsyncClient) -> None:
    first = await client.get("/dictionaries")
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < len(first.content) / 2
    again = await client.get("/dictionaries", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_read_is_compressed(client: httpx.AsyncClient) -> None:
    document = await client.get("/openapi.json")
    assert (document.status_code, document.headers["content-encoding"]) == (200, "gzip")
    assert document.json()["openapi"].startswith("3.1")


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


@pytest.mark.parametrize("body", [b'{"persona": "\xff"}', b"[" * 200_000, b"{", b"\x00"])
async def test_unreadable_body_is_the_callers_problem(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/demo/login", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (422, 422)


@pytest.mark.parametrize("move", [{"days": 10**12}, {"days": -1}, {"to": "9999-12-31T23:59:59Z"}])
async def test_clock_refuses_what_no_calendar_reaches(client: httpx.AsyncClient, move: dict[str, object]) -> None:
    assert (await client.post("/demo/clock", json=move)).status_code == 422


async def test_a_phone_learns_what_it_must_know_before_anybody_logs_in(stack: Stack) -> None:
    answer = await stack.client.get("/client")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told | {"upload": {}, "now": ""} == {
        "name": "一键通",
        "profile_is_demo": True,
        "map_tiles": None,
        "upload": {},
        "now": "",
    }
    assert told["upload"]["max_bytes"] == stack.settings.upload_max_bytes
    assert told["upload"]["part_bytes"] == stack.settings.upload_part_bytes
    assert abs(datetime.fromisoformat(told["now"]) - stack.clock.now()) < timedelta(seconds=10)


async def test_a_phone_draws_on_the_map_that_the_installation_names() -> None:
    template, attribution = "https://tiles.example.gov.cn/{z}/{x}/{y}.png", "审图号：GS(2026)0001号"
    async with running(
        map_tiles_url=template, map_tiles_attribution=attribution, map_tiles_datum="wgs84"
    ) as stack:
        told = (await stack.client.get("/client")).json()["map_tiles"]
    assert told == {"url_template": template, "attribution": attribution, "datum": "wgs84"}


@pytest.mark.parametrize(
    "parts",
    [
        [["date", "2026-01-01"]],
        [["UUID", ["a"]]],
        [["datetime", "0001-01-01T00:00:00+00:00"]],
        [["str", "330106\u0000"]],
        [["int", "9" * 23]],
        "nonsense",
    ],
)
async def test_forged_cursor_is_refused(client: httpx.AsyncClient, parts: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()
    answer = await client.get("/areas", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor")
