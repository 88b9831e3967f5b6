"""Plans for whole queues as the API shows them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries
from app.lawyers.batch import repository
from app.lawyers.batch.committing import Changes
from app.lawyers.batch.enums import ALL_TAKEN, BatchStatus, LineStatus
from app.lawyers.batch.models import BatchAssignment, BatchLine
from app.lawyers.batch.repository import Named
from app.lawyers.batch.schemas import (
    BatchChanges,
    BatchLawyer,
    BatchView,
    LineObstacle,
    LineReason,
    LineView,
)
from app.lawyers.batch.states import BATCH
from app.lawyers.matching.terms import POINTS

COPIED = ("agency_id", "asked_at", "committed_at", "id", "lawyers", "method", "planned_at", "problem", "seed")


async def batch_views(session: AsyncSession, actor: Actor, batches: Sequence[BatchAssignment]) -> list[BatchView]:
    """Plans in a list; what changed since is told of one alone."""
    counts = await repository.counts_of(session, [batch.id for batch in batches])
    return [_view(actor, batch, counts[batch.id], None) for batch in batches]


async def batch_view(
    session: AsyncSession, actor: Actor, batch: BatchAssignment, changes: Changes | None
) -> BatchView:
    """One plan."""
    counts = await repository.counts_of(session, [batch.id])
    return _view(actor, batch, counts[batch.id], changes)


def _view(
    actor: Actor, batch: BatchAssignment, counts: Mapping[LineStatus, int], changes: Changes | None
) -> BatchView:
    return BatchView(
        **{name: getattr(batch, name) for name in COPIED},
        status=batch.status,
        weights_version=batch.weights_version,
        matters=sum(counts.values()),
        planned=counts.get(LineStatus.PLANNED, 0),
        unserved=counts.get(LineStatus.UNSERVED, 0),
        removed=counts.get(LineStatus.REMOVED, 0),
        asked=counts.get(LineStatus.ASKED, 0),
        refused=counts.get(LineStatus.REFUSED, 0),
        score=None if batch.score is None else batch.score / POINTS,
        bound=None if batch.bound is None else batch.bound / POINTS,
        is_optimal=None if batch.bound is None else batch.bound == batch.score,
        changes=None if changes is None else BatchChanges.model_validate(changes),
        allowed_actions=[*BATCH.allowed_actions(actor, batch), *_editing(batch)],
    )


def _editing(batch: BatchAssignment) -> list[str]:
    return ["change_line"] if batch.status is BatchStatus.READY else []


async def line_views(session: AsyncSession, lines: Sequence[BatchLine]) -> list[LineView]:
    """Lines, with the names of their lawyers."""
    names = await repository.names_of(session, {line.lawyer_id for line in lines if line.lawyer_id})
    return [_line(line, names) for line in lines]


def _line(line: BatchLine, names: Mapping[UUID, Named]) -> LineView:
    named = names.get(line.lawyer_id) if line.lawyer_id else None
    shown = {name: getattr(line, name) for name in LineView.model_fields if name not in _BUILT}
    return LineView(
        **shown,
        lawyer=None if named is None else BatchLawyer.model_validate(named),
        reasons=[LineReason.model_validate(reason) for reason in line.reasons],
        obstacles=[_obstacle(str(one["code"]), int(one["lawyers"])) for one in line.obstacles],
    )


_BUILT = frozenset({"lawyer", "reasons", "obstacles"})


def _obstacle(code: str, lawyers: int) -> LineObstacle:
    if code == ALL_TAKEN:
        text = f"可以接的 {lawyers} 名律师，名额都已派给方案里的其他案件"
    else:
        text = f"{dictionaries()['constraint'].get(code, code)}：{lawyers} 名律师"
    return LineObstacle(code=code, lawyers=lawyers, text=text)
