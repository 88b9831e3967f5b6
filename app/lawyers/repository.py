"""SQL of the lawyers' domain. Reads made for a person begin at a ``…visible_to``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ScalarSelect, SQLColumnExpression, func
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import Select
from sqlmodel import col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CaseGroup
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.lawyers.constraints import Demand, Profile
from app.lawyers.enums import OfferStatus, PartySide
from app.lawyers.models import OPEN, Firm, Lawyer, LawyerArea, LawyerSpecialty, MatterPartyName, Offer


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A lawyer with what the roster shows beside the name."""

    lawyer: Lawyer
    firm_name: str
    open_cases: int
    specialties: dict[CaseGroup, int]
    areas: list[str]


def offers_visible_to(actor: Actor) -> SelectOfScalar[Offer]:
    """Offers made to the caller."""
    return select(Offer).where(col(Offer.lawyer_person_id) == actor.person_id)


def firms_visible_to(actor: Actor, action: Action) -> SelectOfScalar[Firm]:
    """Firms on the rosters of the agencies the caller reaches."""
    return select(Firm).where(subtree_clause(col(Firm.agency_id), access.agency_paths(actor, action)))


def roster_visible_to(actor: Actor, action: Action) -> Select[Lawyer, str, int]:
    """Lawyers on the rosters of the agencies the caller reaches, with firm and open cases."""
    within = subtree_clause(col(Lawyer.agency_id), access.agency_paths(actor, action))
    return (
        select(Lawyer, col(Firm.name), _open_cases()).join(Firm, col(Firm.id) == col(Lawyer.firm_id)).where(within)
    )


async def roster_rows(session: AsyncSession, found: Sequence[tuple[Lawyer, str, int]]) -> list[RosterRow]:
    """Add specialties and areas, in two statements whatever the number of lawyers."""
    ids = [lawyer.id for lawyer, _, _ in found]
    specialties: dict[UUID, dict[CaseGroup, int]] = {lawyer_id: {} for lawyer_id in ids}
    areas: dict[UUID, list[str]] = {lawyer_id: [] for lawyer_id in ids}
    in_specialties = select(LawyerSpecialty).where(col(LawyerSpecialty.lawyer_id).in_(ids))
    for row in await session.scalars(in_specialties.order_by(col(LawyerSpecialty.years).desc())):
        specialties[row.lawyer_id][row.specialty] = row.years
    in_areas = select(LawyerArea).where(col(LawyerArea.lawyer_id).in_(ids))
    for row in await session.scalars(in_areas.order_by(col(LawyerArea.area_code))):
        areas[row.lawyer_id].append(row.area_code)
    return [RosterRow(one, firm, cases, specialties[one.id], areas[one.id]) for one, firm, cases in found]


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
            _open_cases(),
            _of_lawyer(
                select(func.jsonb_object_agg(LawyerSpecialty.specialty, LawyerSpecialty.years, type_=JSONB)),
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
    return [
        Profile(
            lawyer_id=lawyer.id,
            person_id=lawyer.person_id,
            name=lawyer.name,
            firm=firm_name,
            licensed_year=lawyer.licensed_year,
            capacity=lawyer.capacity,
            open_cases=open_cases,
            suspended=lawyer.suspended_at is not None,
            specialties={CaseGroup(code): years for code, years in _years(specialties)},
            areas=frozenset(areas or ()),
            client_keys=frozenset(clients or ()),
            opponent_keys=frozenset(opponents or ()),
            declined=bool(declined),
            knows_minors=lawyer.knows_minors,
        )
        for lawyer, firm_name, open_cases, specialties, areas, clients, opponents, declined in (
            await session.execute(statement)
        )
    ]


def _years(specialties: object) -> Iterable[tuple[str, int]]:
    return cast("dict[str, int]", specialties or {}).items()


def _of_lawyer(statement: SelectOfScalar[Any], lawyer_id: SQLColumnExpression[UUID]) -> ScalarSelect[Any]:
    """A scalar subquery about the lawyer of the row outside."""
    return statement.where(lawyer_id == col(Lawyer.id)).correlate(Lawyer).scalar_subquery()


def _open_cases() -> ScalarSelect[Any]:
    counted = select(func.count()).select_from(Offer).where(col(Offer.status).in_(OPEN))
    return _of_lawyer(counted, col(Offer.lawyer_id))


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


async def lock_lawyer(session: AsyncSession, lawyer_id: UUID) -> Lawyer | None:
    """The lawyer as it stands now; offers to them and answers by them wait until commit."""
    statement = select(Lawyer).where(col(Lawyer.id) == lawyer_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def open_offer(session: AsyncSession, matter_id: UUID, *, lock: bool = False) -> Offer | None:
    """The offer of a matter that waits for an answer or was accepted."""
    statement = select(Offer).where(col(Offer.matter_id) == matter_id, col(Offer.status).in_(OPEN))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(statement)).one_or_none()


async def serves(session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
    """Whether the person is on the centre's roster and not suspended."""
    statement = select(Lawyer.id).where(
        col(Lawyer.person_id) == person_id, col(Lawyer.agency_id) == agency_id, col(Lawyer.suspended_at).is_(None)
    )
    return (await session.scalars(statement.limit(1))).one_or_none() is not None


async def parties(session: AsyncSession, offer: Offer) -> Sequence[MatterPartyName]:
    """The parties of an offered matter, the client first."""
    statement = select(MatterPartyName).where(
        col(MatterPartyName.matter_id) == offer.matter_id, col(MatterPartyName.lawyer_id) == offer.lawyer_id
    )
    return (await session.scalars(statement.order_by(col(MatterPartyName.side), col(MatterPartyName.id)))).all()


async def forget_parties(session: AsyncSession, offer: Offer) -> None:
    """Drop the parties of a matter the lawyer never took."""
    await session.execute(
        delete(MatterPartyName).where(
            col(MatterPartyName.matter_id) == offer.matter_id,
            col(MatterPartyName.lawyer_id) == offer.lawyer_id,
        )
    )
