"""Weights of matching over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, Strict

from app.kernel.http import Schema, example
from app.lawyers.matching.terms import WEIGHTS, Term

_WEIGHTS: dict[str, Any] = {term.value: WEIGHTS.of(term) for term in Term}


class WeightsIn(Schema):
    """How much each term counts; only proportions matter. Every term of ``term`` is named, none is negative."""

    model_config = example({"weights": _WEIGHTS})
    weights: dict[str, Annotated[float, Strict()]] = Field(
        max_length=100, description="每一项的权重：不小于 0，至少一项大于 0"
    )


class WeightsView(Schema):
    """The weights of a centre in one version; version 0 are the product's own, of who set none."""

    model_config = example(
        {"version": 2, "code": "v2", "weights": _WEIGHTS, "set_by": None, "set_at": None, "latest_version": 2}
    )
    version: int
    code: str
    weights: dict[Term, float]
    set_by: UUID | None
    set_at: datetime | None
    latest_version: int
