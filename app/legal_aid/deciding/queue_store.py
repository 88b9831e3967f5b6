"""SQL of the work queue: a task is a case with an open clock that staff must meet.

Pages are cut in the index of open clocks (``ix_statutory_clock_tasks``), one agency at a time: from each no more
rows are read than a page holds, whatever lies behind. Where few cases can match (one officer's, urgent ones),
the query begins with those cases instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Uuid,
    any_,
    cast,
    func,
    label,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.clock_models import STAFF_HELD, StatutoryClock
from app.kernel.paging import PageRequest, keyset
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import OPEN_CASE, Application
from app.legal_aid.repository import reach
from app.legal_aid.rules import PROMISES
from app.legal_aid.states import application_machine

LATEST_WARNING = timedelta(days=5)
"""No clock is at risk earlier before its end (``clocks.at_risk_on``)."""
QUEUE = Action.APPLICATION_QUEUE


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What to leave out. Clocks that stand still are left out unless ``is_paused``, and what the centre
    promised on its own unless its rule is asked for: the statutory period of the same case is there already.
    """

    status: ApplicationStatus | None = None
    category: CaseCategory | None = None
    rule_code: str | None = None
    is_overdue: bool = False
    is_at_risk: bool = False
    is_mine: bool = False
    is_unassigned: bool = False
    is_urgent: bool = False
    is_paused: bool = False

    @property
    def concerns_case(self) -> bool:
        """Whether the case must be looked at, not its clock alone."""
        return self.status is not None or self.category is not None or self.is_unassigned


Tasks = Select[UUID, date, UUID]


def task_page(actor: Actor, page: PageRequest, wanted: TaskFilter, *, at: datetime) -> Tasks:
    """Clock id, last day and case of a page of tasks and one more, the most pressing first."""
    if wanted.is_mine or wanted.is_urgent:
        return _from_cases(actor, page, wanted, at)
    return _from_clocks(actor, page, wanted, at)


async def tasks(
    session: AsyncSession, actor: Actor, page: PageRequest, wanted: TaskFilter, *, at: datetime
) -> Sequence[Row[UUID, date, UUID]]:
    """The rows of :func:`task_page`."""
    return (await session.execute(task_page(actor, page, wanted, at=at))).all()


async def lock_next(session: AsyncSession, actor: Actor, case_ids: Sequence[UUID]) -> Application | None:
    """The first of these cases that nobody works on and nobody else is just taking, locked until commit.

    Whoever asks at the same moment gets the next one: rows locked by others are passed over.
    """
    position = func.array_position(literal([*case_ids], ARRAY(Uuid())), col(Application.id))
    statement = (
        select(Application)
        .where(
            col(Application.id).in_(case_ids),
            col(Application.handler_id).is_(None),
            col(Application.applicant_id) != actor.person_id,
            _not_recused(actor),
            reach(actor, QUEUE),
        )
        .order_by(position)
        .limit(1)
        .with_for_update(of=Application, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalars().one_or_none()


async def takeable(
    session: AsyncSession, actor: Actor, page: PageRequest, *, at: datetime
) -> Sequence[Row[UUID, date, UUID]]:
    """Tasks nobody works on that the caller's own roles may do, the most pressing first."""
    return (await session.execute(take_page(actor, page, at=at))).all()


def take_page(actor: Actor, page: PageRequest, *, at: datetime) -> Tasks:
    """The statement of :func:`takeable`."""
    return _from_clocks(actor, page, TaskFilter(is_unassigned=True), at, competent=_competent(actor))


def _not_recused(actor: Actor) -> ColumnElement[bool]:
    return not_(literal(actor.person_id) == any_(col(Application.recused_ids)))


def _competent(actor: Actor) -> ColumnElement[bool]:
    """The clock waits for a role of the caller's, or the case as it stands does."""
    roles = actor.roles & {Role.OFFICER, Role.DECIDER, Role.APPROVER}
    states = [state for state, role in application_machine.owners.items() if role in roles]
    return or_(col(StatutoryClock.holder_role).in_(roles), col(Application.status).in_(states))


def _from_clocks(
    actor: Actor,
    page: PageRequest,
    wanted: TaskFilter,
    at: datetime,
    *,
    competent: ColumnElement[bool] | None = None,
) -> Tasks:
    clock = StatutoryClock
    agencies = select(col(Agency.id)).where(subtree_clause(col(Agency.id), _paths(actor))).subquery("reached")
    inner = select(
        label("id", col(clock.id)), label("due_on", col(clock.due_on)), label("case_id", col(clock.object_id))
    )
    inner = inner.where(col(clock.agency_id) == agencies.c.id, *_of_clock(wanted, at))
    if wanted.concerns_case or competent is not None:
        inner = inner.join(Application, col(Application.id) == col(clock.object_id)).where(
            *_of_case(actor, wanted)
        )
    if competent is not None:
        inner = inner.where(competent, col(Application.applicant_id) != actor.person_id)
        inner = inner.where(_not_recused(actor))
    cut = keyset(inner, page, col(clock.due_on), col(clock.id), descending=False)
    task = cut.correlate(agencies).lateral("task")
    outer = select(task.c.id, task.c.due_on, task.c.case_id).select_from(agencies.join(task, true()))
    return outer.order_by(task.c.due_on, task.c.id).limit(page.limit + 1)


def _from_cases(actor: Actor, page: PageRequest, wanted: TaskFilter, at: datetime) -> Tasks:
    clock = StatutoryClock
    statement = (
        select(col(clock.id), col(clock.due_on), col(clock.object_id))
        .join(Application, col(Application.id) == col(clock.object_id))
        .where(
            reach(actor, QUEUE),
            literal_column(OPEN_CASE, Boolean()),
            *_of_clock(wanted, at),
            *_of_case(actor, wanted),
        )
    )
    return keyset(statement, page, col(clock.due_on), col(clock.id), descending=False)


def _of_clock(wanted: TaskFilter, at: datetime) -> list[ColumnElement[bool]]:
    clock, today = StatutoryClock, local_date(at)
    clauses: list[ColumnElement[bool]] = [
        literal_column(STAFF_HELD, Boolean()),
        col(clock.object_type) == application_machine.name,
    ]
    if not wanted.is_paused:
        clauses.append(col(clock.paused_since).is_(None))
    if wanted.rule_code is None:
        clauses.append(col(clock.rule_code).not_in(PROMISES))
    else:
        clauses.append(col(clock.rule_code) == wanted.rule_code)
    if wanted.is_overdue:
        clauses += [col(clock.due_on) <= today, or_(col(clock.due_on) < today, col(clock.due_at) < at)]
    if wanted.is_at_risk:
        length = cast(col(clock.due_on) - col(clock.started_on), Integer)
        ahead = func.least(5, func.greatest(1, length.op("/")(3)))
        warned_on = func.greatest(col(clock.started_on), cast(col(clock.due_on).op("-")(ahead), Date))
        clauses += [col(clock.due_on).between(today, today + LATEST_WARNING), warned_on <= today]
    return clauses


def _of_case(actor: Actor, wanted: TaskFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        clauses.append(col(Application.status) == wanted.status)
    if wanted.category is not None:
        clauses.append(col(Application.category) == wanted.category)
    if wanted.is_mine:
        clauses.append(col(Application.handler_id) == actor.person_id)
    if wanted.is_unassigned:
        clauses.append(col(Application.handler_id).is_(None))
    if wanted.is_urgent:
        clauses.append(col(Application.urgency).is_not(None))
    return clauses


def _paths(actor: Actor) -> tuple[str, ...]:
    return access.agency_paths(actor, QUEUE)
