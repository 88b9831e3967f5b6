"""What a duty lawyer records, and how records and their counts are shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.identity.fields import PersonName
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.criminal.enums import DutyPlaceKind, HelpKind
from app.legal_aid.criminal.schemas import AGENCY, AuthorityName, Document
from app.legal_aid.eligibility.codes import ForumKind
from app.legal_aid.schemas import LAWYER_ID, LongText, Moment, Month, ShortText

HELP_ID = "0199e0a0-7c00-7000-8000-0000000000d2"
_GIVEN: dict[str, Any] = {
    "agency_id": AGENCY,
    "helped_at": "2026-07-01T01:00:00Z",
    "place_kind": "detention_centre",
    "place_name": "西湖区看守所",
    "authority_kind": "police",
    "authority_name": "西湖区公安分局",
    "kinds": ["consultation", "forwarding"],
    "handed_over_at": "2026-07-01T01:00:00Z",
}
_SHOWN: dict[str, Any] = _GIVEN | {
    "id": HELP_ID,
    "lawyer_person_id": LAWYER_ID,
    "lawyer_name": "李律师",
    "person": "王某",
    "application_id": None,
    "forwarding": None,
}


class DutyHelpIn(Schema):
    """值班律师法律帮助：在哪里、帮了谁、做了什么。

    ``handed_over_at`` with kind ``forwarding``: when the application was given, by default at the time of help.
    """

    model_config = example(
        _GIVEN | {"person_name": "王某", "document": None, "notes": "询问了强制措施，想申请法律援助"}
    )
    agency_id: UUID
    helped_at: Moment
    place_kind: DutyPlaceKind
    place_name: ShortText
    authority_kind: ForumKind | None = None
    authority_name: AuthorityName | None = None
    person_name: PersonName
    document: Document | None = None
    kinds: Annotated[list[HelpKind], Field(min_length=1, max_length=7)]
    handed_over_at: Moment | None = None
    notes: LongText | None = None


class DutyHelpLine(Schema):
    """A record in a list: the person by family name alone."""

    model_config = example(_SHOWN)
    id: UUID
    agency_id: UUID
    lawyer_person_id: UUID
    lawyer_name: str
    helped_at: datetime
    place_kind: DutyPlaceKind
    place_name: str
    authority_kind: ForumKind | None
    authority_name: str | None
    person: str
    kinds: list[HelpKind]
    handed_over_at: datetime | None
    application_id: UUID | None
    forwarding: ClockView | None


class DutyHelpView(DutyHelpLine):
    """The whole record; the number of the document is masked. Its id is the matter of its files."""

    model_config = example(_SHOWN | {"person": "王某某", "number": "1101***********02X", "notes": None})
    number: str | None
    notes: str | None


class KindCount(Schema):
    """How often one kind of help was given."""

    model_config = example({"kind": "consultation", "count": 12})
    kind: HelpKind
    count: int


class MonthCount(Schema):
    """One month: occasions of help, and of each kind; an occasion may be of several kinds."""

    model_config = example({"month": "2026-07", "total": 12, "kinds": [{"kind": "consultation", "count": 12}]})
    month: Month
    total: int
    kinds: list[KindCount]


class DutyHelpStatistics(Schema):
    """Counts by month, oldest first; months without help are left out."""

    model_config = example(
        {"items": [{"month": "2026-07", "total": 12, "kinds": [{"kind": "consultation", "count": 12}]}]}
    )
    items: list[MonthCount]
