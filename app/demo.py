"""Data of the demonstration: one county with its bureau, legal-aid centre and two township offices, and the
people to play. Loaded once; loading again changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from app.correction.demo import create_demo_correction
from app.identity.demo import DemoAgencies, Persona, create_demo_people, persona_id
from app.identity.models import Person
from app.kernel.areas.agencies import create_agency
from app.kernel.areas.boundaries import packaged_boundaries
from app.kernel.areas.importer import import_areas, import_boundaries
from app.kernel.areas.models import AgencyKind, Area
from app.kernel.areas.sources import packaged_label, packaged_rows
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.lawyers.demo import create_demo_lawyers
from app.legal_aid.eligibility.demo import create_demo_lines
from app.legal_aid.quality.demo import create_demo_rates
from app.wiring import Services

COUNTY = "330112"
TOWN, OTHER_TOWN = "330112104", "330112108"
SHOWN = (Persona.WORKER, Persona.OFFICER, Persona.DECIDER, Persona.LAWYER, Persona.SUBJECT)


def personas() -> Sequence[str]:
    """Five people to try first, each as ``code（who）``."""
    texts = dictionaries()["persona"]
    return [f"{persona.value}（{texts[persona.value]}）" for persona in SHOWN]


async def load(services: Services) -> None:
    """Load the demonstration unless it is there."""
    at = services.clock.now()
    async with services.database.transaction() as session:
        await load_areas(session, at)
    async with services.database.transaction() as session:
        if await session.get(Person, persona_id(Persona.WORKER)) is not None:
            return
        agencies = await create_agencies(session, at)
        await create_demo_people(session, services.vault, services.identity.passwords, agencies, at=at)
        await create_demo_lawyers(session, agencies.centre, area_code=COUNTY, at=at)
        await create_demo_lines(session, at=at)
        await create_demo_rates(session, agencies.bureau, set_by=persona_id(Persona.ADMINISTRATOR), at=at)
        await create_demo_correction(session, services.vault, agencies.office, area_code=TOWN, at=at)


async def load_areas(session: AsyncSession, at: datetime) -> None:
    """Import the packaged areas and county outlines into an installation that has none."""
    if (await session.execute(select(Area.code).limit(1))).first() is not None:
        return
    connection = await session.connection()
    rows = await asyncio.to_thread(packaged_rows)
    await import_areas(connection, rows, on=local_date(at), at=at, label=packaged_label())
    await import_boundaries(connection, await asyncio.to_thread(lambda: list(packaged_boundaries())))


async def create_agencies(session: AsyncSession, at: datetime) -> DemoAgencies:
    """The county's bureau with a legal-aid centre and two township offices below it."""

    async def add(name: str, kind: AgencyKind, area_code: str, parent_id: UUID | None) -> UUID:
        identifier = uuid5(NAMESPACE_URL, f"yijiantong:agency:{name}")
        await create_agency(
            session, name=name, kind=kind, area_code=area_code, parent_id=parent_id, at=at, agency_id=identifier
        )
        return identifier

    bureau = await add("临安区司法局", AgencyKind.JUSTICE_BUREAU, COUNTY, None)
    return DemoAgencies(
        bureau=bureau,
        centre=await add("临安区法律援助中心", AgencyKind.LEGAL_AID_CENTRE, COUNTY, bureau),
        office=await add("於潜司法所", AgencyKind.TOWNSHIP_OFFICE, TOWN, bureau),
        other_office=await add("昌化司法所", AgencyKind.TOWNSHIP_OFFICE, OTHER_TOWN, bureau),
    )
