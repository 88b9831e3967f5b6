"""SQL of the roster. Reads made for a person begin at a ``…visible_to``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import Select
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.contracts.categories import CATEGORIES, CaseGroup
from app.contracts.languages import Language
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.areas.agencies import subtree_clause
from app.lawyers.enums import Skill
from app.lawyers.records.models import LawyerRecord
from app.lawyers.roster.models import (
    DutyShift,
    Firm,
    Lawyer,
    LawyerArea,
    LawyerLanguage,
    LawyerLeave,
    LawyerSkill,
    LawyerSpecialty,
    RosterChange,
    RosterProposal,
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A lawyer with what the roster shows beside the name; ``specialties`` by the year they began."""

    lawyer: Lawyer
    firm_name: str
    specialties: dict[CaseGroup, int]
    languages: list[Language]
    skills: list[Skill]
    areas: list[str]
    cases: dict[CaseGroup, int]


def firms_visible_to(actor: Actor, action: Action) -> SelectOfScalar[Firm]:
    """Firms on the rosters of the agencies the caller reaches."""
    return select(Firm).where(subtree_clause(col(Firm.agency_id), access.agency_paths(actor, action)))


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Lawyers within the caller's reach: on their agencies' rosters; oneself where the action is for that."""
    within = subtree_clause(col(Lawyer.agency_id), access.agency_paths(actor, action))
    if access.has_scope(actor, action, Scope.OWN):
        return or_(within, col(Lawyer.person_id) == actor.person_id)
    return within


def roster_visible_to(actor: Actor, action: Action) -> Select[Lawyer, str]:
    """Lawyers within the caller's reach, with the name of the firm."""
    joined = select(Lawyer, col(Firm.name)).join(Firm, col(Firm.id) == col(Lawyer.firm_id))
    return joined.where(reach(actor, action))


def changes_visible_to(actor: Actor, action: Action) -> SelectOfScalar[RosterChange]:
    """The history of the entries of lawyers within the caller's reach."""
    lawyers = select(Lawyer.id).where(reach(actor, action))
    return select(RosterChange).where(col(RosterChange.lawyer_id).in_(lawyers))


def firm_changes_visible_to(actor: Actor, action: Action) -> SelectOfScalar[RosterChange]:
    """The history of the entries of firms on the rosters the caller reaches."""
    firms = select(Firm.id).where(subtree_clause(col(Firm.agency_id), access.agency_paths(actor, action)))
    return select(RosterChange).where(col(RosterChange.firm_id).in_(firms))


def proposals_visible_to(actor: Actor, action: Action) -> Select[RosterProposal, Lawyer]:
    """What lawyers within the caller's reach ask to have changed, with the lawyer."""
    joined = select(RosterProposal, Lawyer).join(Lawyer, col(Lawyer.id) == col(RosterProposal.lawyer_id))
    return joined.where(reach(actor, action))


def leave_visible_to(actor: Actor, action: Action) -> SelectOfScalar[LawyerLeave]:
    """Leave, not taken back, of lawyers within the caller's reach."""
    joined = select(LawyerLeave).join(Lawyer, col(Lawyer.id) == col(LawyerLeave.lawyer_id))
    return joined.where(reach(actor, action), col(LawyerLeave.cancelled_at).is_(None))


def shifts_visible_to(actor: Actor, action: Action) -> Select[DutyShift, Lawyer]:
    """Days on duty of the caller, and at the agencies the caller reaches, with the lawyer; cancelled ones too."""
    within = subtree_clause(col(DutyShift.agency_id), access.agency_paths(actor, action))
    own = col(Lawyer.person_id) == actor.person_id
    joined = select(DutyShift, Lawyer).join(Lawyer, col(Lawyer.id) == col(DutyShift.lawyer_id))
    return joined.where(or_(within, own) if access.has_scope(actor, action, Scope.OWN) else within)


async def leave_between(
    session: AsyncSession, lawyer_ids: Collection[UUID], from_on: date, to_on: date
) -> list[LawyerLeave]:
    """Leave, not taken back, that touches these days."""
    statement = select(LawyerLeave).where(
        col(LawyerLeave.lawyer_id).in_(lawyer_ids),
        col(LawyerLeave.cancelled_at).is_(None),
        col(LawyerLeave.from_on) <= to_on,
        col(LawyerLeave.to_on) >= from_on,
    )
    return list(await session.scalars(statement.order_by(col(LawyerLeave.from_on))))


async def duty_between(session: AsyncSession, lawyer_id: UUID, from_on: date, to_on: date) -> list[date]:
    """Days on which a lawyer is on duty."""
    statement = select(DutyShift).where(
        col(DutyShift.lawyer_id) == lawyer_id,
        col(DutyShift.on_day).between(from_on, to_on),
        col(DutyShift.cancelled_at).is_(None),
    )
    return [shift.on_day for shift in await session.scalars(statement.order_by(col(DutyShift.on_day)))]


async def roster_rows(session: AsyncSession, found: Sequence[tuple[Lawyer, str]]) -> list[RosterRow]:
    """Add specialties, languages, skills, areas and closed cases, in five statements however many lawyers."""
    ids = [lawyer.id for lawyer, _ in found]
    specialties: dict[UUID, dict[CaseGroup, int]] = {lawyer_id: {} for lawyer_id in ids}
    languages: dict[UUID, list[Language]] = {lawyer_id: [] for lawyer_id in ids}
    skills: dict[UUID, list[Skill]] = {lawyer_id: [] for lawyer_id in ids}
    areas: dict[UUID, list[str]] = {lawyer_id: [] for lawyer_id in ids}
    in_specialties = select(LawyerSpecialty).where(col(LawyerSpecialty.lawyer_id).in_(ids))
    for row in await session.scalars(in_specialties.order_by(col(LawyerSpecialty.since_year))):
        specialties[row.lawyer_id][row.specialty] = row.since_year
    in_languages = select(LawyerLanguage).where(col(LawyerLanguage.lawyer_id).in_(ids))
    for row in await session.scalars(in_languages.order_by(col(LawyerLanguage.language))):
        languages[row.lawyer_id].append(row.language)
    in_skills = select(LawyerSkill).where(col(LawyerSkill.lawyer_id).in_(ids))
    for row in await session.scalars(in_skills.order_by(col(LawyerSkill.skill))):
        skills[row.lawyer_id].append(row.skill)
    in_areas = select(LawyerArea).where(col(LawyerArea.lawyer_id).in_(ids))
    for row in await session.scalars(in_areas.order_by(col(LawyerArea.area_code))):
        areas[row.lawyer_id].append(row.area_code)
    cases = await cases_done(session, ids)
    return [
        RosterRow(
            one, firm, specialties[one.id], languages[one.id], skills[one.id], areas[one.id], cases.get(one.id, {})
        )
        for one, firm in found
    ]


async def locked_row(session: AsyncSession, lawyer_id: UUID) -> RosterRow | None:
    """As :func:`lock_lawyer`, with all that the roster shows."""
    lawyer = await lock_lawyer(session, lawyer_id)
    if lawyer is None:
        return None
    firm = await session.get_one(Firm, lawyer.firm_id)
    return (await roster_rows(session, [(lawyer, firm.name)]))[0]


async def lock_firm(session: AsyncSession, firm_id: UUID) -> Firm | None:
    """The firm as it stands now."""
    statement = select(Firm).where(col(Firm.id) == firm_id).with_for_update(key_share=True)
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def cases_done(session: AsyncSession, lawyer_ids: Sequence[UUID]) -> dict[UUID, dict[CaseGroup, int]]:
    """Closed cases of each lawyer by specialty; lawyers without any are left out."""
    statement = select(LawyerRecord).where(
        col(LawyerRecord.lawyer_id).in_(lawyer_ids), col(LawyerRecord.cases_done) > 0
    )
    found: dict[UUID, dict[CaseGroup, int]] = {}
    for record in await session.scalars(statement):
        own, group = found.setdefault(record.lawyer_id, {}), CATEGORIES[record.category].group
        own[group] = own.get(group, 0) + record.cases_done
    return found


async def lock_lawyer(session: AsyncSession, lawyer_id: UUID) -> Lawyer | None:
    """The lawyer as it stands now; offers to them and answers by them wait until commit."""
    statement = select(Lawyer).where(col(Lawyer.id) == lawyer_id).with_for_update(key_share=True)
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def serves(session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
    """Whether the person is on the centre's roster and not suspended."""
    statement = select(Lawyer.id).where(
        col(Lawyer.person_id) == person_id, col(Lawyer.agency_id) == agency_id, col(Lawyer.suspended_at).is_(None)
    )
    return (await session.scalars(statement.limit(1))).one_or_none() is not None
