"""The weights of a centre: read, in any version, and set anew."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.errors import FieldError, NotFound, PreconditionFailed
from app.lawyers.errors import WeightsInvalid
from app.lawyers.matching import repository
from app.lawyers.matching.models import LARGEST, SMALLEST, MatchingWeights
from app.lawyers.matching.terms import Term

_NAMES = frozenset(term.value for term in Term)


async def read(
    session: AsyncSession, actor: Actor, agency_id: UUID, version: int | None
) -> tuple[MatchingWeights | None, int]:
    """A version of the weights, the newest by default, and the number of the newest; none for the product's own.

    Raises:
        NotFound: the agency is not within reach, or has no such version.
    """
    await _within_reach(session, actor, Action.ROSTER_READ, agency_id)
    newest = await repository.current_weights(session, agency_id)
    latest = newest.version if newest else 0
    if version is None or version == latest:
        return newest, latest
    if version == 0:
        return None, latest
    wanted = select(MatchingWeights).where(
        col(MatchingWeights.agency_id) == agency_id, col(MatchingWeights.version) == version
    )
    if (found := (await session.scalars(wanted)).one_or_none()) is None:
        raise NotFound()
    return found, latest


async def replace(
    session: AsyncSession, actor: Actor, agency_id: UUID, given: Mapping[str, float], *, version: int, at: datetime
) -> MatchingWeights:
    """Make the next version of the weights; every card of the centre follows in the same transaction.

    Raises:
        NotFound: the agency is not within reach.
        WeightsInvalid: a term is missing or unknown, a weight negative, too large or no number, or all are zero.
        PreconditionFailed: set by somebody else since ``version``.
    """
    await _within_reach(session, actor, Action.WEIGHTS_SET, agency_id)
    if wrong := problems(given):
        raise WeightsInvalid(fields=wrong)
    newest = await repository.current_weights(session, agency_id)
    latest = newest.version if newest else 0
    if latest != version:
        raise PreconditionFailed()
    terms: dict[str, Any] = {term.value: given[term.value] for term in Term}
    made = MatchingWeights(agency_id=agency_id, version=latest + 1, set_by=actor.person_id, set_at=at, **terms)
    session.add(made)
    await session.flush()
    audit.add_entry(
        session,
        actor,
        Action.WEIGHTS_SET,
        object_type="agency",
        object_id=agency_id,
        owner_id=None,
        at=at,
        note="，".join(f"{term.value} = {given[term.value]:g}" for term in Term),
    )
    return made


def problems(given: Mapping[str, float]) -> list[FieldError]:
    """What is wrong with weights, each by the name of its term."""
    wrong = [
        FieldError(f"weights.{term.value}", "missing", "缺少这一项的权重")
        for term in Term
        if term.value not in given
    ]
    for name, value in given.items():
        if name not in _NAMES:
            wrong.append(FieldError(f"weights.{name}", "unknown", "没有这一项"))
        elif not math.isfinite(value):
            wrong.append(FieldError(f"weights.{name}", "not_finite", "权重应是一个数"))
        elif value < 0:
            wrong.append(FieldError(f"weights.{name}", "negative", "权重不能小于 0"))
        elif value > LARGEST:
            wrong.append(FieldError(f"weights.{name}", "too_large", f"权重不能大于 {LARGEST}"))
    if not wrong and max(given.values()) < SMALLEST:
        wrong.append(FieldError("weights", "all_zero", f"至少一项的权重不小于 {SMALLEST}"))
    return wrong


async def _within_reach(session: AsyncSession, actor: Actor, action: Action, agency_id: UUID) -> None:
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, action, agency.tree_path):
        raise NotFound()
