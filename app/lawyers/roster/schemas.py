"""What the API of the roster takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.kernel.http import Schema, example
from app.lawyers.enums import FormerOffice, Sex, Skill, WorkerKind
from app.lawyers.roster.licence import LicenceKind

LAWYER_ID = "01937b3e-0000-7000-8000-000000000021"
FIRM_ID = "01937b3e-0000-7000-8000-000000000022"
AGENCY_ID = "01937b3e-0000-7000-8000-000000000002"
Years = Annotated[int, Field(ge=0, le=70, description="年数")]
Reason = Annotated[str, Field(min_length=1, max_length=200)]

KnowsMinors = Annotated[bool, Field(description="是否熟悉未成年人身心特点（148号令第二十六条）")]


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
    weekly_capacity: Annotated[int, Field(ge=0, le=100, description="每周最多新接几件")] | None = None
    languages: Annotated[list[Language], Field(max_length=20)] = Field(default_factory=list[Language])
    skills: Annotated[list[Skill], Field(max_length=10)] = Field(default_factory=list[Skill])
    defence_since: Annotated[date, Field(description="从哪一天开始做刑事辩护")] | None = None
    former_office: Annotated[FormerOffice, Field(description="曾任法官或者检察官")] | None = None
    left_office_on: Annotated[date, Field(description="离任日期")] | None = None
    heads_firm: Annotated[bool, Field(description="是否负责本所接受指派")] = False
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
    weekly_capacity: Annotated[int, Field(ge=0, le=100, description="每周最多新接几件")] | None = None
    languages: Annotated[list[Language], Field(max_length=20)] = Field(default_factory=list[Language])
    skills: Annotated[list[Skill], Field(max_length=10)] = Field(default_factory=list[Skill])
    defence_since: Annotated[date, Field(description="从哪一天开始做刑事辩护")] | None = None
    former_office: Annotated[FormerOffice, Field(description="曾任法官或者检察官")] | None = None
    left_office_on: Annotated[date, Field(description="离任日期")] | None = None
    heads_firm: Annotated[bool, Field(description="是否负责本所接受指派")] = False


_LAWYER: dict[str, Any] = {
    "id": LAWYER_ID,
    "name": "李律师",
    "firm_id": FIRM_ID,
    "firm": "西湖律师事务所",
    "agency_id": AGENCY_ID,
    "kind": "lawyer",
    "sex": "woman",
    "specialties": [{"specialty": "labour", "years": 8}],
    "languages": ["uyghur"],
    "skills": ["women"],
    "weekly_capacity": None,
    "heads_firm": False,
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
    kind: WorkerKind
    sex: Sex
    specialties: list[SpecialtyIO]
    languages: list[Language]
    skills: list[Skill]
    areas: list[str]
    weekly_capacity: int | None
    heads_firm: bool
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
            "certificate_number": None,
            "practising_since": 2016,
            "defence_since": None,
            "former_office": None,
            "left_office_on": None,
            "suspended_at": None,
            "suspension_reason": None,
        }
    )

    person_id: UUID
    licence_number: str | None
    licence_kind: LicenceKind | None
    certificate_number: str | None
    practising_since: int
    defence_since: date | None
    former_office: FormerOffice | None
    left_office_on: date | None
    suspended_at: datetime | None
    suspension_reason: str | None
