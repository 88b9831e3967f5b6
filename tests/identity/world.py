"""One county with two township offices, people who serve there, and a movable machine clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.identity import roles, staff
from app.identity.passwords import Passwords
from app.identity.staff import NewStaff
from app.kernel.actor import Role
from app.kernel.areas.agencies import create_agency
from app.kernel.areas.models import Agency, AgencyKind
from tests.support.areas import COUNTY, TOWNSHIPS, seed_areas
from tests.support.stack import Stack

PASSWORD = "correct horse battery"
NUMBER = "11010519491231002X"
CHEAP = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)


class StillClock:
    """The machine's time standing still, so that a slow run of the tests changes nothing."""

    def __init__(self) -> None:
        self.instant = datetime.now(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        return self.instant


@dataclass
class World:
    """The product with its people; ``machine`` is the clock that tokens and lock-outs follow."""

    stack: Stack
    machine: StillClock
    bureau: Agency
    office: Agency
    other_office: Agency

    @property
    def client(self) -> httpx.AsyncClient:
        return self.stack.client

    @property
    def now(self) -> datetime:
        return self.stack.clock.now()

    async def add_staff(
        self, username: str, role: Role, agency: Agency, name: str = "王芳", *, initial: bool = False
    ) -> UUID:
        """A colleague; with ``initial`` the password is still the one an administrator set."""
        services = self.stack.services
        new = NewStaff(username, name, PASSWORD, role, agency.id)
        async with services.database.transaction() as session:
            member = await staff.add_staff(session, services.identity.passwords, new, at=self.now)
            member.account.password_changed_at = None if initial else self.now
        return member.person.id

    async def grant(self, person_id: UUID, role: Role, agency: Agency | None) -> None:
        async with self.stack.services.database.transaction() as session:
            agency_id = agency.id if agency else None
            await roles.grant_role(session, person_id, role, agency_id=agency_id, at=self.now)

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.client.post(path, json=body)

    async def staff_login(self, username: str, password: str = PASSWORD, **more: object) -> httpx.Response:
        return await self.post("/auth/staff/login", username=username, password=password, **more)

    async def as_staff(self, username: str) -> httpx.AsyncClient:
        return self.bearing((await self.staff_login(username)).json())

    async def wechat_login(self, openid: str) -> httpx.Response:
        return await self.post("/auth/wechat/login", code=f"login-{openid}.{uuid4().hex}")

    async def as_wechat(self, openid: str) -> httpx.AsyncClient:
        return self.bearing((await self.wechat_login(openid)).json())

    def bearing(self, tokens: dict[str, Any]) -> httpx.AsyncClient:
        return self.stack.new_client(tokens["access_token"])

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        async with self.stack.services.database.autocommit() as connection:
            return [tuple(row) for row in (await connection.exec_driver_sql(sql)).all()]


@dataclass(frozen=True, slots=True)
class County:
    """The agencies of the county, as rows read when they were made."""

    bureau: Agency
    office: Agency
    other_office: Agency


async def make_county(stack: Stack) -> County:
    """Set the county up in an empty product."""
    services = stack.services
    at = stack.clock.now()
    await seed_areas(services.database, at)
    async with services.database.transaction() as session:

        async def agency(name: str, kind: AgencyKind, area: str, parent: Agency | None) -> Agency:
            parent_id = parent.id if parent else None
            return await create_agency(session, name=name, kind=kind, area_code=area, parent_id=parent_id, at=at)

        bureau = await agency("西湖区司法局", AgencyKind.JUSTICE_BUREAU, COUNTY, None)
        office = await agency("北山司法所", AgencyKind.TOWNSHIP_OFFICE, TOWNSHIPS[0], bureau)
        other = await agency("西溪司法所", AgencyKind.TOWNSHIP_OFFICE, TOWNSHIPS[1], bureau)
    return County(bureau, office, other)


def people_of(stack: Stack, county: County) -> World:
    """The county in a running product, whose log-ins follow a clock of the test's and cost little."""
    machine = StillClock()
    stack.services.identity.clock = machine
    stack.services.identity.passwords = Passwords(PasswordHash((CHEAP,)))
    return World(stack, machine, county.bureau, county.office, county.other_office)


def code_of(response: httpx.Response) -> tuple[int, str]:
    """Status and problem code, for assertions that read well."""
    assert response.headers["content-type"].startswith("application/problem+json"), response.text
    return response.status_code, response.json()["code"]


def elapse(world: World, **by: float) -> None:
    """Let the machine's time pass, without waiting."""
    world.machine.instant += timedelta(**by)
