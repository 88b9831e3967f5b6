"""What the API takes and gives about permits for recurring crossings."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.correction.leave.answers import LEAVE_EXAMPLE, FilingOut, PlaceOut
from app.correction.leave.codes import CrossingPermitStatus, LeaveReason
from app.correction.leave.schemas import MOST_PLACES, PLACE, Files, Line, Lines, PlaceInput
from app.kernel.http import Instant, Schema, example

PERMIT_EXAMPLE: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000f3",
    "order_id": LEAVE_EXAMPLE["order_id"],
    "person_id": LEAVE_EXAMPLE["person_id"],
    "person_name": "王某",
    "renews_id": None,
    "reason": "work",
    "frequency": "每周一到周五，早上去晚上回",
    "first_on": "2027-03-01",
    "last_on": "2027-08-31",
    "status": "requested",
    "requested_at": "2027-02-20T01:00:00Z",
    "version": 1,
    "allowed_actions": ["withdraw"],
}


class CrossingPermitCreate(Schema):
    """A request to cross again and again: where, how often, from when; ``renews_id`` names the permit before."""

    model_config = example(
        {
            "reason": "work",
            "explanation": "在邻县的工厂上班",
            "frequency": "每周一到周五，早上去晚上回",
            "places": [PLACE],
            "first_on": "2027-03-01",
            "last_on": None,
            "renews_id": None,
            "evidence_ids": [],
        }
    )
    reason: LeaveReason
    explanation: Lines
    frequency: Line
    places: Annotated[list[PlaceInput], Field(min_length=1, max_length=MOST_PLACES)]
    first_on: date
    last_on: date | None = None
    renews_id: UUID | None = None
    evidence_ids: Files = Field(default_factory=list[UUID])


class CrossingPermitReason(Schema):
    """Why a permit is not approved, or revoked."""

    model_config = example({"reason": "已经换了工作单位，不再需要往返"})
    reason: Lines


class CrossingPermitOut(Schema):
    """A permit in a list."""

    model_config = example(PERMIT_EXAMPLE)
    id: UUID
    order_id: UUID
    person_id: UUID
    person_name: str | None
    renews_id: UUID | None
    reason: LeaveReason
    frequency: str
    first_on: date
    last_on: date
    status: CrossingPermitStatus
    requested_at: Instant
    version: int
    allowed_actions: list[str]


class CrossingPermitDetail(CrossingPermitOut):
    """A permit with its places and what was filed about it."""

    model_config = example(
        PERMIT_EXAMPLE
        | {
            "explanation": "在邻县的工厂上班",
            "evidence_ids": [],
            "places": [],
            "decided_at": None,
            "decision_reason": None,
            "filings": [],
        }
    )
    explanation: str
    evidence_ids: list[UUID]
    places: list[PlaceOut]
    decided_at: Instant | None
    decision_reason: str | None
    filings: list[FilingOut]
