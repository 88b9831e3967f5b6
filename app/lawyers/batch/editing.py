"""Changing a plan before it is carried out: another lawyer for a line, or none; each with a reason."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need, OverrideReason
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid, PreconditionFailed
from app.lawyers.batch import repository
from app.lawyers.batch.enums import LineStatus
from app.lawyers.batch.models import BatchAssignment, BatchLine
from app.lawyers.batch.parting import apart
from app.lawyers.batch.ports import MatterQueue
from app.lawyers.batch.states import BATCH
from app.lawyers.errors import LawyerExcluded, LineClosed, NotOnRoster
from app.lawyers.matching import repository as matching
from app.lawyers.matching.constraints import SOURCES, Constraint
from app.lawyers.matching.shortlist import assess

EDITABLE = frozenset({LineStatus.PLANNED, LineStatus.UNSERVED, LineStatus.REMOVED})


@dataclass(frozen=True, slots=True)
class Change:
    """Another lawyer for a line, or none, and why."""

    lawyer_id: UUID | None
    reason: OverrideReason
    note: str | None


@dataclass(frozen=True, slots=True)
class Where:
    """A line of a plan of a centre."""

    agency_id: UUID
    batch_id: UUID
    position: int


async def change_line(
    session: AsyncSession,
    queue: MatterQueue,
    actor: Actor,
    where: Where,
    change: Change,
    *,
    version: int,
    at: datetime,
) -> tuple[BatchAssignment, BatchLine]:
    """Change one line of a plan that waits to be carried out; every constraint is checked now and again then.

    Raises:
        NotFound: no such line within reach.
        PreconditionFailed: the plan changed since ``version``.
        WrongState: the plan is carried out, or given up.
        Invalid: an other reason without a note.
        LineClosed: the matter waits no longer.
        NotOnRoster: the lawyer is not on the centre's roster.
        LawyerExcluded: a constraint is in the way, or another line of the plan is.
    """
    batch = await repository.visible_batch(session, actor, where.agency_id, where.batch_id, lock=True)
    if batch.version != version:
        raise PreconditionFailed()
    BATCH.require(batch, "commit", actor)
    if change.reason is OverrideReason.OTHER and not change.note:
        raise Invalid(fields=[FieldError("note", "missing", "选择其他原因时，请说明理由")])
    line = await repository.lock_line(session, batch.id, where.position)
    if line.status not in EDITABLE:
        raise LineClosed()
    if change.lawyer_id is None:
        line.status, line.lawyer_id, line.score, line.reasons = LineStatus.REMOVED, None, None, []
    else:
        await _give(session, queue, batch, line, change.lawyer_id, at=at)
    line.change_reason, line.change_note, line.changed_by = change.reason, change.note, actor.person_id
    batch.version += 1
    batch.updated_at = at
    await session.flush()
    return batch, line


async def _give(
    session: AsyncSession,
    queue: MatterQueue,
    batch: BatchAssignment,
    line: BatchLine,
    lawyer_id: UUID,
    *,
    at: datetime,
) -> None:
    """The lawyer takes the line, beside the other lines they have in the plan."""
    profiles = await matching.profiles(session, batch.agency_id, at, lawyer_ids=[lawyer_id])
    if not profiles:
        raise NotOnRoster(fields=[FieldError("lawyer_id", "not_on_roster", NotOnRoster.title)])
    others = [one for one in await repository.planned_lines(session, batch.id) if one.position != line.position]
    firm = await repository.colleagues_of(session, lawyer_id)
    beside = [one.matter_id for one in others if one.lawyer_id in firm]
    needs = await queue.needs(session, [line.matter_id, *beside])
    need = needs.get(line.matter_id)
    if need is None:
        raise LineClosed()
    candidate = await assess(session, need, lawyer_id, at)
    (profile,) = profiles
    count = sum(one.lawyer_id == lawyer_id for one in others)
    full = profile.open_cases + count >= profile.capacity
    week = profile.weekly_capacity is not None and profile.new_this_week + count >= profile.weekly_capacity
    if full or week:
        code = Constraint.AT_CAPACITY if full else Constraint.WEEK_FULL
        _exclude(code, f"方案里已派给{profile.name} {count} 件，再派就超过上限")
    if _quarrel(need, [needs[one] for one in beside if one in needs]):
        _exclude(Constraint.COLLEAGUE_IN_CONFLICT, "方案里，对方当事人的案件派给了同一家律所")
    line.status, line.lawyer_id, line.score = LineStatus.PLANNED, lawyer_id, candidate.score
    line.reasons, line.obstacles = [asdict(reason) for reason in candidate.reasons], []


def _quarrel(need: Need, beside: list[Need]) -> bool:
    """Whether the matter and one of these must not be with one firm."""
    return any(0 in pair for pair in apart([need, *beside]))


def _exclude(constraint: Constraint, text: str) -> None:
    raise LawyerExcluded(f"{text}（{SOURCES[constraint]}）", constraints=[constraint.value])
