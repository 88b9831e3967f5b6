"""What the API of papers takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.papers.codes import PaperKind, PaperStatus, TemplateSource
from app.legal_aid.papers.models import LONGEST_TEMPLATE
from app.legal_aid.schemas import LINES

_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
_TEXT = (
    '#import "official.typ": *\n#let data = json("data.json")\n'
    '#show: letter.with(data, title: "给予法律援助决定书")\n#addressee(data.matter.applicant)\n\n'
    "经审查，决定给予法律援助。\n\n#sealed(data.agency, data.dated)\n"
)
_PAPER: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-000000000a01",
    "kind": "grant",
    "title": "给予法律援助决定书",
    "number": "〔2026〕法援决字第00012号",
    "status": "issued",
    "requested_at": "2026-07-03T02:00:00Z",
    "issued_at": "2026-07-03T02:00:01Z",
    "sha256": _SHA256,
    "size_bytes": 34166,
    "template_source": "builtin",
    "missing_characters": None,
    "failure": None,
    "allowed_actions": ["open"],
}


class PaperView(Schema):
    """One paper of a case. Once issued its bytes never change: they have this SHA-256.

    ``missing_characters`` are characters of names that no font has: they stand as boxes and are written in by
    hand. ``failure`` is told to staff.
    """

    model_config = example(_PAPER)
    id: UUID
    kind: PaperKind
    title: str
    number: str | None
    status: PaperStatus
    requested_at: datetime
    issued_at: datetime | None
    sha256: str | None
    size_bytes: int | None
    template_source: TemplateSource | None
    missing_characters: str | None
    failure: str | None
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 paper_action")


class Papers(Schema):
    """The papers of a case, in the order they were asked for."""

    model_config = example({"items": [_PAPER]})
    items: list[PaperView]


class OpenedPaper(Schema):
    """A link to the sealed PDF, good for minutes."""

    model_config = example(
        {
            "url": "https://files.example.gov.cn/yijiantong/papers/5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d?X-Amz-Expires=300",
            "expires_in_s": 300,
        }
    )
    url: str
    expires_in_s: int


TemplateText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEMPLATE, pattern=LINES)]


class TemplateEdit(Schema):
    """A template in Typst (https://typst.app/docs); begin with ours, which ``GET`` gives."""

    model_config = example({"text": _TEXT})
    text: TemplateText


class TemplateView(Schema):
    """The template in force at an agency, and ours to begin with.

    Attributes:
        agency_id: whose it is: the agency's own or one above; none for ours.
        version: how many templates of this kind the agency itself has set; the ETag.
        library: the layout that ``official.typ`` stands for.
    """

    model_config = example(
        {
            "kind": "grant",
            "title": "给予法律援助决定书",
            "source": "builtin",
            "agency_id": None,
            "version": 0,
            "sha256": _SHA256,
            "text": _TEXT,
            "builtin_text": _TEXT,
            "library": '#let serif = "Noto Serif SC"\n',
        }
    )
    kind: PaperKind
    title: str
    source: TemplateSource
    agency_id: UUID | None
    version: int
    sha256: str
    text: str
    builtin_text: str
    library: str
