"""What the API of papers gives."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.correction.papers.codes import CorrectionPaperKind, CorrectionPaperStatus
from app.kernel.http import Schema, example

_PAPER: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000b01",
    "kind": "end_certificate",
    "title": "解除社区矫正证明书",
    "number": "〔2027〕矫解字第00012号",
    "status": "issued",
    "about_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "requested_at": "2027-11-25T02:00:00Z",
    "issued_at": "2027-11-25T02:00:01Z",
    "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    "size_bytes": 34166,
    "missing_characters": None,
    "failure": None,
    "allowed_actions": ["open"],
}


class CorrectionPaperOut(Schema):
    """One paper of an order. Once issued its bytes never change: they have this SHA-256.

    ``missing_characters`` are characters of names that no font has: they are written in by hand. ``failure`` is
    told to staff.
    """

    model_config = example(_PAPER)
    id: UUID
    kind: CorrectionPaperKind
    title: str
    number: str
    status: CorrectionPaperStatus
    about_id: UUID
    requested_at: datetime
    issued_at: datetime | None
    sha256: str | None
    size_bytes: int | None
    missing_characters: str | None
    failure: str | None
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 correction_paper_action")


class CorrectionPapers(Schema):
    """The papers of an order, in the order they were asked for."""

    model_config = example({"items": [_PAPER]})
    items: list[CorrectionPaperOut]


class OpenedCorrectionPaper(Schema):
    """A link to the sealed PDF, good for minutes."""

    model_config = example(
        {
            "url": "https://files.example.gov.cn/yijiantong/papers/5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d?X-Amz-Expires=300",
            "expires_in_s": 300,
        }
    )
    url: str
    expires_in_s: int
