"""The pages load nothing from elsewhere, and a browser is told so."""

import base64
import hashlib
import os
import re
import zlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from app import web
from app.main import create_app
from app.wiring import build_services
from tests.support.stack import make_settings

pytestmark = pytest.mark.anyio

STORAGE = "https://files.example.test"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    for name, text in {"index.html": "<html><script>go()</script></html>", "main.js": "go = () => {}"}.items():
        (tmp_path / name).write_text(text)
    async with serving(tmp_path) as client:
        yield client


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the pages in ``folder`` that takes no compressed answers unless it says so."""
    made = make_settings("unused", s3_public_endpoint=STORAGE, web_root=str(folder), **settings)
    transport = httpx.ASGITransport(create_app(build_services(made)))
    headers = {"Accept-Encoding": "identity"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


def policy(answer: httpx.Response) -> dict[str, list[str]]:
    directives = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in directives}


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


async def test_the_api_pages_name_no_other_host(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text
    assert '"validatorUrl": null' in page.text
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(links) == 3
    assert all(link.startswith("/docs/assets/") for link in links)
    for link in links:
        asset = await client.get(link)
        assert (asset.status_code, len(asset.content) > 100) == (200, True)


async def test_the_api_pages_run_only_their_own_scripts(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    inline = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    assert policy(page)["script-src"] == ["'self'", *map(hash_of, inline)]
    assert len(inline) == 1


@pytest.mark.parametrize("path", ["/", "/index.html", "/main.js"])
async def test_every_static_file_says_what_it_may_load(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    rules = policy(answer)
    assert rules["default-src"] == ["'self'"]
    assert rules["script-src"] == ["'self'", *([hash_of("go()")] if path != "/main.js" else [])]
    assert rules["frame-ancestors"] == ["'none'"]
    assert STORAGE in rules["connect-src"]
    assert STORAGE in rules["img-src"]
    assert STORAGE in rules["media-src"]
    assert rules["font-src"] == ["'self'", "data:"]
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    assert answer.headers["permissions-policy"] == "geolocation=(self), camera=(self), microphone=(self)"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_pictures_of_the_map_are_let_in_and_its_host_learns_no_more_than_whose_page_asks(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text("<html></html>")
    tiles = "https://tiles.example.test/{z}/{x}/{y}.png?key=1"
    async with serving(tmp_path, map_tiles_url=tiles, map_tiles_attribution="GS(2026)1号") as client:
        page = await client.get("/")
    assert [name for name, sources in policy(page).items() if "https://tiles.example.test" in sources] == [
        "img-src"
    ]
    assert page.headers["referrer-policy"] == "strict-origin"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A build's folder: a page, a picture, and a script under a hashed name with its compressed copies."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "index.html").write_text("<html></html>")
    (tmp_path / "static" / "seal.png").write_bytes(b"\x89PNG")
    for suffix, content in {"": SCRIPT, ".gz": zlib.compress(SCRIPT, wbits=31), ".br": b"brotli"}.items():
        (tmp_path / "assets" / f"index-Dg4sf17v.js{suffix}").write_bytes(content)
    return tmp_path


SCRIPT = b"go = () => {}\n" * 100
ASSET = "/assets/index-Dg4sf17v.js"


@pytest.mark.parametrize(
    ("accepted", "coding", "raw"),
    [
        ("gzip, deflate, br, zstd", "br", b"brotli"),
        ("gzip", "gzip", None),
        ("br;q=0, gzip;q=0.5", "gzip", None),
        ("identity", None, SCRIPT),
        ("br ; q=0.0, xgzip", None, SCRIPT),
        ("", None, SCRIPT),
    ],
)
async def test_the_smallest_copy_a_browser_takes_is_sent_as_what_it_is(
    built: Path, accepted: str, coding: str | None, raw: bytes | None
) -> None:
    async with (
        serving(built) as client,
        client.stream("GET", ASSET, headers={"Accept-Encoding": accepted}) as answer,
    ):
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(sent)
    assert (zlib.decompress(sent, wbits=31) if coding == "gzip" else sent) == (raw or SCRIPT)


async def test_copies_of_an_earlier_file_are_not_sent(built: Path) -> None:
    script = built / ASSET.removeprefix("/")
    later = script.stat().st_mtime_ns + 10**9
    os.utime(script, ns=(later, later))
    async with serving(built) as client:
        answer = await client.get(ASSET, headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.content == SCRIPT


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (ASSET, "public, max-age=31536000, immutable"),
        ("/", "no-cache"),
        ("/index.html", "no-cache"),
        ("/static/seal.png", "no-cache"),
    ],
)
async def test_what_carries_a_hash_is_kept_for_good_and_the_rest_asked_for_again(
    built: Path, path: str, kept: str
) -> None:
    async with serving(built) as client:
        first = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert first.headers["cache-control"] == kept
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == kept


async def test_each_coding_has_a_tag_of_its_own(built: Path) -> None:
    async with serving(built) as client:
        tags = {
            (await client.get(ASSET, headers={"Accept-Encoding": coding})).headers["etag"]
            for coding in ("gzip", "identity")
        }
    assert len(tags) == 2


def test_scripts_of_the_plain_page_are_let_run_and_no_other() -> None:
    html = (web.PLAIN_PAGE / "index.html").read_text(encoding="utf-8")
    rules = web.content_security_policy(html, "http://127.0.0.1:8333/")
    assert rules.count("'sha256-") == html.count("<script") == 1
    assert "http://127.0.0.1:8333;" in rules


def test_a_script_with_a_source_has_no_hash() -> None:
    rules = web.content_security_policy('<script type="module" src="/a.js"></script>', STORAGE)
    assert "sha256" not in rules
