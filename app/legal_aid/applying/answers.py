"""Sections of the form as they come back: areas named, numbers masked, what a caller may not see left out."""

from datetime import date
from uuid import UUID

from app.identity.numbers import DocumentKind
from app.kernel.http import Schema, example
from app.legal_aid.applying.codes import ForumStage, SideKind
from app.legal_aid.applying.parts import (
    CRIMINAL,
    FORUM,
    MATTER,
    REPRESENTATION,
    URGENCY,
)
from app.legal_aid.eligibility.codes import Capacity, CriminalRole, CriminalStage, ForumKind, NoticeGround
from app.legal_aid.eligibility.competence import PlaceBasis
from app.legal_aid.enums import UrgencyGround

_AREA = "浙江省杭州市西湖区"
_REPRESENTATION = {
    name: value
    for name, value in REPRESENTATION.items()
    if name not in {"recipient_number", "representative_is_other_side"}
}


_SIDE = {"kind": "person", "name": "李某明", "number_masked": None}


class OtherSideView(Schema):
    """A party on the other side; the number is masked, also for those who gave it."""

    model_config = example(_SIDE)
    kind: SideKind
    name: str
    number_masked: str | None


class MatterView(Schema):
    """What happened. A lawyer who has not accepted yet sees the parties and the amount alone."""

    model_config = example({**MATTER, "other_sides": [_SIDE]})
    other_sides: list[OtherSideView]
    facts: str | None
    request: str | None
    amount_fen: int | None
    event_on: date | None


class ForumView(Schema):
    """The body that handles the dispute."""

    model_config = example({**FORUM, "area_name": _AREA})
    kind: ForumKind | None
    name: str | None
    area_code: str | None
    area_name: str | None
    stage: ForumStage | None
    case_number: str | None


class CriminalView(Schema):
    """The criminal case. A lawyer who has not accepted yet sees neither facts nor the place of custody."""

    model_config = example({**CRIMINAL, "other_sides": [_SIDE], "area_name": _AREA})
    stage: CriminalStage
    role: CriminalRole
    charges: str
    facts: str | None
    other_sides: list[OtherSideView]
    authority_kind: ForumKind
    authority_name: str
    area_code: str
    area_name: str
    authority_case_number: str | None
    is_in_custody: bool
    custody_place: str | None
    grounds: list[NoticeGround]
    is_ordinary_procedure: bool | None


class RepresentationView(Schema):
    """Whom aid is for; the number is masked, also for those who gave it."""

    model_config = example(
        {
            **_REPRESENTATION,
            "recipient_number_masked": "3301***********010",
            "recipient_born_on": "2015-03-07",
        }
    )
    capacity: Capacity
    relation: str | None
    recipient_name: str | None
    recipient_document_kind: DocumentKind | None
    recipient_number_masked: str | None
    recipient_issuing_country: str | None
    recipient_born_on: date | None
    is_recipient_detained: bool
    is_recipient_incapable: bool


class UrgencyView(Schema):
    """Why it is urgent. ``is_within_advance_period``: so few days are left that aid may come first (art. 44);
    ``advance_period_days`` is the statute's number.
    """

    model_config = example({**URGENCY, "days_left": 4, "advance_period_days": 7, "is_within_advance_period": True})
    ground: UrgencyGround
    limitation_on: date | None
    explanation: str | None
    days_left: int | None
    advance_period_days: int
    is_within_advance_period: bool | None


class ProposedAgencyView(Schema):
    """A centre that may receive the application, and why."""

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000c1",
            "name": "杭州市西湖区法律援助中心",
            "phone": "0571-12348",
            "basis": "event",
            "text": "向事情发生地的机构申请",
            "source": "《中华人民共和国法律援助法》第三十八条",
        }
    )
    id: UUID
    name: str
    phone: str | None
    basis: PlaceBasis
    text: str
    source: str
