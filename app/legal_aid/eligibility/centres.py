"""The centres that may receive an application, first the one to ask (法律援助法 38)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel.areas.agencies import competent_agency
from app.kernel.areas.models import Agency, AgencyKind, Area
from app.legal_aid.eligibility.competence import CompetentPlace, competent_places
from app.legal_aid.eligibility.facts import Facts
from app.legal_aid.eligibility.lines import line_at


@dataclass(frozen=True, slots=True)
class Proposal:
    """A centre, and the place that makes it competent."""

    agency: Agency
    place: CompetentPlace


async def proposals(session: AsyncSession, facts: Facts, on: date) -> Sequence[Proposal]:
    """Every competent centre once, in the order of the places; whichever receives first keeps it (148号令 10).

    None where no place is known or no centre works there.
    """
    found: dict[UUID, Proposal] = {}
    for place in competent_places(facts):
        agency = await competent_agency(session, place.area_code, AgencyKind.LEGAL_AID_CENTRE, on)
        if agency is not None:
            found.setdefault(agency.id, Proposal(agency, place))
    return list(found.values())


async def first_centre(session: AsyncSession, facts: Facts, on: date) -> Agency | None:
    """The centre to ask first."""
    return next((proposal.agency for proposal in await proposals(session, facts, on)), None)


async def with_centre(session: AsyncSession, facts: Facts, centre: Agency | None, on: date) -> Facts:
    """The facts with the centre's area, the hardship line in force there, and the areas' names for reading."""
    places = competent_places(facts)
    area_code = centre.area_code if centre else next((place.area_code for place in places), None)
    codes = {place.area_code for place in places}
    areas = (await session.scalars(select(Area).where(col(Area.code).in_(codes)))).all()
    return replace(
        facts,
        centre_area=centre.area_code if centre else None,
        line=await line_at(session, area_code, on) if area_code else None,
        area_names={area.code: area.full_name for area in areas},
    )
