"""Tables of assignments and of the offers made under them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, CheckConstraint, Column, Index, String, Uuid, text
from sqlmodel import Field

from app.contracts.categories import CaseCategory
from app.contracts.languages import Language
from app.contracts.lawyers import WithdrawnBecause
from app.contracts.matching import OverrideReason
from app.kernel.columns import INFO_KEY, Personal, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.enums import AssignmentMode, AssignmentStatus, DeclineReason, OfferStatus

GENERAL = Sensitivity.GENERAL
OPEN = (OfferStatus.OFFERED, OfferStatus.VIEWED, OfferStatus.ACCEPTED)
"""An offer in these states counts against the lawyer's capacity."""
WAITING = (OfferStatus.OFFERED, OfferStatus.VIEWED)
"""An offer in these states waits for an answer."""


class Assignment(Table, table=True):
    """One attempt of a centre to find a lawyer for a matter: whom the officer chose, and what was proposed then.

    Attributes:
        ranking: the shortlist of that moment, best first, with every term and value: what the officer saw.
        weights_version, seed: with the facts of that moment they give the same ranking again.
        planned: lawyers to be asked, in this order; ``next_position`` the first not asked yet, from 0.
        firm_id: the firm that names one of its lawyers, where the centre assigns to a firm.
        name_by: until when the firm names one; empty while a lawyer it named is asked.
        skipped: planned lawyers who could not be asked when their turn came, each with the reasons.
        relaxed: codes of constraints the officer set aside, for those asked later, too.
        minors_reason_given: the officer said why a lawyer who does not know minors is asked all the same.
        assign_by: when the centre's days to assign end (法律援助法 43); empty where no such clock runs.
        batch_id: the plan of a whole queue that proposed the lawyer.
        override_reason: why not the one proposed first was chosen; counted.
    """

    __table_args__ = (
        CheckConstraint("next_position BETWEEN 0 AND cardinality(planned)", name="next_position"),
        CheckConstraint("(mode = 'firm') = (firm_id IS NOT NULL)", name="firm"),
        Index(
            "uq_assignment_open",
            "matter_id",
            unique=True,
            postgresql_where=text("status IN ('asking', 'taken')"),
        ),
        Index("ix_assignment_matter_id", "matter_id", "made_at"),
        Index("ix_assignment_agency_id", "agency_id", "made_at", "id"),
        Index("ix_assignment_client_id", "client_id"),
        Index("ix_assignment_firm_id", "firm_id"),
        Index("ix_assignment_made_by", "made_by"),
        Index("ix_assignment_batch_id", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    matter_id: UUID
    agency_id: UUID = Field(foreign_key="agency.id")
    client_id: UUID = Field(foreign_key="person.id")
    category: CaseCategory = Field(sa_type=checked(CaseCategory), sa_column_kwargs=plain())
    mode: AssignmentMode = Field(
        default=AssignmentMode.ONE, sa_type=checked(AssignmentMode), sa_column_kwargs=plain()
    )
    status: AssignmentStatus = Field(
        default=AssignmentStatus.ASKING, sa_type=checked(AssignmentStatus), sa_column_kwargs=plain()
    )
    is_urgent: bool = False
    weights_version: str = Field(max_length=40, sa_column_kwargs=plain())
    seed: str = Field(max_length=64, sa_column_kwargs=plain())
    ranking: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, "说明选派律师的理由")})
    )
    planned: list[UUID] = Field(sa_type=ARRAY(Uuid()))
    next_position: int = 0
    firm_id: UUID | None = Field(default=None, foreign_key="firm.id")
    name_by: datetime | None = None
    skipped: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, "说明选派律师的理由")}),
    )
    relaxed: list[str] = Field(default_factory=list, sa_type=ARRAY(String(40)), sa_column_kwargs=plain())
    minors_reason_given: bool = False
    assign_by: datetime | None = None
    batch_id: UUID | None = Field(default=None, foreign_key="batch_assignment.id")
    override_reason: OverrideReason | None = Field(
        default=None, sa_type=checked(OverrideReason), sa_column_kwargs=plain()
    )
    override_note: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明选派律师的理由")
    )
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID:
        """Whom aid is for."""
        return self.client_id


class Offer(Table, table=True):
    """A matter offered to one lawyer, who answers before ``expires_at``.

    ``score`` is that of the moment it was made; ``position`` its place in the assignment, from 1. ``summary``
    names no party. ``told_at`` is when the lawyer is told: later than ``offered_at`` for who was chosen at night.
    ``language`` is the one language the recipient can be spoken to in; none where Mandarin does.
    """

    __table_args__ = (
        CheckConstraint("offered_at <= told_at AND told_at < expires_at", name="period"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_because IS NOT NULL)", name="withdrawn"),
        CheckConstraint("status <> 'declined' OR decline_reason IS NOT NULL", name="declined"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        Index(
            "uq_offer_taken_matter",
            "matter_id",
            unique=True,
            postgresql_where=text("status = 'accepted'"),
        ),
        Index(
            "uq_offer_open_lawyer",
            "matter_id",
            "lawyer_id",
            unique=True,
            postgresql_where=text("status IN ('offered', 'viewed', 'accepted')"),
        ),
        Index("ix_offer_assignment_id", "assignment_id", "position"),
        Index("ix_offer_matter", "matter_id", "lawyer_id"),
        Index("ix_offer_inbox", "lawyer_person_id", "offered_at", "id"),
        Index("ix_offer_load", "lawyer_id", "status"),
        Index("ix_offer_agency_id", "agency_id", "offered_at"),
        Index("ix_offer_client_id", "client_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    assignment_id: UUID = Field(foreign_key="assignment.id")
    position: int
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
    is_urgent: bool = False
    language: Language | None = Field(
        default=None, sa_type=checked(Language), sa_column_kwargs=personal(GENERAL, purpose="选派能沟通的律师")
    )
    score: float = Field(sa_column_kwargs=plain())
    offered_at: datetime
    told_at: datetime
    expires_at: datetime
    viewed_at: datetime | None = None
    answered_at: datetime | None = None
    decline_reason: DeclineReason | None = Field(
        default=None, sa_type=checked(DeclineReason), sa_column_kwargs=plain()
    )
    decline_note: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明谢绝的理由")
    )
    withdrawn_because: WithdrawnBecause | None = Field(
        default=None, sa_type=checked(WithdrawnBecause), sa_column_kwargs=plain()
    )
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID:
        """The lawyer's person: whose work it is."""
        return self.lawyer_person_id


class AskingPace(Table, table=True):
    """How a centre asks its lawyers, as :class:`~app.lawyers.assigning.timing.Pace` says; hours of Asia/Shanghai.

    Never changed: whoever sets it makes the next version.
    """

    __table_args__ = (
        CheckConstraint("night_from BETWEEN 0 AND 23 AND night_to BETWEEN 0 AND 23", name="night"),
        CheckConstraint("shortest_hours BETWEEN 1 AND longest_hours AND longest_hours <= 72", name="hours"),
        CheckConstraint("spare_rounds BETWEEN 0 AND 5", name="spare_rounds"),
        Index("uq_asking_pace_version", "agency_id", "version", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    version: int
    night_from: int
    night_to: int
    longest_hours: int
    shortest_hours: int
    spare_rounds: int
    set_by: UUID = Field(foreign_key="person.id", index=True)
    set_at: datetime
