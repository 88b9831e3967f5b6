"""What staff enter for others, and how a case that they entered shows where it came from."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.categories import CaseCategory
from app.identity.schemas import RealNameIn
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.criminal.notice_answers import NOTICE, AuthorityNoticeView
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enums import ForwarderKind
from app.legal_aid.schemas import LINE, Moment

AGENCY = "0199e0a0-7c00-7000-8000-000000000002"
PERSON: dict[str, Any] = {
    "name": "王某",
    "kind": "resident_id",
    "number": "11010519491231002X",
    "phone": "13800138000",
}
FORWARDER: dict[str, Any] = {"kind": "detention_centre", "name": "西湖区看守所"}
Phone = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
ForwarderName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60, pattern=LINE)]


class IntakePerson(RealNameIn):
    """Who applies, as the document shown says; ``phone`` lets them go on with the application themselves."""

    model_config = example(PERSON)
    phone: Phone | None = None


class Forwarder(Schema):
    """Who passed the application on (法律援助法 39)."""

    model_config = example(FORWARDER)
    kind: ForwarderKind
    name: ForwarderName


class IntakeEntry(Schema):
    """An application that staff enter; ``received_at`` where it arrived before it is typed in."""

    model_config = example(
        {
            "channel": "custody",
            "category": "criminal_defence",
            "agency_id": AGENCY,
            "applicant": PERSON,
            "forwarded_by": FORWARDER,
            "handed_over_at": "2026-07-01T01:00:00Z",
            "received_at": None,
        }
    )
    channel: Literal[ApplicationChannel.COUNTER, ApplicationChannel.CUSTODY, ApplicationChannel.DUTY_LAWYER]
    category: CaseCategory
    agency_id: UUID
    applicant: IntakePerson
    forwarded_by: Forwarder | None = None
    handed_over_at: Moment | None = Field(default=None, description="申请人把申请交给转交人的时间")
    received_at: Moment | None = Field(default=None, description="中心收到的时间，默认为现在")


class ForwardedEntry(Schema):
    """The application a duty lawyer passed on; ``applicant`` where the record has no document."""

    model_config = example({"category": "criminal_defence", "applicant": PERSON})
    category: CaseCategory
    applicant: IntakePerson | None = None


class IntakeView(Schema):
    """How the case came: by whom it was entered or passed on, how long that took, the authority's notice."""

    model_config = example(
        {
            "channel": "authority_notice",
            "received_at": None,
            "forwarded_by": None,
            "handed_over_at": None,
            "forwarding": None,
            "duty_help_id": None,
            "notice": NOTICE,
        }
    )
    channel: ApplicationChannel
    received_at: datetime | None
    forwarded_by: Forwarder | None
    handed_over_at: datetime | None
    forwarding: ClockView | None
    duty_help_id: UUID | None
    notice: AuthorityNoticeView | None


_LINE: dict[str, Any] = {
    "rule_code": "legal_aid.forward_from_custody",
    "title": "办案机关、监管场所转交法律援助申请",
    "holder": "西湖区看守所",
    "met": 11,
    "late": 1,
    "running": 0,
}


class PunctualityLine(Schema):
    """One place, authority or duty lawyer: how often in time, how often late, how many not yet there."""

    model_config = example(_LINE)
    rule_code: str
    title: str
    holder: str
    met: int
    late: int
    running: int


class Punctuality(Schema):
    """Everyone who passed cases on to the caller's centres, the latest first."""

    model_config = example({"items": [_LINE]})
    items: list[PunctualityLine]
