"""Tables of the roster, of offers, and of the names a conflict check needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.contracts.categories import CaseCategory, CaseGroup
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.enums import DeclineReason, OfferStatus, PartySide
from app.lawyers.licence import LicenceKind

GENERAL = Sensitivity.GENERAL
OPEN = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)
"""An offer in these states counts against the lawyer's capacity and keeps the matter from another."""


class Firm(Table, table=True):
    """A law firm on the roster of a legal-aid centre."""

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        Index("uq_firm_name", "agency_id", "name", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    name: str = Field(max_length=100, sa_column_kwargs=plain())
    credit_code: str | None = Field(default=None, max_length=18, unique=True, sa_column_kwargs=plain())
    created_at: datetime


class Lawyer(Table, table=True):
    """A lawyer on a centre's roster; the serial for life is the identity, the number may change.

    ``capacity`` is the most cases at once. While ``suspended_at`` is set nothing is offered.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        CheckConstraint("licence_number ~ '^1[0-9]{16}$'", name="licence_number"),
        CheckConstraint("licence_serial = right(licence_number, 6)", name="licence_serial"),
        CheckConstraint("capacity BETWEEN 0 AND 200", name="capacity"),
        CheckConstraint("(suspended_at IS NULL) = (suspension_reason IS NULL)", name="suspension"),
        Index("ix_lawyer_roster", "agency_id", "name", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    firm_id: UUID = Field(foreign_key="firm.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    name: str = Field(max_length=80, sa_column_kwargs=personal(GENERAL, purpose="识别承办律师"))
    licence_number: str = Field(max_length=17, sa_column_kwargs=personal(GENERAL, purpose="核对执业资格"))
    licence_serial: str = Field(
        max_length=6, unique=True, sa_column_kwargs=personal(GENERAL, purpose="保证一名律师只登记一次")
    )
    licence_kind: LicenceKind = Field(sa_type=checked(LicenceKind), sa_column_kwargs=plain())
    licensed_year: int
    capacity: int
    knows_minors: bool = False
    suspended_at: datetime | None = None
    suspension_reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明暂停指派的理由")
    )
    created_at: datetime
    updated_at: datetime
    version: int = 1


class LawyerSpecialty(Table, table=True):
    """A group of cases a lawyer works in, and for how many years."""

    __table_args__ = (CheckConstraint("years BETWEEN 0 AND 70", name="years"),)

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    specialty: CaseGroup = Field(primary_key=True, sa_type=checked(CaseGroup), sa_column_kwargs=plain())
    years: int


class LawyerArea(Table, table=True):
    """A division, of any level, where a lawyer takes cases."""

    __table_args__ = (Index("ix_lawyer_area_area_code", "area_code"),)

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    area_code: str = Field(primary_key=True, foreign_key="area.code", max_length=12, sa_column_kwargs=plain())


class MatterPartyName(Table, table=True):
    """A party of a matter a lawyer was offered or holds, kept to find conflicts (律师法 39).

    Gone again when the lawyer declines or does not answer: whoever never acted has no former client.
    ``matter_id`` is empty for cases from before this product; ``name_key`` is the name as it is compared.
    """

    __table_args__ = (
        CheckConstraint("length(name_key) > 0", name="name_key"),
        Index("ix_matter_party_name_lawyer", "lawyer_id", "name_key"),
        Index("ix_matter_party_name_matter", "matter_id", "lawyer_id"),
        Index("ix_matter_party_name_person_id", "person_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    matter_id: UUID | None = None
    side: PartySide = Field(sa_type=checked(PartySide), sa_column_kwargs=plain())
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    name: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose="检查利益冲突"))
    name_key: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose="检查利益冲突"))


class Offer(Table, table=True):
    """A matter offered to one lawyer, who answers before ``expires_at``.

    ``score`` and ``weights_version`` are those of the moment it was made. ``summary`` names no party.
    """

    __table_args__ = (
        CheckConstraint("offered_at < expires_at", name="period"),
        CheckConstraint("status <> 'declined' OR decline_reason IS NOT NULL", name="declined"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        Index(
            "uq_offer_open_matter",
            "matter_id",
            unique=True,
            postgresql_where=text("status IN ('offered', 'accepted')"),
        ),
        Index("ix_offer_matter", "matter_id", "lawyer_id"),
        Index("ix_offer_inbox", "lawyer_person_id", "offered_at", "id"),
        Index("ix_offer_load", "lawyer_id", "status"),
        Index("ix_offer_agency_id", "agency_id", "offered_at"),
        Index("ix_offer_client_id", "client_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    lawyer_person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    client_id: UUID = Field(foreign_key="person.id")
    status: OfferStatus = Field(
        default=OfferStatus.OFFERED, sa_type=checked(OfferStatus), sa_column_kwargs=plain()
    )
    category: CaseCategory = Field(sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    area_code: str = Field(max_length=12, sa_column_kwargs=plain())
    summary: str = Field(max_length=300, sa_column_kwargs=plain())
    score: float = Field(sa_column_kwargs=plain())
    weights_version: str = Field(max_length=20, sa_column_kwargs=plain())
    offered_at: datetime
    expires_at: datetime
    decline_reason: DeclineReason | None = Field(
        default=None, sa_type=checked(DeclineReason), sa_column_kwargs=plain()
    )
    decline_note: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明谢绝的理由")
    )
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID:
        """The lawyer's person: whose work it is."""
        return self.lawyer_person_id
