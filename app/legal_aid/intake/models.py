"""Table of what staff noted when they took in an application for somebody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked
from app.legal_aid.intake.enums import ForwarderKind


class Intake(Table, table=True):
    """How an application that staff entered reached the centre.

    Attributes:
        agency_id: the centre that took it in, whichever handles the case later.
        received_at: when it arrived; it may have been typed in later.
        forwarder_kind, forwarder_name: who passed it on; empty for people who came to the counter.
        handed_over_at: when the applicant gave it to the forwarder: the 24 hours begin (法律援助法 39).
        duty_help_id: the duty lawyer's record it came from, where that is kept here.
    """

    __table_args__ = (
        CheckConstraint(
            "(forwarder_kind IS NULL) = (forwarder_name IS NULL)"
            " AND (forwarder_kind IS NULL) = (handed_over_at IS NULL)",
            name="forwarder",
        ),
        CheckConstraint("handed_over_at <= received_at", name="order"),
        Index("ix_intake_agency_id_received_at", "agency_id", "received_at"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    received_at: datetime
    forwarder_kind: ForwarderKind | None = Field(
        default=None, sa_type=checked(ForwarderKind), sa_column_kwargs=plain()
    )
    forwarder_name: str | None = Field(
        default=None,
        max_length=60,
        sa_column_kwargs=personal(Sensitivity.GENERAL, purpose="核对转交申请的时间"),
    )
    handed_over_at: datetime | None = None
    duty_help_id: UUID | None = Field(default=None, foreign_key="duty_help.id", unique=True)
