"""A township office at work: its officer, an officer next door, and a person under correction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.support.areas import CITY, TOWNSHIPS
from tests.support.stack import Stack
from tests.support.world import AgencyRef, PersonRef, World

Json = dict[str, Any]

RING = [[120.0, 30.2], [120.1, 30.2], [120.1, 30.3], [120.0, 30.3], [120.0, 30.2]]
HOLE = [[120.04, 30.24], [120.06, 30.24], [120.06, 30.26], [120.04, 30.26], [120.04, 30.24]]
AREA: Json = {"geometry": {"type": "Polygon", "coordinates": [RING, HOLE]}, "datum": "wgs84"}
INSIDE = (30.22, 120.02)
OUTSIDE = (30.22, 120.2)
IN_THE_HOLE = (30.25, 120.05)
NEAR_BORDER = (30.2001, 120.05)
"""Latitude, then longitude."""

STAFF_MEMBER: Json = {"kind": "staff", "name": "沈敏", "sex": "woman", "knows_minors": True}


@dataclass
class Scene:
    """Who is who."""

    stack: Stack
    world: World
    city: AgencyRef
    bureau: AgencyRef
    office: AgencyRef
    other_office: AgencyRef
    officer: PersonRef
    other_officer: PersonRef
    subject: PersonRef
    made_at: dict[str, str] = field(default_factory=dict[str, str])
    """When the attempts of this scene were made."""
    _superiors: dict[str, PersonRef] = field(default_factory=dict[str, PersonRef], repr=False)

    async def decider(self) -> PersonRef:
        """Who decides at the county's bureau; made when first asked for."""
        return await self._superior("decider", Role.DECIDER, self.bureau, "方正")

    async def approver(self) -> PersonRef:
        """The head of the county's bureau."""
        return await self._superior("approver", Role.APPROVER, self.bureau, "严局")

    async def city_decider(self) -> PersonRef:
        """Who decides at the city's bureau, above the county's."""
        return await self._superior("city_decider", Role.DECIDER, self.city, "宋市")

    async def _superior(self, key: str, role: Role, agency: AgencyRef, name: str) -> PersonRef:
        if key not in self._superiors:
            self._superiors[key] = await self.world.person(role, agency=agency, name=name)
        return self._superiors[key]

    def registration(self, **changes: object) -> Json:
        """The body that registers the subject at the office, for a year from today."""
        today = local_date(self.stack.clock.now())
        return {
            "person": document(self.subject),
            "agency_id": str(self.office.id),
            "category": "probation",
            "tier": "yellow",
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=365)).isoformat(),
            "court": "西湖区人民法院",
            "area": AREA,
        } | changes

    async def register(self, **changes: object) -> Json:
        """Register the subject."""
        answer = await self.officer.client.post("/correction/orders", json=self.registration(**changes))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def begin(self, **changes: object) -> Json:
        """Register the subject and begin correction."""
        order = await self.register(**changes)
        return await self.start(order["id"], version=order["version"])

    async def start(self, order_id: str, *, version: int | None = None) -> Json:
        """Begin correction under an order that was registered, with the group it needs first."""
        await self.set_group(order_id, version=version)
        answer = await self.officer.client.post(f"/correction/orders/{order_id}/begin")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def set_group(self, order_id: str, *members: Json, version: int | None = None) -> httpx.Response:
        """Make these the group, or one that serves a woman's and a minor's order too."""
        path = f"/correction/orders/{order_id}/group"
        if version is None:
            version = (await self.officer.client.get(path)).json()["version"]
        body = {"members": list(members) or [STAFF_MEMBER]}
        return await self.officer.client.put(path, json=body, headers={"If-Match": str(version)})

    def fix(self, place: tuple[float, float] = INSIDE, **changes: object) -> Json:
        """A good GPS fix taken just now."""
        return {
            "latitude_deg": place[0],
            "longitude_deg": place[1],
            "datum": "wgs84",
            "accuracy_m": 15.0,
            "fixed_at": self.stack.clock.now().isoformat(),
        } | changes

    async def check_in(
        self,
        fix: Mapping[str, object],
        *,
        attempt_id: object = None,
        client: httpx.AsyncClient | None = None,
        **more: object,
    ) -> httpx.Response:
        """Check in as the subject, or as another client; an attempt named again is sent as it was before."""
        attempt_id = str(attempt_id or uuid4())
        made_at = self.made_at.setdefault(attempt_id, self.stack.clock.now().isoformat())
        body: Json = {"attempt_id": attempt_id, "made_at": made_at, "fixes": [fix]} | more
        return await (client or self.subject.client).post("/correction/check-ins", json=body)


def document(person: PersonRef, **changes: object) -> Json:
    """What the office types from a person's document, with the phone number they give."""
    seen = {"name": person.name, "kind": "resident_id", "number": person.number, "phone": person.phone}
    return seen | changes


async def make_scene(stack: Stack) -> Scene:
    """Two township offices under one county's bureau, and the city's above it; nobody is registered yet."""
    world = World(stack)
    city = await world.agency("justice_bureau", area_code=CITY)
    bureau = await world.agency("justice_bureau", parent=city)
    office = await world.agency("township_office", area_code=TOWNSHIPS[2], parent=bureau)
    other_office = await world.agency("township_office", area_code=TOWNSHIPS[1], parent=bureau)
    return Scene(
        stack=stack,
        world=world,
        city=city,
        bureau=bureau,
        office=office,
        other_office=other_office,
        officer=await world.person(Role.OFFICER, agency=office, name="沈敏"),
        other_officer=await world.person(Role.OFFICER, agency=other_office, name="陆平"),
        subject=await world.person(name="王某"),
    )
