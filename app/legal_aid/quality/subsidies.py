"""The subsidy of a case: reckoned once when it is closed, shown with its reasons, paid (法律援助法 52)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import SubsidyPaid
from app.identity import people
from app.kernel import access, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import DomainError, FieldError, Invalid
from app.legal_aid import repository
from app.legal_aid.applying.models import CriminalMatter, DisputeForum
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.handling import parties
from app.legal_aid.handling.repository import lawyer_of, replaced_lawyers
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits
from app.legal_aid.quality.answers import SubsidyLineView, SubsidyView
from app.legal_aid.quality.enums import RateCode, SubsidyAction, SubsidyStatus
from app.legal_aid.quality.errors import AlreadyPaid, AlreadyReckoned, NoRateInForce, NotReckoned
from app.legal_aid.quality.models import Subsidy, SubsidyLine
from app.legal_aid.quality.repository import peer_grade, subsidy_lines, tariff
from app.legal_aid.quality.schemas import FileApproval, Payment
from app.legal_aid.quality.tariff import TAX_NOTE, NoRate, Work, reckon, usual_service
from app.legal_aid.quality.traces import did, looked
from app.legal_aid.views import advises

PERMISSIONS: Mapping[SubsidyAction, Action] = {
    SubsidyAction.RECKON: Action.FILE_REVIEW,
    SubsidyAction.MARK_PAID: Action.APPLICATION_DECIDE,
}


async def reckon_at_close(
    session: AsyncSession, case: Application, given: FileApproval, *, at: datetime
) -> Subsidy:
    """Reckon with the rates of the closing day, the grade a peer gave, or else that of the officer.

    Where nothing is set for this kind of work the subsidy waits as ``no_rate``.
    """
    members = await parties.member_ids(session, case)
    subsidy = Subsidy(
        application_id=case.id,
        status=SubsidyStatus.NO_RATE,
        service=given.service or await _service(session, case),
        recipients=max(1, len(members)),
        is_cross_county=given.is_cross_county,
        grade=await peer_grade(session, case.id) or given.grade,
        rates_on=case.closing_on or local_date(at),
        reckoned_at=at,
    )
    session.add(subsidy)
    await session.flush()
    await _try(session, case, subsidy)
    return subsidy


async def reckon_again(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> SubsidyView:
    """Reckon what waits for a rate, with the rates of today: none was in force on the closing day.

    Raises:
        NotFound: not within reach.
        NotReckoned: the case is not closed.
        AlreadyReckoned: it was reckoned before and stays.
        NoRateInForce: there is still none.
        OwnCase, Recused: the officer has a stake in the case.
    """
    case, subsidy = await _to_act(session, actor, SubsidyAction.RECKON, application_id)
    subsidy.rates_on, subsidy.reckoned_at = local_date(at), at
    if not await _try(session, case, subsidy):
        raise NoRateInForce()
    did(session, actor, Action.FILE_REVIEW, case, at=at, note="计算补贴")
    return await view(session, actor, case, subsidy)


async def pay(
    session: AsyncSession, actor: Actor, application_id: UUID, given: Payment, *, at: datetime
) -> SubsidyView:
    """Record that the subsidy was paid, and tell the lawyer.

    Raises:
        NotFound: not within reach.
        NotReckoned: no amount yet, or the case is not closed.
        AlreadyPaid: recorded before.
        Invalid: a day to come, or before the case ended.
        OwnCase, Recused: the decider has a stake in the case.
    """
    case, subsidy = await _to_act(session, actor, SubsidyAction.MARK_PAID, application_id)
    if given.paid_on > local_date(at):
        raise Invalid(fields=[FieldError("paid_on", "not_future", "发放日期还没有到，请核对")])
    if case.closing_on is not None and given.paid_on < case.closing_on:
        raise Invalid(fields=[FieldError("paid_on", "too_early", "发放日期早于结案日，请核对")])
    subsidy.status, subsidy.paid_on = SubsidyStatus.PAID, given.paid_on
    subsidy.reference, subsidy.paid_by = given.reference, actor.person_id
    await session.flush()
    did(session, actor, Action.APPLICATION_DECIDE, case, at=at, note="登记发放补贴")
    for payee in dict.fromkeys(line.payee_id for line in await subsidy_lines(session, case.id)):
        paid = SubsidyPaid(
            application_id=case.id,
            applicant_id=case.applicant_id,
            agency_id=agency_of(case),
            lawyer_person_id=payee,
        )
        await events.record(session, paid, at=at)
    return await view(session, actor, case, subsidy)


async def read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> SubsidyView | None:
    """The subsidy as the caller may see it: a lawyer the own lines, the centre all; none before the close.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.SUBSIDY_READ, application_id)
    subsidy = await session.get(Subsidy, case.id)
    if subsidy is None:
        return None
    await looked(session, actor, Action.SUBSIDY_READ, case, at=at, note="办案补贴")
    return await view(session, actor, case, subsidy)


async def view(session: AsyncSession, actor: Actor, case: Application, subsidy: Subsidy) -> SubsidyView:
    """The subsidy with its lines."""
    lines = await subsidy_lines(session, case.id)
    total = subsidy.total_fen
    if not advises(actor, case):
        lines = [line for line in lines if line.payee_id == actor.person_id]
        total = None if total is None else sum(line.amount_fen for line in lines)
    names = await people.names(session, {line.payee_id for line in lines})
    return SubsidyView(
        status=subsidy.status,
        service=subsidy.service,
        recipients=subsidy.recipients,
        is_cross_county=subsidy.is_cross_county,
        grade=subsidy.grade,
        rates_on=subsidy.rates_on,
        total_fen=total,
        lines=[
            SubsidyLineView(
                code=line.code,
                payee_id=line.payee_id,
                payee=names.get(line.payee_id, "律师"),
                amount_fen=line.amount_fen,
                reason=line.reason,
            )
            for line in lines
        ],
        tax_note=TAX_NOTE,
        reckoned_at=subsidy.reckoned_at,
        paid_on=subsidy.paid_on,
        reference=subsidy.reference,
        allowed_actions=[action for action in SubsidyAction if _is_offered(actor, case, subsidy, action)],
    )


async def _to_act(
    session: AsyncSession, actor: Actor, action: SubsidyAction, application_id: UUID
) -> tuple[Application, Subsidy]:
    """Case and subsidy, the case locked until commit."""
    case = await repository.get_visible(session, actor, PERMISSIONS[action], application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    subsidy = await session.get(Subsidy, case.id, populate_existing=True)
    if subsidy is None:
        raise NotReckoned()
    if refusal := _refusal(actor, case, subsidy, action):
        raise refusal
    return case, subsidy


def _is_offered(actor: Actor, case: Application, subsidy: Subsidy, action: SubsidyAction) -> bool:
    """Whether the caller may do this now."""
    permission = PERMISSIONS[action]
    reaches = access.can(actor, permission) and permits(actor, permission, case)
    return reaches and _refusal(actor, case, subsidy, action) is None


def _refusal(actor: Actor, case: Application, subsidy: Subsidy, action: SubsidyAction) -> DomainError | None:
    """Why the caller does not do this to the subsidy now, or nothing."""
    if refusal := not_own(case, actor):
        return refusal
    if action is SubsidyAction.RECKON:
        return None if subsidy.status is SubsidyStatus.NO_RATE else AlreadyReckoned()
    errors = {SubsidyStatus.NO_RATE: NotReckoned(), SubsidyStatus.PAID: AlreadyPaid()}
    return errors.get(subsidy.status)


async def _try(session: AsyncSession, case: Application, subsidy: Subsidy) -> bool:
    """Reckon and write the lines, if there is a rate to reckon with."""
    former = list(dict.fromkeys(await replaced_lawyers(session, case.id)))
    payees = [lawyer_of(case), *(lawyer for lawyer in former if lawyer != case.lawyer_person_id)]
    work = Work(
        service=subsidy.service,
        recipients=subsidy.recipients,
        is_cross_county=subsidy.is_cross_county,
        grade=subsidy.grade,
        former_lawyers=len(payees) - 1,
    )
    try:
        found = reckon(work, await tariff(session, agency_of(case), subsidy.rates_on))
    except NoRate:
        return False
    subsidy.status, subsidy.total_fen = SubsidyStatus.RECKONED, found.total_fen
    await session.flush()
    session.add_all(
        SubsidyLine(
            application_id=case.id,
            position=position,
            code=line.code,
            payee_id=payees[line.payee],
            amount_fen=line.amount_fen,
            reason=line.reason,
        )
        for position, line in enumerate(found.lines, start=1)
    )
    await session.flush()
    return True


async def _service(session: AsyncSession, case: Application) -> RateCode:
    """The kind of work as the application describes it."""
    forum = await session.get(DisputeForum, case.id)
    criminal = await session.get(CriminalMatter, case.id)
    return usual_service(
        case.category,
        forum=forum.kind if forum else None,
        forum_stage=forum.stage if forum else None,
        criminal_stage=criminal.stage if criminal else None,
    )
