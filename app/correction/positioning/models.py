"""Tables of electronic positioning: who authorised it, which device, where it was, what it told.

The lock of 社区矫正法 29 is in the database: a trigger refuses any row of ``device_position``, however it comes,
that no authorisation covers (migration ``0046_positioning``).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Text, Uuid, text
from sqlmodel import Field

from app.correction.columns import GENERAL, SENSITIVE
from app.correction.enums import KeyAlgorithm
from app.correction.positioning.codes import (
    AuthorisationStatus,
    DeviceSignalKind,
    HeldFor,
    LocationSource,
    PositioningGround,
)
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.partitions import sliced
from app.kernel.rotation import sealed_column

POSITION = "社区矫正电子定位"
SEALED = "device_position.location_sealed"
HELD = "held_location.location_sealed"
"""Contexts of sealed locations: table and column."""


class PositioningAuthorisation(Table, table=True):
    """A proposal to have a person wear a dedicated device, and what the head of the county's bureau decided.

    ``from_on`` to ``to_on`` are days in China; [``valid_from``, ``valid_to``) are the instants it covers, never
    before the decision. ``bureau_id`` is the county's bureau, whose head alone decides. ``renews_id`` names the
    authorisation an extension follows, after an ``assessment``.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(reason)) > 0", name="reason"),
        CheckConstraint("from_on <= to_on", name="days"),
        CheckConstraint("to_on < from_on + interval '3 months'", name="three_months"),
        CheckConstraint("(renews_id IS NULL) = (assessment IS NULL)", name="assessment"),
        CheckConstraint("(status IN ('proposed', 'withdrawn')) = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("decided_by IS NULL OR length(btrim(decision_reason)) > 0", name="decision_reason"),
        CheckConstraint("decided_by <> proposed_by AND decided_by <> person_id", name="two_people"),
        CheckConstraint(
            "(status IN ('in_force', 'lifted', 'expired')) = (valid_from IS NOT NULL)", name="in_force"
        ),
        CheckConstraint("(valid_from IS NULL) = (valid_to IS NULL)", name="valid"),
        CheckConstraint("valid_from <= valid_to AND valid_from >= decided_at", name="not_back_dated"),
        CheckConstraint("(status = 'lifted') = (lifted_at IS NOT NULL)", name="lifted"),
        CheckConstraint("lifted_at IS NULL OR length(btrim(lift_reason)) > 0", name="lift_reason"),
        Index(
            "uq_positioning_authorisation_open",
            "order_id",
            unique=True,
            postgresql_where=text("status = 'proposed'"),
        ),
        Index("ix_positioning_authorisation_order_id", "order_id", "id"),
        Index("ix_positioning_authorisation_person_id", "person_id", "valid_to"),
        Index("ix_positioning_authorisation_bureau_id", "bureau_id"),
        Index("ix_positioning_authorisation_proposed_by", "proposed_by"),
        Index("ix_positioning_authorisation_decided_by", "decided_by"),
        Index("ix_positioning_authorisation_lifted_by", "lifted_by"),
        Index("ix_positioning_authorisation_renews_id", "renews_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    bureau_id: UUID = Field(foreign_key="agency.id")
    ground: PositioningGround = Field(
        sa_type=checked(PositioningGround), sa_column_kwargs=personal(SENSITIVE, purpose=POSITION)
    )
    reason: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=POSITION))
    statement: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose="听取本人说明")
    )
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False, info={INFO_KEY: None}))
    renews_id: UUID | None = Field(default=None, foreign_key="positioning_authorisation.id")
    assessment: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=POSITION)
    )
    from_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=POSITION))
    to_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=POSITION))
    status: AuthorisationStatus = Field(
        default=AuthorisationStatus.PROPOSED, sa_type=checked(AuthorisationStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    proposed_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_reason: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=POSITION)
    )
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    lifted_by: UUID | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = None
    lift_reason: str | None = Field(
        default=None, max_length=1000, sa_column_kwargs=personal(SENSITIVE, purpose=POSITION)
    )
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person it is about."""
        return self.person_id


class PositioningDevice(Table, table=True):
    """A dedicated device a person wears (实施办法 37: never a telephone), with the key it signs with.

    ``last_counter`` and ``last_digest`` are of the newest batch, so that it may be sent again.
    """

    __table_args__ = (
        CheckConstraint("registered_at <= returned_at", name="period"),
        CheckConstraint("battery_percent BETWEEN 0 AND 100", name="battery"),
        Index(
            "uq_positioning_device_key", "public_key", unique=True, postgresql_where=text("returned_at IS NULL")
        ),
        Index("uq_positioning_device_worn", "order_id", unique=True, postgresql_where=text("returned_at IS NULL")),
        Index("ix_positioning_device_order_id", "order_id", "id"),
        Index("ix_positioning_device_person_id", "person_id"),
        Index("ix_positioning_device_registered_by", "registered_by"),
        Index("uq_positioning_device_person", "id", "person_id", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    person_id: UUID = Field(foreign_key="person.id")
    vendor: str = Field(max_length=60, sa_column_kwargs=plain())
    model: str = Field(max_length=60, sa_column_kwargs=plain())
    serial: str = Field(max_length=60, sa_column_kwargs=personal(GENERAL, purpose=POSITION))
    algorithm: KeyAlgorithm = Field(sa_type=checked(KeyAlgorithm), sa_column_kwargs=plain())
    public_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info={INFO_KEY: None}))
    registered_by: UUID = Field(foreign_key="person.id")
    registered_at: datetime
    returned_at: datetime | None = None
    last_counter: int = 0
    last_digest: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    last_heard_at: datetime | None = None
    battery_percent: int | None = None


class DevicePosition(Table, table=True):
    """Where a device was at an instant; cut into weeks by ``at``, which are dropped when their time is over.

    ``location_sealed`` is JSON: latitude, longitude, datum and accuracy in metres.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["device_id", "person_id"], ["positioning_device.id", "positioning_device.person_id"]
        ),
        Index("ix_device_position_device_id", "device_id", "person_id"),
        Index("ix_device_position_person_id", "person_id", "at"),
        Index("ix_device_position_authorisation_id", "authorisation_id"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(primary_key=True)
    device_id: UUID
    person_id: UUID
    authorisation_id: UUID = Field(foreign_key="positioning_authorisation.id")
    location_sealed: str = Field(
        sa_column=Column(Text, nullable=False, info={INFO_KEY: Personal(SENSITIVE, POSITION)})
    )
    received_at: datetime


class DeviceSignal(Table, table=True):
    """Something a device told besides places; never a place."""

    __table_args__ = (
        CheckConstraint("battery_percent BETWEEN 0 AND 100", name="battery"),
        Index("ix_device_signal_device_id", "device_id", "at"),
        Index("ix_device_signal_order_id", "order_id", "at"),
    )

    id: UUID = Field(primary_key=True)
    device_id: UUID = Field(foreign_key="positioning_device.id")
    order_id: UUID = Field(foreign_key="correction_order.id")
    kind: DeviceSignalKind = Field(
        sa_type=checked(DeviceSignalKind), sa_column_kwargs=personal(SENSITIVE, purpose=POSITION)
    )
    battery_percent: int | None = None
    at: datetime
    received_at: datetime


class HeldLocation(Table, table=True):
    """A location kept past its time because something open rests on it; it goes when that is closed."""

    __table_args__ = (
        Index("ix_held_location_person_id", "person_id", "at"),
        Index("ix_held_location_held_for_id", "held_for_id"),
    )

    source: LocationSource = Field(primary_key=True, sa_type=checked(LocationSource), sa_column_kwargs=plain())
    source_id: UUID = Field(primary_key=True)
    held_for_id: UUID = Field(primary_key=True)
    held_for: HeldFor = Field(sa_type=checked(HeldFor), sa_column_kwargs=plain())
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime
    location_sealed: str = Field(
        sa_column=Column(Text, nullable=False, info={INFO_KEY: Personal(SENSITIVE, POSITION)})
    )
    held_since: datetime


sliced(DevicePosition, "at")
sealed_column(DevicePosition, "location_sealed")
sealed_column(HeldLocation, "location_sealed")
