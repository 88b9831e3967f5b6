"""The ledger as a workbook: given out, and taken in as a preview first, then all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CATEGORIES
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, PreconditionFailed
from app.legal_aid.group import keeping
from app.legal_aid.group.errors import NotASheet, SheetRefused
from app.legal_aid.group.keeping import Ledger
from app.legal_aid.group.ledger import Row
from app.legal_aid.group.matching import entries_of, sheet_problem
from app.legal_aid.group.sheet import SheetProblem, read_workbook, sorted_problems
from app.legal_aid.group.workbook import Book, write

AT_ONCE = 2
"""Workbooks read or written at a time: each may take a hundred megabytes for a moment."""
_limiter = CapacityLimiter(AT_ONCE)
CONTRACT = {True: "有", False: "没有", None: "不清楚"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook would change, or changed: rows by kind, and everything wrong with it."""

    ledger: Ledger
    is_kept: bool
    rows_read: int
    added: int
    changed: int
    removed: int
    problems: Sequence[SheetProblem]
    ignored_columns: Sequence[str]


async def export(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> bytes:
    """The ledger as a workbook.

    Raises:
        NotFound: not within reach.
        NoLedgerHere: the category has none.
    """
    known = await keeping.read(session, actor, application_id, at=at, note="导出工资台账")
    return await to_thread.run_sync(write, _book(known, at), limiter=_limiter)


async def take_in(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    data: bytes | None,
    *,
    keep: bool,
    version: int,
    at: datetime,
) -> Imported:
    """Read a workbook; with ``keep`` its rows replace those of the workers it names, if nothing is wrong.

    Raises:
        NotFound: not within reach.
        GroupClosed, NoLedgerHere: there is nothing to edit.
        NotASheet: the request does not say that it brings a workbook.
        SheetRefused: no workbook at all; or, with ``keep``, any bad row, all of which are told.
        PreconditionFailed: the ledger changed since ``version``.
    """
    case = await keeping.editable(session, actor, application_id)
    if data is None:
        raise NotASheet()
    reading = await to_thread.run_sync(read_workbook, data, limiter=_limiter)
    known = await keeping.load(session, case, at=at)
    found, problems = entries_of(reading, known.workers)
    entries = [entry for _, entry in found]
    async for index, error in keeping.contradictions(session, known, entries, at=at):
        problems.append(sheet_problem(found[index][0], error))
    problems = sorted_problems(problems)
    if problems and (keep or problems[0].row is None):
        raise SheetRefused(fields=[_field(problem) for problem in problems])
    if known.book.version != version:
        raise PreconditionFailed()
    rows = [entry.row for entry in entries]
    outcome = _outcome(known, rows)
    if keep:
        named = {row.worker_id for row in rows}
        known = await keeping.keep(session, actor, known, rows, named, version=version, at=at)
    return Imported(known, keep, len(reading.rows), *outcome, problems, reading.ignored_columns)


def _outcome(known: Ledger, rows: Sequence[Row]) -> tuple[int, int, int]:
    """How many rows are added, changed and removed."""
    named = {row.worker_id for row in rows}
    old = {(row.worker_id, row.month): row for row in known.rows if row.worker_id in named}
    new = {(row.worker_id, row.month): row for row in rows}
    changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
    return len(new.keys() - old.keys()), changed, len(old.keys() - new.keys())


def _field(problem: SheetProblem) -> FieldError:
    """``第 3 行.月份``: where a person finds it in the sheet."""
    place = "file" if problem.row is None else f"第 {problem.row} 行"
    return FieldError(f"{place}.{problem.column}" if problem.column else place, problem.rule, problem.message)


def _book(known: Ledger, at: datetime) -> Book:
    labels = dictionaries()["member_status"]
    title = f"{CATEGORIES[known.case.category].title_zh}　工资台账　{local_date(at):%Y-%m-%d}"
    return Book(
        title=title,
        workers=known.workers,
        rows=known.rows,
        statuses={member.id: labels[member.status] for member in known.members},
        contracts={member.id: CONTRACT[member.has_written_contract] for member in known.members},
    )
