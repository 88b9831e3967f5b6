"""The demonstration's person under correction: an order at a township office, its area, two check-ins."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.sexes import Sex
from app.correction.areas.schemas import AreaInput
from app.correction.check_ins.judging import sent
from app.correction.check_ins.recording import record_attempt
from app.correction.check_ins.schemas import CheckInCreate, FixInput
from app.correction.enums import CorrectionCategory, CorrectionTier
from app.correction.orders.codes import MemberKind
from app.correction.orders.groups.keeping import set_group
from app.correction.orders.groups.schemas import GroupIn, MemberIn
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.registering import begin_correction, register_order
from app.correction.orders.schemas import OrderCreate, PersonReceived
from app.identity.demo import CAST, Persona, persona_id
from app.kernel.actor import Actor, Grant, Role
from app.kernel.areas.agencies import agency_by_id
from app.kernel.clock import local_date
from app.kernel.database import new_id
from app.kernel.errors import NotFound
from app.kernel.geo import Datum
from app.kernel.vault import Vault

Ring = list[list[float]]

TOWNS: Mapping[str, Ring] = {
    "330112104": [
        [119.345, 30.150],
        [119.372, 30.128],
        [119.425, 30.131],
        [119.462, 30.160],
        [119.455, 30.214],
        [119.418, 30.246],
        [119.366, 30.238],
        [119.338, 30.199],
    ],
}
"""Around 於潜镇, by township code; drawn for the demonstration, no official border."""

AT_HOME = (30.190, 119.400)


async def create_demo_correction(
    session: AsyncSession, vault: Vault, office_id: UUID, *, area_code: str, at: datetime
) -> CorrectionOrder:
    """The subject's order, begun in time, with the town as approved area and a clear and an unclear check-in.

    Raises:
        NotFound: no such office.
        KeyError: no area was drawn for the town.
    """
    office = await agency_by_id(session, office_id)
    if office is None:
        raise NotFound()
    grant = Grant(Role.OFFICER, office.id, office.tree_path)
    officer = Actor(persona_id(Persona.CORRECTION_OFFICER), new_id(), (grant,))
    order = await register_order(session, vault, officer, _registration(office.id, TOWNS[area_code], at), at=at)
    group = GroupIn(members=[_member(MemberKind.STAFF, CAST[Persona.CORRECTION_OFFICER].name, Sex.MAN)])
    group.members.append(_member(MemberKind.COMMITTEE, "潘玉兰", Sex.WOMAN))
    await set_group(session, officer, order.id, group, version=order.version, at=at)
    await begin_correction(session, officer, order.id, at=at)
    for number, accuracy_m in enumerate((18.0, 9_000.0)):
        came = sent(_attempt(number, accuracy_m, at), person_id=order.person_id, login_id=None, received_at=at)
        await record_attempt(session, vault, came)
    return order


def _member(kind: MemberKind, name: str, sex: Sex) -> MemberIn:
    return MemberIn(kind=kind, name=name, sex=sex)


def _registration(office_id: UUID, ring: Ring, at: datetime) -> OrderCreate:
    took_effect_on = local_date(at) - timedelta(days=5)
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    subject = CAST[Persona.SUBJECT]
    return OrderCreate(
        person=PersonReceived(name=subject.name, number=subject.number, phone=subject.phone),
        agency_id=office_id,
        category=CorrectionCategory.PROBATION,
        tier=CorrectionTier.YELLOW,
        starts_on=took_effect_on,
        ends_on=took_effect_on + timedelta(days=364),
        court="临安区人民法院",
        area=AreaInput.model_validate({"geometry": geometry, "datum": Datum.WGS84}),
    )


def _attempt(number: int, accuracy_m: float, at: datetime) -> CheckInCreate:
    latitude_deg, longitude_deg = AT_HOME
    return CheckInCreate(
        attempt_id=uuid5(NAMESPACE_URL, f"yijiantong:demo-check-in:{number}"),
        made_at=at,
        fixes=[
            FixInput(
                latitude_deg=latitude_deg,
                longitude_deg=longitude_deg,
                datum=Datum.WGS84,
                accuracy_m=accuracy_m,
                fixed_at=at,
            )
        ],
    )
