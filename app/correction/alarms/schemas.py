"""What the API takes and gives about alarms and searches."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.alarms.codes import (
    AlarmStepKind,
    BreachGravity,
    BreachKind,
    HearingState,
    StatementKind,
    ToldAs,
)
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmOutcome, AlarmStatus
from app.kernel.http import LINES, Instant, Schema, example

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]
Statement = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Files = Annotated[list[UUID], Field(max_length=20, description="材料编号，先上传再填写")]

ALARM = "0199e0a0-7c00-7000-8000-000000000061"
ORDER = "0199e0a0-7c00-7000-8000-00000000000a"
PERSON = "0199e0a0-7c00-7000-8000-000000000007"
OFFICE = "0199e0a0-7c00-7000-8000-000000000002"
OFFICER = "0199e0a0-7c00-7000-8000-000000000009"
ALARM_EXAMPLE: dict[str, Any] = {
    "id": ALARM,
    "order_id": ORDER,
    "person_id": PERSON,
    "person_name": "王某",
    "agency_id": OFFICE,
    "agency_name": "千岛湖司法所",
    "cause": "check_in_missed",
    "confidence": "medium",
    "status": "raised",
    "outcome": None,
    "is_cleared": False,
    "message": "这只是提醒，不等于违规。请说明情况。",
    "hearing": "none",
    "steps": 0,
    "person_told_at": "2026-12-01T04:00:00Z",
    "office_told_at": "2026-12-01T04:00:02Z",
    "raised_at": "2026-12-01T04:00:00Z",
    "closed_at": None,
    "version": 1,
    "allowed_actions": ["close", "state", "verify"],
}


class StepCreate(Schema):
    """What an officer did to find out; ``reached`` says whether the person was spoken to."""

    model_config = example(
        {
            "kind": "call",
            "reached": True,
            "result": "电话接通，本人说手机没电，正在家中",
            "evidence_ids": [],
            "made_at": None,
        }
    )
    kind: AlarmStepKind
    reached: bool
    result: Words
    evidence_ids: Files = Field(default_factory=list[UUID])
    made_at: Instant | None = None


class StatementCreate(Schema):
    """What the person says, or that it was tried to hear them; a person writes ``own``, an officer the others."""

    model_config = example(
        {"kind": "own", "words": "手机没电了，充上电就签到了", "evidence_ids": [], "made_at": None}
    )
    kind: StatementKind = StatementKind.OWN
    words: Statement
    evidence_ids: Files = Field(default_factory=list[UUID])
    made_at: Instant | None = None


class AlarmClose(Schema):
    """Nobody did wrong: a fault, or explained."""

    model_config = example({"outcome": "fault", "finding": "手机电池坏了，已当面看过，不是本人的错"})
    outcome: AlarmOutcome
    finding: Words


class BreachFound(Schema):
    """A breach found by who decides; days of absence, both included, for ``absence`` alone."""

    model_config = example(
        {
            "finding": "查明无正当理由未经批准离开所居住的县",
            "kind": "leave",
            "gravity": "minor",
            "absent_from": None,
            "absent_to": None,
        }
    )
    finding: Words
    kind: BreachKind
    gravity: BreachGravity
    absent_from: date | None = None
    absent_to: date | None = None


class BreachRetraction(Schema):
    """Why a finding is taken back."""

    model_config = example({"reason": "本人补交了就医证明，需要重新核实"})
    reason: Words


class AlarmOut(Schema):
    """An alarm in a list. ``is_cleared``: nobody did wrong, and it counts for nothing."""

    model_config = example(ALARM_EXAMPLE)
    id: UUID
    order_id: UUID | None
    person_id: UUID | None
    person_name: str | None
    agency_id: UUID
    agency_name: str
    cause: AlarmCause
    confidence: AlarmConfidence
    status: AlarmStatus
    outcome: AlarmOutcome | None
    is_cleared: bool
    message: str
    hearing: HearingState
    steps: int
    person_told_at: datetime | None
    office_told_at: datetime | None
    raised_at: datetime
    closed_at: datetime | None
    version: int
    allowed_actions: list[str]


class GroundOut(Schema):
    """One thing an alarm rests on."""

    model_config = example({"kind": "duty", "id": ALARM, "at": "2026-12-01T04:00:00Z"})
    kind: str
    id: UUID
    at: datetime


class StepOut(Schema):
    """One thing that was done to find out."""

    model_config = example(
        {
            "id": ALARM,
            "kind": "call",
            "reached": True,
            "result": "电话接通，本人说手机没电",
            "evidence_ids": [],
            "made_by_name": "沈敏",
            "made_at": "2026-12-01T05:00:00Z",
            "recorded_at": "2026-12-01T05:01:00Z",
        }
    )
    id: UUID
    kind: AlarmStepKind
    reached: bool
    result: str
    evidence_ids: list[UUID]
    made_by_name: str | None
    made_at: datetime
    recorded_at: datetime


class StatementOut(Schema):
    """What the person said, or an attempt to hear them."""

    model_config = example(
        {
            "id": ALARM,
            "kind": "own",
            "words": "手机没电了",
            "evidence_ids": [],
            "recorded_by_name": "王某",
            "made_at": "2026-12-01T05:00:00Z",
            "recorded_at": "2026-12-01T05:00:00Z",
        }
    )
    id: UUID
    kind: StatementKind
    words: str
    evidence_ids: list[UUID]
    recorded_by_name: str | None
    made_at: datetime
    recorded_at: datetime


class AlarmTellingOut(Schema):
    """Who was told, and when."""

    model_config = example({"person_name": "沈敏", "told_as": "office", "told_at": "2026-12-01T04:00:02Z"})
    person_name: str | None
    told_as: ToldAs
    told_at: datetime


class AlarmDetail(AlarmOut):
    """An alarm with everything that was done, said and found."""

    model_config = example(
        ALARM_EXAMPLE
        | {
            "evidence": [],
            "tellings": [],
            "verification": [],
            "statements": [],
            "finding": None,
            "closed_by_name": None,
            "breach_kind": None,
            "breach_gravity": None,
            "absent_from": None,
            "absent_to": None,
            "search_id": None,
        }
    )
    evidence: list[GroundOut]
    tellings: list[AlarmTellingOut]
    verification: list[StepOut]
    statements: list[StatementOut]
    finding: str | None
    closed_by_name: str | None
    breach_kind: BreachKind | None
    breach_gravity: BreachGravity | None
    absent_from: date | None
    absent_to: date | None
    search_id: UUID | None
