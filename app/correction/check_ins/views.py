"""Check-ins as the API shows them; every look at another's data leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins.arriving import open_location
from app.correction.check_ins.codes import CheckInReason
from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.schemas import CheckInDetail, CheckInOut, LocationOut
from app.correction.check_ins.wording import message
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.vault import Vault


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
