"""SQL of matching: what is known of the lawyers on a roster."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ScalarSelect, SQLColumnExpression, func
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CaseGroup
from app.lawyers.assigning.models import Offer
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import OfferStatus, PartySide
from app.lawyers.matching.constraints import Demand, Profile
from app.lawyers.roster.models import Firm, Lawyer, LawyerArea, LawyerSpecialty


async def profiles(
    session: AsyncSession, agency_id: UUID, matter_id: UUID, demand: Demand, *, lawyer_id: UUID | None = None
) -> list[Profile]:
    """What matching needs of the roster of one centre, or of one lawyer on it, in one statement.

    Former parties are cut to those of the demand, so that the cost does not grow with past cases.
    """
    statement = (
        select_columns(
            Lawyer,
            col(Firm.name),
            _of_lawyer(
                select(func.jsonb_object_agg(LawyerSpecialty.specialty, LawyerSpecialty.since_year, type_=JSONB)),
                col(LawyerSpecialty.lawyer_id),
            ),
            _of_lawyer(select(func.array_agg(LawyerArea.area_code)), col(LawyerArea.lawyer_id)),
            _parties(PartySide.CLIENT, demand.opponent_keys),
            _parties(PartySide.OPPONENT, demand.client_keys),
            _declined(matter_id),
        )
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Lawyer.agency_id) == agency_id)
    )
    if lawyer_id is not None:
        statement = statement.where(col(Lawyer.id) == lawyer_id)
    this_year = demand.today.year
    return [
        Profile(
            lawyer_id=lawyer.id,
            person_id=lawyer.person_id,
            name=lawyer.name,
            firm=firm_name,
            kind=lawyer.kind,
            capacity=lawyer.capacity,
            open_cases=lawyer.open_cases,
            suspended=lawyer.suspended_at is not None,
            specialties={CaseGroup(code): max(this_year - since, 0) for code, since in _years(specialties)},
            defence_since=lawyer.defence_since,
            areas=frozenset(areas or ()),
            client_keys=frozenset(clients or ()),
            opponent_keys=frozenset(opponents or ()),
            declined=bool(declined),
            knows_minors=lawyer.knows_minors,
        )
        for lawyer, firm_name, specialties, areas, clients, opponents, declined in (
            await session.execute(statement)
        )
    ]


def _years(specialties: object) -> Iterable[tuple[str, int]]:
    return cast("dict[str, int]", specialties or {}).items()


def _of_lawyer(statement: SelectOfScalar[Any], lawyer_id: SQLColumnExpression[UUID]) -> ScalarSelect[Any]:
    """A scalar subquery about the lawyer of the row outside."""
    return statement.where(lawyer_id == col(Lawyer.id)).correlate(Lawyer).scalar_subquery()


def _parties(side: PartySide, keys: set[str] | frozenset[str]) -> ScalarSelect[Any]:
    named = select(func.array_agg(MatterPartyName.name_key)).where(
        col(MatterPartyName.side) == side, col(MatterPartyName.name_key).in_(keys)
    )
    return _of_lawyer(named, col(MatterPartyName.lawyer_id))


def _declined(matter_id: UUID) -> ScalarSelect[Any]:
    counted = select(func.count()).where(
        col(Offer.matter_id) == matter_id, col(Offer.status) == OfferStatus.DECLINED
    )
    return _of_lawyer(counted, col(Offer.lawyer_id))
