"""Orders and check-ins as the API shows them; every look at another's data leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction import repository
from app.correction.check_in_schemas import CheckInDetail, CheckInOut, LocationOut
from app.correction.check_ins import open_location
from app.correction.judgement import CheckInReason
from app.correction.models import ApprovedArea, CheckIn, CorrectionOrder
from app.correction.outline import OutlineRepair
from app.correction.schemas import AreaOut, OrderDetail, OrderOut
from app.correction.states import allowed_actions, correction_machine
from app.correction.wording import message
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views
from app.kernel.geo import Datum
from app.kernel.vault import Vault


async def order_list(
    session: AsyncSession, actor: Actor, orders: Sequence[CorrectionOrder], *, at: datetime
) -> list[OrderOut]:
    """Orders as a list shows them."""
    names = await people.names(session, {order.person_id for order in orders})
    agencies = await repository.agency_names(session, {order.agency_id for order in orders})
    for order in orders:
        await _record_look(session, actor, order, at=at)
    return [
        OrderOut(
            **order.model_dump(include=set(OrderOut.model_fields)),
            person_name=names.get(order.person_id),
            agency_name=agencies[order.agency_id],
            allowed_actions=allowed_actions(actor, order),
        )
        for order in orders
    ]


async def order_detail(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime, datum: Datum = Datum.WGS84
) -> OrderDetail:
    """One order with its area, its clocks, and the time of the last check-in."""
    [shown] = await order_list(session, actor, [order], at=at)
    area = await repository.area_in_force(session, order.id)
    return OrderDetail(
        **shown.model_dump(),
        court=order.court,
        began_at=order.began_at,
        area=_area_out(area, datum),
        clocks=await clock_views(session, order.id, at=at),
        last_check_in_at=await repository.last_check_in_at(session, order.id),
    )


def check_in_out(check_in: CheckIn) -> CheckInOut:
    """A check-in without its location."""
    reasons = [CheckInReason(reason) for reason in check_in.reasons]
    return CheckInOut(
        **check_in.model_dump(include=set(CheckInOut.model_fields) - {"reasons"}),
        message=message(check_in.verdict, check_in.distance_m, reasons),
        reasons=reasons,
    )


async def check_in_details(
    session: AsyncSession, vault: Vault, actor: Actor, check_ins: Sequence[CheckIn], *, at: datetime
) -> list[CheckInDetail]:
    """Check-ins with their locations, one entry in the record of looks for each."""
    for check_in in check_ins:
        await audit.record_access(
            session,
            actor,
            Action.CHECK_IN_READ,
            object_type="check_in",
            object_id=check_in.id,
            owner_id=check_in.person_id,
            at=at,
            note="查看签到位置",
        )
    return [_detail(vault, check_in) for check_in in check_ins]


def _detail(vault: Vault, check_in: CheckIn) -> CheckInDetail:
    point = open_location(vault, check_in)
    location = LocationOut(latitude_deg=point.latitude_deg, longitude_deg=point.longitude_deg, datum=point.datum)
    return CheckInDetail(**check_in_out(check_in).model_dump(), person_id=check_in.person_id, location=location)


def _area_out(area: ApprovedArea, datum: Datum) -> AreaOut:
    return AreaOut(
        **area.model_dump(include={"id", "accuracy_m", "source", "area_code", "valid_from"}),
        geometry=area.outline.to_geojson(datum),
        datum=datum,
        repairs=[OutlineRepair(repair) for repair in area.repairs],
    )


async def _record_look(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> None:
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
    )
