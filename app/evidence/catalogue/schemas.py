"""What cataloguing and withdrawing take."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from app.evidence import names
from app.evidence.enums import EvidenceKind
from app.kernel.http import Schema, example

LINE = r"^[^\x00-\x1f\x7f]*$"
HIGHEST_FEN = 10**13
"""A hundred thousand million yuan: a mistyped amount, not a claim."""


def _legible(value: Any) -> Any:
    return names.legible(value) if isinstance(value, str) else value


Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE),
    BeforeValidator(_legible),
]
"""One line that is seen as it is printed: it goes into the index of a bundle for a court."""


class CatalogueEntry(Schema):
    """What a file is about. It replaces what was said before: what is left out is said no longer."""

    model_config = example(
        {
            "kind": "wage_record",
            "proves": "2026年6月应发工资5200元，实际没有发",
            "period_from": "2026-06-01",
            "period_to": "2026-06-30",
            "amount_fen": 520000,
        }
    )
    kind: EvidenceKind
    proves: Words | None = Field(default=None, description="证明什么，最多 200 字")
    period_from: date | None = Field(default=None, description="涉及的期间从哪天开始")
    period_to: date | None = Field(default=None, description="到哪天为止")
    amount_fen: int | None = Field(default=None, ge=0, le=HIGHEST_FEN, description="涉及的金额，单位：分")


class Withdrawal(Schema):
    """Why a file is taken back."""

    model_config = example({"reason": "传错了文件，这是别人的工资表"})
    reason: Words = Field(description="为什么撤回，最多 200 字")
