"""What the API takes and gives about check-ins owed, the ledger, and how often tiers check in."""

from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.enums import CorrectionTier, DutyKind, DutyStatus
from app.correction.schedule.codes import Excuse, SchedulePeriod, SupervisionEntryKind
from app.kernel.http import LINES, Schema, example

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]
Minute = Annotated[int, Field(ge=0, le=1440, description="从零点起的分钟数，北京时间")]

DUTY = "019a3b7c-9000-8000-8000-00000000000d"
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
EARLIEST, LATEST = 5 * 60, 23 * 60
"""No setting may ask anybody to check in in the depth of night."""
MOST_DAYS = 366
WINDOWS = [{"begin": 720, "end": 900}, {"begin": 1140, "end": 1320}]
DUTY_EXAMPLE: dict[str, Any] = {
    "id": DUTY,
    "order_id": ORDER,
    "kind": "scheduled",
    "tier": "red",
    "opens_at": "2026-11-24T04:00:00Z",
    "closes_at": "2026-11-24T07:00:00Z",
    "status": "waiting",
    "excuse": None,
    "check_in_id": None,
    "told_at": None,
    "explain_until": None,
    "ways": ["phone", "counter", "call", "helper"],
    "allowed_actions": ["check_in"],
}


class DutyOut(Schema):
    """One check-in owed: until when, in which ways, and what became of it.

    ``explain_until``: the office is asked to look into it then, unless the person explains before.
    """

    model_config = example(DUTY_EXAMPLE)

    id: UUID
    order_id: UUID
    kind: DutyKind
    tier: CorrectionTier
    opens_at: datetime
    closes_at: datetime
    status: DutyStatus
    excuse: Excuse | None
    check_in_id: UUID | None
    told_at: datetime | None
    explain_until: datetime | None
    ways: list[CheckInChannel]
    allowed_actions: list[str]


class ExplanationIn(Schema):
    """Why a check-in did not come, in the person's words."""

    model_config = example({"words": "手机摔坏了，第二天才修好。", "evidence_ids": []})

    words: Words
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], max_length=10)


class ExplanationOut(Schema):
    """What was said, by whom it was entered, and when."""

    model_config = example(
        {
            "id": "019a3b7c-9003-7000-8000-000000000010",
            "words": "手机摔坏了，第二天才修好。",
            "evidence_ids": [],
            "recorded_by": "0199e0a0-7c00-7000-8000-000000000007",
            "recorded_at": "2026-11-24T09:00:00Z",
        }
    )

    id: UUID
    words: str
    evidence_ids: list[UUID]
    recorded_by: UUID
    recorded_at: datetime


class DutyDetail(DutyOut):
    """One check-in owed with what was said about it."""

    model_config = example(DUTY_EXAMPLE | {"explanations": []})

    explanations: list[ExplanationOut]


class ExcuseIn(Schema):
    """Why an officer excuses a check-in."""

    model_config = example({"excuse": "illness", "note": "住院，已看过住院证明。"})

    excuse: Excuse
    note: Note


class LookIntoIn(Schema):
    """What an officer wants to look into."""

    model_config = example({"note": "和单位说的时间对不上，需要核实。"})

    note: Note


class EntryOut(Schema):
    """One line of the ledger; ``taken_back`` lines count nowhere."""

    model_config = example(
        {
            "id": "019a3b7c-9001-7000-8000-00000000000e",
            "order_id": ORDER,
            "kind": "attempt_failed",
            "happened_at": "2026-11-24T05:00:00Z",
            "recorded_at": "2026-11-24T05:00:01Z",
            "duty_id": DUTY,
            "check_in_id": None,
            "alarm_id": None,
            "takes_back_id": None,
            "reason": "no_signal",
            "note": None,
            "recorded_by": None,
            "taken_back": False,
        }
    )

    id: UUID
    order_id: UUID
    kind: SupervisionEntryKind
    happened_at: datetime
    recorded_at: datetime
    duty_id: UUID | None
    check_in_id: UUID | None
    alarm_id: UUID | None
    takes_back_id: UUID | None
    reason: str | None
    note: str | None
    recorded_by: UUID | None
    taken_back: bool


class ExcusedPeriodIn(Schema):
    """Days, both included, on which no check-in is owed."""

    model_config = example(
        {"excuse": "illness", "note": "住院手术。", "from_on": "2026-12-01", "to_on": "2026-12-10"}
    )

    excuse: Excuse
    note: Note
    from_on: date
    to_on: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_on < self.from_on:
            raise ValueError("最后一天不能早于第一天")
        if (self.to_on - self.from_on).days >= MOST_DAYS:
            raise ValueError("一次最多一年，到期可以再登记")
        return self


class ExcusedPeriodOut(Schema):
    """Days on which no check-in is owed, and who entered them."""

    model_config = example(
        {
            "id": "019a3b7c-9002-7000-8000-00000000000f",
            "excuse": "illness",
            "note": "住院手术。",
            "from_on": "2026-12-01",
            "to_on": "2026-12-10",
            "set_by": "0199e0a0-7c00-7000-8000-000000000007",
            "set_at": "2026-11-30T01:00:00Z",
        }
    )

    id: UUID
    excuse: Excuse
    note: str
    from_on: date
    to_on: date
    set_by: UUID
    set_at: datetime


class HoursIO(Schema):
    """A stretch of a day."""

    begin: Minute
    end: Minute

    @model_validator(mode="after")
    def _sane(self) -> Self:
        if not EARLIEST <= self.begin < self.end <= LATEST:
            raise ValueError("签到时间应在 5 点到 23 点之间，结束要晚于开始")
        return self


class RhythmIO(Schema):
    """How often a tier checks in, and what its silence means."""

    period: SchedulePeriod
    checks: int = Field(ge=0, le=31, description="每期按期签到几次")
    spots: int = Field(ge=0, le=20, description="每期平均临时抽查几次")
    windows: list[HoursIO] = Field(min_length=1, max_length=6)
    spot_hours: HoursIO
    spot_minutes: int = Field(ge=15, le=720, description="临时抽查的答复时间")
    on_rest_days: bool
    checks_on_leave: bool
    spots_on_leave: bool
    explain_hours: int = Field(ge=1, le=240, description="没有收到签到后，说明情况的时间")
    gap_hours: int = Field(ge=1, le=240, description="多久没有信号要核实")
    lost_hours: int = Field(ge=1, le=1000, description="多久没有信号算失去联系")
    lost_misses: int = Field(ge=2, le=20, description="连续几次没有信号算失去联系")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        ordered = sorted(self.windows, key=lambda hours: hours.begin)
        if any(after.begin < before.end for before, after in pairwise(ordered)):
            raise ValueError("签到时间段不能重叠")
        if any(hours.end - hours.begin < 30 for hours in self.windows):
            raise ValueError("签到时间段至少半小时")
        if self.spot_hours.begin + self.spot_minutes > self.spot_hours.end:
            raise ValueError("抽查的答复时间比抽查时间段还长")
        if self.lost_hours < self.gap_hours:
            raise ValueError("失去联系的时间不能短于需要核实的时间")
        return self


RHYTHM_EXAMPLE: dict[str, Any] = {
    "period": "week",
    "checks": 2,
    "spots": 1,
    "windows": WINDOWS,
    "spot_hours": {"begin": 510, "end": 1050},
    "spot_minutes": 60,
    "on_rest_days": False,
    "checks_on_leave": True,
    "spots_on_leave": False,
    "explain_hours": 24,
    "gap_hours": 6,
    "lost_hours": 72,
    "lost_misses": 3,
}


class ScheduleIn(RhythmIO):
    """A tier's rhythm from a day on, tomorrow at the earliest."""

    model_config = example(RHYTHM_EXAMPLE | {"effective_from": "2099-01-01"})

    effective_from: date


class ScheduleOut(RhythmIO):
    """What holds for a tier today."""

    tier: CorrectionTier


class SchedulesOut(Schema):
    """What holds for each tier at an agency today, and what was set to come."""

    model_config = example({"agency_id": ORDER, "in_force": [RHYTHM_EXAMPLE | {"tier": "red"}], "to_come": []})

    agency_id: UUID
    in_force: list[ScheduleOut]
    to_come: list["ScheduleToCome"]


class ScheduleToCome(ScheduleOut):
    """What will hold from a day on."""

    effective_from: date
