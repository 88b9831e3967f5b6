"""Alarms and searches as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.alarms import repository
from app.correction.alarms.models import Alarm
from app.correction.alarms.schemas import (
    AlarmDetail,
    AlarmOut,
    AlarmTellingOut,
    GroundOut,
    StatementOut,
    StepOut,
)
from app.correction.alarms.search_models import SearchRecord
from app.correction.alarms.search_schemas import SearchDetail, SearchEntryOut, SearchOut
from app.correction.alarms.states import alarm_machine, allowed_actions, search_actions, search_machine
from app.correction.alarms.wording import message
from app.correction.enums import AlarmOutcome, AlarmStatus
from app.correction.orders.repository import agency_names
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor

COMPUTED = {"person_name", "agency_name", "is_cleared", "message", "allowed_actions"}


async def alarm_list(
    session: AsyncSession, actor: Actor, alarms: Sequence[Alarm], *, at: datetime
) -> list[AlarmOut]:
    """Alarms as a list shows them."""
    names = await people.names(session, {one.person_id for one in alarms if one.person_id is not None})
    agencies = await agency_names(session, {one.agency_id for one in alarms})
    for alarm in alarms:
        if alarm.person_id is not None:
            await _looked(session, actor, alarm_machine.name, alarm.id, alarm.person_id, at=at)
    return [
        AlarmOut(
            **alarm.model_dump(include=set(AlarmOut.model_fields) - COMPUTED),
            person_name=names.get(alarm.person_id) if alarm.person_id else None,
            agency_name=agencies[alarm.agency_id],
            is_cleared=alarm.status is AlarmStatus.CLOSED and alarm.outcome is not AlarmOutcome.BREACH,
            message=message(alarm.outcome, is_person=alarm.order_id is not None),
            allowed_actions=allowed_actions(actor, alarm),
        )
        for alarm in alarms
    ]


async def alarm_detail(session: AsyncSession, actor: Actor, alarm: Alarm, *, at: datetime) -> AlarmDetail:
    """One alarm with everything that was done, said and found."""
    [shown] = await alarm_list(session, actor, [alarm], at=at)
    steps = await repository.steps_of(session, alarm.id)
    statements = await repository.statements_of(session, alarm.id)
    tellings = await repository.tellings_of(session, alarm.id)
    named = {one.made_by for one in steps} | {one.recorded_by for one in statements}
    named |= {one.person_id for one in tellings} | ({alarm.closed_by} if alarm.closed_by else set[UUID]())
    names = await people.names(session, named)
    found = ("finding", "breach_kind", "breach_gravity", "absent_from", "absent_to")
    return AlarmDetail(
        **shown.model_dump(),
        **alarm.model_dump(include=set(found)),
        evidence=[GroundOut.model_validate(one) for one in alarm.evidence],
        tellings=[
            AlarmTellingOut(person_name=names.get(one.person_id), told_as=one.told_as, told_at=one.told_at)
            for one in tellings
        ],
        verification=[
            StepOut(
                **one.model_dump(include=set(StepOut.model_fields) - {"made_by_name"}),
                made_by_name=names.get(one.made_by),
            )
            for one in steps
        ],
        statements=[
            StatementOut(
                **one.model_dump(include=set(StatementOut.model_fields) - {"recorded_by_name"}),
                recorded_by_name=names.get(one.recorded_by),
            )
            for one in statements
        ],
        closed_by_name=names.get(alarm.closed_by) if alarm.closed_by else None,
        search_id=await _search_id(session, alarm.id),
    )


async def search_list(
    session: AsyncSession, actor: Actor, searches: Sequence[SearchRecord], *, at: datetime
) -> list[SearchOut]:
    """Searches as a list shows them."""
    names = await people.names(session, {one.person_id for one in searches})
    for search in searches:
        await _looked(session, actor, search_machine.name, search.id, search.person_id, at=at)
    return [
        SearchOut(
            **one.model_dump(include=set(SearchOut.model_fields) - {"person_name", "allowed_actions"}),
            person_name=names.get(one.person_id),
            allowed_actions=search_actions(actor, one),
        )
        for one in searches
    ]


async def search_detail(
    session: AsyncSession, actor: Actor, search: SearchRecord, *, at: datetime
) -> SearchDetail:
    """One search with all that was done."""
    [shown] = await search_list(session, actor, [search], at=at)
    entries = await repository.entries_of(session, search.id)
    names = await people.names(session, {one.made_by for one in entries if one.made_by is not None})
    return SearchDetail(
        **shown.model_dump(),
        entries=[
            SearchEntryOut(
                **one.model_dump(include=set(SearchEntryOut.model_fields) - {"made_by_name"}),
                made_by_name=names.get(one.made_by) if one.made_by else None,
            )
            for one in entries
        ],
    )


async def _search_id(session: AsyncSession, alarm_id: UUID) -> UUID | None:
    mine = col(SearchRecord.alarm_id) == alarm_id
    statement = select(SearchRecord.id).where(mine).order_by(col(SearchRecord.id).desc()).limit(1)
    return (await session.scalars(statement)).one_or_none()


async def _looked(
    session: AsyncSession, actor: Actor, object_type: str, object_id: UUID, owner_id: UUID, *, at: datetime
) -> None:
    await audit.record_access(
        session,
        actor,
        Action.ALARM_READ,
        object_type=object_type,
        object_id=object_id,
        owner_id=owner_id,
        at=at,
    )
