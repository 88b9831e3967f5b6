"""Lawyers for a demonstration: two firms, five lawyers, each with another field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseGroup
from app.identity.demo import Persona, persona_id
from app.identity.models import Person
from app.lawyers.roster.entering import Entry, create_firm, create_lawyer
from app.lawyers.roster.models import Lawyer

Group = CaseGroup
WEST, EAST = "湖畔律师事务所", "钱江律师事务所"


@dataclass(frozen=True, slots=True)
class DemoLawyer:
    """One lawyer of the demonstration; licence numbers are of the right form and belong to nobody.

    ``persona`` is who one logs in as; a lawyer without one only stands on the roster, under ``name``.
    """

    name: str
    firm: str
    licence_number: str
    capacity: int
    specialties: Mapping[CaseGroup, int]
    persona: Persona | None = None
    knows_minors: bool = False
    defence_since: date | None = None
    heads_firm: bool = False

    @property
    def person_id(self) -> UUID:
        """The fixed person id."""
        if self.persona is not None:
            return persona_id(self.persona)
        return uuid5(NAMESPACE_URL, f"yijiantong:lawyer:{self.licence_number}")


DEMO_LAWYERS = (
    DemoLawyer("李明", WEST, "13301201510900001", 8, {Group.LABOUR: 9, Group.WORK_INJURY: 6}, Persona.LAWYER),
    DemoLawyer(
        "周晓燕",
        WEST,
        "13301201811900002",
        6,
        {Group.FAMILY: 6, Group.SUPPORT: 6},
        Persona.SECOND_LAWYER,
        heads_firm=True,
    ),
    DemoLawyer("沈国平", WEST, "13301201210900003", 6, {Group.TRAFFIC: 11, Group.MEDICAL: 4}),
    DemoLawyer("吴静", EAST, "13301202111900004", 5, {Group.LABOUR: 3, Group.SOCIAL_SECURITY: 2}),
    DemoLawyer(
        "郑海",
        EAST,
        "13301200910900005",
        4,
        {Group.CRIMINAL: 15, Group.ADMINISTRATIVE: 5},
        Persona.CRIMINAL_LAWYER,
        knows_minors=True,
        defence_since=date(2011, 3, 1),
    ),
)


async def create_demo_lawyers(
    session: AsyncSession, agency_id: UUID, *, area_code: str, at: datetime
) -> list[Lawyer]:
    """Enter :data:`DEMO_LAWYERS` on the roster of a centre; the personas' people exist already."""
    firms = {
        name: (await create_firm(session, agency_id=agency_id, name=name, credit_code=None, at=at)).id
        for name in (WEST, EAST)
    }
    session.add_all(
        Person(id=demo.person_id, name=demo.name, created_at=at) for demo in DEMO_LAWYERS if not demo.persona
    )
    await session.flush()
    return [
        await create_lawyer(
            session,
            person_id=demo.person_id,
            licence_number=demo.licence_number,
            entry=Entry(
                firms[demo.firm],
                demo.capacity,
                demo.specialties,
                [area_code],
                knows_minors=demo.knows_minors,
                defence_since=demo.defence_since,
                heads_firm=demo.heads_firm,
            ),
            at=at,
        )
        for demo in DEMO_LAWYERS
    ]
