"""The sections of one application as they stand, loaded together; what is not filled in is empty."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import people
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.models import (
    ApplicantStatement,
    CriminalMatter,
    DisputeForum,
    EventPlace,
    HardshipStatement,
    MatterStatement,
    OtherSide,
    Representation,
    UrgencyStatement,
    WageClaim,
)
from app.legal_aid.eligibility.codes import Capacity
from app.legal_aid.models import Application

_TABLES: Mapping[str, Any] = {
    "applicant": ApplicantStatement,
    "representation": Representation,
    "claim": WageClaim,
    "matter": MatterStatement,
    "criminal": CriminalMatter,
    "place": EventPlace,
    "forum": DisputeForum,
    "hardship": HardshipStatement,
    "urgency": UrgencyStatement,
}
"""Sections of at most one row an application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Every section of the form; ``other_sides`` in the order they were given.

    ``applicant_born_on`` is no section: what the applicant's own document number states.
    """

    applicant: ApplicantStatement | None = None
    representation: Representation | None = None
    claim: WageClaim | None = None
    matter: MatterStatement | None = None
    criminal: CriminalMatter | None = None
    other_sides: Sequence[OtherSide] = ()
    place: EventPlace | None = None
    forum: DisputeForum | None = None
    hardship: HardshipStatement | None = None
    urgency: UrgencyStatement | None = None
    applicant_born_on: date | None = None

    @property
    def recipient_born_on(self) -> date | None:
        """When whoever receives the aid was born, where a document number states it."""
        represented = self.representation
        if represented is None or represented.capacity is Capacity.SELF:
            return self.applicant_born_on
        return represented.recipient_born_on

    @property
    def opponents_by_field(self) -> Sequence[tuple[str, str]]:
        """Everybody on the other side, the employer among them: the field that names them, and the name."""
        section = Section.CRIMINAL if self.criminal else Section.MATTER
        named = [(f"{section}.other_sides.{side.position - 1}.name", side.name) for side in self.other_sides]
        return [("claim.employer_name", self.claim.employer_name), *named] if self.claim else named

    @property
    def opponents(self) -> tuple[str, ...]:
        """Names of everybody on the other side."""
        return tuple(name for _, name in self.opponents_by_field)


async def load_sections_of(session: AsyncSession, cases: Sequence[Application]) -> Mapping[UUID, Sections]:
    """As :func:`load_sections` for many applications, in one statement a section."""
    ids = [case.id for case in cases]
    born = await people.born_on_of(session, {case.applicant_id for case in cases})
    parts: dict[UUID, dict[str, Any]] = {
        case.id: {"applicant_born_on": born.get(case.applicant_id)} for case in cases
    }
    for name, table in _TABLES.items():
        statement: Any = select(table).where(col(table.application_id).in_(ids))
        for row in await session.scalars(statement):
            parts[row.application_id][name] = row
    sides: dict[UUID, list[OtherSide]] = defaultdict(list)
    statement = select(OtherSide).where(col(OtherSide.application_id).in_(ids))
    for side in await session.scalars(statement.order_by(col(OtherSide.position))):
        sides[side.application_id].append(side)
    return {case_id: Sections(**found, other_sides=sides[case_id]) for case_id, found in parts.items()}


async def load_sections(session: AsyncSession, application_id: UUID) -> Sections:
    """What has been filled in so far."""
    case = await session.get_one(Application, application_id)
    return Sections(
        applicant_born_on=await people.born_on(session, case.applicant_id),
        applicant=await session.get(ApplicantStatement, application_id),
        representation=await session.get(Representation, application_id),
        claim=await session.get(WageClaim, application_id),
        matter=await session.get(MatterStatement, application_id),
        criminal=await session.get(CriminalMatter, application_id),
        other_sides=await other_sides_of(session, application_id),
        place=await session.get(EventPlace, application_id),
        forum=await session.get(DisputeForum, application_id),
        hardship=await session.get(HardshipStatement, application_id),
        urgency=await session.get(UrgencyStatement, application_id),
    )


async def other_sides_of(session: AsyncSession, application_id: UUID) -> Sequence[OtherSide]:
    """The parties on the other side, in the order they were given."""
    statement = select(OtherSide).where(col(OtherSide.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(OtherSide.position)))).all()
