"""What the API takes and gives about tiers and their assessment."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.enums import CorrectionTier
from app.correction.orders.codes import TierChangeStatus
from app.correction.orders.tiers.scale import (
    MOST_CHOICES,
    MOST_ITEMS,
    MOST_POINTS,
    Choice,
    Item,
    Scale,
)
from app.kernel.http import LINE, LINES, Schema, example

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)]
Reasons = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=LINES)]

ITEM_EXAMPLE: dict[str, Any] = {
    "code": "attitude",
    "text": "认罪悔罪",
    "choices": [
        {"code": "sincere", "text": "是", "points": 0},
        {"code": "denies", "text": "不认罪", "points": 10},
    ],
}
SCALE_EXAMPLE: dict[str, Any] = {
    "effective_from": "2099-01-01",
    "items": [ITEM_EXAMPLE],
    "yellow_from": 5,
    "red_from": 10,
}
ANSWERS_EXAMPLE = {
    "attitude": "sincere",
    "violence": "none",
    "record": "none",
    "reporting": "always",
    "injunction": "kept",
    "work": "steady",
    "family": "good",
    "substance": "none",
    "contacts": "good",
    "time": "half",
}
CHANGE = "0199e0a0-7c00-7000-8000-00000000000d"
CHANGE_EXAMPLE: dict[str, Any] = {
    "id": CHANGE,
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "from_tier": "yellow",
    "to_tier": "blue",
    "suggested_tier": "blue",
    "score": 3,
    "answers": [{"item": "attitude", "text": "认罪悔罪", "choice": "sincere", "choice_text": "是", "points": 0}],
    "reasons": "半年来表现稳定。",
    "status": "proposed",
    "proposed_at": "2026-12-01T01:00:00Z",
    "decided_at": None,
    "decision_reason": None,
    "allowed_actions": ["withdraw"],
}


class ChoiceBody(Schema):
    """One answer and what it counts."""

    model_config = example({"code": "sincere", "text": "是", "points": 0})
    code: Code
    text: Line
    points: int = Field(ge=0, le=MOST_POINTS)


class ItemBody(Schema):
    """One question of a scale."""

    model_config = example(ITEM_EXAMPLE)
    code: Code
    text: Line
    choices: list[ChoiceBody] = Field(min_length=2, max_length=MOST_CHOICES)

    def as_item(self) -> Item:
        return Item(self.code, self.text, tuple(Choice(c.code, c.text, c.points) for c in self.choices))


class ScaleIn(Schema):
    """A scale from a day on, today at the earliest: assessments made before keep theirs."""

    model_config = example(SCALE_EXAMPLE)
    effective_from: date
    items: list[ItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    yellow_from: int = Field(ge=1, le=MOST_ITEMS * MOST_POINTS)
    red_from: int = Field(ge=1, le=MOST_ITEMS * MOST_POINTS)

    def as_scale(self) -> Scale:
        return Scale(tuple(item.as_item() for item in self.items), self.yellow_from, self.red_from)


class ScaleOut(Schema):
    """The scale in force at an agency today; ``is_default`` where nobody above set one."""

    model_config = example(
        {
            "items": [ITEM_EXAMPLE],
            "yellow_from": 5,
            "red_from": 10,
            "effective_from": None,
            "is_default": True,
        }
    )
    items: list[ItemBody]
    yellow_from: int
    red_from: int
    effective_from: date | None
    is_default: bool


class TierChangeIn(Schema):
    """A proposal: every item of the scale answered, the tier wanted, and why."""

    model_config = example({"to_tier": "blue", "answers": ANSWERS_EXAMPLE, "reasons": "半年来表现稳定。"})
    to_tier: CorrectionTier
    answers: dict[Code, Code] = Field(max_length=MOST_ITEMS)
    reasons: Reasons


class TierDecisionIn(Schema):
    """The county's decision; it takes effect when it is made. ``effective_on`` may say so, and nothing else."""

    model_config = example({"approve": True, "reason": "同意", "effective_on": None})
    approve: bool
    reason: Reason | None = None
    effective_on: date | None = None


class AnswerOut(Schema):
    """An item as it was answered, in words."""

    model_config = example(CHANGE_EXAMPLE["answers"][0])
    item: str
    text: str
    choice: str
    choice_text: str
    points: int


class TierChangeOut(Schema):
    """A proposal, the assessment it rests on, and what became of it."""

    model_config = example(CHANGE_EXAMPLE)
    id: UUID
    order_id: UUID
    from_tier: CorrectionTier
    to_tier: CorrectionTier
    suggested_tier: CorrectionTier
    score: int
    answers: list[AnswerOut]
    reasons: str
    status: TierChangeStatus
    proposed_at: datetime
    decided_at: datetime | None
    decision_reason: str | None
    allowed_actions: list[str]
