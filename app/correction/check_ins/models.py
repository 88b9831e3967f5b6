"""Tables of check-ins. What the law calls 行踪轨迹 (个人信息保护法 28) is sealed as soon as it is judged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, String, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.check_ins.attempt_codes import CheckInChannel, DevicePlatform, FaceFinding, VerifiedBy
from app.correction.check_ins.codes import CheckInVerdict
from app.correction.columns import CHECK, GENERAL, SENSITIVE
from app.correction.enums import KeyAlgorithm
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.partitions import sliced
from app.kernel.rotation import sealed_column

LOCATION = "check_in.location_sealed"
"""Context of sealed fixes: that of the column they were first kept in."""
MARKS = {INFO_KEY: Personal(SENSITIVE, CHECK)}


class CheckInSubject(Table, table=True):
    """What the check-in path asks about a person before anything else, one row a person.

    A process keeps what it read of a person (order, areas, places, devices) together with ``stamp``; the
    statement that writes a check-in compares the two, so that nothing is judged by what has changed since.
    Whoever changes any of it calls :func:`app.correction.check_ins.subjects.touch` in the same transaction.
    ``last_check_in_id`` is compared likewise, since fixes are judged beside earlier ones: of two check-ins of a
    person at once the second is judged again. ``last_received_at`` is when anything last arrived.
    """

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    order_id: UUID = Field(foreign_key="correction_order.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    is_watched: bool
    stamp: int = 1
    last_check_in_id: UUID | None = None
    last_received_at: datetime | None = None


class CheckInDevice(Table, table=True):
    """A phone's public key, registered at the counter: it signs what the phone says, with or without a network.

    ``last_counter`` and ``last_made_at`` are of the newest attempt that arrived: a later attempt with a lower
    counter is a copy of the phone.
    """

    __table_args__ = (
        CheckConstraint("revoked_at IS NULL OR registered_at <= revoked_at", name="period"),
        Index("uq_check_in_device_key", "public_key", unique=True, postgresql_where=text("revoked_at IS NULL")),
        Index("ix_check_in_device_person_id", "person_id"),
        Index("ix_check_in_device_registered_by", "registered_by"),
        Index("ix_check_in_device_revoked_by", "revoked_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    algorithm: KeyAlgorithm = Field(sa_type=checked(KeyAlgorithm), sa_column_kwargs=plain())
    public_key: bytes = Field(sa_column_kwargs=plain())
    platform: DevicePlatform = Field(sa_type=checked(DevicePlatform), sa_column_kwargs=plain())
    device_class: str = Field(max_length=60, sa_column_kwargs=plain())
    registered_at: datetime
    registered_by: UUID = Field(foreign_key="person.id")
    revoked_at: datetime | None = None
    revoked_by: UUID | None = Field(default=None, foreign_key="person.id")
    last_counter: int = Field(default=0, sa_type=BigInteger)
    last_made_at: datetime | None = None


class CheckInEnrolment(Table, table=True):
    """A code shown at the counter with which the person's phone registers its key, once, within minutes.

    Bound to the person, so that the six digits help nobody else; five wrong tries end it.
    """

    __table_args__ = (
        CheckConstraint("made_at < expires_at", name="period"),
        CheckConstraint("(used_at IS NULL) = (device_id IS NULL)", name="used"),
        Index("ix_check_in_enrolment_person_id", "person_id", "made_at"),
        Index("ix_check_in_enrolment_made_by", "made_by"),
        Index("ix_check_in_enrolment_device_id", "device_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    code_index: bytes = Field(sa_column_kwargs=plain())
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None
    device_id: UUID | None = Field(default=None, foreign_key="check_in_device.id")


class CheckIn(Table, table=True):
    """One check-in or failed attempt that arrived, with its judgement; cut into weeks by ``made_at``.

    ``id`` is made of the moment, the person and the attempt (:func:`app.correction.ids.timed_id`): sent again it
    is the same row, and ``digest`` tells whether it says the same. No coordinates are here: the verdict and the
    distance to the border stay readable (negative within, none where no fix could be used), the fixes are sealed
    in :class:`CheckInFix`. ``verdict`` is none where no place was asked for (a visit, a call). No other table is
    referenced, so that whole weeks can be dropped.
    """

    __table_args__ = (
        CheckConstraint("accuracy_m BETWEEN 0 AND 10000000", name="accuracy"),
        CheckConstraint("verdict <> 'indeterminate' OR cardinality(reasons) > 0", name="reasons"),
        CheckConstraint("verdict NOT IN ('inside', 'outside') OR distance_m IS NOT NULL", name="distance"),
        CheckConstraint("(verdict IS NULL) = (channel IN ('counter', 'call'))", name="place"),
        CheckConstraint("channel = 'phone' OR recorded_by IS NOT NULL", name="recorded"),
        CheckConstraint("(device_id IS NULL) = (counter IS NULL)", name="signed"),
        Index("ix_check_in_person_id_made_at", "person_id", "made_at", "id"),
        {"postgresql_partition_by": "RANGE (made_at)"},
    )

    id: UUID = Field(primary_key=True)
    made_at: datetime = Field(primary_key=True)
    received_at: datetime
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    attempt_id: UUID
    channel: CheckInChannel = Field(
        default=CheckInChannel.PHONE, sa_type=checked(CheckInChannel), sa_column_kwargs=plain()
    )
    duty_id: UUID | None = None
    device_id: UUID | None = None
    counter: int | None = Field(default=None, sa_type=BigInteger)
    verdict: CheckInVerdict | None = Field(
        default=None, sa_type=checked(CheckInVerdict), sa_column_kwargs=personal(SENSITIVE, purpose=CHECK)
    )
    distance_m: float | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    accuracy_m: float | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    fixed_at: datetime | None = None
    reasons: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False, info=MARKS))
    marks: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False, info=MARKS))
    failures: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False, info=MARKS))
    is_late: bool = False
    is_offline: bool = False
    digest: bytes = Field(sa_column_kwargs=plain())
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    recorded_by: UUID | None = None


class CheckInFix(Table, table=True):
    """The fixes of one check-in, sealed together; apart, so that they go when their time is over."""

    __table_args__ = ({"postgresql_partition_by": "RANGE (made_at)"},)

    id: UUID = Field(primary_key=True)
    made_at: datetime = Field(primary_key=True)
    person_id: UUID
    location_sealed: str = Field(sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))


class CheckInRecord(Table, table=True):
    """How a check-in without a phone of one's own was made sure of: what the officer wrote down."""

    __table_args__ = (
        CheckConstraint("length(btrim(note)) > 0", name="note"),
        CheckConstraint("consent IS NULL OR length(btrim(consent)) > 0", name="consent"),
        Index("ix_check_in_record_recorded_by", "recorded_by"),
        Index("ix_check_in_record_order_id", "order_id", "made_at"),
    )

    check_in_id: UUID = Field(primary_key=True)
    made_at: datetime
    order_id: UUID = Field(foreign_key="correction_order.id")
    recorded_by: UUID = Field(foreign_key="person.id")
    verified_by: VerifiedBy = Field(sa_type=checked(VerifiedBy), sa_column_kwargs=plain())
    note: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    helper_name: str | None = Field(default=None, max_length=50, sa_column_kwargs=personal(GENERAL, purpose=CHECK))
    consent: str | None = Field(default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose=CHECK))


class CheckInFace(Table, table=True):
    """What was found about the photo of a check-in: by an officer who looked, or that one should look."""

    __table_args__ = (
        CheckConstraint("finding = 'waiting' OR looked_by IS NOT NULL", name="looked"),
        CheckConstraint("(looked_by IS NULL) = (looked_at IS NULL)", name="looked_at"),
        Index("ix_check_in_face_order_id", "order_id", "made_at"),
        Index("ix_check_in_face_looked_by", "looked_by"),
    )

    check_in_id: UUID = Field(primary_key=True)
    made_at: datetime
    order_id: UUID = Field(foreign_key="correction_order.id")
    finding: FaceFinding = Field(
        default=FaceFinding.WAITING, sa_type=checked(FaceFinding), sa_column_kwargs=plain()
    )
    note: str | None = Field(default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    looked_by: UUID | None = Field(default=None, foreign_key="person.id")
    looked_at: datetime | None = None


sliced(CheckIn, "made_at")
sliced(CheckInFix, "made_at")
sealed_column(CheckInFix, "location_sealed", context=LOCATION)
