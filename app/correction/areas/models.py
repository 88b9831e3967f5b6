"""Areas in force for an order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.areas.outline import Outline
from app.correction.columns import CHECK, SENSITIVE
from app.correction.enums import ApprovedAreaSource, AreaPurpose
from app.kernel.areas.boundaries import geometry_of
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id


class ApprovedArea(Table, table=True):
    """An area a person may move in, as well-known binary in WGS-84, in force in ``[valid_from, valid_to)``.

    ``purpose``: the home area is in force without end until another replaces it; the area of an approved leave
    takes its place while it is in force (办法 28); that of a recurring crossing is added to it (29).
    An area that was in force is never changed: a new one takes its place. ``accuracy_m`` is how far the
    border may be off; ``repairs`` says what had to be changed in what was handed in, ``warnings`` what looks wrong
    about it. ``area_codes`` are all divisions joined in it, ``area_code`` the first of them.
    """

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
        CheckConstraint("(source = 'area') = (area_code IS NOT NULL)", name="area_code"),
        CheckConstraint("(source = 'area') = (cardinality(area_codes) > 0)", name="area_codes"),
        CheckConstraint("accuracy_m >= 0", name="accuracy"),
        CheckConstraint("purpose = 'home' OR valid_to IS NOT NULL", name="bounded"),
        Index(
            "uq_approved_area_open",
            "order_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL AND purpose = 'home'"),
        ),
        Index("ix_approved_area_order_id_valid_from", "order_id", "valid_from"),
        Index("ix_approved_area_area_code", "area_code"),
        Index("ix_approved_area_set_by", "set_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    purpose: AreaPurpose = Field(default=AreaPurpose.HOME, sa_type=checked(AreaPurpose), sa_column_kwargs=plain())
    wkb_wgs84: bytes = Field(sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    accuracy_m: int
    source: ApprovedAreaSource = Field(sa_type=checked(ApprovedAreaSource), sa_column_kwargs=plain())
    area_code: str | None = Field(
        default=None,
        foreign_key="area.code",
        max_length=12,
        sa_column_kwargs=personal(SENSITIVE, purpose=CHECK),
    )
    area_codes: list[str] = Field(
        default_factory=list,
        sa_column=Column(ARRAY(String(12)), nullable=False, info={INFO_KEY: Personal(SENSITIVE, CHECK)}),
    )
    warnings: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: None})
    )
    repairs: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: None}))
    valid_from: datetime
    valid_to: datetime | None = None
    set_by: UUID = Field(foreign_key="person.id")

    @property
    def outline(self) -> Outline:
        """The outline to judge by."""
        return Outline(geometry_of(self.wkb_wgs84), self.accuracy_m)
