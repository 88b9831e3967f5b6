"""What uploading takes and gives: a declaration, and the means to upload by form or by parts."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from app.evidence.enums import EvidenceKind, MediaType
from app.evidence.rules import not_taken
from app.evidence.schemas import ITEM, MATTER, SHA256, CapturedPlace, EvidenceOut
from app.evidence.storage.objects import PostForm
from app.evidence.storage.parts import StoredPart
from app.evidence.uploading.parting import MOST_PARTS, Plan, Progress
from app.evidence.uploading.sending import Links
from app.kernel.http import Schema, example

LONGEST_NAME_TAKEN = 1000
"""What phones call a file may be long; it is shown shortened. Longer than this is no name."""

MOST_NUMBERS = 100
"""Parts that one request gets links for."""

FORM: dict[str, Any] = {
    "mode": "form",
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
            "captured_place": {"latitude_deg": 28.6571, "longitude_deg": 112.3512, "datum": "gcj02"},
        }
    )
    matter_id: UUID = Field(description="材料属于哪件事（申请的编号）")
    kind: EvidenceKind
    name: str = Field(min_length=1, max_length=LONGEST_NAME_TAKEN, description="手机上的文件名")
    media_type: TakenType
    size_bytes: int = Field(ge=0, lt=2**53)
    sha256: Sha256 = Field(description="整个文件的 SHA-256，64 位十六进制")
    captured_at: CapturedAt | None = Field(default=None, description="拍摄或形成的时间，本人自述，可以不填")
    captured_place: CapturedPlace | None = Field(default=None, description="拍摄的地点，本人自述，可以不填")


class UploadForm(Schema):
    """A form for one upload straight to storage.

    ``wx.uploadFile({url, name: file_field, formData: fields, filePath})``, or a multipart POST of the fields
    with the file as the last part. Storage answers 201; then call ``complete``.
    """

    model_config = example(FORM)
    mode: Literal["form"] = "form"
    url: str
    file_field: str = "file"
    fields: dict[str, str]
    expires_in_s: int = Field(description="多少秒内有效")

    @classmethod
    def of(cls, form: PostForm) -> "UploadForm":
        """A signed form as the client gets it."""
        return cls(url=form.url, fields=form.fields, expires_in_s=form.expires_in_s)


class UploadParts(Schema):
    """The file is to be sent in parts, each by a PUT of its bytes; part n begins at (n - 1) × ``part_bytes``.

    Ask for links (``POST …/parts``), PUT each part, in any order; see what has arrived (``GET …/parts``) and go on
    from there, on any phone of the same owner; then call ``complete``.
    """

    model_config = example({"mode": "parts", "part_bytes": 5242880, "count": 12})
    mode: Literal["parts"] = "parts"
    part_bytes: int = Field(description="每段多少字节，最后一段可以小一些")
    count: int = Field(description="一共几段")

    @classmethod
    def of(cls, plan: Plan) -> "UploadParts":
        """A plan as the client gets it."""
        return cls(part_bytes=plan.part_bytes, count=plan.count)


Upload = Annotated[UploadForm | UploadParts, Field(discriminator="mode")]


def upload_of(means: PostForm | Plan) -> UploadForm | UploadParts:
    """The means to upload, as the client gets them."""
    return UploadParts.of(means) if isinstance(means, Plan) else UploadForm.of(means)


class EvidenceDeclared(Schema):
    """The file that was declared; ``upload`` is null where nothing has to be uploaded any more."""

    model_config = example({"evidence": ITEM, "upload": FORM})
    evidence: EvidenceOut
    upload: Upload | None


class PartNumbers(Schema):
    """Parts that are about to be sent."""

    model_config = example({"numbers": [3, 4]})
    numbers: list[Annotated[int, Field(ge=1, le=MOST_PARTS)]] = Field(min_length=1, max_length=MOST_NUMBERS)


class PartLink(Schema):
    """Where one part goes: a PUT of exactly ``size_bytes`` bytes, with no header but its length."""

    number: int
    size_bytes: int
    url: str


class PartLinks(Schema):
    """Links for parts. ``started_anew``: storage lost the parts sent before, all have to be sent again.

    ``is_whole``: everything has arrived, there is nothing to send; call ``complete``.
    """

    model_config = example(
        {
            "part_bytes": 5242880,
            "count": 12,
            "parts": [
                {
                    "number": 3,
                    "size_bytes": 5242880,
                    "url": "https://files.example.gov.cn/yijiantong/evidence/5f2c0f8e?partNumber=3&uploadId=8d1f",
                }
            ],
            "expires_in_s": 900,
            "started_anew": False,
            "is_whole": False,
        }
    )
    part_bytes: int
    count: int
    parts: list[PartLink]
    expires_in_s: int = Field(description="多少秒内有效")
    started_anew: bool = Field(description="之前传的段已经丢失，要从头再传")
    is_whole: bool = Field(description="已经全部收到，不用再传")

    @classmethod
    def of(cls, links: Links) -> "PartLinks":
        """Signed links as the client gets them."""
        plan = links.plan
        return cls(
            part_bytes=plan.part_bytes,
            count=plan.count,
            parts=[PartLink(number=n, size_bytes=plan.size_of(n), url=url) for n, url in links.urls.items()],
            expires_in_s=links.expires_in_s,
            started_anew=links.started_anew,
            is_whole=links.is_whole,
        )


class PartReceived(Schema):
    """A part that arrived; ``ok`` unless it was cut off or is no part of this file."""

    number: int
    size_bytes: int
    expected_bytes: int
    ok: bool


class PartsReceived(Schema):
    """What has arrived of a file: send what is ``missing`` or of the ``wrong_size``, then call ``complete``."""

    model_config = example(
        {
            "part_bytes": 5242880,
            "count": 4,
            "parts": [
                {"number": 1, "size_bytes": 5242880, "expected_bytes": 5242880, "ok": True},
                {"number": 3, "size_bytes": 1310720, "expected_bytes": 5242880, "ok": False},
            ],
            "missing": [2, 4],
            "wrong_size": [3],
            "received_bytes": 5242880,
            "is_whole": False,
        }
    )
    part_bytes: int
    count: int
    parts: list[PartReceived]
    missing: list[int] = Field(description="还没有收到的段")
    wrong_size: list[int] = Field(description="大小不对、要重新传的段")
    received_bytes: int = Field(description="已经完整收到多少字节")
    is_whole: bool = Field(description="已经全部收到")

    @classmethod
    def of(cls, progress: Progress[StoredPart]) -> "PartsReceived":
        """What arrived, as the client gets it."""
        plan = progress.plan
        arrived = progress.whole | progress.wrong
        return cls(
            part_bytes=plan.part_bytes,
            count=plan.count,
            parts=[
                PartReceived(
                    number=number,
                    size_bytes=part.size_bytes,
                    expected_bytes=plan.size_of(number),
                    ok=number in progress.whole,
                )
                for number, part in sorted(arrived.items())
            ],
            missing=progress.missing,
            wrong_size=sorted(progress.wrong),
            received_bytes=progress.received_bytes,
            is_whole=progress.is_whole,
        )
