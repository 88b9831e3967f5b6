"""The officers' work: what is due first, taking the next, and who works on what."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import people
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import Forbidden, PreconditionFailed
from app.kernel.paging import Page, PageRequest, cut
from app.kernel.states import WrongState
from app.legal_aid import repository
from app.legal_aid.answers import ApplicationSummary, HandlerView
from app.legal_aid.deciding import listing
from app.legal_aid.deciding.errors import HandledByOther, QueueEmpty
from app.legal_aid.deciding.queue_schemas import QueueItem
from app.legal_aid.deciding.queue_store import TaskFilter, lock_next, takeable, tasks
from app.legal_aid.deciding.recusing import check_on_duty
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.errors import OwnCase, Recused
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits
from app.legal_aid.states import application_machine

DONE = application_machine.ends - {ApplicationStatus.TERMINATED}
"""Ends that leave staff nothing to do; a termination is still to be sent."""
CANDIDATES = 20
"""How many tasks are looked at in one go when the next is sought: more than ask at the same moment."""


async def queue(
    session: AsyncSession, actor: Actor, page: PageRequest, wanted: TaskFilter, *, at: datetime
) -> Page[QueueItem]:
    """Tasks of the caller's centres, the earliest last day first. A case with two clocks is two tasks."""
    rows = await tasks(session, actor, page, wanted, at=at)
    kept, cursor = cut(rows, page, lambda row: (row[1], row[0]))
    items = await _items(session, actor, [row[2] for row in kept], [row[0] for row in kept], at)
    return Page(items=items, next_cursor=cursor)


async def take_next(session: AsyncSession, actor: Actor, *, at: datetime) -> Application:
    """Make the caller the handler of the most pressing case that waits for someone like them.

    Raises:
        QueueEmpty: nothing waits.
    """
    page = PageRequest(CANDIDATES, None)
    while rows := await takeable(session, actor, page, at=at):
        case = await lock_next(session, actor, list(dict.fromkeys(row[2] for row in rows)))
        if case is not None:
            _set_handler(session, actor, case, actor.person_id, at)
            return case
        page = PageRequest(CANDIDATES, (rows[-1][1], rows[-1][0]))
    raise QueueEmpty()


async def set_handler(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    handler_id: UUID | None,
    *,
    version: int,
    at: datetime,
) -> Application:
    """Take a case on, give one's own back, or, for who distributes work, give it to a colleague on duty.

    Raises:
        NotFound: not within reach.
        PreconditionFailed: someone else was first; told who has it now.
        WrongState: a draft, or ended.
        OwnCase, Recused: the one who is to work on it stands back.
        HandledByOther, Forbidden: somebody else's case, and the caller does not distribute work.
        Invalid: no colleague on duty here.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_QUEUE, application_id, lock=True)
    if case.version != version:
        raise PreconditionFailed(await _who_has_it(session, case))
    if case.agency_id is None or case.status in DONE:
        raise WrongState(state=str(case.status))
    _check_assignee(case, actor, handler_id)
    if not _distributes(actor, case):
        if case.handler_id not in {None, actor.person_id}:
            raise HandledByOther(await _who_has_it(session, case))
        if handler_id not in {None, actor.person_id}:
            raise Forbidden("只有负责分配工作的人员才能把案件交给别人")
    if handler_id is not None and handler_id != actor.person_id:
        await check_on_duty(session, case, handler_id, at=at)
    _set_handler(session, actor, case, handler_id, at)
    return case


def _check_assignee(case: Application, actor: Actor, handler_id: UUID | None) -> None:
    """Who stands back neither gets the case nor gives it to anybody."""
    if refusal := not_own(case, actor):
        raise refusal
    if handler_id == case.applicant_id:
        raise OwnCase()
    if handler_id in case.recused_ids:
        raise Recused("这位工作人员应当回避这个案件，请选择其他人员")


def _distributes(actor: Actor, case: Application) -> bool:
    action = Action.APPLICATION_REASSIGN
    return access.can(actor, action) and permits(actor, action, case)


def _set_handler(
    session: AsyncSession, actor: Actor, case: Application, handler_id: UUID | None, at: datetime
) -> None:
    case.handler_id = handler_id
    case.version += 1
    case.updated_at = at
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_QUEUE,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="确定承办人员" if handler_id else "退回待分配",
    )


async def _who_has_it(session: AsyncSession, case: Application) -> str:
    if case.handler_id is None:
        return "内容已被更新，现在没有人在办，请刷新后再试"
    names = await people.names(session, [case.handler_id])
    return f"现在由{names.get(case.handler_id, '其他工作人员')}办理，请刷新查看"


async def _items(
    session: AsyncSession, actor: Actor, case_ids: Sequence[UUID], clock_ids: Sequence[UUID], at: datetime
) -> list[QueueItem]:
    """Lines of a page in the order of the tasks."""
    found = await session.execute(select(Application).where(col(Application.id).in_(case_ids)))
    cases = {case.id: case for case in found.scalars()}
    lines = {line.id: line for line in await listing.summaries(session, actor, list(cases.values()), at)}
    names = await people.names(session, {c.handler_id for c in cases.values() if c.handler_id})
    items: list[QueueItem] = []
    for case_id, clock_id in zip(case_ids, clock_ids, strict=True):
        case, line = cases[case_id], lines[case_id]
        task = next((clock for clock in line.clocks if clock.id == clock_id), None)
        if task is None:  # stopped since the page was cut
            continue
        handler = case.handler_id
        items.append(
            QueueItem(
                **{name: getattr(line, name) for name in ApplicationSummary.model_fields},
                task=task,
                handler=HandlerView(person_id=handler, name=names.get(handler, "工作人员")) if handler else None,
            )
        )
    return items
