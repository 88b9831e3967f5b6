"""What the API takes and gives about visits and help."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.reports.schemas import Files, Line, Sentence
from app.correction.visits.codes import CorrectionHelpKind, VisitDiscretion, VisitPlace
from app.kernel.http import LINES, Instant, Schema, example

Findings = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000, pattern=LINES)]

VISIT_EXAMPLE: dict[str, Any] = {
    "visited_at": "2026-12-01T01:00:00Z",
    "place": "home",
    "met_person": True,
    "companions": 1,
    "discretion": "person_alone",
    "discretion_note": None,
    "findings": "本人在家，身体好，正在找工作，没有异常。",
    "evidence_ids": [],
    "corrects_id": None,
}
HELP_EXAMPLE: dict[str, Any] = {
    "kind": "job",
    "given_at": "2026-12-01T01:00:00Z",
    "content": "介绍到镇上的服装厂面试，约好下周一去。",
    "partner": "镇人力资源服务站",
    "guardian_present": False,
    "evidence_ids": [],
}
IDS = {
    "id": "0199e0a0-7c00-7000-8000-000000000d31",
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "recorded_at": "2026-12-01T02:00:00Z",
}


class VisitCreate(Schema):
    """A visit: when, at what kind of place, who was met, how the secret was kept, what was found."""

    model_config = example(VISIT_EXAMPLE)
    visited_at: Instant
    place: VisitPlace
    met_person: bool
    companions: Annotated[int, Field(ge=0, le=20)] = 0
    discretion: VisitDiscretion
    discretion_note: Sentence | None = None
    findings: Findings
    evidence_ids: Files = Field(default_factory=list[UUID])
    corrects_id: UUID | None = None


class VisitOut(Schema):
    """A visit, for the office alone."""

    model_config = example(VISIT_EXAMPLE | IDS)
    id: UUID
    order_id: UUID
    visited_at: datetime
    place: VisitPlace
    met_person: bool
    companions: int
    discretion: VisitDiscretion
    discretion_note: str | None
    findings: str
    evidence_ids: list[UUID]
    corrects_id: UUID | None
    recorded_at: datetime


class HelpCreate(Schema):
    """Help that was given."""

    model_config = example(HELP_EXAMPLE)
    kind: CorrectionHelpKind
    given_at: Instant
    content: Findings
    partner: Line | None = None
    guardian_present: bool = False
    evidence_ids: Files = Field(default_factory=list[UUID])


class HelpOut(Schema):
    """Help that was given."""

    model_config = example(HELP_EXAMPLE | IDS)
    id: UUID
    order_id: UUID
    kind: CorrectionHelpKind
    given_at: datetime
    content: str
    partner: str | None
    guardian_present: bool
    evidence_ids: list[UUID]
    recorded_at: datetime
