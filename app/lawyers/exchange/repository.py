"""SQL of imports. Reads made for a person begin at a ``…visible_to``."""

import base64
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id, subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.errors import NotFound
from app.kernel.vault import Vault
from app.lawyers.enums import LineOutcome
from app.lawyers.exchange.models import CONTENT, RosterImport, RosterImportLine
from app.lawyers.exchange.planning import Plan

BATCH = 2_000


def imports_visible_to(actor: Actor) -> SelectOfScalar[RosterImport]:
    """Imports of the rosters the caller keeps."""
    paths = access.agency_paths(actor, Action.ROSTER_MANAGE)
    return select(RosterImport).where(subtree_clause(col(RosterImport.agency_id), paths))


async def get_visible(session: AsyncSession, actor: Actor, import_id: UUID) -> RosterImport:
    """One of them.

    Raises:
        NotFound: none, or elsewhere.
    """
    statement = imports_visible_to(actor).where(col(RosterImport.id) == import_id)
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def kept_agency(session: AsyncSession, actor: Actor, agency_id: UUID) -> Agency:
    """The centre whose roster the caller keeps.

    Raises:
        NotFound: none, or elsewhere.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.ROSTER_MANAGE, agency.tree_path):
        raise NotFound()
    return agency


def lines_of(import_id: UUID, outcome: LineOutcome | None) -> SelectOfScalar[RosterImportLine]:
    """Rows of an import that the caller reached already."""
    statement = select(RosterImportLine).where(col(RosterImportLine.import_id) == import_id)
    return statement if outcome is None else statement.where(col(RosterImportLine.outcome) == outcome)


async def store_lines(session: AsyncSession, import_id: UUID, plan: Plan) -> None:
    """Replace what is kept of the rows by what a plan says of them; unchanged ones are only counted."""
    await forget_lines(session, import_id)
    rows = list(_rows(import_id, plan))
    for start in range(0, len(rows), BATCH):
        await session.execute(insert(RosterImportLine), rows[start : start + BATCH])


async def forget_lines(session: AsyncSession, import_id: UUID) -> None:
    """Delete the rows kept of an import."""
    await session.execute(delete(RosterImportLine).where(col(RosterImportLine.import_id) == import_id))


def _rows(import_id: UUID, plan: Plan) -> Iterator[Mapping[str, Any]]:
    problems: dict[int, list[dict[str, Any]]] = {}
    for problem in plan.problems:
        told = {"column": problem.column, "rule": problem.rule, "message": problem.message}
        problems.setdefault(problem.row, []).append(told)
    for row, found in problems.items():
        bad = {"row": row, "outcome": LineOutcome.BAD, "name": None, "changed": [], "problems": found}
        yield {"import_id": import_id, **bad}
    for line in plan.lines:
        if line.outcome is not LineOutcome.UNCHANGED and line.row not in problems:
            kept = {"row": line.row, "outcome": line.outcome, "name": line.name, "changed": list(line.changed)}
            yield {"import_id": import_id, **kept, "problems": []}


def seal(vault: Vault, data: bytes) -> str:
    """A file as it is stored."""
    return vault.seal(base64.b85encode(zlib.compress(data)).decode(), CONTENT)


def unseal(vault: Vault, sealed: str) -> bytes:
    """The inverse of :func:`seal`.

    Raises:
        SealBroken: it was altered, or its key is gone.
    """
    return zlib.decompress(base64.b85decode(vault.open(sealed, CONTENT)))
