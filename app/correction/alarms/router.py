"""Alarms over HTTP: seen by the person and the office, looked into, explained, ended by people."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.correction.alarms import closing, repository, verifying, views
from app.correction.alarms.models import Alarm
from app.correction.alarms.schemas import (
    AlarmClose,
    AlarmDetail,
    AlarmOut,
    BreachFound,
    BreachRetraction,
    StatementCreate,
    StepCreate,
)
from app.correction.enums import AlarmStatus
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction/alarms", "社区矫正：提醒核实")

Reader = Annotated[Actor, allowed(Action.ALARM_READ)]
Verifier = Annotated[Actor, allowed(Action.ALARM_VERIFY)]
Speaker = Annotated[Actor, allowed(Action.ALARM_STATE)]
Finder = Annotated[Actor, allowed(Action.BREACH_CONFIRM)]


@router.get("", summary="提醒清单：本人看自己的，工作人员看管辖范围内的")
async def list_alarms(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    status: Annotated[AlarmStatus | None, Query(description="只看这种状态的")] = None,
    order_id: Annotated[UUID | None, Query(description="只看这个矫正对象的")] = None,
) -> Page[AlarmOut]:
    statement = repository.listed(actor, status=status, order_id=order_id)
    rows = (await session.scalars(keyset(statement, page, col(Alarm.id)))).all()
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    link_next(request, response, cursor)
    return Page(items=await views.alarm_list(session, actor, kept, at=at), next_cursor=cursor)


@router.get("/{alarm_id}", summary="查看一条提醒")
async def get_alarm(
    response: Response, session: SessionDep, at: Now, actor: Reader, alarm_id: UUID
) -> AlarmDetail:
    alarm = await repository.alarm_for(session, actor, Action.ALARM_READ, alarm_id)
    etag(response, alarm.version)
    return await views.alarm_detail(session, actor, alarm, at=at)


@router.post("/{alarm_id}/steps", summary="登记核实经过", status_code=201)
async def add_alarm_step(
    session: SessionDep, at: Now, actor: Verifier, alarm_id: UUID, step: StepCreate
) -> AlarmDetail:
    done = verifying.Step(**step.model_dump())
    alarm = await verifying.add_step(session, actor, alarm_id, done, at=at)
    return await views.alarm_detail(session, actor, alarm, at=at)


@router.post("/{alarm_id}/statements", summary="说明情况；工作人员记录本人的说明", status_code=201)
async def add_alarm_statement(
    session: SessionDep, at: Now, actor: Speaker, alarm_id: UUID, statement: StatementCreate
) -> AlarmDetail:
    said = verifying.Statement(**statement.model_dump())
    alarm = await verifying.add_statement(session, actor, alarm_id, said, at=at)
    return await views.alarm_detail(session, actor, alarm, at=at)


@router.post("/{alarm_id}/close", summary="查清，不是违规：设备故障或者有正当理由")
async def close_alarm(
    session: SessionDep, at: Now, actor: Verifier, alarm_id: UUID, closed: AlarmClose
) -> AlarmDetail:
    alarm = await closing.close_alarm(session, actor, alarm_id, closed.outcome, closed.finding, at=at)
    return await views.alarm_detail(session, actor, alarm, at=at)


@router.post("/{alarm_id}/confirm-breach", summary="认定违规：核实过、听过本人说明以后，由审批人员认定")
async def confirm_breach(
    session: SessionDep, at: Now, actor: Finder, alarm_id: UUID, found: BreachFound
) -> AlarmDetail:
    breach = closing.Breach(found.kind, found.gravity, found.absent_from, found.absent_to)
    alarm = await closing.confirm_breach(session, actor, alarm_id, breach, found.finding, at=at)
    return await views.alarm_detail(session, actor, alarm, at=at)


@router.post("/{alarm_id}/reopen", summary="撤回违规认定，重新核实")
async def reopen_breach(
    session: SessionDep, at: Now, actor: Finder, alarm_id: UUID, retraction: BreachRetraction
) -> AlarmDetail:
    alarm = await closing.reopen_breach(session, actor, alarm_id, retraction.reason, at=at)
    return await views.alarm_detail(session, actor, alarm, at=at)
