"""People and agencies for tests, made through services rather than HTTP, each with a client logged in as them."""

import itertools
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import httpx

from app.identity import people, roles
from app.identity.enums import LoginMethod
from app.identity.models import NUMBER, Person, RealName
from app.identity.numbers import DocumentKind, birth_date
from app.identity.sessions import open_session
from app.kernel.actor import STAFF, Role
from app.kernel.areas.agencies import create_agency
from app.kernel.areas.models import AgencyKind
from app.kernel.clock import SystemClock
from tests.support.areas import COUNTY, seed_areas
from tests.support.stack import Stack

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
serial = itertools.count(1)
BORN = date(1985, 6, 15)


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency that was made."""

    id: UUID
    path: str
    area_code: str


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person, and a client logged in as that person; ``number`` is the document they declare.

    ``phone`` is the number they bind where they bind one.
    """

    id: UUID
    name: str
    number: str
    phone: str
    token: str
    client: httpx.AsyncClient


@dataclass
class World:
    """One stack with a county to work in; areas are seeded when the first agency is made."""

    stack: Stack
    _seeded: bool = field(default=False, repr=False)

    async def agency(
        self,
        kind: AgencyKind | str = AgencyKind.LEGAL_AID_CENTRE,
        *,
        area_code: str = COUNTY,
        parent: AgencyRef | None = None,
    ) -> AgencyRef:
        """An agency; one without a parent gets a bureau of its own above it."""
        await self.seed()
        kind = AgencyKind(kind)
        if parent is None and kind is not AgencyKind.JUSTICE_BUREAU:
            parent = await self.agency(AgencyKind.JUSTICE_BUREAU)
        at = self.stack.clock.now()
        async with self.stack.services.database.transaction() as session:
            agency = await create_agency(
                session,
                name=f"机构{next(serial)}",
                kind=kind,
                area_code=area_code,
                parent_id=parent.id if parent else None,
                at=at,
            )
        return AgencyRef(agency.id, agency.tree_path, agency.area_code)

    async def seed(self) -> None:
        """Import the test counties once."""
        if not self._seeded:
            self._seeded = True
            await seed_areas(self.stack.services.database, self.stack.clock.now())

    async def person(
        self,
        *given: Role,
        agency: AgencyRef | None = None,
        name: str = "张建国",
        phone: bool = True,
        real_name: bool = True,
        born: date = BORN,
    ) -> PersonRef:
        """A person with these roles (staff roles in ``agency``), a bound phone and a declared real name."""
        services, at = self.stack.services, self.stack.clock.now()
        number = next(serial)
        phone_number = f"138{number:08d}"
        async with services.database.transaction() as session:
            person = Person(name=name, created_at=at)
            if phone:
                people.set_phone(services.vault, person, phone_number, at=at)
            session.add(person)
            await session.flush()
            identity_number = resident_number(number, born)
            if real_name:
                session.add(
                    RealName(
                        person_id=person.id,
                        kind=DocumentKind.RESIDENT_ID,
                        number_sealed=services.vault.seal(identity_number, NUMBER),
                        number_index=people.number_index(
                            services.vault, DocumentKind.RESIDENT_ID, None, identity_number
                        ),
                        born_on=birth_date(DocumentKind.RESIDENT_ID, identity_number),
                        declared_at=at,
                    )
                )
            for role in given:
                agency_id = agency.id if agency and role in STAFF else None
                await roles.grant_role(session, person.id, role, agency_id=agency_id, at=at)
            pair = await open_session(
                session,
                services.identity.tokens,
                person,
                method=LoginMethod.DEMO,
                device=None,
                at=SystemClock().now(),
            )
        client = self.stack.new_client(pair.access_token)
        return PersonRef(person.id, name, identity_number, phone_number, pair.access_token, client)


def resident_number(sequence: int, born: date = BORN) -> str:
    """A resident ID number with a right checksum (GB 11643), different for every sequence below 100,000."""
    area = 330100 + sequence // 1000
    body = f"{area}{born:%Y%m%d}{sequence % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
