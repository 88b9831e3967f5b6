"""What the API gives of lawyers proposed for a case."""

from typing import Any, Self
from uuid import UUID

from app.contracts.matching import Shortlist
from app.kernel.http import Schema, example
from app.legal_aid.schemas import LAWYER_ID


class CandidateReason(Schema):
    """One term of a candidate's score, between 0 and 1, in plain Chinese."""

    model_config = example({"code": "specialty", "value": 1.0, "text": "专长：劳动"})
    code: str
    value: float
    text: str


CANDIDATE: dict[str, Any] = {
    "lawyer_id": LAWYER_ID,
    "name": "李律师",
    "firm": "某律师事务所",
    "score": 0.9,
    "reasons": [{"code": "specialty", "value": 1.0, "text": "专长：劳动"}],
}
_RELAXATION: dict[str, Any] = {
    "code": "at_capacity",
    "lawyers": 3,
    "text": "把每人承办上限提高 1 件，就有 3 名律师可以接",
    "relaxable": False,
}


class CandidateView(Schema):
    """A lawyer proposed, with reasons."""

    model_config = example(CANDIDATE)
    lawyer_id: UUID
    name: str
    firm: str
    score: float
    reasons: list[CandidateReason]


class RelaxationView(Schema):
    """What setting a condition aside would bring, where few lawyers are left.

    ``relaxable`` ones are given back as ``relax``; the others the centre, the recipient or time has to change.
    """

    model_config = example(_RELAXATION)
    code: str
    lawyers: int
    text: str
    relaxable: bool


class Candidates(Schema):
    """The shortlist, best first; the officer chooses. ``seed`` decided between equals."""

    model_config = example(
        {"items": [CANDIDATE], "relaxations": [_RELAXATION], "weights_version": "v2", "seed": "5f1d0c2b9a7e4836"}
    )
    items: list[CandidateView]
    relaxations: list[RelaxationView]
    weights_version: str
    seed: str

    @classmethod
    def of(cls, found: Shortlist) -> Self:
        """The shortlist as it is shown."""
        return cls(
            items=[CandidateView.model_validate(one) for one in found.candidates],
            relaxations=[RelaxationView.model_validate(one) for one in found.relaxations],
            weights_version=found.weights_version,
            seed=found.seed,
        )


class ObstacleView(Schema):
    """A constraint in the way: where it comes from, why in plain Chinese, whether the officer may set it aside."""

    model_config = example(
        {
            "code": "on_leave",
            "source": "名册管理（内部）",
            "text": "李律师休假到 2026 年 10 月 8 日",
            "relaxable": False,
        }
    )
    code: str
    source: str
    text: str
    relaxable: bool


class StandingView(Schema):
    """How a lawyer stands to the case: the place among all who fit, with reasons; or every obstacle."""

    model_config = example(
        {
            "lawyer_id": LAWYER_ID,
            "name": "李律师",
            "firm": "某律师事务所",
            "rank": 2,
            "candidate": CANDIDATE,
            "obstacles": [],
        }
    )
    lawyer_id: UUID
    name: str
    firm: str
    rank: int | None
    candidate: CandidateView | None
    obstacles: list[ObstacleView]
