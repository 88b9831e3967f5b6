"""People of the story: each holds a client, logs in as a real one would, and retries what a phone would retry."""

import hashlib
import itertools
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.telling import Json, Unexpected, expect

ASSETS = Path(__file__).resolve().parents[1] / "assets"
PATIENCE_S = 60
serial = itertools.count(1)


class Someone:
    """A caller of the API."""

    def __init__(self, base_url: str) -> None:
        self.client = httpx.Client(base_url=base_url, timeout=30, trust_env=False)

    def log_in_by_wechat(self, openid: str) -> Json:
        """Log in with a one-use code, as ``wx.login`` gives."""
        code = f"login-{openid}.{next(serial)}{secrets.token_hex(4)}"
        return self._keep(expect(self.client.post("/auth/wechat/login", json={"code": code}), 200))

    def log_in_as(self, persona: str) -> Json:
        """Log in as a persona of the demonstration."""
        return self._keep(expect(self.client.post("/demo/login", json={"persona": persona}), 200))

    def get(self, path: str, status: int = 200, **query: str) -> Any:
        """GET, expecting ``status``."""
        return expect(self.client.get(path, params=query), status)

    def post(self, path: str, body: Json | None = None, status: int = 200, code: str | None = None) -> Any:
        """POST with an idempotency key, expecting ``status``."""
        headers = {"Idempotency-Key": secrets.token_hex(12)}
        return expect(self.client.post(path, json=body, headers=headers), status, code)

    def put(self, path: str, body: Json, version: int, status: int = 200) -> Any:
        """PUT over ``version``."""
        return expect(self.client.put(path, json=body, headers={"If-Match": f'"{version}"'}), status)

    def upload(self, matter_id: str, name: str, media_type: str, kind: str) -> Json:
        """Declare a sample file, post it straight to storage as ``wx.uploadFile`` does, and say so."""
        content = (ASSETS / name).read_bytes()
        declared = self.post("/evidence", declaration(matter_id, name, media_type, kind, content), 201)
        form = declared["upload"]
        if form is None:  # the same content is there already under another kind
            return declared["evidence"]
        fields = [(field, (None, value)) for field, value in form["fields"].items()]
        file = (form["file_field"], (name, content, media_type))
        stored = httpx.post(form["url"], files=[*fields, file], timeout=30, trust_env=False)
        if stored.status_code != 201:
            raise Unexpected(f"storage answered {stored.status_code} {stored.text}")
        return self.post(f"/evidence/{declared['evidence']['id']}/complete")

    def wait_for(self, path: str, ready: Callable[[Json], bool]) -> Json:
        """GET until the worker has done what the story waits for."""
        end = time.monotonic() + PATIENCE_S
        while True:
            found: Json = self.get(path)
            if ready(found):
                return found
            if time.monotonic() > end:
                raise Unexpected(f"{path} stayed {found}")
            time.sleep(0.1)

    def wait_for_document(self, path: str) -> bytes:
        """GET a document as it is, waiting while the answer is that it is not there yet (409)."""
        end = time.monotonic() + PATIENCE_S
        while (answer := self.client.get(path)).status_code == 409 and time.monotonic() < end:
            time.sleep(0.1)
        expect(answer, 200)
        return answer.content

    def _keep(self, tokens: Json) -> Json:
        self.client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        return tokens


def declaration(matter_id: str, name: str, media_type: str, kind: str, content: bytes) -> Json:
    """What the phone declares of a file before it uploads it."""
    return {
        "matter_id": matter_id,
        "kind": kind,
        "name": name,
        "media_type": media_type,
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
