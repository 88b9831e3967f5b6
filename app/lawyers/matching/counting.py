"""How many lawyers of a roster are kept from a matter, by what keeps them, counted in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Uuid, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseGroup
from app.kernel.database import checked
from app.lawyers.matching.constraints import Constraint
from app.lawyers.matching.relaxing import Kept
from app.lawyers.matching.repository import leave_until
from app.lawyers.matching.scoring import Specialty, failing, given, in_conflict
from app.lawyers.roster.models import Lawyer


async def kept_away(session: AsyncSession, values: Mapping[str, Any]) -> list[Kept]:
    """The lawyers of a roster whom no conflict excludes, by what keeps them; this reads the whole roster."""
    rows = (await session.execute(_KEPT, dict(values))).all()
    return [
        Kept(
            frozenset(one for bit, one in enumerate(_FAILING) if row.mask >> bit & 1),
            row.lawyers,
            row.over_by,
            row.back_on,
        )
        for row in rows
    ]


def _counted_by_failing() -> Select[Any]:
    full = _FAILING[Constraint.AT_CAPACITY]
    mask = sum((case((fails, 1 << bit), else_=0) for bit, fails in enumerate(_FAILING.values())), literal(0))
    columns: list[ColumnElement[Any]] = [
        mask.label("mask"),
        case((full, col(Lawyer.open_cases) - col(Lawyer.capacity) + 1), else_=0).label("over_by"),
        leave_until(given("today", Date)).label("back_on"),
    ]
    each = (
        select(*columns)
        .select_from(Lawyer)
        .outerjoin(
            Specialty,
            (col(Specialty.lawyer_id) == col(Lawyer.id))
            & (col(Specialty.specialty) == given("group", checked(CaseGroup))),
        )
        .where(col(Lawyer.agency_id) == given("agency", Uuid), ~in_conflict())
        .cte("each")
    )
    counts: list[ColumnElement[Any]] = [
        each.c.mask,
        each.c.over_by,
        func.count().label("lawyers"),
        func.min(each.c.back_on).label("back_on"),
    ]
    return select(*counts).group_by(each.c.mask, each.c.over_by)


_FAILING = failing()
_KEPT = _counted_by_failing()
