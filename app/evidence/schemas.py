"""What the evidence API takes and gives."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType, RejectionReason
from app.evidence.models import Evidence
from app.evidence.rules import not_taken
from app.evidence.states import OPEN, evidence_machine
from app.evidence.storage.objects import PostForm
from app.kernel.actor import Actor
from app.kernel.http import Schema, example

LONGEST_NAME_TAKEN = 1000
"""What phones call a file may be long; it is shown shortened. Longer than this is no name."""

MATTER = "0199e0a0-7c00-7000-8000-0000000000a1"
SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def _taken_type(value: Any) -> Any:
    if isinstance(value, str) and value not in set(MediaType):
        raise ValueError(not_taken(value))
    return value


def _plausible_time(value: datetime) -> datetime:
    if not 1900 <= value.year <= 2200:
        raise ValueError("拍摄时间不对，可以不填")
    return value.astimezone(UTC)


TakenType = Annotated[MediaType, BeforeValidator(_taken_type)]
CapturedAt = Annotated[AwareDatetime, AfterValidator(_plausible_time)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-fA-F]{64}$", to_lower=True)]

_ITEM: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000e1",
    "matter_id": MATTER,
    "kind": "wage_record",
    "name": "六月工资表.jpg",
    "media_type": "image/jpeg",
    "size_bytes": 482133,
    "sha256": SHA256,
    "status": "declared",
    "rejection": None,
    "found_type": None,
    "captured_at": "2026-06-30T10:20:00Z",
    "declared_at": "2026-11-20T01:00:00Z",
    "arrived_at": None,
    "verified_at": None,
    "version": 1,
    "allowed_actions": ["complete"],
}
_FORM: dict[str, Any] = {
    "url": "https://files.example.gov.cn/yijiantong",
    "file_field": "file",
    "fields": {
        "key": "evidence/5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d",
        "Content-Type": "image/jpeg",
        "acl": "bucket-owner-full-control",
        "success_action_status": "201",
        "x-amz-checksum-sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "yjt/20261120/us-east-1/s3/aws4_request",
        "x-amz-date": "20261120T010000Z",
        "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMTEtMjBUMDE6MTU6MDBaIn0=",
        "x-amz-signature": "9a7b1c3d5e7f90112233445566778899aabbccddeeff00112233445566778899",
    },
    "expires_in_s": 900,
}


class EvidenceDeclaration(Schema):
    """A file that is about to be uploaded; the stored file must be exactly this."""

    model_config = example(
        {
            "matter_id": MATTER,
            "kind": "wage_record",
            "name": "六月工资表.jpg",
            "media_type": "image/jpeg",
            "size_bytes": 482133,
            "sha256": SHA256,
            "captured_at": "2026-06-30T18:20:00+08:00",
        }
    )
    matter_id: UUID = Field(description="材料属于哪件事（申请的编号）")
    kind: EvidenceKind
    name: str = Field(min_length=1, max_length=LONGEST_NAME_TAKEN, description="手机上的文件名")
    media_type: TakenType
    size_bytes: int = Field(ge=0, lt=2**53)
    sha256: Sha256 = Field(description="整个文件的 SHA-256，64 位十六进制")
    captured_at: CapturedAt | None = Field(default=None, description="拍摄或形成的时间，本人自述，可以不填")


class EvidenceOut(Schema):
    """A file of a case. ``captured_at`` is what the owner says; the other times are ours."""

    model_config = example(_ITEM)
    id: UUID
    matter_id: UUID
    kind: EvidenceKind
    name: str
    media_type: MediaType
    size_bytes: int
    sha256: str
    status: EvidenceStatus
    rejection: RejectionReason | None = Field(description="没有通过核验的原因")
    found_type: str | None = Field(description="实际内容看起来是什么类型")
    captured_at: datetime | None
    declared_at: datetime
    arrived_at: datetime | None
    verified_at: datetime | None
    version: int
    allowed_actions: list[str] = Field(description="现在可以做的事，见字典 evidence_action")

    @classmethod
    def of(cls, item: Evidence, actor: Actor) -> "EvidenceOut":
        """``item`` as ``actor`` sees it."""
        actions = evidence_machine.allowed_actions(actor, item)
        if item.status is EvidenceStatus.VERIFIED:
            actions.append(OPEN)
        values = item.model_dump(include=set(cls.model_fields) - {"allowed_actions"})
        return cls.model_validate(values | {"allowed_actions": actions})


class UploadForm(Schema):
    """A form for one upload straight to storage.

    ``wx.uploadFile({url, name: file_field, formData: fields, filePath})``, or a multipart POST of the fields
    with the file as the last part. Storage answers 201; then call ``complete``.
    """

    model_config = example(_FORM)
    url: str
    file_field: str = "file"
    fields: dict[str, str]
    expires_in_s: int = Field(description="多少秒内有效")

    @classmethod
    def of(cls, form: PostForm) -> "UploadForm":
        """A signed form as the client gets it."""
        return cls(url=form.url, fields=form.fields, expires_in_s=form.expires_in_s)


class EvidenceDeclared(Schema):
    """The file that was declared; ``upload`` is null where nothing has to be uploaded any more."""

    model_config = example({"evidence": _ITEM, "upload": _FORM})
    evidence: EvidenceOut
    upload: UploadForm | None


class OpenedFile(Schema):
    """A link to one file, good for minutes."""

    model_config = example(
        {
            "url": "https://files.example.gov.cn/yijiantong/evidence/5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d?X-Amz-Expires=300",
            "expires_in_s": 300,
        }
    )
    url: str
    expires_in_s: int
