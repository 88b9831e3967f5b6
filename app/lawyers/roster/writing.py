"""Rows of an entry and of its history, written together. Only :mod:`.entering` calls."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete

from app.contracts.lawyers import RosterEntryChanged
from app.kernel import events
from app.kernel.areas.codes import BadAreaCode, parse_code
from app.kernel.areas.lookups import require_area
from app.kernel.clock import local_date
from app.kernel.database import Table
from app.kernel.errors import Invalid
from app.lawyers.enums import ChangeSource, RosterField
from app.lawyers.roster import facts, licence
from app.lawyers.roster.facts import Changes, LawyerFacts
from app.lawyers.roster.models import (
    Lawyer,
    LawyerArea,
    LawyerLanguage,
    LawyerSkill,
    LawyerSpecialty,
    RosterChange,
)

LISTS: dict[str, type[LawyerSpecialty | LawyerLanguage | LawyerSkill | LawyerArea]] = {
    RosterField.SPECIALTIES: LawyerSpecialty,
    RosterField.LANGUAGES: LawyerLanguage,
    RosterField.SKILLS: LawyerSkill,
    RosterField.AREAS: LawyerArea,
}
"""Fields that have a table of their own."""
BY_THE_CENTRE = frozenset({ChangeSource.STAFF, ChangeSource.IMPORT})
"""Changes that the lawyer did not ask for, and is told of."""


@dataclass(frozen=True, slots=True)
class Source:
    """By what way an entry comes or changes, for the history.

    Attributes:
        by: who writes it, or whose wish it was; none for what comes with the installation.
        approved_by: who agreed to what a lawyer asked for.
    """

    kind: ChangeSource
    by: UUID | None = None
    approved_by: UUID | None = None


SETUP = Source(ChangeSource.SETUP)


async def insert(
    session: AsyncSession,
    wanted: LawyerFacts,
    *,
    person_id: UUID,
    agency_id: UUID,
    source: Source,
    at: datetime,
) -> Lawyer:
    """A new entry with its history.

    Raises:
        Invalid, UnknownArea: what cannot be.
    """
    wanted = await checked(session, wanted, (), at)
    lawyer = Lawyer(
        person_id=person_id, agency_id=agency_id, created_at=at, updated_at=at, **_columns(wanted, None, at)
    )
    session.add(lawyer)
    await session.flush()
    _add_lists(session, lawyer.id, wanted, LISTS)
    session.add(change(facts.first_entry(wanted), source, at, lawyer_id=lawyer.id))
    await session.flush()
    return lawyer


async def update(
    session: AsyncSession,
    lawyer: Lawyer,
    before: LawyerFacts,
    wanted: LawyerFacts,
    *,
    agency_id: UUID,
    source: Source,
    at: datetime,
) -> Lawyer:
    """An entry changed, with its history; nothing where nothing differs. The lawyer's row is locked.

    Divisions the lawyer served already stay though they were abolished since.

    Raises:
        Invalid, UnknownArea: what cannot be.
    """
    wanted = await checked(session, wanted, before.areas, at)
    changes = facts.differences(before, wanted)
    if not changes:
        return lawyer
    at = max(at, lawyer.updated_at)  # whoever waited for the lock read the clock before: history never goes back
    for column, value in _columns(wanted, lawyer, at).items():
        setattr(lawyer, column, value)
    lawyer.agency_id = agency_id
    lawyer.version += 1
    lawyer.updated_at = at
    moved = [field for field in LISTS if field in changes]
    for field in moved:
        await session.execute(delete(LISTS[field]).where(col(LISTS[field].lawyer_id) == lawyer.id))
    _add_lists(session, lawyer.id, wanted, moved)
    session.add(change(changes, source, at, lawyer_id=lawyer.id))
    await session.flush()
    if source.kind in BY_THE_CENTRE:
        told = RosterEntryChanged(
            lawyer_id=lawyer.id, lawyer_person_id=lawyer.person_id, firm_id=before.firm.id, fields=tuple(changes)
        )
        await events.record(session, told, at=at)
    return lawyer


def change(
    changes: Changes,
    source: Source,
    at: datetime,
    *,
    lawyer_id: UUID | None = None,
    firm_id: UUID | None = None,
) -> RosterChange:
    """A line of the history."""
    return RosterChange(
        lawyer_id=lawyer_id,
        firm_id=firm_id,
        source=source.kind,
        by=source.by,
        approved_by=source.approved_by,
        fields_changed=changes,
        at=at,
    )


async def checked(session: AsyncSession, wanted: LawyerFacts, known: Collection[str], at: datetime) -> LawyerFacts:
    """The entry with the codes of its divisions as they are stored."""
    today = local_date(at)
    if faults := facts.faults(wanted, today):
        raise Invalid(fields=faults)
    codes = [
        code if code in known else (await require_area(session, code, today, field=f"areas.{index}")).code
        for index, code in enumerate(map(_normal, wanted.areas))
    ]
    return wanted.model_copy(update={"areas": sorted(set(codes))})


def _normal(code: str) -> str:
    try:
        return parse_code(code).text
    except BadAreaCode:
        return code


def _columns(wanted: LawyerFacts, lawyer: Lawyer | None, at: datetime) -> dict[str, Any]:
    """What of the entry is in the lawyer's own row."""
    own = {name: getattr(wanted, name) for name in LawyerFacts.model_fields if name in Lawyer.model_fields}
    number = wanted.licence_number
    since = lawyer.suspended_at if lawyer is not None else None
    return own | {
        "firm_id": wanted.firm.id,
        "licence_serial": None if number is None else licence.serial_of(number),
        "licence_kind": None if number is None else licence.kind_of(number),
        "suspended_at": None if wanted.suspension_reason is None else since or at,
    }


def _add_lists(session: AsyncSession, lawyer_id: UUID, wanted: LawyerFacts, fields: Iterable[str]) -> None:
    rows: dict[str, list[Table]] = {
        RosterField.SPECIALTIES: [
            LawyerSpecialty(lawyer_id=lawyer_id, specialty=group, since_year=since)
            for group, since in wanted.specialties.items()
        ],
        RosterField.LANGUAGES: [LawyerLanguage(lawyer_id=lawyer_id, language=one) for one in wanted.languages],
        RosterField.SKILLS: [LawyerSkill(lawyer_id=lawyer_id, skill=one) for one in wanted.skills],
        RosterField.AREAS: [LawyerArea(lawyer_id=lawyer_id, area_code=code) for code in wanted.areas],
    }
    for field in fields:
        session.add_all(rows[field])
