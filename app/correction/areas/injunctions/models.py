"""Tables of injunctions, and of the spans in which a closed place was opened."""

from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import JSON, CheckConstraint, Column, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.correction.areas.codes import InjunctionKind
from app.correction.areas.outline import Outline
from app.correction.columns import CHECK, SENSITIVE, SUPERVISE
from app.kernel.areas.boundaries import geometry_of
from app.kernel.columns import INFO_KEY, Personal, personal, plain
from app.kernel.database import Table, checked, new_id


class Injunction(Table, table=True):
    """One thing a court forbade in an order's judgement, from ``starts_on`` to ``ends_on`` (刑法 38(2), 72(2)).

    A place may come with its outline (well-known binary in WGS-84) and with the hours of the week in which it is
    closed (``[{"weekdays": [1, …, 7], "starts": "22:00", "ends": "06:00"}]``, Monday 1, none: always). It is
    never changed: one that was entered wrongly or that the court took back is lifted, with the reason.
    """

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="period"),
        CheckConstraint("length(btrim(content)) > 0", name="content"),
        CheckConstraint("wkb_wgs84 IS NULL OR kind = 'place'", name="place"),
        CheckConstraint("wkb_wgs84 IS NOT NULL OR json_array_length(hours) = 0", name="hours"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by"),
        CheckConstraint("(lifted_at IS NULL) = (lift_reason IS NULL)", name="lift_reason"),
        CheckConstraint("lift_reason IS NULL OR length(btrim(lift_reason)) > 0", name="lift_reason_text"),
        Index("ix_injunction_order_id", "order_id", "id"),
        Index("ix_injunction_set_by", "set_by"),
        Index("ix_injunction_lifted_by", "lifted_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    kind: InjunctionKind = Field(
        sa_type=checked(InjunctionKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    content: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    wkb_wgs84: bytes | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK))
    accuracy_m: int = 0
    hours: list[dict[str, JsonValue]] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(SENSITIVE, CHECK)}),
    )
    repairs: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: None})
    )
    warnings: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(40)), nullable=False, info={INFO_KEY: None})
    )
    starts_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ends_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    set_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    lifted_at: datetime | None = None
    lifted_by: UUID | None = Field(default=None, foreign_key="person.id")
    lift_reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )

    @property
    def outline(self) -> Outline | None:
        """The closed place, where it was drawn."""
        return None if self.wkb_wgs84 is None else Outline(geometry_of(self.wkb_wgs84), self.accuracy_m)


class InjunctionOpening(Table, table=True):
    """A span in which the county approved entering a closed place (办法 39); ``request_id`` asked for it."""

    __table_args__ = (
        CheckConstraint("opens_at <= closes_at", name="span"),
        Index("ix_injunction_opening_injunction_id", "injunction_id"),
        Index("uq_injunction_opening_request_id", "request_id", "injunction_id", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    injunction_id: UUID = Field(foreign_key="injunction.id")
    request_id: UUID = Field(sa_column_kwargs=plain())
    opens_at: datetime
    closes_at: datetime
    created_at: datetime
