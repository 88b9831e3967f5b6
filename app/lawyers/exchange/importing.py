"""A roster taken in from a file: looked at first, then as a whole or not at all.

Taking over is a job: entering two thousand people takes longer than a phone waits for an answer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import audit, jobs, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.database import new_id
from app.kernel.errors import FieldError
from app.kernel.spreadsheets import Unreadable
from app.kernel.vault import Vault
from app.lawyers.enums import ImportStatus, LineOutcome
from app.lawyers.errors import NotARosterFile, RosterFileRefused
from app.lawyers.exchange import repository
from app.lawyers.exchange.known import load_known
from app.lawyers.exchange.models import RosterImport
from app.lawyers.exchange.planning import Plan, make_plan
from app.lawyers.exchange.reading import Reading, read
from app.lawyers.exchange.states import roster_import_machine

COMMIT, EXPIRE = "lawyers.commit_import", "lawyers.expire_import"
WAITS = timedelta(days=7)
"""How long a file waits to be taken over; it holds document numbers."""
REMEMBERED = timedelta(days=30)
"""How long the rows of an import that was done can be looked at; the history of the roster keeps what changed."""
AT_ONCE = 1
"""Files read at a time: one of fifty thousand rows takes seconds of one processor."""
_limiter = CapacityLimiter(AT_ONCE)


async def upload(
    session: AsyncSession, vault: Vault, actor: Actor, agency_id: UUID, data: bytes | None, *, at: datetime
) -> RosterImport:
    """Look at a file and keep what it would do, with every bad row.

    Raises:
        NotFound: the caller does not keep this centre's roster.
        NotARosterFile: the request does not say that it brings a workbook or CSV.
        RosterFileRefused: the file as a whole cannot be read.
    """
    agency = await repository.kept_agency(session, actor, agency_id)
    if data is None:
        raise NotARosterFile()
    try:
        reading = await read_file(data, at)
    except Unreadable as refused:
        raise RosterFileRefused(fields=[FieldError("file", refused.rule, refused.message)]) from None
    plan = make_plan(
        reading, await load_known(session, vault, agency, reading.lines, keeper=actor.person_id, at=at)
    )
    one = RosterImport(
        id=new_id(),
        agency_id=agency.id,
        agency_path=agency.tree_path,
        uploaded_by=actor.person_id,
        uploaded_at=at,
        content_sealed=repository.seal(vault, data),
        updated_at=at,
        **outcome_of(plan, reading),
    )
    session.add(one)
    await session.flush()
    await repository.store_lines(session, one.id, plan)
    await _forget_later(session, one.id, at + WAITS)
    manage, note = Action.ROSTER_MANAGE, f"上传名册，{one.row_count} 行"
    audit.add_entry(
        session, actor, manage, object_type="roster_import", object_id=one.id, owner_id=None, at=at, note=note
    )
    return one


async def read_file(data: bytes, at: datetime) -> Reading:
    """Read a file in a thread; ``at`` is when it was uploaded, so that it says the same whenever it is read."""
    today = local_date(at)
    return await to_thread.run_sync(lambda: read(data, today=today), limiter=_limiter)


async def replan(
    session: AsyncSession, vault: Vault, agency: Agency, one: RosterImport, *, keeper: UUID, at: datetime
) -> tuple[Reading, Plan]:
    """What the stored file would do to the roster as it stands now, by the hand of ``keeper``."""
    assert one.content_sealed is not None
    reading = await read_file(repository.unseal(vault, one.content_sealed), one.uploaded_at)
    return reading, make_plan(
        reading, await load_known(session, vault, agency, reading.lines, keeper=keeper, at=at)
    )


def outcome_of(plan: Plan, reading: Reading) -> dict[str, Any]:
    """The columns of an import that say what a plan would do."""
    return {
        "fingerprint": plan.fingerprint(),
        "row_count": reading.row_count,
        "new_count": plan.count(LineOutcome.NEW),
        "changed_count": plan.count(LineOutcome.CHANGED),
        "unchanged_count": plan.count(LineOutcome.UNCHANGED),
        "bad_count": plan.count(LineOutcome.BAD),
        "firms": [firm.name for firm in plan.firms],
        "ignored_columns": reading.ignored_columns,
    }


async def commit(session: AsyncSession, actor: Actor, import_id: UUID, *, at: datetime) -> RosterImport:
    """Have everything taken over that was shown; the job checks it again.

    Raises:
        NotFound: not within reach.
        WrongState: taken over or let go already.
        ImportHasProblems, ImportChangesNothing: there is a bad row, or nothing to do.
    """
    one = await repository.get_visible(session, actor, import_id)
    changes = {"committed_by": actor.person_id, "is_outdated": False}
    await roster_import_machine.fire(session, one, "commit", actor=actor, at=at, changes=changes)
    await jobs.enqueue(session, COMMIT, {"import_id": str(one.id)}, since=at)
    return one


async def discard(session: AsyncSession, actor: Actor, import_id: UUID, *, at: datetime) -> RosterImport:
    """Let a file go; what is kept of it is erased.

    Raises:
        NotFound: not within reach.
        WrongState: taken over or let go already.
    """
    one = await repository.get_visible(session, actor, import_id)
    await _let_go(session, one, "discard", actor, at)
    return one


async def finish(session: AsyncSession, one: RosterImport, *, at: datetime) -> None:
    """Everything was taken over: the file is erased now, its rows later."""
    changes = {"committed_at": at, "content_sealed": None}
    await roster_import_machine.fire(session, one, "finish", actor=None, at=at, changes=changes)
    await _forget_later(session, one.id, at + REMEMBERED)


async def send_back(
    session: AsyncSession, one: RosterImport, plan: Plan, reading: Reading, *, at: datetime
) -> None:
    """Nothing was taken over; what the file would do now is shown instead."""
    changes = outcome_of(plan, reading) | {"is_outdated": True}
    await roster_import_machine.fire(session, one, "send_back", actor=None, at=at, changes=changes)
    await repository.store_lines(session, one.id, plan)


async def expire(session: AsyncSession, payload: Mapping[str, JsonValue], at: datetime) -> None:
    """Erase what is kept of a file: that nobody took over, or that was taken over long ago."""
    one = await session.get(RosterImport, UUID(str(payload["import_id"])), with_for_update=True)
    if one is None:
        return
    match one.status:
        case ImportStatus.PREVIEWED:
            await _let_go(session, one, "expire", None, at)
        case ImportStatus.COMMITTING:
            await _forget_later(session, one.id, at + WAITS)
        case _:
            await repository.forget_lines(session, one.id)


async def _let_go(session: AsyncSession, one: RosterImport, name: str, actor: Actor | None, at: datetime) -> None:
    changes = {"content_sealed": None}
    await roster_import_machine.fire(session, one, name, actor=actor, at=at, changes=changes)
    await repository.forget_lines(session, one.id)


async def _forget_later(session: AsyncSession, import_id: UUID, due_at: datetime) -> None:
    payload: dict[str, JsonValue] = {"import_id": str(import_id)}
    await timers.set_timer(session, EXPIRE, key=str(import_id), due_at=due_at, payload=payload)
