"""The job that takes a file over: planned once more over the roster as it stands, then written as a whole.

What the roster refuses after all (a lawyer edited in this very moment, a document a case rests on) undoes every
row, and the import goes back to be looked at.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from pydantic import JsonValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import acting, people_shown
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.bus import Bus
from app.kernel.clock import local_date
from app.kernel.errors import DomainError
from app.kernel.vault import Vault
from app.lawyers.enums import ChangeSource, ImportStatus, LineOutcome, WorkerKind
from app.lawyers.exchange import importing
from app.lawyers.exchange.known import declaration_of
from app.lawyers.exchange.models import RosterImport
from app.lawyers.exchange.planning import Plan, PlannedFirm, PlannedLine
from app.lawyers.exchange.reading import SheetProblem
from app.lawyers.roster import entering
from app.lawyers.roster.entering import Certificate, Entry, Source
from app.lawyers.roster.models import Firm, Lawyer

logger = structlog.get_logger(__name__)

MOVED = "导入时名册刚好有变动，请重新核对后再导入"


class _Refused(Exception):
    """The roster does not take a row."""

    def __init__(self, row: int, error: DomainError | None) -> None:
        super().__init__(row)
        self.row = row
        self.error = error


def register(bus: Bus, vault: Vault) -> None:
    """Register the jobs; called by ``wiring``."""

    async def commit(session: AsyncSession, payload: Mapping[str, JsonValue], at: datetime) -> None:
        await take_over(session, vault, UUID(str(payload["import_id"])), at=at)

    bus.register(importing.COMMIT, commit)
    bus.register(importing.EXPIRE, importing.expire)


async def take_over(session: AsyncSession, vault: Vault, import_id: UUID, *, at: datetime) -> None:
    """Write everything a file says, or send it back."""
    one = await session.get(RosterImport, import_id, with_for_update=True)
    if one is None or one.status is not ImportStatus.COMMITTING:
        return
    agency = await agency_by_id(session, one.agency_id)
    assert agency is not None
    assert one.committed_by is not None
    actor = await acting.actor_of(session, one.committed_by, at=at)
    reading, plan = await importing.replan(session, vault, agency, one, keeper=actor.person_id, at=at)
    is_as_shown = not plan.problems and plan.fingerprint() == one.fingerprint
    if is_as_shown and access.reaches_agency(actor, Action.ROSTER_MANAGE, agency.tree_path):
        try:
            async with session.begin_nested():
                await _write(session, vault, actor, agency.id, plan, at=at)
        except _Refused as refused:
            logger.warning("the roster refused an import", import_id=str(import_id), row=refused.row)
            plan.problems.append(_told(refused))
        else:
            await importing.finish(session, one, at=at)
            return
    await importing.send_back(session, one, plan, reading, at=at)


def _told(refused: _Refused) -> SheetProblem:
    error = refused.error
    if error is None:
        return SheetProblem(refused.row, None, "moved", MOVED)
    message = error.fields[0].message if error.fields else error.title
    return SheetProblem(refused.row, None, error.code, message)


async def _write(
    session: AsyncSession, vault: Vault, actor: Actor, agency_id: UUID, plan: Plan, *, at: datetime
) -> None:
    source = Source(ChangeSource.IMPORT, actor.person_id)
    for firm in plan.firms:
        await _guarded(firm.row, _write_firm(session, agency_id, firm, source, at))
    firms = await _firm_ids(session, agency_id)
    lines = [line for line in plan.lines if line.outcome is not LineOutcome.UNCHANGED]
    await _lock(session, [line.lawyer.id for line in lines if line.lawyer is not None])
    for line in lines:
        entry = entry_of(line.values, firms[line.values["firm"]], local_date(at))
        if line.lawyer is None:
            lawyer = await _guarded(line.row, _enter(session, vault, actor, line, entry, source=source, at=at))
        else:
            lawyer = await _guarded(line.row, _edit(session, line, entry, source, at))
        audit.add_entry(
            session,
            actor,
            Action.ROSTER_MANAGE,
            object_type="lawyer",
            object_id=lawyer.id,
            owner_id=lawyer.person_id,
            at=at,
        )


async def _guarded(row: int, work: Any) -> Any:
    """Do it, and tell which row was refused."""
    try:
        return await work
    except DomainError as error:
        raise _Refused(row, error) from error
    except IntegrityError as error:  # entered by somebody else in this moment
        raise _Refused(row, None) from error


async def _lock(session: AsyncSession, lawyer_ids: Sequence[UUID]) -> None:
    """Lock the lawyers in the order everybody locks them, so that nobody waits in a circle."""
    statement = select(Lawyer.id).where(col(Lawyer.id).in_(lawyer_ids)).order_by(col(Lawyer.id))
    await session.execute(statement.with_for_update(key_share=True))


async def _firm_ids(session: AsyncSession, agency_id: UUID) -> dict[str, UUID]:
    statement = select(Firm.name, Firm.id).where(col(Firm.agency_id) == agency_id)
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def _write_firm(
    session: AsyncSession, agency_id: UUID, firm: PlannedFirm, source: Source, at: datetime
) -> None:
    named: dict[str, Any] = {"name": firm.name, "kind": firm.kind, "credit_code": firm.code}
    if firm.id is None:
        await entering.create_firm(session, agency_id=agency_id, **named, at=at, source=source)
    else:
        await entering.edit_firm(session, firm.id, **named, at=at, source=source)


async def _enter(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    line: PlannedLine,
    entry: Entry,
    *,
    source: Source,
    at: datetime,
) -> Lawyer:
    declaration, phone = declaration_of(line.values), line.values.get("phone")
    person = await people_shown.enrol(session, vault, actor, declaration, phone=phone, field="", at=at)
    return await entering.create_lawyer(
        session, person_id=person.id, entry=entry, at=at, source=source, **_credentials(line.values)
    )


async def _edit(session: AsyncSession, line: PlannedLine, entry: Entry, source: Source, at: datetime) -> Lawyer:
    assert line.lawyer is not None
    return await entering.edit(
        session,
        line.lawyer.id,
        entry,
        version=line.lawyer.version,
        source=source,
        at=at,
        **_credentials(line.values),
    )


def _credentials(values: Mapping[str, Any]) -> dict[str, Any]:
    if values["kind"] is WorkerKind.LAWYER:
        return {"licence_number": values["licence"]}
    shown = Certificate(values["kind"], values["certificate"], values["since"], values["sex"])
    return {"certificate": shown}


def entry_of(values: Mapping[str, Any], firm_id: UUID, today: date) -> Entry:
    """A row as an entry; of columns that a new lawyer's sheet leaves out, what an empty cell would say."""
    specialties: Mapping[Any, int] = values.get("specialties", {})
    return Entry(
        firm_id=firm_id,
        capacity=values["capacity"],
        specialties={group: today.year - since for group, since in specialties.items()},
        areas=values["areas"],
        suspension_reason=values.get("suspension"),
        knows_minors=values.get("knows_minors", False),
        weekly_capacity=values.get("weekly_capacity"),
        languages=values.get("languages", ()),
        skills=values.get("skills", ()),
        defence_since=values.get("defence_since"),
        former_office=values.get("former_office"),
        left_office_on=values.get("left_office_on"),
        heads_firm=values.get("heads_firm", False),
    )
