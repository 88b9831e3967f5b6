"""Carrying out a plan: each line is assigned as an officer would by hand, everything checked again.

A line that cannot be carried out says why, and the rest goes on.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.acting import actor_of
from app.kernel import jobs
from app.kernel.actor import Actor
from app.kernel.bus import Bus, JobContext
from app.kernel.errors import DomainError
from app.lawyers.batch import repository
from app.lawyers.batch.enums import BatchStatus, LineStatus
from app.lawyers.batch.models import BatchAssignment
from app.lawyers.batch.planning import MOST_MATTERS
from app.lawyers.batch.ports import MatterQueue
from app.lawyers.batch.states import BATCH
from app.lawyers.errors import BatchEmpty, BatchStale
from app.lawyers.matching import repository as matching

logger = structlog.get_logger(__name__)

COMMIT = "lawyers.commit_batch"
NOT_CARRIED_OUT = "系统没能派出这一件，请单独指派"
"""Of a line that fails by a fault of ours: run again it would fail again, and the centre could plan no more."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a plan was made.

    Attributes:
        matters_gone: planned matters that wait no longer; ``matters_new`` those that wait, would be planned now,
            and are not in the plan: what waits behind a full plan is for the next one.
        lawyers_changed: lawyers who were entered, edited, or offered something.
        weights_changed: the centre set other weights.
    """

    matters_gone: int
    matters_new: int
    lawyers_changed: int
    weights_changed: bool

    @property
    def is_stale(self) -> bool:
        """Whether the plan may not be the best any more, or not possible."""
        return bool(self.matters_gone or self.matters_new or self.lawyers_changed or self.weights_changed)


async def changes_since(
    session: AsyncSession, queue: MatterQueue, actor: Actor, batch: BatchAssignment
) -> Changes | None:
    """What changed since; none for a plan that is not waiting to be carried out."""
    if batch.status is not BatchStatus.READY or batch.planned_at is None:
        return None
    waiting = await queue.waiting(session, actor, batch.agency_id, limit=2 * MOST_MATTERS)
    planned = {line.matter_id for line in await repository.planned_lines(session, batch.id)}
    weights = await matching.weights_of(session, batch.agency_id)
    return Changes(
        matters_gone=len(planned - set(waiting)),
        matters_new=len(set(waiting[:MOST_MATTERS]) - await repository.matters_of(session, batch.id)),
        lawyers_changed=await repository.lawyers_changed(session, batch.agency_id, batch.planned_at),
        weights_changed=weights.version != batch.weights_version,
    )


async def commit(
    session: AsyncSession,
    queue: MatterQueue,
    actor: Actor,
    agency_id: UUID,
    batch_id: UUID,
    *,
    despite_changes: bool,
    at: datetime,
) -> BatchAssignment:
    """Have a plan carried out in the worker.

    Raises:
        NotFound: not within reach.
        WrongState: not ready, or carried out already.
        BatchStale: something changed since, and the caller did not say that it does not matter.
        BatchEmpty: no line would ask anybody.
        BatchAtWork: another plan of the centre is being made or carried out.
    """
    batch = await repository.visible_batch(session, actor, agency_id, batch_id, lock=True)
    BATCH.require(batch, "commit", actor)
    if not await repository.planned_lines(session, batch.id):
        raise BatchEmpty()
    changes = await changes_since(session, queue, actor, batch)
    if changes is not None and changes.is_stale and not despite_changes:
        raise BatchStale(changes=asdict(changes))
    now = {"committed_by": actor.person_id, "committed_at": at}
    await BATCH.fire(session, batch, "commit", actor=actor, at=at, changes=now)
    await session.flush()
    await jobs.enqueue(session, COMMIT, {"batch_id": str(batch.id)}, since=at)
    return batch


async def discard(
    session: AsyncSession, actor: Actor, agency_id: UUID, batch_id: UUID, *, at: datetime
) -> BatchAssignment:
    """Give a plan up; nobody was asked by it.

    Raises:
        NotFound: not within reach.
        WrongState: carried out, or given up already.
    """
    batch = await repository.visible_batch(session, actor, agency_id, batch_id, lock=True)
    return await BATCH.fire(session, batch, "discard", actor=actor, at=at)


def register(bus: Bus, queue: MatterQueue) -> None:
    """Register the job; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await carry_out(context, queue)

    bus.register_external(COMMIT, run)


async def carry_out(context: JobContext, queue: MatterQueue) -> None:
    """Assign line by line, each in a transaction of its own; run again, it goes on where it stopped."""
    batch_id = UUID(str(context.payload["batch_id"]))
    async with context.database.session() as session:
        batch = await session.get_one(BatchAssignment, batch_id)
        positions = [line.position for line in await repository.planned_lines(session, batch_id)]
    if batch.status is not BatchStatus.COMMITTING or batch.committed_by is None:
        return
    for position in positions:
        await _assign(context, queue, batch, batch.committed_by, position)
    async with context.database.transaction() as session:
        batch = await session.get_one(BatchAssignment, batch_id, with_for_update=True)
        if batch.status is BatchStatus.COMMITTING:
            await BATCH.fire(session, batch, "finish", actor=None, at=context.at)


async def _assign(
    context: JobContext, queue: MatterQueue, batch: BatchAssignment, officer_id: UUID, position: int
) -> None:
    """One line. Its row is locked before the matter's, by everybody, so that two workers do not both ask."""
    try:
        async with context.database.transaction() as session:
            line = await repository.lock_line(session, batch.id, position)
            if line.status is not LineStatus.PLANNED or line.lawyer_id is None:
                return
            line.assignment_id = await queue.assign(
                session,
                await actor_of(session, officer_id, at=context.at),
                line.matter_id,
                line.lawyer_id,
                batch_id=batch.id,
                reason=line.change_reason,
                note=line.change_note,
                at=context.at,
            )
            line.status = LineStatus.ASKED
    except DomainError as error:
        await _refuse(context, batch, position, error.code, error.detail or error.title)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        logger.exception("a line was not carried out", batch_id=str(batch.id), position=position)
        await _refuse(context, batch, position, "not_carried_out", NOT_CARRIED_OUT)


async def _refuse(context: JobContext, batch: BatchAssignment, position: int, code: str, text: str) -> None:
    async with context.database.transaction() as session:
        line = await repository.lock_line(session, batch.id, position)
        if line.status is LineStatus.PLANNED:
            line.status, line.refusal_code, line.refusal = LineStatus.REFUSED, code, text[:500]
