"""What the API tells of how evenly cases are offered."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseGroup
from app.contracts.matching import OverrideReason
from app.kernel.dictionaries import labels
from app.kernel.http import Schema, example
from app.lawyers.enums import AssignmentMode, AssignmentStatus, DeclineReason

Gini = Annotated[
    float | None, Field(ge=0, le=1, description="基尼系数：0 为完全按能力平均，越大越不平均；没有派案时为空")
]
Share = Annotated[float, Field(description="按承办上限和在岗天数应得的派案数")]
Gap = Annotated[float, Field(description="实际派案数减去应得派案数")]
Ratio = Annotated[float | None, Field(description="差额是应得派案数的几倍，-1 为一件也没有派到")]
Load = Annotated[float | None, Field(ge=0, description="平均在办件数占承办上限的比例")]

_COUNTS: dict[str, Any] = {
    "offers": 12,
    "taken": 9,
    "declined": 2,
    "expired": 1,
    "withdrawn": 0,
    "waiting": 0,
    "declines": [{"reason": "busy", "count": 2}],
}
_LAWYER: dict[str, Any] = {
    "lawyer_id": "01937b3e-0000-7000-8000-000000000021",
    "name": "李律师",
    "firm_id": "01937b3e-0000-7000-8000-000000000022",
    "firm": "西湖律师事务所",
    "capacity": 8,
    "open_cases": 3,
    "days": 31,
    "counts": _COUNTS,
    "fair_offers": 10.5,
    "deviation": 1.5,
    "deviation_ratio": 0.143,
    "load": 0.41,
}
_INDICES: dict[str, Any] = {
    "lawyers": 24,
    "capacity": 140,
    "gini_offers": 0.08,
    "gini_taken": 0.11,
    "gini_load": 0.09,
    "largest_deviation": 1.5,
    "largest_deviation_ratio": 0.143,
    "without_offers": 0,
}
_FIRM: dict[str, Any] = {
    "firm_id": "01937b3e-0000-7000-8000-000000000022",
    "firm": "西湖律师事务所",
    "counts": _COUNTS,
    "fair_offers": 10.5,
    "deviation": 1.5,
    "deviation_ratio": 0.143,
    "load": 0.41,
    "indices": _INDICES,
}


class FairnessTable(StrEnum):
    """Which part of the report as a table."""

    LAWYERS = "lawyers"
    FIRMS = "firms"
    SPECIALTIES = "specialties"


labels(
    FairnessTable,
    {
        FairnessTable.LAWYERS: "按律师",
        FairnessTable.FIRMS: "按律所",
        FairnessTable.SPECIALTIES: "按专长",
    },
)


class DeclineCount(Schema):
    """How often a reason to decline was given."""

    model_config = example({"reason": "busy", "count": 2})

    reason: DeclineReason
    count: int


class OfferCounts(Schema):
    """Offers made in the period and what became of them; ``taken`` whatever became of the case later."""

    model_config = example(_COUNTS)

    offers: int
    taken: int
    declined: int
    expired: int
    withdrawn: int
    waiting: int
    declines: list[DeclineCount]


class FairnessIndices(Schema):
    """How even it is among some lawyers. ``largest_deviation`` is of the one furthest from the fair share;
    ``without_offers`` counts those with a fair share of one or more who got nothing.
    """

    model_config = example(_INDICES)

    lawyers: int
    capacity: int
    gini_offers: Gini
    gini_taken: Gini
    gini_load: Gini
    largest_deviation: Gap | None
    largest_deviation_ratio: Ratio
    without_offers: int


class LawyerFairness(Schema):
    """A lawyer against the fair share; ``days`` are those on which the lawyer could be asked."""

    model_config = example(_LAWYER)

    lawyer_id: UUID
    name: str
    firm_id: UUID
    firm: str
    capacity: int
    open_cases: int
    days: int
    counts: OfferCounts
    fair_offers: Share
    deviation: Gap
    deviation_ratio: Ratio
    load: Load


class FirmFairness(Schema):
    """A firm against its fair share, and how even it is within."""

    model_config = example(_FIRM)

    firm_id: UUID
    firm: str
    counts: OfferCounts
    fair_offers: Share
    deviation: Gap
    deviation_ratio: Ratio
    load: Load
    indices: FairnessIndices


class SpecialtyFairness(Schema):
    """Cases of one specialty, among the lawyers who have it; ``outside`` were offered to others."""

    model_config = example({"specialty": "labour", "counts": _COUNTS, "outside": 1, "indices": _INDICES})

    specialty: CaseGroup
    counts: OfferCounts
    outside: int
    indices: FairnessIndices


class OverrideCount(Schema):
    """How often somebody else than the one proposed first was asked for this reason."""

    model_config = example({"reason": "recipient_asked", "count": 3})

    reason: OverrideReason
    count: int


class ModeCount(Schema):
    """How often lawyers were asked in this way."""

    model_config = example({"mode": "one", "count": 30})

    mode: AssignmentMode
    count: int


class StatusCount(Schema):
    """How many assignments stand so now."""

    model_config = example({"status": "taken", "count": 28})

    status: AssignmentStatus
    count: int


_CHOICES: dict[str, Any] = {
    "made": 30,
    "by_mode": [{"mode": "one", "count": 30}],
    "by_status": [{"status": "taken", "count": 28}, {"status": "asking", "count": 2}],
    "overridden": 3,
    "override_rate": 0.1,
    "overrides": [{"reason": "recipient_asked", "count": 3}],
}


class ChoiceCounts(Schema):
    """The officers' choices in the period: assignments made, and those that did not follow the proposal."""

    model_config = example(_CHOICES)

    made: int
    by_mode: list[ModeCount]
    by_status: list[StatusCount]
    overridden: int
    override_rate: Annotated[float | None, Field(description="没有按推荐第一位指派的比例")]
    overrides: list[OverrideCount]


class FairnessReport(Schema):
    """How evenly a centre offers cases. Lawyers read it without other people: ``furthest`` is empty, ``firms``
    has their own alone, ``own`` is themselves.
    """

    model_config = example(
        {
            "agency_id": "01937b3e-0000-7000-8000-000000000002",
            "first_day": "2026-12-01",
            "last_day": "2026-12-31",
            "days": 31,
            "counts": _COUNTS,
            "indices": _INDICES,
            "choices": _CHOICES,
            "furthest": [_LAWYER],
            "firms": [_FIRM],
            "specialties": [
                {"specialty": "labour", "counts": _COUNTS, "outside": 1, "indices": _INDICES},
            ],
            "own": None,
        }
    )

    agency_id: UUID
    first_day: date
    last_day: date
    days: int
    counts: OfferCounts
    indices: FairnessIndices
    choices: ChoiceCounts
    furthest: list[LawyerFairness]
    firms: list[FirmFairness]
    specialties: list[SpecialtyFairness]
    own: LawyerFairness | None
