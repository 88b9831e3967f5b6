"""A firm that is asked to name one of its lawyers: who is told, and until when."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.lawyers import FirmAsked
from app.contracts.matching import Candidate, Need
from app.kernel import events, timers
from app.kernel.bus import Payload
from app.kernel.errors import FieldError
from app.lawyers.assigning import repository
from app.lawyers.assigning.models import Assignment
from app.lawyers.assigning.pacing import pace_for
from app.lawyers.assigning.timing import answer_by, tell_at
from app.lawyers.enums import AssignmentStatus
from app.lawyers.errors import FirmCannot, LawyerExcluded, NotOnRoster
from app.lawyers.matching.shortlist import assess
from app.lawyers.roster.models import Firm, Lawyer

NAME = "lawyers.name_lawyer_by"
TELL = "lawyers.tell_firm"
ROUNDS = 2
"""The firm names somebody, and that lawyer answers: both within what is left of the days to assign."""


async def check_firm(
    session: AsyncSession, need: Need, firm_id: UUID, relaxed: Collection[str], *, at: datetime
) -> None:
    """Whether the firm can be asked to name one of its lawyers.

    Raises:
        NotOnRoster: the firm is not on the roster of ``need.agency_id``.
        FirmCannot: nobody who heads it may be asked, or nobody there fits.
    """
    firm = await session.get(Firm, firm_id)
    if firm is None or firm.agency_id != need.agency_id:
        raise NotOnRoster(fields=[FieldError("firm_id", "not_on_roster", "这家律所不在本中心的名册上")])
    if not await heads(session, firm.id):
        raise FirmCannot(fields=[FieldError("firm_id", "no_head", f"{firm.name}没有登记负责接受指派的人")])
    if not await fitting(session, need, firm.id, relaxed, at=at):
        raise FirmCannot(fields=[FieldError("firm_id", "nobody", f"{firm.name}现在没有能承办这件案件的律师")])


async def heads(session: AsyncSession, firm_id: UUID) -> Sequence[UUID]:
    """Persons who answer for the firm; whoever is suspended does not."""
    statement = select(Lawyer.person_id).where(
        col(Lawyer.firm_id) == firm_id, col(Lawyer.heads_firm).is_(True), col(Lawyer.suspended_at).is_(None)
    )
    return (await session.scalars(statement.order_by(col(Lawyer.id)))).all()


async def fitting(
    session: AsyncSession, need: Need, firm_id: UUID, relaxed: Collection[str], *, at: datetime
) -> list[Candidate]:
    """Lawyers of the firm whom nothing excludes, best first."""
    found: list[Candidate] = []
    in_firm = select(Lawyer.id).where(col(Lawyer.firm_id) == firm_id).order_by(col(Lawyer.id))
    for lawyer_id in (await session.scalars(in_firm)).all():
        try:
            found.append(await assess(session, need, lawyer_id, at, relaxed=relaxed))
        except LawyerExcluded:
            continue
    return sorted(found, key=lambda one: (-one.score, one.lawyer_id))


async def begin_naming(session: AsyncSession, assignment: Assignment, *, at: datetime) -> None:
    """The firm has until ``name_by`` to name somebody; its heads are told, in the morning if need be."""
    pace = await pace_for(session, assignment.agency_id, is_urgent=assignment.is_urgent)
    told_at = tell_at(at, pace)
    assignment.name_by = answer_by(told_at, assignment.assign_by, rounds=ROUNDS, pace=pace)
    await session.flush()
    key, payload = str(assignment.id), _payload(assignment)
    await timers.set_timer(session, NAME, key=key, due_at=assignment.name_by, payload=payload)
    if told_at > at:
        await timers.set_timer(session, TELL, key=key, due_at=told_at, payload=payload)
    else:
        await _tell(session, assignment, assignment.name_by, at=at)


async def tell_firm(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm in the morning: the heads hear of the request, unless somebody was named already."""
    assignment = await repository.lock_assignment(session, UUID(str(payload["assignment_id"])))
    if assignment.name_by is not None and assignment.status is AssignmentStatus.ASKING:
        await _tell(session, assignment, assignment.name_by, at=at)


async def end_naming(session: AsyncSession, assignment: Assignment) -> None:
    """Somebody was named, or nobody needs to be any more."""
    assignment.name_by = None
    for alarm in (NAME, TELL):
        await timers.cancel_timer(session, alarm, key=str(assignment.id))


def has_time(assignment: Assignment, at: datetime) -> bool:
    """Whether the days to assign still run, so that the firm may name another."""
    return assignment.assign_by is None or at < assignment.assign_by


async def _tell(session: AsyncSession, assignment: Assignment, name_by: datetime, *, at: datetime) -> None:
    if assignment.firm_id is None:
        return
    told = FirmAsked(
        assignment_id=assignment.id,
        matter_id=assignment.matter_id,
        firm_id=assignment.firm_id,
        head_person_ids=list(await heads(session, assignment.firm_id)),
        name_by=name_by,
    )
    await events.record(session, told, at=at)


def _payload(assignment: Assignment) -> Payload:
    return {"assignment_id": str(assignment.id)}
