"""What the API of bundles takes and gives."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from app.evidence.bundles.asking import Asked
from app.evidence.bundles.enums import BundlePurpose, BundleStatus
from app.evidence.bundles.models import EvidenceBundle
from app.evidence.schemas import MATTER, SHA256
from app.kernel.http import Schema, example

MOST_FILES = 200
UNTITLED = "证据材料"
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

_BUNDLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000b1",
    "matter_id": MATTER,
    "title": "张建国追索劳动报酬",
    "purpose": "court",
    "status": "ready",
    "problem": None,
    "evidence_ids": ["0199e0a0-7c00-7000-8000-0000000000e1"],
    "size_bytes": 523133,
    "page_count": 1,
    "sha256": SHA256,
    "manifest_sha256": SHA256,
    "asked_at": "2026-11-20T01:00:00Z",
    "made_at": "2026-11-20T01:00:05Z",
}


class BundleIn(Schema):
    """Files of a matter for a court, in this order; without ``evidence_ids`` every verified one."""

    model_config = example({"matter_id": MATTER, "title": "张建国追索劳动报酬", "purpose": "court"})
    matter_id: UUID = Field(description="哪件事（申请的编号）")
    evidence_ids: list[UUID] | None = Field(
        default=None, min_length=1, max_length=MOST_FILES, description="放哪些材料、按什么顺序；不填是全部已核验的"
    )
    title: Title = Field(default=UNTITLED, description="写在证据目录上的卷宗名称")
    purpose: BundlePurpose

    @field_validator("evidence_ids")
    @classmethod
    def _once(cls, value: list[UUID] | None) -> list[UUID] | None:
        return None if value is None else list(dict.fromkeys(value))

    def asked(self) -> Asked:
        """The same for the use case."""
        return Asked(self.matter_id, self.evidence_ids, self.title, self.purpose)


class BundleOut(Schema):
    """A bundle and how far it is; hashes, size and pages are there once it is ready."""

    model_config = example(_BUNDLE)
    id: UUID
    matter_id: UUID
    title: str
    purpose: BundlePurpose
    status: BundleStatus
    problem: str | None = Field(description="没有做成的原因")
    evidence_ids: list[UUID]
    size_bytes: int | None
    page_count: int | None = Field(description="纸面一共多少页")
    sha256: str | None
    manifest_sha256: str | None
    asked_at: datetime
    made_at: datetime | None

    @classmethod
    def of(cls, bundle: EvidenceBundle, evidence_ids: Sequence[UUID]) -> "BundleOut":
        """A bundle with its files in order."""
        values = bundle.model_dump(include=set(cls.model_fields) - {"evidence_ids"})
        return cls.model_validate(values | {"evidence_ids": list(evidence_ids)})
