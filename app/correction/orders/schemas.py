"""What the API takes and gives about orders."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.sexes import Sex
from app.correction.areas.schemas import AREA_EXAMPLE, SQUARE, AreaInput, AreaOut
from app.correction.enums import CorrectionCategory, CorrectionStatus, CorrectionTier
from app.correction.orders.codes import ReportedHow
from app.correction.orders.judgments.schemas import DocumentIn, JudgmentIn, Name
from app.identity.schemas import RealNameIn
from app.kernel.clock_views import ClockView
from app.kernel.http import LINE, Schema, example

PERSON = "0199e0a0-7c00-7000-8000-000000000007"
OFFICE = "0199e0a0-7c00-7000-8000-000000000002"
PERSON_EXAMPLE: dict[str, Any] = {
    "name": "王某",
    "kind": "resident_id",
    "number": "11010519491231002X",
    "phone": "13800138000",
}
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
ORDER_EXAMPLE: dict[str, Any] = {
    "id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "agency_id": OFFICE,
    "agency_name": "千岛湖司法所",
    "category": "probation",
    "tier": "yellow",
    "status": "registered",
    "starts_on": "2026-11-25",
    "ends_on": "2027-11-24",
    "is_minor": False,
    "version": 1,
    "allowed_actions": ["begin", "set_area"],
}


DETAIL_EXAMPLE: dict[str, Any] = ORDER_EXAMPLE | {
    "court": "淳安县人民法院",
    "sex": "man",
    "is_sealed": False,
    "reported_on": None,
    "reported_how": None,
    "began_at": None,
    "area": AREA_EXAMPLE,
    "clocks": [],
    "last_check_in_at": None,
}


class PersonReceived(RealNameIn):
    """Who stands at the counter, as the document shown there says; ``phone`` serves someone new here."""

    model_config = example(PERSON_EXAMPLE)
    phone: Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")] | None = None


class OrderCreate(Schema):
    """A person received for correction.

    ``starts_on`` is the first day of the term: of 管制 and 缓刑 the day the judgement takes effect, of 假释 the
    day of release, of 暂予监外执行 the day the decision takes effect. ``sex`` and ``born_on`` are needed only
    where the document does not tell. Judgement and papers may be entered later too; files belong to the order
    and so only later.
    """

    model_config = example(
        {
            "person": PERSON_EXAMPLE,
            "agency_id": OFFICE,
            "category": "probation",
            "tier": "yellow",
            "starts_on": "2026-11-25",
            "ends_on": "2027-11-24",
            "court": "淳安县人民法院",
            "area": {"geometry": SQUARE, "datum": "wgs84"},
        }
    )
    person: PersonReceived
    agency_id: UUID
    category: CorrectionCategory
    tier: CorrectionTier
    starts_on: date
    ends_on: date
    court: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    area: AreaInput
    sex: Sex | None = None
    born_on: date | None = None
    judgment: JudgmentIn | None = None
    documents: list[DocumentIn] = Field(default_factory=list[DocumentIn], max_length=20)
    co_defendants: list[Name] = Field(default_factory=list[str], max_length=50)


class BeginIn(Schema):
    """How the announcement was made (社区矫正法 22): of the crime, the term and the rules to keep.

    A minor's is not made in public, with a guardian there (54; 实施办法 55, unverified).
    """

    model_config = example(
        {"place": "千岛湖司法所", "is_public": False, "guardian_present": False, "present": "矫正小组成员"}
    )
    place: Name | None = None
    is_public: bool = False
    guardian_present: bool = False
    present: Annotated[
        str | None, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=LINE)
    ] = None


class OrderOut(Schema):
    """An order in a list."""

    model_config = example(ORDER_EXAMPLE)
    id: UUID
    person_id: UUID
    person_name: str | None
    agency_id: UUID
    agency_name: str
    category: CorrectionCategory
    tier: CorrectionTier
    status: CorrectionStatus
    starts_on: date
    ends_on: date
    is_minor: bool
    version: int
    allowed_actions: list[str]


class OrderDetail(OrderOut):
    """An order with its area, what is due and under which article, and when the last check-in came."""

    model_config = example(DETAIL_EXAMPLE)
    court: str
    sex: Sex | None
    is_sealed: bool
    reported_on: date | None
    reported_how: ReportedHow | None
    began_at: datetime | None
    area: AreaOut
    clocks: list[ClockView]
    last_check_in_at: datetime | None
