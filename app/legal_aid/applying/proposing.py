"""The centres an application may be handed in at, the first to ask first, each with its reason (法律援助法 38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.areas.agencies import competent_agency
from app.kernel.areas.models import Agency, AgencyKind
from app.legal_aid.eligibility.competence import CompetentPlace, competent_places
from app.legal_aid.eligibility.facts import Facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A centre, and the place that makes it competent."""

    agency: Agency
    place: CompetentPlace


async def proposals(session: AsyncSession, facts: Facts, on: date) -> Sequence[Proposal]:
    """Every competent centre once; none where no place is known or no centre works there."""
    found: dict[UUID, Proposal] = {}
    for place in competent_places(facts):
        agency = await competent_agency(session, place.area_code, AgencyKind.LEGAL_AID_CENTRE, on)
        if agency is not None:
            found.setdefault(agency.id, Proposal(agency, place))
    return list(found.values())
