"""What the tests of statutory time share: two agencies, a caller of any role, a year's notice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import Request
from sqlmodel import col, select

from app.kernel.actor import Actor, Grant, Role
from app.kernel.areas.agencies import create_agency
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.calendar import statutory_holidays
from app.kernel.events import EventRecord
from tests.support.areas import COUNTY, NEIGHBOUR, TOWNSHIPS, seed_areas
from tests.support.stack import Stack


@dataclass
class Bureaus:
    """A county bureau with its township office, and the neighbour county's bureau."""

    county: Agency
    township: Agency
    neighbour: Agency


async def make_bureaus(stack: Stack) -> Bureaus:
    """Set the agencies up."""
    at = stack.clock.now()
    await seed_areas(stack.services.database, at)
    async with stack.services.database.transaction() as session:

        async def make(name: str, kind: AgencyKind, area: str, parent: UUID | None) -> Agency:
            return await create_agency(session, name=name, kind=kind, area_code=area, parent_id=parent, at=at)

        county = await make("西湖区司法局", AgencyKind.JUSTICE_BUREAU, COUNTY, None)
        township = await make("北山司法所", AgencyKind.TOWNSHIP_OFFICE, TOWNSHIPS[0], county.id)
        neighbour = await make("拱墅区司法局", AgencyKind.JUSTICE_BUREAU, NEIGHBOUR, None)
    return Bureaus(county, township, neighbour)


def client_of(stack: Stack, role: Role, agency: Agency | None = None) -> httpx.AsyncClient:
    """A client whose caller holds one role; identity is not under test here."""
    grant = Grant(role, agency.id if agency else None, agency.tree_path if agency else None)
    actor = Actor(person_id=uuid4(), session_id=uuid4(), grants=(grant,))

    async def authenticate(request: Request) -> Actor:
        return actor

    caller: Callable[[Request], Awaitable[Actor]] = authenticate
    stack.app.state.authenticate = caller
    return stack.new_client()


def notice_of(year: int) -> dict[str, Any]:
    """A notice for ``year`` that gives just the statutory holidays, in runs of consecutive days."""
    days = sorted(statutory_holidays(year).items())
    runs = groupby(enumerate(days), key=lambda item: (item[1][0].toordinal() - item[0], item[1][1]))
    holidays: list[dict[str, str]] = []
    for (_, name), run in runs:
        dates = [on for _, (on, _) in run]
        holidays.append({"name": name, "first_day": str(dates[0]), "last_day": str(dates[-1])})
    return {
        "notice": {"title": f"关于{year}年部分节假日安排的通知", "published_on": str(date(year - 1, 11, 1))},
        "holidays": holidays,
        "makeup_workdays": [],
    }


async def events_named(stack: Stack, name: str) -> list[dict[str, Any]]:
    """Payloads of the recorded events of a class, in order."""
    async with stack.services.database.session() as session:
        rows = await session.execute(
            select(EventRecord).where(col(EventRecord.name) == name).order_by(col(EventRecord.id))
        )
        return [row.payload for row in rows.scalars()]
