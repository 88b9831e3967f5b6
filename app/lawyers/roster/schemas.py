"""What the API of the roster takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.identity.schemas import RealNameIn
from app.kernel.http import Schema, example
from app.lawyers.enums import FirmKind, FormerOffice, Skill, WorkerKind
from app.lawyers.names import firm_name
from app.lawyers.roster.licence import LicenceKind

LAWYER_ID = "01937b3e-0000-7000-8000-000000000021"
FIRM_ID = "01937b3e-0000-7000-8000-000000000022"
AGENCY_ID = "01937b3e-0000-7000-8000-000000000002"
Years = Annotated[int, Field(ge=0, le=70, description="年数")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

KnowsMinors = Annotated[bool, Field(description="是否熟悉未成年人身心特点（148号令第二十六条）")]


_PERSON: dict[str, Any] = {
    "name": "李律师",
    "kind": "resident_id",
    "number": "11010519491231002X",
    "phone": "13800138000",
}
WORK_EXAMPLE: dict[str, Any] = {
    "capacity": 8,
    "weekly_capacity": 2,
    "specialties": [{"specialty": "labour", "years": 8}],
    "languages": ["uyghur"],
    "skills": ["women"],
    "areas": ["330106"],
    "knows_minors": False,
    "defence_since": None,
    "former_office": None,
    "left_office_on": None,
}


def _one_way(value: object) -> object:
    return firm_name(value) if isinstance(value, str) else value


FirmName = Annotated[str, BeforeValidator(_one_way), StringConstraints(min_length=2, max_length=100)]
CreditCode = Annotated[str, Field(max_length=40, description="统一社会信用代码")]
LicenceNumber = Annotated[str, Field(max_length=40, description="17 位律师执业证号")]
CertificateNumber = Annotated[str, Field(max_length=40, description="基层法律服务工作者执业证、志愿者证件的号码")]
CertifiedSince = Annotated[int, Field(ge=1979, le=2200, description="发证年份")]
_FIRM: dict[str, Any] = {"name": "西湖律师事务所", "kind": "law_firm", "credit_code": None}


class FirmEdit(Schema):
    """What the centre may change of a firm."""

    model_config = example(_FIRM)

    name: FirmName
    kind: FirmKind = FirmKind.LAW_FIRM
    credit_code: CreditCode | None = None


class FirmIn(FirmEdit):
    """A law firm, or another place lawyers and legal workers belong to, to put on a centre's roster."""

    model_config = example(_FIRM | {"agency_id": AGENCY_ID})

    agency_id: UUID


class FirmView(Schema):
    """A firm on a centre's roster; edit with ``version``."""

    model_config = example(_FIRM | {"id": FIRM_ID, "agency_id": AGENCY_ID, "version": 1})

    id: UUID
    agency_id: UUID
    name: str
    kind: FirmKind
    credit_code: str | None
    version: int


class SpecialtyIO(Schema):
    """A specialty and the years in it."""

    model_config = example({"specialty": "labour", "years": 8})

    specialty: CaseGroup
    years: Years


class SpecialtyView(SpecialtyIO):
    """A specialty, the years in it, and the cases of it closed here."""

    model_config = example({"specialty": "labour", "years": 8, "cases_done": 12})

    cases_done: int


class OwnWork(Schema):
    """What a lawyer knows best of the own work, and may ask to have changed."""

    model_config = example(WORK_EXAMPLE)

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
    licence_number: LicenceNumber | None = None


class LawyerEdit(OwnWork):
    """What the centre may change. ``suspension_reason`` suspends; without it the lawyer may be asked.

    The licence number may change, its last six digits not; left out, licence and certificate stay as they are.
    With the credentials of another ``kind`` the kind changes.
    """

    model_config = example(WORK_EXAMPLE | {"firm_id": FIRM_ID, "suspension_reason": None})

    firm_id: UUID
    heads_firm: Annotated[bool, Field(description="是否负责本所接受指派")] = False
    suspension_reason: Reason | None = None
    kind: WorkerKind | None = None
    certificate_number: CertificateNumber | None = None
    certified_since: CertifiedSince | None = None
    sex: Sex | None = None


class PersonShown(RealNameIn):
    """Who is entered, as the document shown says; ``phone`` serves somebody new here."""

    model_config = example(_PERSON)
    phone: Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")] | None = None


class LawyerIn(OwnWork):
    """Somebody to put on the roster of the firm's centre, by the documents shown.

    A lawyer by ``licence_number``; a grass-roots legal worker or a volunteer by ``certificate_number`` and the
    year it was given, with ``sex`` where the identity document does not say it.
    """

    model_config = example(
        WORK_EXAMPLE
        | {"person": _PERSON, "firm_id": FIRM_ID, "kind": "lawyer", "licence_number": "13301201610123456"}
    )

    person: PersonShown
    firm_id: UUID
    kind: WorkerKind = WorkerKind.LAWYER
    certificate_number: CertificateNumber | None = None
    certified_since: CertifiedSince | None = None
    sex: Sex | None = None
    heads_firm: Annotated[bool, Field(description="是否负责本所接受指派")] = False


LAWYER_EXAMPLE: dict[str, Any] = {
    "id": LAWYER_ID,
    "name": "李律师",
    "firm_id": FIRM_ID,
    "firm": "西湖律师事务所",
    "agency_id": AGENCY_ID,
    "kind": "lawyer",
    "sex": "woman",
    "specialties": [{"specialty": "labour", "years": 8, "cases_done": 12}],
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

    model_config = example(LAWYER_EXAMPLE)

    id: UUID
    name: str
    firm_id: UUID
    firm: str
    agency_id: UUID
    kind: WorkerKind
    sex: Sex
    specialties: list[SpecialtyView]
    languages: list[Language]
    skills: list[Skill]
    areas: list[str]
    weekly_capacity: int | None
    heads_firm: bool
    knows_minors: bool
    capacity: int
    open_cases: int
    suspended: bool


DETAIL_EXAMPLE: dict[str, Any] = LAWYER_EXAMPLE | {
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


class LawyerDetail(LawyerView):
    """A lawyer on the roster, with licence; edit with the version given as ETag."""

    model_config = example(DETAIL_EXAMPLE)

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
