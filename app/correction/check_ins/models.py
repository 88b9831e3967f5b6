"""Tables of check-ins. What the law calls 行踪轨迹 (个人信息保护法 28) is sealed as soon as it is judged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.check_ins.codes import CheckInVerdict
from app.correction.columns import CHECK, SENSITIVE
from app.correction.enums import KeyAlgorithm
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column

LOCATION = "check_in.location_sealed"
"""Context of the sealed location."""


class CheckInSubject(Table, table=True):
    """What the check-in path asks about a person before anything else, one row a person.

    A process keeps what it read of a person (order, areas, places, devices) together with ``stamp``; the
    statement that writes a check-in compares the two, so that nothing is judged by what has changed since.
    Whoever changes any of it calls :func:`app.correction.check_ins.subjects.touch` in the same transaction.
    """

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    order_id: UUID = Field(foreign_key="correction_order.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    is_watched: bool
    stamp: int = 1


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
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    algorithm: KeyAlgorithm = Field(sa_type=checked(KeyAlgorithm), sa_column_kwargs=plain())
    public_key: bytes = Field(sa_column_kwargs=plain())
    device_class: str = Field(max_length=60, sa_column_kwargs=plain())
    registered_at: datetime
    registered_by: UUID = Field(foreign_key="person.id")
    revoked_at: datetime | None = None
    last_counter: int = Field(default=0, sa_type=BigInteger)
    last_made_at: datetime | None = None


class CheckIn(Table, table=True):
    """One check-in that arrived, with its judgement.

    The coordinates are sealed at once; only the verdict and the distance to the border stay readable
    (negative within, none where the fix could not be used). The key begins with nothing of the person and
    holds ``received_at``, and no other table is referenced, so that the table can be cut into time slices.
    ``area_id`` names the area it was judged by.
    """

    __table_args__ = (
        CheckConstraint("accuracy_m BETWEEN 0 AND 10000000", name="accuracy"),
        CheckConstraint("(verdict = 'indeterminate') = (cardinality(reasons) > 0)", name="reasons"),
        CheckConstraint(
            "verdict = 'indeterminate' OR (distance_m IS NOT NULL AND (verdict = 'inside') = (distance_m < 0))",
            name="distance",
        ),
        Index("ix_check_in_order_id_received_at_id", "order_id", "received_at", "id"),
        Index("ix_check_in_person_id_received_at_id", "person_id", "received_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    received_at: datetime = Field(primary_key=True)
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    area_id: UUID
    attempt_id: UUID
    fixed_at: datetime
    accuracy_m: float = Field(sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    location_sealed: str = Field(max_length=400, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    verdict: CheckInVerdict = Field(
        sa_type=checked(CheckInVerdict), sa_column_kwargs=personal(SENSITIVE, purpose=CHECK)
    )
    distance_m: float | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    reasons: list[str] = Field(
        sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: Personal(SENSITIVE, CHECK)})
    )


class CheckInAttempt(Table, table=True):
    """Claims the id a phone gave its attempt, so that an attempt sent again is one check-in.

    Apart from ``check_in``, because a table cut into time slices cannot keep an id unique across them.
    """

    attempt_id: UUID = Field(primary_key=True)
    person_id: UUID
    check_in_id: UUID
    received_at: datetime = Field(index=True)


sealed_column(CheckIn, "location_sealed")
