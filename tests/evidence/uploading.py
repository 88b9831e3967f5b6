"""Uploads as the mini-program makes them, and the sample files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ASSETS = Path(__file__).resolve().parents[1] / "assets"


@dataclass(frozen=True)
class Sample:
    """A real file and what a client declares about it."""

    name: str
    media_type: str

    @property
    def data(self) -> bytes:
        return (ASSETS / self.name).read_bytes()

    def declaration(self, matter_id: object, kind: str, **changes: object) -> dict[str, Any]:
        """The body of ``POST /evidence`` for this file."""
        return {
            "matter_id": str(matter_id),
            "kind": kind,
            "name": self.name,
            "media_type": self.media_type,
            "size_bytes": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
        } | changes


WAGES = Sample("wage_sheet.jpg", "image/jpeg")
ATTENDANCE = Sample("attendance.jpg", "image/jpeg")
CHAT = Sample("chat.png", "image/png")
BANK = Sample("bank_statement.pdf", "application/pdf")
SIGNATURE = Sample("signature.png", "image/png")


async def send(url: str, fields: dict[str, str], data: bytes, **changes: str) -> httpx.Response:
    """POST as ``wx.uploadFile``: the form's fields in order, the file last, under the name ``file``."""
    parts = [(name, (None, value)) for name, value in (fields | changes).items()]
    file = ("file", ("tmp_91ab8f.jpg", data, "application/octet-stream"))
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, files=[*parts, file])
