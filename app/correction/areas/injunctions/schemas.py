"""What the API takes and gives about injunctions."""

from datetime import date, datetime, time
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.correction.areas.codes import AreaWarning, InjunctionKind
from app.correction.areas.outline import OutlineRepair
from app.correction.areas.schemas import CIRCLE, SQUARE, AreaInput
from app.kernel.geo import Datum
from app.kernel.http import LINE, LINES, Schema, example

HOURS: dict[str, Any] = {"weekdays": [5, 6], "starts": "22:00", "ends": "06:00"}
Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
"""A judgement's; whoever writes a year that never comes must not stop a person's check-ins."""
Minute = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class HoursInput(Schema):
    """Hours of the week in Beijing time, Monday 1; an end that is not after its start is of the next day."""

    model_config = example(HOURS)
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    starts: Minute
    ends: Minute

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end as minutes of the day."""
        starts, ends = (time.fromisoformat(text) for text in (self.starts, self.ends))
        return starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute


class InjunctionCreate(Schema):
    """One thing the judgement forbids. A place may come with its outline or circle, and with hours."""

    model_config = example(
        {
            "kind": "place",
            "content": "禁止夜间进入某某酒吧",
            "place": {"circle": CIRCLE | {"radius_m": 80}, "datum": "gcj02"},
            "hours": [HOURS],
            "starts_on": "2026-12-01",
            "ends_on": "2027-05-31",
        }
    )
    kind: InjunctionKind
    content: Content
    place: AreaInput | None = None
    hours: Annotated[list[HoursInput], Field(default_factory=list, max_length=20)]
    starts_on: Day
    ends_on: Day

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.place is not None and self.kind is not InjunctionKind.PLACE:
            raise ValueError("只有禁止进入的场所才能在地图上画")
        if self.hours and self.place is None:
            raise ValueError("要说明时间的，请先在地图上画出场所")
        if self.starts_on > self.ends_on:
            raise ValueError("结束的日子不能早于开始的日子")
        return self


class InjunctionLift(Schema):
    """Why it no longer stands: entered wrongly, or taken back by the court."""

    model_config = example({"reason": "法院裁定变更了禁止令"})
    reason: Reason


class InjunctionOut(Schema):
    """One thing forbidden; ``place`` as GeoJSON in the datum asked for, where it was drawn."""

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000f1",
            "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
            "kind": "place",
            "content": "禁止夜间进入某某酒吧",
            "place": SQUARE,
            "datum": "wgs84",
            "hours": [HOURS],
            "repairs": [],
            "warnings": [],
            "starts_on": "2026-12-01",
            "ends_on": "2027-05-31",
            "created_at": "2026-12-01T01:00:00Z",
            "lifted_at": None,
            "lift_reason": None,
        }
    )
    id: UUID
    order_id: UUID
    kind: InjunctionKind
    content: str
    place: dict[str, Any] | None
    datum: Datum
    hours: list[HoursInput]
    repairs: list[OutlineRepair]
    warnings: list[AreaWarning]
    starts_on: date
    ends_on: date
    created_at: datetime
    lifted_at: datetime | None
    lift_reason: str | None
