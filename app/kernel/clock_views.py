"""Clocks as every answer about a case shows them: what is due, by when, by whom, under which article."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import clocks
from app.kernel.actor import Role
from app.kernel.calendar import WorkCalendar
from app.kernel.calendar_store import load_calendar
from app.kernel.clock import local_date
from app.kernel.clock_models import ClockOutcome, ClockPause, StatutoryClock
from app.kernel.clock_store import AT_RISK, alarm_at, is_overdue, rule_of
from app.kernel.clocks import Due, Pause
from app.kernel.http import Schema, example


class ClockView(Schema):
    """One period of a case.

    ``due_on`` is the last day; while the clock stands still it is the last day if counting went on tomorrow,
    and ``days_left`` does not shrink. ``provisional``: a State Council notice not yet published may move it.
    ``binding`` is false where the number is an agency's setting or its text is unverified.
    """

    model_config = example(
        {
            "id": "01937b3e-0000-7000-8000-000000000001",
            "rule_code": "legal_aid.decide",
            "title": "审查并决定是否给予法律援助",
            "holder": "审批人员",
            "holder_role": "decider",
            "started_on": "2026-12-25",
            "due_on": "2027-01-04",
            "due_at": None,
            "days_left": 4,
            "overdue": False,
            "at_risk": False,
            "provisional": True,
            "rolled_from": "2027-01-01",
            "law": "中华人民共和国法律援助法",
            "article": "第四十三条第一款",
            "binding": True,
            "paused_since": None,
            "pause_reason": None,
            "paused_days": 0,
            "stopped_at": None,
            "outcome": None,
        }
    )

    id: UUID
    rule_code: str
    title: str
    holder: str
    holder_role: Role | None
    started_on: date
    due_on: date
    due_at: datetime | None
    days_left: int | None
    overdue: bool
    at_risk: bool
    provisional: bool
    rolled_from: date | None
    law: str
    article: str
    binding: bool
    paused_since: date | None
    pause_reason: str | None
    paused_days: int
    stopped_at: datetime | None
    outcome: ClockOutcome | None


async def clock_views(
    session: AsyncSession, object_id: UUID, *, at: datetime, ended: bool = False
) -> list[ClockView]:
    """Open clocks of one object, earliest end first; with ``ended`` those that stopped, too."""
    return (await clock_views_of(session, [object_id], at=at, ended=ended))[object_id]


async def clock_views_of(
    session: AsyncSession, object_ids: Collection[UUID], *, at: datetime, ended: bool = False
) -> Mapping[UUID, list[ClockView]]:
    """The same for a page of objects: at most three queries, one where nothing is paused."""
    statement = (
        select(StatutoryClock)
        .where(col(StatutoryClock.object_id).in_(object_ids))
        .order_by(col(StatutoryClock.due_on), col(StatutoryClock.id))
    )
    if not ended:
        statement = statement.where(col(StatutoryClock.stopped_at).is_(None))
    rows = (await session.execute(statement)).scalars().all()
    pauses = await _pauses(session, [row.id for row in rows if row.paused_since is not None])
    calendar = await load_calendar(session) if pauses else WorkCalendar()
    views: dict[UUID, list[ClockView]] = {object_id: [] for object_id in object_ids}
    for row in rows:
        views[row.object_id].append(clock_view(row, pauses.get(row.id, ()), calendar, at=at))
    return views


def clock_view(
    clock: StatutoryClock, pauses: Sequence[ClockPause], calendar: WorkCalendar, *, at: datetime
) -> ClockView:
    """One clock as shown at ``at``; ``pauses`` and ``calendar`` matter only while it stands still."""
    rule = rule_of(clock)
    open_ = clock.stopped_at is None
    overdue = is_overdue(clock, at) if open_ else clock.outcome is ClockOutcome.LATE
    due = _standing(clock, pauses, calendar, at)
    counted_to = clock.paused_since or local_date(at)
    return ClockView(
        id=clock.id,
        rule_code=clock.rule_code,
        title=rule.title_zh,
        holder=clock.holder,
        holder_role=clock.holder_role,
        started_on=clock.started_on,
        due_on=due.on,
        due_at=clock.due_at,
        days_left=(clock.due_on - counted_to).days if open_ else None,
        overdue=overdue,
        at_risk=open_ and not overdue and clock.paused_since is None and at >= alarm_at(clock, AT_RISK),
        provisional=due.provisional,
        rolled_from=due.rolled_from,
        law=rule.law.title,
        article=rule.article,
        binding=rule.may_block,
        paused_since=clock.paused_since,
        pause_reason=next((row.reason for row in pauses if row.until is None), None),
        paused_days=due.paused_days,
        stopped_at=clock.stopped_at,
        outcome=clock.outcome,
    )


def _standing(clock: StatutoryClock, pauses: Sequence[ClockPause], calendar: WorkCalendar, at: datetime) -> Due:
    """The end as stored or, while the clock stands still, as it would be if counting went on tomorrow."""
    if clock.paused_since is None:
        return Due(clock.due_on, clock.provisional, clock.rolled_from, clock.paused_days, clock.due_at)
    closed = [Pause(row.since, row.until) for row in pauses]
    return clocks.due(rule_of(clock), clock.started_on, calendar, closed, as_of=local_date(at))


async def _pauses(session: AsyncSession, clock_ids: Sequence[UUID]) -> dict[UUID, list[ClockPause]]:
    if not clock_ids:
        return {}
    statement = select(ClockPause).where(col(ClockPause.clock_id).in_(clock_ids)).order_by(col(ClockPause.since))
    found: dict[UUID, list[ClockPause]] = {}
    for row in (await session.execute(statement)).scalars():
        found.setdefault(row.clock_id, []).append(row)
    return found
