"""How a case ended: result, amounts, closing day. Given before the end is reported, set right until hand-in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, PreconditionFailed
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling import parties, repository
from app.legal_aid.handling.answers import OutcomeView
from app.legal_aid.handling.errors import OutcomeInvalid
from app.legal_aid.handling.models import CaseOutcome, OutcomeShare
from app.legal_aid.handling.proofs import evidence_problems
from app.legal_aid.handling.reading import to_read
from app.legal_aid.handling.rules import closing_problems, share_problems
from app.legal_aid.handling.schemas import OutcomeIn, ShareIn
from app.legal_aid.models import Application

AMOUNTS = ("kind", "recovered_fen", "avoided_loss_fen", "basis", "closing_on", "evidence_ids", "summary")


async def save(
    session: AsyncSession, actor: Actor, application_id: UUID, given: OutcomeIn, *, version: int, at: datetime
) -> OutcomeView:
    """Save how the case ended; the same content again is no change, whatever version it was sent for.

    Raises:
        NotFound: not the lawyer's case.
        WrongState: not taken yet, or handed in.
        PreconditionFailed: the case changed since ``version``.
        OutcomeInvalid: with everything that is wrong.
    """
    case = await repository.at_work(session, actor, application_id)
    row = await repository.outcome_of(session, case.id)
    shares = {share.member_id: share.recovered_fen for share in given.shares}
    if row is not None and await _is_same(session, row, given, shares):
        return await _view(session, case, row)
    if case.version != version:
        raise PreconditionFailed()
    if problems := await _problems(session, case, given, row, at):
        raise OutcomeInvalid(fields=problems)
    values = given.model_dump(include=set(AMOUNTS))
    if row is None:
        row = CaseOutcome(application_id=case.id, updated_at=at, **values)
        session.add(row)
    else:
        row.sqlmodel_update(values | {"updated_at": at})
        await repository.forget_shares(session, case.id)
    session.add_all(
        OutcomeShare(application_id=case.id, member_id=member, recovered_fen=fen) for member, fen in shares.items()
    )
    case.version += 1
    case.updated_at = at
    await session.flush()
    return await _view(session, case, row)


async def read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> OutcomeView | None:
    """How the case ended, if it was said.

    Raises:
        NotFound, Forbidden: see :func:`~app.legal_aid.handling.reading.to_read`.
    """
    case = await to_read(session, actor, application_id, note="办理结果", at=at)
    row = await repository.outcome_of(session, case.id)
    return None if row is None else await _view(session, case, row)


async def _problems(
    session: AsyncSession, case: Application, given: OutcomeIn, row: CaseOutcome | None, at: datetime
) -> Sequence[FieldError]:
    taken_on = local_date(await repository.first_taken_at(session, case.id))
    today = local_date(at)
    problems = list(
        closing_problems(case.category, given.kind, given.basis, given.closing_on, taken_on=taken_on, today=today)
    )
    is_concluded = case.status is ApplicationStatus.CONCLUDED
    if is_concluded and row is not None and given.closing_on != row.closing_on:
        problems.append(FieldError("closing_on", "fixed", "已经报告办结，结案日不能再改"))
    problems += await evidence_problems(session, case.id, given.evidence_ids)
    members = {str(member) for member in await parties.member_ids(session, case)}
    given_members = [share.member_id for share in given.shares]
    if len(set(given_members)) != len(given_members):
        problems.append(FieldError("shares", "repeated", "同一个人只填一行"))
    shares = {str(share.member_id): share.recovered_fen for share in given.shares}
    problems += share_problems(given.recovered_fen, shares, members)
    return problems


async def _is_same(session: AsyncSession, row: CaseOutcome, given: OutcomeIn, shares: dict[UUID, int]) -> bool:
    if any(getattr(row, name) != getattr(given, name) for name in AMOUNTS):
        return False
    stored = await repository.shares_of(session, row.application_id)
    return {share.member_id: share.recovered_fen for share in stored} == shares


async def _view(session: AsyncSession, case: Application, row: CaseOutcome) -> OutcomeView:
    shares = await repository.shares_of(session, case.id)
    return OutcomeView(
        kind=row.kind,
        recovered_fen=row.recovered_fen,
        avoided_loss_fen=row.avoided_loss_fen,
        basis=row.basis,
        closing_on=row.closing_on,
        evidence_ids=row.evidence_ids,
        summary=row.summary,
        shares=[ShareIn.model_validate(share) for share in shares],
        report=row.report,
        handed_in_at=row.handed_in_at,
        version=case.version,
    )
