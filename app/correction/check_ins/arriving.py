"""Check-ins: judged at arrival, sealed at once, one for each attempt whatever the network does."""

import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import CheckedIn
from app.correction.areas.outline import looks_swapped
from app.correction.areas.repository import area_in_force
from app.correction.check_ins import repository
from app.correction.check_ins.expected import Fix
from app.correction.check_ins.judgement import judge
from app.correction.check_ins.models import LOCATION, CheckIn, CheckInAttempt
from app.correction.check_ins.schemas import CheckInCreate, FixInput
from app.correction.enums import CorrectionStatus
from app.correction.errors import AttemptDiffers, AttemptTaken, BadFix, NoOrder, NotBegun
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import latest_order
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.database import new_id
from app.kernel.errors import FieldError
from app.kernel.geo import Datum, Point
from app.kernel.vault import Vault


async def check_in(
    session: AsyncSession, vault: Vault, actor: Actor, attempt: CheckInCreate, *, at: datetime
) -> CheckIn:
    """Record one check-in of the caller; the same attempt sent again gives the same check-in.

    Raises:
        BadFix: the coordinates cannot be a place, or are exchanged.
        NoOrder: nothing runs for the caller.
        NotBegun: correction has not begun.
        AttemptTaken: another person used this attempt id.
        AttemptDiffers: the attempt came before with another fix.
    """
    point = read_point(attempt.fix)
    check_in_id = new_id()
    is_first = await repository.claim_attempt(
        session, attempt.attempt_id, person_id=actor.person_id, check_in_id=check_in_id, at=at
    )
    if not is_first:
        return await _repeated(session, vault, actor, attempt)
    order = await _running_order(session, actor)
    area = await area_in_force(session, order.id)
    fix = Fix(point, attempt.fix.accuracy_m, attempt.fix.fixed_at)
    judgement = judge(fix, area.outline, received_at=at)
    row = CheckIn(
        id=check_in_id,
        received_at=at,
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        area_id=area.id,
        attempt_id=attempt.attempt_id,
        fixed_at=fix.fixed_at,
        accuracy_m=fix.accuracy_m,
        location_sealed=seal_location(vault, point),
        verdict=judgement.verdict,
        distance_m=None if judgement.distance_m is None else round(judgement.distance_m, 1),
        reasons=[str(reason) for reason in judgement.reasons],
    )
    session.add(row)
    await session.flush()
    told = CheckedIn(check_in_id=row.id, subject_id=order.id, person_id=row.person_id, agency_id=row.agency_id)
    await events.record(session, told, at=at)
    return row


def read_point(fix: FixInput) -> Point:
    """The place a phone reports.

    Raises:
        BadFix: an angle out of range, or latitude and longitude exchanged.
    """
    if looks_swapped(fix.latitude_deg, fix.longitude_deg):
        message = "纬度和经度填反了"
        raise BadFix(fields=[FieldError("fix.latitude_deg", "swapped", message)])
    try:
        return Point(fix.latitude_deg, fix.longitude_deg, fix.datum)
    except ValueError as error:
        raise BadFix(fields=[FieldError("fix", "out_of_range", str(error))]) from error


def seal_location(vault: Vault, point: Point) -> str:
    """The coordinates with their datum, sealed."""
    return vault.seal(json.dumps([point.latitude_deg, point.longitude_deg, str(point.datum)]), LOCATION)


def open_location(vault: Vault, check_in: CheckIn) -> Point:
    """Where the phone said it was; the caller records who looked."""
    latitude_deg, longitude_deg, datum = json.loads(vault.open(check_in.location_sealed, LOCATION))
    return Point(latitude_deg, longitude_deg, Datum(datum))


async def _running_order(session: AsyncSession, actor: Actor) -> CorrectionOrder:
    order = await latest_order(session, actor.person_id)
    if order is None or order.status is CorrectionStatus.ENDED:
        raise NoOrder()
    if order.status is CorrectionStatus.REGISTERED:
        raise NotBegun()
    return order


async def _repeated(session: AsyncSession, vault: Vault, actor: Actor, attempt: CheckInCreate) -> CheckIn:
    claimed = await session.get_one(CheckInAttempt, attempt.attempt_id)
    if claimed.person_id != actor.person_id:
        raise AttemptTaken()
    row = await repository.check_in_of_attempt(session, claimed)
    fix = attempt.fix
    same_place = open_location(vault, row) == read_point(fix)
    if not same_place or row.fixed_at != fix.fixed_at or row.accuracy_m != fix.accuracy_m:
        raise AttemptDiffers()
    return row
