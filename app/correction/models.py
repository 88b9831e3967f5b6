"""Tables of correction. What the law calls 行踪轨迹 (个人信息保护法 28) is sealed as soon as it is judged."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.enums import (
    ApprovedAreaSource,
    CorrectionCategory,
    CorrectionStatus,
    CorrectionTier,
)
from app.correction.judgement import CheckInVerdict
from app.correction.outline import Outline
from app.kernel.areas.boundaries import geometry_of
from app.kernel.columns import INFO_KEY, Personal, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column

LOCATION = "check_in.location_sealed"
"""Context of the sealed location."""

SENSITIVE = Sensitivity.SENSITIVE
SUPERVISE = "社区矫正监督管理"
CHECK = "社区矫正信息化核查"


class CorrectionOrder(Table, table=True):
    """One person's term under correction at one office; a person has at most one that is not ended.

    ``starts_on`` is the day the judgement takes effect, ``ends_on`` the last day of the term.
    ``agency_path`` repeats the office's ``tree_path``, which never changes, so that reach is checked
    without another query. ``version`` grows with every change, of the area as of the state.
    """

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="term"),
        CheckConstraint("length(btrim(court)) > 0", name="court"),
        CheckConstraint("status = 'registered' OR began_at IS NOT NULL", name="began"),
        Index(
            "uq_correction_order_open",
            "person_id",
            unique=True,
            postgresql_where=text("status <> 'ended'"),
        ),
        Index("ix_correction_order_person_id_id", "person_id", "id"),
        Index("ix_correction_order_agency_id_id", "agency_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    category: CorrectionCategory = Field(
        sa_type=checked(CorrectionCategory), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    starts_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ends_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    court: str = Field(max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    status: CorrectionStatus = Field(
        default=CorrectionStatus.REGISTERED, sa_type=checked(CorrectionStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    began_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person the order is about."""
        return self.person_id


class ApprovedArea(Table, table=True):
    """The area a person may move in freely, as well-known binary in WGS-84, in force in
    ``[valid_from, valid_to)``.

    An area that was in force is never changed: a new one takes its place. ``accuracy_m`` is how far the
    border may be off; ``repairs`` says what had to be changed in what was handed in.
    """

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
        CheckConstraint("(source = 'area') = (area_code IS NOT NULL)", name="area_code"),
        CheckConstraint("accuracy_m >= 0", name="accuracy"),
        Index(
            "uq_approved_area_open",
            "order_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_approved_area_area_code", "area_code"),
        Index("ix_approved_area_set_by", "set_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    wkb_wgs84: bytes = Field(sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    accuracy_m: int
    source: ApprovedAreaSource = Field(sa_type=checked(ApprovedAreaSource), sa_column_kwargs=plain())
    area_code: str | None = Field(
        default=None,
        foreign_key="area.code",
        max_length=12,
        sa_column_kwargs=personal(SENSITIVE, purpose=CHECK),
    )
    repairs: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: None}))
    valid_from: datetime
    valid_to: datetime | None = None
    set_by: UUID = Field(foreign_key="person.id")

    @property
    def outline(self) -> Outline:
        """The outline to judge by."""
        return Outline(geometry_of(self.wkb_wgs84), self.accuracy_m)


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
