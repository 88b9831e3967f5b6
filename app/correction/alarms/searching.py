"""Searches: opened with the alarm itself, written down entry by entry, ended when the person is found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.correction import SearchOpened
from app.correction.alarms import repository
from app.correction.alarms.codes import SearchEntryKind, SearchStatus
from app.correction.alarms.errors import SearchClosed
from app.correction.alarms.search_models import SearchEntry, SearchRecord
from app.correction.alarms.states import search_machine
from app.correction.enums import AlarmCause
from app.correction.orders.minors.serving import serving
from app.correction.orders.models import CorrectionOrder
from app.kernel import events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.database import new_id
from app.kernel.errors import FieldError, Forbidden, Invalid

SEARCHED = frozenset({AlarmCause.LOST_CONTACT, AlarmCause.NOT_REPORTED_IN})
"""Causes that mean the person must be looked for at once (社区矫正法 30)."""

BEGUN = "提醒产生，立即开始查找"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done in a search; ``made_at`` when it was done."""

    kind: SearchEntryKind
    note: str
    made_at: datetime


async def open_search(session: AsyncSession, order: CorrectionOrder, alarm_id: UUID, *, at: datetime) -> None:
    """Begin the search in the same transaction as the alarm; one that runs goes on."""
    values = {
        "id": new_id(),
        "order_id": order.id,
        "person_id": order.person_id,
        "agency_id": order.agency_id,
        "agency_path": order.agency_path,
        "alarm_id": alarm_id,
        "status": SearchStatus.OPEN,
        "opened_at": at,
        "updated_at": at,
        "version": 1,
    }
    statement = insert(SearchRecord).values(**values).on_conflict_do_nothing().returning(col(SearchRecord.id))
    search_id = (await session.execute(statement)).scalar_one_or_none()
    if search_id is None:
        return
    _write(session, search_id, Done(SearchEntryKind.BEGUN, BEGUN, at), by=None, at=at)
    told = SearchOpened(
        search_id=search_id,
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        staff_ids=tuple(await serving(session, order, at=at)),
    )
    await events.record(session, told, at=at)


async def search_again(
    session: AsyncSession, order: CorrectionOrder, key: str, *, since: datetime, at: datetime
) -> None:
    """Who was found and is out of reach since is looked for anew, though the alarm of then is still open."""
    alarm_id = await repository.open_alarm_of(session, key)
    if alarm_id is not None and not await repository.was_searched(session, order.id, since=since):
        await open_search(session, order, alarm_id, at=at)


async def add_entry(
    session: AsyncSession, actor: Actor, search_id: UUID, done: Done, *, at: datetime
) -> SearchRecord:
    """Write down one thing done to find the person.

    Raises:
        NotFound: beyond the actor's reach.
        SearchClosed: the search is over.
        Invalid: it was done in the future, or before the search began.
    """
    search = await repository.search_for(session, actor, Action.ALARM_VERIFY, search_id, lock=True)
    if "add_entry" not in _allowed(actor, search):
        raise Forbidden() if search.status is SearchStatus.OPEN else SearchClosed()
    check_time(done.made_at, since=search.opened_at, at=at)
    _write(session, search.id, done, by=actor.person_id, at=at)
    if done.kind is SearchEntryKind.POLICE_TOLD:
        search.police_told_at = search.police_told_at or done.made_at
    if done.kind is SearchEntryKind.PROCURATORATE_TOLD:
        search.procuratorate_told_at = search.procuratorate_told_at or done.made_at
    search.version += 1
    search.updated_at = at
    await session.flush()
    return search


async def finish(
    session: AsyncSession, actor: Actor, search_id: UUID, *, is_found: bool, note: str, at: datetime
) -> SearchRecord:
    """The person was found, or need not be looked for any longer; ``note`` says how or why.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: the search is over.
    """
    search = await repository.search_for(session, actor, Action.ALARM_VERIFY, search_id)
    name, kind = ("found", SearchEntryKind.FOUND) if is_found else ("end", SearchEntryKind.ENDED)
    await search_machine.fire(
        session, search, name, actor=actor, at=at, reason=note, changes={"closed_at": max(at, search.opened_at)}
    )
    _write(session, search.id, Done(kind, note, at), by=actor.person_id, at=at)
    await session.flush()
    return search


async def stop_search(session: AsyncSession, order_id: UUID, note: str, *, at: datetime) -> None:
    """End the search that runs because what it rested on is gone; none running is no error."""
    search = await repository.open_search_of(session, order_id)
    if search is None:
        return
    await search_machine.fire(
        session, search, "stop", actor=None, at=at, reason=note, changes={"closed_at": max(at, search.opened_at)}
    )
    _write(session, search.id, Done(SearchEntryKind.ENDED, note, at), by=None, at=at)


def check_time(made_at: datetime, *, since: datetime | None, at: datetime) -> None:
    """Refuse what is said to have been done in the future, or before there was a reason.

    Raises:
        Invalid: field ``made_at``.
    """
    if made_at > at:
        raise Invalid(fields=[FieldError("made_at", "future", "时间不能晚于现在")])
    if since is not None and made_at < since:
        raise Invalid(fields=[FieldError("made_at", "too_early", "时间不能早于提醒产生的时间")])


def _allowed(actor: Actor, search: SearchRecord) -> list[str]:
    return ["add_entry"] if search_machine.allowed_actions(actor, search) else []


def _write(session: AsyncSession, search_id: UUID, done: Done, *, by: UUID | None, at: datetime) -> None:
    session.add(
        SearchEntry(
            search_id=search_id,
            kind=done.kind,
            note=done.note,
            made_by=by,
            made_at=done.made_at,
            recorded_at=max(at, done.made_at),
        )
    )
