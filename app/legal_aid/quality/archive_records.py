"""What the database knows of a case, as JSON for its file: every table that hangs on the application.

Found by the foreign keys, so that a table added later is in the file without being named here. Left out are
sealed values and blind indexes, which nobody could read without the keys of this installation: the papers and
copies of documents in the file hold the same.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.evidence.models import Evidence, EvidenceMatter, EvidenceMatterReader
from app.identity.models import Person
from app.kernel.areas.models import Agency
from app.kernel.clock_models import ClockPause, StatutoryClock
from app.kernel.database import Table as Model
from app.kernel.rotation import sealed_columns
from app.kernel.states import StateChange
from app.legal_aid.models import Application

Row = dict[str, Any]
NOT_IN_FILE = frozenset({"case_archive"})
"""The row about the file itself, which is not finished while it is written."""


@dataclass
class Records:
    """Rows by table, in the order of their keys; ``ids`` are those of every row, for what is kept by object."""

    rows: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    ids: set[UUID] = field(default_factory=set[UUID])

    def keep(self, table: Table, found: list[Row]) -> None:
        """Add the rows of one table."""
        self.rows[table.name] = found
        self.ids |= {row["id"] for row in found if isinstance(row.get("id"), UUID)}


async def collect(session: AsyncSession, application_id: UUID) -> Records:
    """Every row of the case; call it in one snapshot."""
    records = Records()
    application = table_of(Application)
    await _keep(session, records, application, application.c.id, {application_id})
    await _follow(session, records, application)
    matters = frozenset(records.ids)  # members of a group collect files under their own ids
    evidence, matter, reader = table_of(Evidence), table_of(EvidenceMatter), table_of(EvidenceMatterReader)
    await _keep(session, records, matter, matter.c.matter_id, matters)
    await _keep(session, records, evidence, evidence.c.matter_id, matters)
    await _keep(session, records, reader, reader.c.matter_id, matters)
    change, clock, pause = table_of(StateChange), table_of(StatutoryClock), table_of(ClockPause)
    await _keep(session, records, change, change.c.object_id, frozenset(records.ids))
    await _keep(session, records, clock, clock.c.object_id, frozenset(records.ids))
    await _keep(session, records, pause, pause.c.clock_id, frozenset(records.ids))
    await _who(session, records)
    return records


def as_json(rows: Sequence[Row]) -> bytes:
    """Rows as JSON with sorted names, one row a line for the eye; the same rows give the same bytes."""
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain) for row in rows]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def table_of(model: type[Model]) -> Table:
    """The table of a class."""
    return Model.metadata.tables[str(model.__tablename__)]


async def _follow(session: AsyncSession, records: Records, parent: Table) -> None:
    """Rows that point at rows of ``parent``, and those that point at them in turn."""
    for child in Model.metadata.sorted_tables:
        if child.name in records.rows or child.name in NOT_IN_FILE:
            continue
        links = [
            (key.parent, key.column)
            for key in child.foreign_keys
            if key.column.table is parent and key.column.primary_key
        ]
        if links:
            own, target = links[0]
            keys = {row[target.name] for row in records.rows[parent.name]}
            await _keep(session, records, child, own, keys)
            await _follow(session, records, child)


async def _keep(
    session: AsyncSession, records: Records, table: Table, link: Column[Any], keys: Collection[Any]
) -> None:
    readable = [column for column in table.columns if _is_readable(column)]
    statement = select(*readable).where(link.in_(keys)).order_by(*table.primary_key.columns)
    names = [column.name for column in readable]
    found = (await session.execute(statement)).all()
    records.keep(table, [dict(zip(names, row, strict=True)) for row in found])


async def _who(session: AsyncSession, records: Records) -> None:
    """Names behind the ids of people and agencies: in thirty years nobody can ask the database."""
    mentioned = {value for rows in records.rows.values() for row in rows for value in _uuids(row)}
    people = await session.execute(
        select(col(Person.id), col(Person.name)).where(col(Person.id).in_(mentioned)).order_by(col(Person.id))
    )
    agencies = await session.execute(
        select(col(Agency.id), col(Agency.name)).where(col(Agency.id).in_(mentioned)).order_by(col(Agency.id))
    )
    records.rows["people"] = [{"id": one, "name": name} for one, name in people.all()]
    records.rows["agencies"] = [{"id": one, "name": name} for one, name in agencies.all()]


def _uuids(row: Row) -> list[UUID]:
    found: list[UUID] = []
    for value in row.values():
        if isinstance(value, UUID):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in value if isinstance(item, UUID)]  # pyright: ignore[reportUnknownVariableType] -- a row's list
    return found


def _is_readable(column: Column[Any]) -> bool:
    sealed = {item.context for item in sealed_columns()}
    return not isinstance(column.type, LargeBinary) and f"{column.table.name}.{column.name}" not in sealed


def _plain(value: object) -> str:
    """A value that JSON has no word for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)
