"""Handing an application to the centre that is competent for it; the applicant loses no day by it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id, competent_agency
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.clock_store import move_clocks
from app.kernel.errors import FieldError, Invalid
from app.legal_aid import repository
from app.legal_aid.applying.sections import load_sections
from app.legal_aid.deciding.models import ApplicationTransfer
from app.legal_aid.deciding.periods import agency_of
from app.legal_aid.deciding.schemas import TransferView
from app.legal_aid.eligibility.competence import competent_places
from app.legal_aid.eligibility.loading import facts_of
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

COMPETENT = "按法律援助法第三十八条，由该机构受理"


async def transfer(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    *,
    agency_id: UUID,
    reason: str | None,
    at: datetime,
) -> TransferView:
    """Send the application to another centre (法律援助法 38; 148号令 10, 13).

    Filing date, history and the day the decision is due stay; files and clocks move along. The centre before
    does not see the case any longer.

    Raises:
        NotFound: not within reach.
        WrongState: taken on before, or withdrawn.
        OwnCase, Recused: the officer stands back.
        Invalid: no other centre in service, or one not competent and no reason for it.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    application_machine.require(case, "transfer", actor)
    before = agency_of(case)
    target = await _target(session, before, agency_id, at)
    if reason is None and not await _is_competent(session, case, target, at):
        message = "按事情发生地和处理机关所在地，不归这个机构受理，请说明转交的理由"
        raise Invalid(fields=[FieldError("reason", "missing", message)])
    why = reason or COMPETENT
    changes = {"agency_id": target.id, "agency_path": target.tree_path, "handler_id": None}
    await application_machine.fire(session, case, "transfer", actor=actor, at=at, reason=why, changes=changes)
    session.add(
        ApplicationTransfer(
            application_id=case.id,
            from_agency_id=before,
            to_agency_id=target.id,
            reason=why,
            by=actor.person_id,
            at=at,
        )
    )
    await move_clocks(session, case.id, target.id)
    await matters.hand_over(session, case.id, target.id, at)
    return TransferView(
        application_id=case.id,
        agency_id=target.id,
        agency_name=target.name,
        submitted_at=case.submitted_at or at,
    )


async def transfers_of(session: AsyncSession, application_id: UUID) -> Sequence[ApplicationTransfer]:
    """Every hand-over of the case, in order."""
    statement = select(ApplicationTransfer).where(col(ApplicationTransfer.application_id) == application_id)
    ordered = statement.order_by(col(ApplicationTransfer.at), col(ApplicationTransfer.id))
    return (await session.execute(ordered)).scalars().all()


async def _target(session: AsyncSession, before: UUID, agency_id: UUID, at: datetime) -> Agency:
    agency = await agency_by_id(session, agency_id)
    is_open = agency is not None and (agency.valid_to is None or agency.valid_to > local_date(at))
    if agency is None or not is_open or agency.kind is not AgencyKind.LEGAL_AID_CENTRE:
        raise Invalid(fields=[FieldError("agency_id", "no_centre", "请选择一个正在办公的法律援助机构")])
    if agency.id == before:
        raise Invalid(fields=[FieldError("agency_id", "same_centre", "申请已经在这个机构")])
    return agency


async def _is_competent(session: AsyncSession, case: Application, target: Agency, at: datetime) -> bool:
    """Whether the centre is one of those that the place of court, body or event names (法律援助法 38)."""
    on = local_date(at)
    facts = facts_of(case.category, await load_sections(session, case.id), on=on)
    for place in competent_places(facts):
        centre = await competent_agency(session, place.area_code, AgencyKind.LEGAL_AID_CENTRE, on)
        if centre is not None and centre.id == target.id:
            return True
    return False
