"""Tables of areas, their boundaries, and the agencies that serve them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.sources import AreaSource, DatePrecision
from app.kernel.columns import plain
from app.kernel.database import Table, checked, new_id
from app.kernel.dictionaries import labels


class Area(Table, table=True):
    """A division of the country under its code, in force in ``[valid_from, valid_to)``.

    A code is never deleted: abolished codes stand on ID cards and in old files. ``full_name`` reads from
    the province down. A null bound is open or, with precision ``unknown``, not known.
    """

    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{6}([0-9]{3}){0,2}$'", name="code"),
        CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from < valid_to",
            name="period",
        ),
        CheckConstraint("(level = 'province') = (parent_code IS NULL)", name="parent"),
        Index("ix_area_parent_code_code", "parent_code", "code"),
        Index("ix_area_name", "name", "code", postgresql_ops={"name": "text_pattern_ops"}),
    )

    code: str = Field(primary_key=True, max_length=12, sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=plain())
    full_name: str = Field(max_length=400, sa_column_kwargs=plain())
    level: AreaLevel = Field(sa_type=checked(AreaLevel), sa_column_kwargs=plain())
    parent_code: str | None = Field(default=None, foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    valid_from: date | None = Field(default=None, sa_column_kwargs=plain())
    valid_to: date | None = Field(default=None, sa_column_kwargs=plain())
    precision: DatePrecision = Field(sa_type=checked(DatePrecision), sa_column_kwargs=plain())
    source: AreaSource = Field(sa_type=checked(AreaSource), sa_column_kwargs=plain())


class AreaFormerName(Table, table=True):
    """A name an area had in ``[valid_from, valid_to)`` under the same code."""

    __table_args__ = (CheckConstraint("valid_from IS NULL OR valid_from < valid_to", name="period"),)

    area_code: str = Field(
        primary_key=True,
        foreign_key="area.code",
        max_length=12,
        sa_column_kwargs=plain(),
    )
    valid_to: date = Field(primary_key=True, sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=plain())
    valid_from: date | None = Field(default=None, sa_column_kwargs=plain())


class AreaBoundary(Table, table=True):
    """The outline of an area as well-known binary in WGS-84, with its box for a first, cheap test.

    ``accuracy_m`` is how far a border may be off, in metres; ``accuracy_note`` says so to a reader.
    """

    __table_args__ = (
        CheckConstraint("vertex_count >= 4 AND accuracy_m > 0", name="measures"),
        CheckConstraint("west_deg <= east_deg AND south_deg <= north_deg", name="box"),
    )

    area_code: str = Field(
        primary_key=True,
        foreign_key="area.code",
        max_length=12,
        sa_column_kwargs=plain(),
    )
    wkb_wgs84: bytes = Field(sa_column_kwargs=plain())
    vertex_count: int
    accuracy_m: int
    accuracy_note: str = Field(max_length=200, sa_column_kwargs=plain())
    source: str = Field(max_length=100, sa_column_kwargs=plain())
    is_packaged: bool
    valid_from: date | None = Field(default=None, sa_column_kwargs=plain())
    west_deg: float = Field(sa_column_kwargs=plain())
    south_deg: float = Field(sa_column_kwargs=plain())
    east_deg: float = Field(sa_column_kwargs=plain())
    north_deg: float = Field(sa_column_kwargs=plain())


class AreaImport(Table, table=True):
    """One import that was carried out: what came in, from which file, and what it changed."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    source: AreaSource = Field(sa_type=checked(AreaSource), sa_column_kwargs=plain())
    label: str = Field(max_length=200, sa_column_kwargs=plain())
    file_sha256: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    effective_on: date = Field(sa_column_kwargs=plain())
    imported_at: datetime
    inserted: int
    updated: int
    renamed: int
    closed: int


class AgencyKind(StrEnum):
    """What an agency is for."""

    JUSTICE_BUREAU = "justice_bureau"
    LEGAL_AID_CENTRE = "legal_aid_centre"
    LEGAL_AID_STATION = "legal_aid_station"
    TOWNSHIP_OFFICE = "township_office"
    CORRECTION_CENTRE = "correction_centre"


labels(
    AgencyKind,
    {
        AgencyKind.JUSTICE_BUREAU: "司法局",
        AgencyKind.LEGAL_AID_CENTRE: "法律援助中心",
        AgencyKind.LEGAL_AID_STATION: "法律援助工作站",
        AgencyKind.TOWNSHIP_OFFICE: "司法所",
        AgencyKind.CORRECTION_CENTRE: "社区矫正中心",
    },
)


class Agency(Table, table=True):
    """An office of the justice administration, in force in ``[valid_from, valid_to)``.

    ``tree_path`` is ``/<id>/<id>/``: the ids from the root down to this agency. It never changes, since
    an agency is not moved but closed and set up anew; grants and queries rest on its prefixes.
    """

    __table_args__ = (
        CheckConstraint("tree_path LIKE '%/' || id::text || '/'", name="tree_path"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
        CheckConstraint("parent_id IS NOT NULL OR kind = 'justice_bureau'", name="root"),
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        Index(
            "ix_agency_tree_path",
            "tree_path",
            postgresql_ops={"tree_path": "text_pattern_ops"},
        ),
        Index("ix_agency_area_code_kind", "area_code", "kind"),
        Index(
            "uq_agency_open_name",
            "area_code",
            "name",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=100, sa_column_kwargs=plain())
    kind: AgencyKind = Field(sa_type=checked(AgencyKind), sa_column_kwargs=plain())
    area_code: str = Field(foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    parent_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    tree_path: str = Field(max_length=740, sa_column_kwargs=plain())
    phone: str | None = Field(default=None, max_length=40, sa_column_kwargs=plain())
    address: str | None = Field(default=None, max_length=200, sa_column_kwargs=plain())
    valid_from: date = Field(sa_column_kwargs=plain())
    valid_to: date | None = Field(default=None, sa_column_kwargs=plain())
    version: int = 1
