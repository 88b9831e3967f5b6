"""A legal-aid centre with its roster, applicants with matters, and lawyers to ask."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.categories import CaseGroup
from app.contracts.matching import Candidate, Choice, Need, OverrideReason, Party
from app.kernel.actor import Role
from app.kernel.database import new_id
from app.lawyers.assigning import asking
from app.lawyers.assigning.models import Offer
from app.lawyers.matching.shortlist import shortlist
from app.lawyers.roster.entering import Entry, create_firm, create_lawyer
from tests.support.areas import COUNTY
from tests.support.stack import Stack
from tests.support.world import AgencyRef, PersonRef, World

EMPLOYER = "宏远建筑有限公司"
serial = itertools.count(1)


@dataclass(frozen=True, slots=True)
class LawyerRef:
    """A lawyer on the roster, with a client logged in as them."""

    id: UUID
    person: PersonRef

    @property
    def client(self) -> httpx.AsyncClient:
        return self.person.client


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer that was made."""

    offer_id: UUID
    expires_at: datetime


@dataclass
class Scene:
    """One centre with one firm."""

    world: World
    centre: AgencyRef
    administrator: PersonRef
    officer: PersonRef
    firm_id: UUID
    needs: dict[UUID, Need] = field(default_factory=dict[UUID, Need])
    """Matters that look for a lawyer beside the applications, as their domain would tell of them."""

    def __post_init__(self) -> None:
        """Let the lawyers' domain read these matters beside the applications, on whatever stack this plays."""
        port = self.stack.services.needs
        told = port.need

        async def need(session: AsyncSession, matter_id: UUID, *, lock: bool) -> Need | None:
            return self.needs.get(matter_id) or await told(session, matter_id, lock=lock)

        setattr(port, "need", need)  # noqa: B010 -- replaces a method of this one object, for this stack alone

    @property
    def stack(self) -> Stack:
        return self.world.stack

    @property
    def now(self) -> datetime:
        return self.stack.clock.now()

    async def lawyer(
        self,
        name: str = "李律师",
        *,
        capacity: int = 5,
        years: int = 5,
        group: CaseGroup = CaseGroup.LABOUR,
        knows_minors: bool = True,
        firm_id: UUID | None = None,
        heads_firm: bool = False,
    ) -> LawyerRef:
        """A lawyer of the firm, or of another one."""
        person = await self.world.person(name=name)
        async with self.stack.services.database.transaction() as session:
            made = await create_lawyer(
                session,
                person_id=person.id,
                licence_number=licence_number(),
                entry=Entry(
                    firm_id or self.firm_id,
                    capacity,
                    {group: years},
                    [COUNTY],
                    knows_minors=knows_minors,
                    heads_firm=heads_firm,
                ),
                at=self.now,
            )
        return LawyerRef(made.id, person)

    async def need(
        self,
        client: PersonRef | None = None,
        *,
        opponents: tuple[str, ...] = (EMPLOYER,),
        matter: UUID | None = None,
    ) -> Need:
        """A wage claim of an applicant against an employer."""
        applicant = client or await self.world.person(Role.APPLICANT, name=f"申请人{next(serial)}")
        need = Need(
            matter_id=new_id(),
            agency_id=self.centre.id,
            category="labour_remuneration",
            area_code=COUNTY,
            summary="追讨 2026 年 3 月至 8 月的工资",
            client_id=applicant.id,
            clients=(Party(applicant.name, person_id=applicant.id),),
            opponents=tuple(Party(name) for name in opponents),
        )
        self.needs[need.matter_id] = need
        return need

    async def shortlist(self, need: Need, limit: int = 10) -> list[Candidate]:
        async with self.stack.services.database.transaction() as session:
            return list((await shortlist(session, need, at=self.now, limit=limit)).candidates)

    async def offer(self, need: Need, lawyer: LawyerRef) -> Asked:
        """Ask the lawyer, whoever is proposed first."""
        choice = Choice((lawyer.id,), self.officer.id, None, override_reason=OverrideReason.KNOWS_CASE)
        assignment = await self.assign(need, choice)
        async with self.stack.services.database.transaction() as session:
            statement = select(Offer).where(col(Offer.assignment_id) == assignment)
            made = (await session.scalars(statement)).one()
            return Asked(made.id, made.expires_at)

    async def assign(self, need: Need, choice: Choice) -> UUID:
        """Begin an assignment of the need as it is from now on; its id."""
        self.needs[need.matter_id] = need
        async with self.stack.services.database.transaction() as session:
            return await asking.assign(session, need, choice, at=self.now)

    async def firm(self, name: str) -> UUID:
        """Another firm on the roster."""
        async with self.stack.services.database.transaction() as session:
            made = await create_firm(session, agency_id=self.centre.id, name=name, credit_code=None, at=self.now)
        return made.id

    async def withdraw(self, need: Need) -> None:
        async with self.stack.services.database.transaction() as session:
            await asking.withdraw(session, need.matter_id, self.now)

    async def accepted(self, lawyer: LawyerRef, need: Need | None = None) -> Asked:
        """An offer the lawyer accepted."""
        made = await self.offer(need or await self.need(), lawyer)
        assert (await lawyer.client.post(f"/offers/{made.offer_id}/accept")).status_code == 200
        return made

    async def events(self, name: str) -> list[dict[str, Any]]:
        """Payloads of the recorded events of one class, in order."""
        sql = f"SELECT payload FROM event_record WHERE name = '{name}' ORDER BY id"  # noqa: S608 -- a test's own name
        async with self.stack.services.database.autocommit() as connection:
            return [row[0] for row in (await connection.exec_driver_sql(sql)).all()]


def licence_number() -> str:
    """A licence number of a full-time lawyer since 2016, with a serial of its own."""
    return f"13301201610{next(serial):06d}"


async def make_scene(stack: Stack, world: World | None = None) -> Scene:
    """A centre with an administrator, an officer and a firm."""
    world = world or World(stack)
    centre = await world.agency()
    administrator = await world.person(Role.ADMINISTRATOR, agency=centre, name="郑管理")
    officer = await world.person(Role.OFFICER, agency=centre, name="王芳")
    async with stack.services.database.transaction() as session:
        firm = await create_firm(
            session, agency_id=centre.id, name="西湖律师事务所", credit_code=None, at=stack.clock.now()
        )
    return Scene(world, centre, administrator, officer, firm.id)


def code_of(response: httpx.Response) -> tuple[int, str]:
    """Status and problem code, for assertions that read well."""
    assert response.headers["content-type"].startswith("application/problem+json"), response.text
    return response.status_code, response.json()["code"]
