"""How a case came to the centre, and how punctual those were who passed cases on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import ClockView, clock_views
from app.legal_aid import repository
from app.legal_aid.criminal.notice_presenting import notice_view
from app.legal_aid.intake.handover import FORWARDING
from app.legal_aid.intake.models import Intake
from app.legal_aid.intake.schemas import Forwarder, IntakeView
from app.legal_aid.states import application_machine


async def read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> IntakeView:
    """Where the case came from; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="来源",
    )
    intake = await session.get(Intake, case.id)
    return IntakeView(
        channel=case.channel,
        received_at=intake.received_at if intake else None,
        forwarded_by=_forwarder(intake),
        handed_over_at=intake.handed_over_at if intake else None,
        forwarding=await _forwarding(session, intake, at=at),
        duty_help_id=intake.duty_help_id if intake else None,
        notice=await notice_view(session, case.id, at=at),
    )


def _forwarder(intake: Intake | None) -> Forwarder | None:
    if intake is None or intake.forwarder_kind is None or intake.forwarder_name is None:
        return None
    return Forwarder(kind=intake.forwarder_kind, name=intake.forwarder_name)


async def _forwarding(session: AsyncSession, intake: Intake | None, *, at: datetime) -> ClockView | None:
    """The 24 hours, counted on the case or, where the lawyer keeps records here, on the record."""
    if intake is None or intake.handed_over_at is None:
        return None
    clocks = await clock_views(session, intake.duty_help_id or intake.application_id, at=at, ended=True)
    return next((clock for clock in clocks if clock.rule_code in FORWARDING.values()), None)
