"""JSON that is read goes out compressed; what is short, streamed, compressed already or no JSON goes as it is."""

import json
import zlib
from collections.abc import AsyncGenerator

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp

from app.kernel.compression import IN_A_THREAD, Compression, Document, accepts

pytestmark = pytest.mark.anyio

LONG = {"cases": ["甲乙丙丁" * 5] * 50}


async def ask(answer: ASGIApp, method: str = "GET", accepted: str = "gzip, deflate, br") -> httpx.Response:
    """The answer as it went over the wire, decoded by the client."""
    transport = httpx.ASGITransport(Compression(answer))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, "/", headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize(
    "kind", ["application/json", "application/problem+json", "application/json; charset=utf-8"]
)
async def test_long_json_is_compressed(kind: str) -> None:
    answer = await ask(JSONResponse(LONG, media_type=kind, headers={"ETag": '"3"', "Vary": "Origin"}))
    assert answer.json() == LONG
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Origin, Accept-Encoding"
    assert answer.headers["etag"] == '"3"'
    assert int(answer.headers["content-length"]) < len(json.dumps(LONG)) / 5


async def test_what_would_stop_the_loop_is_compressed_beside_it() -> None:
    body = {"text": "长" * IN_A_THREAD}
    answer = await ask(JSONResponse(body))
    assert answer.json() == body
    assert answer.headers["content-encoding"] == "gzip"


async def parts() -> AsyncGenerator[bytes]:
    yield b"[" + b"1," * 1000
    yield b"1]"


@pytest.mark.parametrize(
    ("answer", "method", "accepted"),
    [
        (JSONResponse({"id": 1}), "GET", "gzip"),
        (JSONResponse(LONG), "POST", "gzip"),
        (JSONResponse(LONG), "GET", "br"),
        (JSONResponse(LONG), "GET", "gzip;q=0"),
        (PlainTextResponse("x" * 5000), "GET", "gzip"),
        (StreamingResponse(parts(), media_type="application/json"), "GET", "gzip"),
    ],
    ids=["short", "an answer to POST", "not taken", "refused", "no JSON", "streamed"],
)
async def test_everything_else_goes_as_it_is(answer: Response, method: str, accepted: str) -> None:
    told = await ask(answer, method, accepted)
    assert told.status_code == 200
    assert "content-encoding" not in told.headers
    assert len(told.content) == int(told.headers.get("content-length", "2003"))


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_without_a_body_has_none(status: int) -> None:
    told = await ask(Response(status_code=status, headers={"ETag": '"1"'}, media_type="application/json"))
    assert (told.status_code, told.content) == (status, b"")


DOCUMENT = Document(json.dumps(LONG).encode())


def headers(**values: str) -> Headers:
    return Headers({name.replace("_", "-"): value for name, value in values.items()})


async def test_a_document_is_sent_compressed_where_that_is_taken() -> None:
    small, plain = DOCUMENT.answer(headers(accept_encoding="gzip")), DOCUMENT.answer(headers())
    assert json.loads(zlib.decompress(bytes(small.body), wbits=31)) == json.loads(bytes(plain.body)) == LONG
    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["etag"] == plain.headers["etag"]
    assert (await ask(small)).json() == LONG


@pytest.mark.parametrize("known", ["{}", '"old", {}', "*", 'W/"old",{}'])
async def test_a_document_is_not_sent_to_who_has_it(known: str) -> None:
    tag = DOCUMENT.answer(headers()).headers["etag"]
    answer = DOCUMENT.answer(headers(if_none_match=known.format(tag)))
    assert (answer.status_code, bytes(answer.body), answer.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("known", ["", '"old"', 'W/"old"', '"old", *'])
async def test_a_document_is_sent_to_who_has_another(known: str) -> None:
    assert DOCUMENT.answer(headers(if_none_match=known)).status_code == 200


@pytest.mark.parametrize(
    ("header", "taken"),
    [("gzip", True), ("GZIP;q=1", True), ("br, gzip ; q=0.1", True), ("x-gzip", False), ("gzip; q=0.000", False)],
)
def test_accepting(header: str, taken: bool) -> None:
    assert accepts(headers(accept_encoding=header), "gzip") is taken
