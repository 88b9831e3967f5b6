"""What the API of the lawyers' domain takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseCategory, CaseGroup
from app.kernel.http import Schema, example
from app.lawyers.enums import DeclineReason, OfferStatus, PartySide
from app.lawyers.licence import LicenceKind

LAWYER_ID = "01937b3e-0000-7000-8000-000000000021"
FIRM_ID = "01937b3e-0000-7000-8000-000000000022"
AGENCY_ID = "01937b3e-0000-7000-8000-000000000002"
Years = Annotated[int, Field(ge=0, le=70, description="年数")]
Reason = Annotated[str, Field(min_length=1, max_length=200)]

KnowsMinors = Annotated[bool, Field(description="是否熟悉未成年人身心特点（148号令第二十六条）")]

_OFFER: dict[str, Any] = {
    "id": "01937b3e-0000-7000-8000-000000000031",
    "matter_id": "01937b3e-0000-7000-8000-000000000041",
    "status": "offered",
    "category": "labour_remuneration",
    "area_code": "330106",
    "summary": "追讨 2026 年 3 月至 8 月的工资，约 2.8 万元",
    "offered_at": "2026-12-01T01:00:00Z",
    "expires_at": "2026-12-02T01:00:00Z",
    "decline_reason": None,
    "decline_note": None,
    "allowed_actions": ["accept", "decline"],
}


class OfferView(Schema):
    """A matter offered to the caller; answer before ``expires_at``."""

    model_config = example(_OFFER)

    id: UUID
    matter_id: UUID
    status: OfferStatus
    category: CaseCategory
    area_code: str
    summary: str
    offered_at: datetime
    expires_at: datetime
    decline_reason: DeclineReason | None
    decline_note: str | None
    allowed_actions: list[str]


class PartyView(Schema):
    """A party of the matter, for the lawyer's own check of conflicts (律师法 39)."""

    model_config = example({"side": "opponent", "name": "宏远建筑有限公司"})

    side: PartySide
    name: str


class OfferDetail(OfferView):
    """The offer with the parties; none once it was declined, expired or taken back unanswered."""

    model_config = example(
        _OFFER
        | {
            "parties": [
                {"side": "client", "name": "张三"},
                {"side": "opponent", "name": "宏远建筑有限公司"},
            ]
        }
    )

    parties: list[PartyView]


class DeclineIn(Schema):
    """Why the lawyer does not take it; ``other`` needs a note."""

    model_config = example({"reason": "busy", "note": "本周有三个庭"})

    reason: DeclineReason
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class FirmIn(Schema):
    """A law firm to put on a centre's roster."""

    model_config = example({"agency_id": AGENCY_ID, "name": "西湖律师事务所", "credit_code": None})

    agency_id: UUID
    name: Annotated[str, Field(min_length=2, max_length=100)]
    credit_code: Annotated[str, Field(description="统一社会信用代码")] | None = None


class FirmView(Schema):
    """A law firm on a centre's roster."""

    model_config = example({"id": FIRM_ID, "agency_id": AGENCY_ID, "name": "西湖律师事务所", "credit_code": None})

    id: UUID
    agency_id: UUID
    name: str
    credit_code: str | None


class SpecialtyIO(Schema):
    """A specialty and the years in it."""

    model_config = example({"specialty": "labour", "years": 8})

    specialty: CaseGroup
    years: Years


class LawyerEdit(Schema):
    """What the centre may change. ``suspension_reason`` suspends; without it the lawyer may be asked."""

    model_config = example(
        {
            "firm_id": FIRM_ID,
            "capacity": 8,
            "specialties": [{"specialty": "labour", "years": 8}],
            "areas": ["330106"],
            "suspension_reason": None,
            "knows_minors": False,
        }
    )

    firm_id: UUID
    capacity: Annotated[int, Field(ge=0, le=200, description="同时承办的最多件数")]
    specialties: Annotated[list[SpecialtyIO], Field(max_length=15)]
    areas: Annotated[list[str], Field(min_length=1, max_length=20, description="服务地区的区划代码")]
    knows_minors: KnowsMinors = False
    suspension_reason: Reason | None = None


class LawyerIn(Schema):
    """Someone with an account, to put on the roster of the firm's centre."""

    model_config = example(
        {
            "person_id": "01937b3e-0000-7000-8000-000000000011",
            "firm_id": FIRM_ID,
            "licence_number": "13301201610123456",
            "capacity": 8,
            "specialties": [{"specialty": "labour", "years": 8}],
            "areas": ["330106"],
            "knows_minors": False,
        }
    )

    person_id: UUID
    firm_id: UUID
    licence_number: Annotated[str, Field(max_length=40, description="17 位律师执业证号")]
    capacity: Annotated[int, Field(ge=0, le=200, description="同时承办的最多件数")]
    specialties: Annotated[list[SpecialtyIO], Field(max_length=15)]
    areas: Annotated[list[str], Field(min_length=1, max_length=20, description="服务地区的区划代码")]
    knows_minors: KnowsMinors = False


_LAWYER: dict[str, Any] = {
    "id": LAWYER_ID,
    "name": "李律师",
    "firm_id": FIRM_ID,
    "firm": "西湖律师事务所",
    "agency_id": AGENCY_ID,
    "specialties": [{"specialty": "labour", "years": 8}],
    "areas": ["330106"],
    "knows_minors": False,
    "capacity": 8,
    "open_cases": 2,
    "suspended": False,
}


class LawyerView(Schema):
    """A line of the roster."""

    model_config = example(_LAWYER)

    id: UUID
    name: str
    firm_id: UUID
    firm: str
    agency_id: UUID
    specialties: list[SpecialtyIO]
    areas: list[str]
    knows_minors: bool
    capacity: int
    open_cases: int
    suspended: bool


class LawyerDetail(LawyerView):
    """A lawyer on the roster, with licence; edit with the version given as ETag."""

    model_config = example(
        _LAWYER
        | {
            "person_id": "01937b3e-0000-7000-8000-000000000011",
            "licence_number": "13301201610123456",
            "licence_kind": "full_time",
            "licensed_year": 2016,
            "suspended_at": None,
            "suspension_reason": None,
        }
    )

    person_id: UUID
    licence_number: str
    licence_kind: LicenceKind
    licensed_year: int
    suspended_at: datetime | None
    suspension_reason: str | None
