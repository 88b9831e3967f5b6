"""The agreement between lawyer and recipient: signed within its days, or excused (148号令 27)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor, Role
from app.kernel.clock import local_date
from app.kernel.clock_store import is_overdue, open_clocks, start_clock, stop_clock
from app.kernel.errors import Invalid
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.handling import repository
from app.legal_aid.handling.errors import AgreementExists
from app.legal_aid.handling.models import HandlingAgreement
from app.legal_aid.handling.proofs import evidence_problems
from app.legal_aid.handling.reading import to_read
from app.legal_aid.handling.rules import SIGN_AGREEMENT, signing_problems
from app.legal_aid.handling.schemas import AgreementExcuse, AgreementIn
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine


async def start_signing(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The lawyer took the case: the days to sign begin, for that lawyer."""
    await start_clock(
        session,
        SIGN_AGREEMENT,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.LAWYER,
        holder_id=case.lawyer_person_id,
        at=at,
    )


async def sign(
    session: AsyncSession, actor: Actor, application_id: UUID, given: AgreementIn, *, at: datetime
) -> HandlingAgreement:
    """Record that agreement and power of attorney were signed.

    Raises:
        NotFound: not the lawyer's case.
        WrongState: not taken, or handed in.
        AgreementExists: recorded before.
        Invalid: a day to come or before the taking, or evidence that is not the case's.
    """
    case = await repository.at_work(session, actor, application_id)
    row = await repository.agreement_of(session, case)
    if row is not None and row.signed_on is not None:
        raise AgreementExists()
    taken_on = local_date(await repository.taken_at(session, case.id))
    problems = list(signing_problems(given.signed_on, taken_on=taken_on, today=local_date(at)))
    problems += await evidence_problems(session, case.id, given.evidence_ids)
    if problems:
        raise Invalid(fields=problems)
    if row is None:
        row = _new(case, at)
        session.add(row)
    row.signed_on, row.authority, row.evidence_ids = given.signed_on, given.authority, given.evidence_ids
    row.recorded_at = at
    await end_signing(session, case.id, at=at, is_done=True)
    return row


async def excuse(
    session: AsyncSession, actor: Actor, application_id: UUID, given: AgreementExcuse, *, at: datetime
) -> HandlingAgreement:
    """Record why it cannot be signed in time; the days are counted no more, the signing may follow.

    Raises:
        NotFound: not the lawyer's case.
        WrongState: not taken, or handed in.
        AgreementExists: signed or excused before.
    """
    case = await repository.at_work(session, actor, application_id)
    if await repository.agreement_of(session, case) is not None:
        raise AgreementExists()
    row = _new(case, at)
    row.excuse, row.excuse_reason = given.ground, given.reason
    session.add(row)
    await end_signing(session, case.id, at=at, is_done=False)
    return row


async def read(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> HandlingAgreement | None:
    """The agreement of the lawyer who has the case, if there is one.

    Raises:
        NotFound, Forbidden: see :func:`~app.legal_aid.handling.reading.to_read`.
    """
    case = await to_read(session, actor, application_id, note="委托协议", at=at)
    return await repository.agreement_of(session, case)


async def end_signing(session: AsyncSession, application_id: UUID, *, at: datetime, is_done: bool) -> None:
    """Stop the days to sign, where they run; what was never signed is late or no longer to be done."""
    for clock in await open_clocks(session, application_id):
        if clock.rule_code == SIGN_AGREEMENT:
            is_cancelled = not is_done and not is_overdue(clock, at)
            await stop_clock(session, application_id, SIGN_AGREEMENT, at=at, cancelled=is_cancelled)


def _new(case: Application, at: datetime) -> HandlingAgreement:
    return HandlingAgreement(
        offer_id=repository.offer_of(case),
        application_id=case.id,
        lawyer_person_id=repository.lawyer_of(case),
        recorded_at=at,
    )
