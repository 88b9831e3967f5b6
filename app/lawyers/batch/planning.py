"""Asking for a plan, and making it in the worker: nobody is asked by it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.contracts.matching import Need
from app.identity.acting import actor_of
from app.kernel import jobs
from app.kernel.actor import Actor
from app.kernel.bus import Bus, JobContext
from app.kernel.database import new_id
from app.lawyers.batch import repository
from app.lawyers.batch.enums import BatchMethod, BatchStatus, LineStatus
from app.lawyers.batch.models import BatchAssignment, BatchLine
from app.lawyers.batch.ports import MatterQueue
from app.lawyers.batch.states import BATCH
from app.lawyers.conflicts.checking import conflicted_many
from app.lawyers.matching import repository as matching
from app.lawyers.matching.constraints import Constraint
from app.lawyers.matching.shortlist import demand_of

if TYPE_CHECKING:
    from app.lawyers.batch.drafting import Draft, Queue
    from app.lawyers.batch.scoring import Matter

logger = structlog.get_logger(__name__)

PLAN = "lawyers.plan_batch"
MOST_MATTERS = 2_000
"""In one plan; more wait for the next. Time and memory grow with matters times lawyers."""
NOT_MADE = "系统没能算出方案，请重新计算；还是不行的，请逐件指派"


async def ask(
    session: AsyncSession, actor: Actor, agency_id: UUID, method: BatchMethod, *, at: datetime
) -> BatchAssignment:
    """Have a plan made for every matter of the centre that waits and that the caller may assign.

    Raises:
        NotFound: no such centre within reach.
        BatchAtWork: a plan of the centre is being made or carried out.
    """
    await repository.require_reach(session, actor, agency_id)
    batch_id = new_id()
    made = BatchAssignment(
        id=batch_id,
        agency_id=agency_id,
        method=method,
        asked_by=actor.person_id,
        asked_at=at,
        seed=hashlib.sha256(batch_id.bytes).hexdigest()[:16],
        updated_at=at,
    )
    session.add(made)
    await session.flush()
    await jobs.enqueue(session, PLAN, {"batch_id": str(batch_id)}, since=at)
    return made


def register(bus: Bus, queue: MatterQueue) -> None:
    """Register the job; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await plan(context, queue)

    bus.register_external(PLAN, run)


async def plan(context: JobContext, queue: MatterQueue) -> None:
    """Make a plan that was asked for; run again, it changes nothing. It is computed outside any transaction."""
    from app.lawyers.batch.drafting import draft  # noqa: PLC0415 -- scipy: only a worker that plans waits for it

    batch_id = UUID(str(context.payload["batch_id"]))
    async with context.database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        batch = await session.get_one(BatchAssignment, batch_id)
        if batch.status is not BatchStatus.PLANNING:
            return
        known = await read(session, queue, batch, at=context.at)
    try:
        made, drafts = await to_thread.run_sync(draft, known, batch.method)
    except (ArithmeticError, MemoryError, ValueError):
        logger.exception("no plan was made", batch_id=str(batch_id))
        await _end(context, batch_id, "fail", {"problem": NOT_MADE})
        return
    changes = {
        "planned_at": context.at,
        "weights_version": known.weights.version,
        "lawyers": len(known.profiles),
        "score": made.score,
        "bound": made.bound,
    }
    await _end(context, batch_id, "propose", changes, lines_of(batch_id, known.needs, drafts))


async def read(session: AsyncSession, queue: MatterQueue, batch: BatchAssignment, *, at: datetime) -> "Queue":
    """The matters that wait, and everything their plan rests on, in a fixed number of statements."""
    actor = await actor_of(session, batch.asked_by, at=at)
    waiting = await queue.waiting(session, actor, batch.agency_id, limit=MOST_MATTERS)
    found = await queue.needs(session, waiting)
    needs = [found[matter_id] for matter_id in waiting if matter_id in found]
    return await queue_of(session, batch.agency_id, needs, seed=batch.seed, at=at)


async def queue_of(
    session: AsyncSession, agency_id: UUID, needs: Sequence[Need], *, seed: str, at: datetime
) -> "Queue":
    """What a plan for these matters of a centre rests on."""
    from app.lawyers.batch.drafting import Queue  # noqa: PLC0415 -- as above

    return Queue(
        needs=needs,
        matters=await _matters(session, needs, at),
        profiles=await matching.profiles(session, agency_id, at),
        weights=await matching.weights_of(session, agency_id),
        seed=seed,
    )


def lines_of(batch_id: UUID, needs: Sequence[Need], drafts: Sequence["Draft"]) -> list[BatchLine]:
    """The drafts as rows."""
    lines: list[BatchLine] = []
    for position, (need, one) in enumerate(zip(needs, drafts, strict=True), start=1):
        candidate = one.candidate
        lines.append(
            BatchLine(
                batch_id=batch_id,
                position=position,
                matter_id=need.matter_id,
                category=CaseCategory(need.category),
                area_code=need.area_code,
                summary=need.summary,
                is_urgent=need.is_urgent,
                status=LineStatus.UNSERVED if candidate is None else LineStatus.PLANNED,
                planned_lawyer_id=candidate and candidate.lawyer_id,
                lawyer_id=candidate and candidate.lawyer_id,
                score=candidate and candidate.score,
                reasons=[asdict(reason) for reason in candidate.reasons] if candidate else [],
                obstacles=[{"code": code, "lawyers": count} for code, count in one.obstacles.items()],
            )
        )
    return lines


async def _matters(session: AsyncSession, needs: Sequence[Need], at: datetime) -> list["Matter"]:
    """A minor's case goes to nobody who does not know minors: that needs a reason, which only an officer gives."""
    from app.lawyers.batch.scoring import Matter  # noqa: PLC0415 -- as above

    conflicts = await conflicted_many(session, needs)
    facts = await matching.pair_facts(session, needs)
    matters: list[Matter] = []
    for need in needs:
        known = facts.get(need.matter_id, {})
        barred: dict[UUID, frozenset[Constraint]] = {
            lawyer_id: frozenset(one.constraint for one in found)
            for lawyer_id, found in conflicts.get(need.matter_id, {}).items()
        }
        for lawyer_id, one in known.items():
            if before := _before(one):
                barred[lawyer_id] = barred.get(lawyer_id, frozenset()) | before
        related = {lawyer_id: one.related for lawyer_id, one in known.items() if one.related is not None}
        demand = replace(demand_of(need, at), must_know_minors=need.is_for_minor)
        matters.append(Matter(demand, barred, related))
    return matters


def _before(facts: matching.PairFacts) -> frozenset[Constraint]:
    """What an earlier offer of the matter bars."""
    told = ((Constraint.DECLINED_BEFORE, facts.declined), (Constraint.EXPIRED_BEFORE, facts.expired))
    return frozenset(constraint for constraint, holds in told if holds)


async def _end(
    context: JobContext,
    batch_id: UUID,
    transition: str,
    changes: Mapping[str, object],
    lines: Sequence[BatchLine] = (),
) -> None:
    async with context.database.transaction() as session:
        batch = await session.get_one(BatchAssignment, batch_id, with_for_update=True)
        if batch.status is not BatchStatus.PLANNING:
            return
        session.add_all(lines)
        await BATCH.fire(session, batch, transition, actor=None, at=context.at, changes=changes)
