"""What the centre enters of an authority's notice and of what the authority told later."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.identity.fields import PersonName
from app.identity.numbers import DocumentKind
from app.identity.people import Declaration
from app.kernel.http import Schema, example
from app.legal_aid.criminal.enums import FollowUpKind, NotificationGround
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind
from app.legal_aid.schemas import LAWYER_ID, LINE, LINES, Address, Moment, ShortText

AGENCY = "0199e0a0-7c00-7000-8000-000000000002"
DOCUMENT: dict[str, Any] = {"kind": "resident_id", "number": "11010519491231002X", "issuing_country": None}
AUTHORITY: dict[str, Any] = {
    "kind": "procuratorate",
    "name": "西湖区人民检察院",
    "area_code": "330106",
    "case_number": "杭西检刑受〔2026〕88号",
}
AuthorityName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60, pattern=LINE)]
CaseNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=100, pattern=LINE)]
AreaCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]


class Document(Schema):
    """An identity document; ``issuing_country`` (ISO 3166-1 alpha-3) with a passport only."""

    model_config = example(DOCUMENT)
    kind: DocumentKind = DocumentKind.RESIDENT_ID
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    issuing_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None

    @model_validator(mode="after")
    def _country_with_passport(self) -> "Document":
        if (self.kind is DocumentKind.PASSPORT) != (self.issuing_country is not None):
            raise ValueError("护照要填签发国家代码（三个大写字母），其他证件不填")
        return self

    def of(self, name: str) -> Declaration:
        """The document as that of the person so called."""
        return Declaration(name, self.kind, self.number, self.issuing_country)


class NotifyingAuthority(Schema):
    """The authority that notified, and its number of the case."""

    model_config = example(AUTHORITY)
    kind: ForumKind
    name: AuthorityName
    area_code: AreaCode
    case_number: CaseNumber


class NotifiedPerson(Schema):
    """Whom a lawyer is asked for; the document where the notice states it."""

    model_config = example({"name": "林某", "document": None})
    name: PersonName
    document: Document | None = None


class Notification(Schema):
    """办案机关通知：哪个机关、为谁、什么情形、什么阶段。

    ``basis_arose_on``: when the authority found the ground; left out for 25(2) alone. The notice itself is
    photographed afterwards, as a file of the case.
    """

    model_config = example(
        {
            "agency_id": AGENCY,
            "authority": AUTHORITY,
            "grounds": ["25-1"],
            "person": {"name": "林某", "document": None},
            "stage": "prosecution",
            "charges": "盗窃罪",
            "is_in_custody": True,
            "custody_place": "西湖区看守所",
            "basis_arose_on": "2026-06-29",
            "notified_at": "2026-07-01T01:00:00Z",
        }
    )
    agency_id: UUID
    authority: NotifyingAuthority
    grounds: Annotated[list[NotificationGround], Field(min_length=1, max_length=9)]
    person: NotifiedPerson
    stage: CriminalStage
    charges: Address
    is_in_custody: bool
    custody_place: ShortText | None = None
    basis_arose_on: date | None = None
    notified_at: Moment | None = Field(default=None, description="中心收到通知的时间，默认为现在")


class AuthorityInformed(Schema):
    """The centre told the authority that this lawyer was assigned (法律援助法 36)."""

    model_config = example({"informed_on": "2026-07-03", "lawyer_person_id": LAWYER_ID})
    informed_on: date
    lawyer_person_id: UUID


class FollowUp(Schema):
    """办案机关后来的通知。``stage`` with ``next_stage`` only: the stage that begins."""

    model_config = example(
        {"kind": "own_counsel", "told_on": "2026-07-10", "stage": None, "note": "家属委托了律师"}
    )
    kind: FollowUpKind
    told_on: date
    stage: CriminalStage | None = None
    note: Note | None = None
