"""What the API gives of derived pictures and of what files say about themselves."""

from typing import Any

from pydantic import Field

from app.evidence.models import Evidence
from app.evidence.previews import claims
from app.evidence.previews.claims import Claims
from app.evidence.previews.enums import ClaimNote, PreviewSize
from app.evidence.previews.models import EvidenceClaim
from app.evidence.schemas import ITEM, CapturedPlace, EvidenceOut
from app.evidence.sharing.schemas import Opening
from app.evidence.standing import Standing
from app.kernel.actor import Actor
from app.kernel.geo import Point
from app.kernel.http import Schema, example

UNVERIFIED = "以下内容是文件自己带的，没有核对过，可能不准，也可能被改过，只供参考"

_CLAIMS: dict[str, Any] = {
    "about": UNVERIFIED,
    "taken_at_local": "2026-06-30T18:20:00",
    "taken_offset_min": 480,
    "place": {"latitude_deg": 30.2741, "longitude_deg": 120.1551, "datum": "wgs84"},
    "device_make": "HUAWEI",
    "device_model": "P40",
    "software": None,
    "notes": ["time_differs"],
}


class FileClaims(Schema):
    """What the file says about itself (EXIF, the header of a film). Nobody has verified any of it."""

    model_config = example(_CLAIMS)
    about: str = UNVERIFIED
    taken_at_local: str | None = Field(description="拍摄设备上的时间，年-月-日T时:分:秒，设备时钟可能不准")
    taken_offset_min: int | None = Field(description="设备时间比世界时早多少分钟；文件没有写就是空，按北京时间看")
    place: CapturedPlace | None = Field(description="文件里写的拍摄地点")
    device_make: str | None = Field(description="设备厂家")
    device_model: str | None = Field(description="设备型号")
    software: str | None = Field(description="写下这些内容的软件；手机系统和修图软件都写在这里")
    notes: list[ClaimNote] = Field(description="值得再核对一下的地方，不说明材料是真是假")

    @classmethod
    def of(cls, claim: EvidenceClaim, item: Evidence) -> "FileClaims":
        """What is said, beside what the owner of ``item`` said."""
        said = Claims(
            taken_at_local=claim.taken_at_local,
            taken_offset_min=claim.taken_offset_min,
            place=_point(claim.latitude_deg, claim.longitude_deg, claim.datum),
            device_make=claim.device_make,
            device_model=claim.device_model,
            software=claim.software,
        )
        declared = _point(item.captured_latitude_deg, item.captured_longitude_deg, item.captured_datum)
        notes = claims.notes(
            said, declared_at=item.captured_at, declared_place=declared, arrived_at=item.arrived_at
        )
        place = said.place and CapturedPlace(
            latitude_deg=said.place.latitude_deg, longitude_deg=said.place.longitude_deg, datum=said.place.datum
        )
        return cls(
            taken_at_local=said.taken_at_local,
            taken_offset_min=said.taken_offset_min,
            place=place,
            device_make=said.device_make,
            device_model=said.device_model,
            software=said.software,
            notes=list(notes),
        )


class EvidenceDetail(EvidenceOut):
    """One file, with what it says about itself; ``claims`` is null where it was not asked, or cannot be."""

    model_config = example(ITEM | {"claims": _CLAIMS})
    claims: FileClaims | None = Field(description="文件自己带的说明，没有核对过")

    @classmethod
    def with_claims(
        cls, item: Evidence, actor: Actor, standing: Standing, claim: EvidenceClaim | None
    ) -> "EvidenceDetail":
        """``item`` as ``actor`` sees it, with what it says."""
        said = FileClaims.of(claim, item) if claim is not None else None
        return cls(**EvidenceOut.of(item, actor, standing).model_dump(), claims=said)


class PreviewRequest(Opening):
    """Which derived picture, and what for; the purpose counts for the web size, which is a look at the file."""

    model_config = example({"size": "web", "purpose": None, "note": None})
    size: PreviewSize = PreviewSize.WEB


def _point(latitude_deg: float | None, longitude_deg: float | None, datum: Any) -> Point | None:
    if latitude_deg is None or longitude_deg is None or datum is None:
        return None
    return Point(latitude_deg, longitude_deg, datum)
