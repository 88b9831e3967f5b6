"""The pages load nothing from elsewhere, and a browser is told so."""

import base64
import hashlib
import re
from collections.abc import AsyncGenerator
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
    settings = make_settings("unused", s3_public_endpoint=STORAGE, web_root=str(tmp_path))
    transport = httpx.ASGITransport(create_app(build_services(settings)))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
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


def test_scripts_of_the_plain_page_are_let_run_and_no_other() -> None:
    html = (web.PLAIN_PAGE / "index.html").read_text(encoding="utf-8")
    rules = web.content_security_policy(html, "http://127.0.0.1:8333/")
    assert rules.count("'sha256-") == html.count("<script") == 1
    assert "http://127.0.0.1:8333;" in rules


def test_a_script_with_a_source_has_no_hash() -> None:
    rules = web.content_security_policy('<script type="module" src="/a.js"></script>', STORAGE)
    assert "sha256" not in rules
