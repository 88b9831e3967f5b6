"""Writes an import: everything it changes, or nothing, in the caller's transaction, by COPY."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

import asyncpg
import sqlalchemy as sa
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, insert, select

from app.kernel.areas.boundaries import Boundary
from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.models import Area, AreaBoundary, AreaImport
from app.kernel.areas.planning import Plan, Renaming, Standing, level_counts, plan_import
from app.kernel.areas.sources import AreaRow
from app.kernel.database import new_id

IMPORT_LOCK = 0x59_4A_54_41
"""Advisory lock: imports run one after another, since each compares with all that stands."""

AREA_COLUMNS = [field.name for field in fields(Standing)]
BOUNDARY_COLUMNS = list(AreaBoundary.model_fields)
UPDATE_AREAS = """
UPDATE area SET name = new.name, full_name = new.full_name, parent_code = new.parent_code,
    valid_from = new.valid_from, valid_to = new.valid_to, precision = new.precision, source = new.source
FROM area_update AS new WHERE area.code = new.code
"""
INSERT_FORMER_NAME = """
INSERT INTO area_former_name (area_code, valid_to, name, valid_from) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did; ``counts`` are the places in force by level, ``former`` those no longer so."""

    inserted: int
    updated: int
    renamed: int
    closed: int
    counts: dict[AreaLevel, int]
    former: int


async def import_areas(
    connection: AsyncConnection,
    rows: Sequence[AreaRow],
    *,
    on: date,
    at: datetime,
    label: str,
    file_sha256: str | None = None,
    may_close_many: bool = False,
) -> ImportReport:
    """Bring the table of areas up to ``rows`` as of the civil day ``on``.

    Raises:
        AreaFileError: the rows contradict each other or the table; nothing was written.
    """
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
    standing = await _standing(connection)
    plan = plan_import(standing, rows, on=on, may_close_many=may_close_many)
    driver = await _driver(connection)
    await driver.copy_records_to_table("area", records=_records(plan.inserts), columns=AREA_COLUMNS)
    await _update(driver, plan.updates)
    await _add_former_names(driver, plan.former_names)
    await _record(connection, plan, rows, on=on, at=at, label=label, file_sha256=file_sha256)
    if plan.inserts:
        await connection.execute(text("ANALYZE area"))
    in_force = [row.code for row in rows if row.valid_to is None or row.valid_to > on]
    return ImportReport(
        len(plan.inserts),
        len(plan.updates),
        plan.renamed,
        plan.closed,
        counts=level_counts(in_force),
        former=len(rows) - len(in_force),
    )


async def import_boundaries(connection: AsyncConnection, boundaries: Iterable[Boundary]) -> tuple[int, int]:
    """Store outlines of known areas, replacing those there; how many were stored and how many had no area.

    The packaged outlines never replace one that an agency imported.
    """
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
    known = set(await connection.scalars(select(Area.code)))
    own = select(AreaBoundary.area_code).where(col(AreaBoundary.is_packaged).is_(False))
    kept = set(await connection.scalars(own))
    records: list[tuple[object, ...]] = []
    skipped = 0
    for boundary in boundaries:
        if boundary.area_code not in known:
            skipped += 1
        elif not (boundary.is_packaged and boundary.area_code in kept):
            values = boundary.columns()
            records.append(tuple(values[name] for name in BOUNDARY_COLUMNS))
    codes = [record[BOUNDARY_COLUMNS.index("area_code")] for record in records]
    driver = await _driver(connection)
    await driver.execute("DELETE FROM area_boundary WHERE area_code = ANY($1::text[])", codes)
    await driver.copy_records_to_table("area_boundary", records=records, columns=BOUNDARY_COLUMNS)
    return len(records), skipped


async def _driver(connection: AsyncConnection) -> "asyncpg.Connection":
    """asyncpg's own connection, inside the transaction SQLAlchemy has begun on it."""
    raw = await connection.get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


async def _standing(connection: AsyncConnection) -> dict[str, Standing]:
    table = Area.metadata.tables["area"]
    result = await connection.execute(sa.select(*(table.c[name] for name in AREA_COLUMNS)))
    return {row[0]: Standing(*row) for row in result}


async def _update(driver: "asyncpg.Connection", areas: Sequence[Standing]) -> None:
    await driver.execute("CREATE TEMP TABLE area_update (LIKE area) ON COMMIT DROP")
    await driver.copy_records_to_table("area_update", records=_records(areas), columns=AREA_COLUMNS)
    await driver.execute(UPDATE_AREAS)
    await driver.execute("DROP TABLE area_update")


async def _add_former_names(driver: "asyncpg.Connection", names: Sequence[Renaming]) -> None:
    await driver.executemany(INSERT_FORMER_NAME, _records(names))


def _records(values: Sequence[Standing] | Sequence[Renaming]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(value, field.name) for field in fields(value)) for value in values]


async def _record(
    connection: AsyncConnection,
    plan: Plan,
    rows: Sequence[AreaRow],
    *,
    on: date,
    at: datetime,
    label: str,
    file_sha256: str | None,
) -> None:
    entry = AreaImport(
        id=new_id(),
        source=rows[0].source,
        label=label,
        file_sha256=file_sha256,
        effective_on=on,
        imported_at=at,
        inserted=len(plan.inserts),
        updated=len(plan.updates),
        renamed=plan.renamed,
        closed=plan.closed,
    )
    await connection.execute(insert(AreaImport).values(entry.model_dump()))
