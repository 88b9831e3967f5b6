"""Positioning as the API shows it; every look at another's data leaves an entry."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.policies import permits
from app.correction.positioning import repository
from app.correction.positioning.models import PositioningAuthorisation, PositioningDevice
from app.correction.positioning.rules import Covered, covering
from app.correction.positioning.schemas import PositioningAuthorisationOut, PositioningDeviceOut, PositioningOut
from app.correction.positioning.states import positioning_machine
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor


async def positioning_out(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime
) -> PositioningOut:
    """Authorisations and devices of one order."""
    await audit.record_access(
        session,
        actor,
        Action.POSITIONING_READ,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note="查看电子定位的审批情况",
    )
    await session.flush()
    covers = [
        Covered(one.id, one.valid_from, one.valid_to)
        for one in await repository.covering_since(session, order.person_id, at)
        if one.valid_from is not None and one.valid_to is not None
    ]
    return PositioningOut(
        is_active=covering(covers, at) is not None,
        authorisations=[
            authorisation_out(actor, one) for one in await repository.authorisations_of(session, order.id)
        ],
        devices=[device_out(one) for one in await repository.devices_of(session, order.id)],
        allowed_actions=_allowed(actor, order, is_covered=bool(covers)),
    )


def authorisation_out(actor: Actor, authorisation: PositioningAuthorisation) -> PositioningAuthorisationOut:
    """One authorisation as ``actor`` sees it."""
    shown = authorisation.model_dump(include=set(PositioningAuthorisationOut.model_fields))
    actions = positioning_machine.allowed_actions(actor, authorisation)
    return PositioningAuthorisationOut(**shown, allowed_actions=actions)


def device_out(device: PositioningDevice) -> PositioningDeviceOut:
    """One device without its key."""
    return PositioningDeviceOut(**device.model_dump(include=set(PositioningDeviceOut.model_fields)))


def _allowed(actor: Actor, order: CorrectionOrder, *, is_covered: bool) -> list[str]:
    action = Action.POSITIONING_PROPOSE
    if not access.can(actor, action) or not permits(actor, action, order):
        return []
    is_running = order.status is CorrectionStatus.UNDER_CORRECTION
    return ["propose"] * is_running + ["register_device"] * is_covered
