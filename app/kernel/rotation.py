"""Key rotation: re-sealing every sealed column with the current key, in batches, while the product runs.

A table registers its sealed columns beside its definition; the context of a value is ``table.column``, or that of
the column it was first kept in. Rotation can be stopped and started at any time: it looks for what is not
yet under the current key. When it reports nothing left, the old key may leave the ring.
"""

from dataclasses import dataclass
from typing import Any, cast

import structlog
from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy import Table as SqlTable

from app.kernel.database import Database, Table
from app.kernel.vault import Vault

logger = structlog.get_logger(__name__)

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column whose values are sealed under a context."""

    table: SqlTable
    column: str
    context: str


_COLUMNS: dict[str, SealedColumn] = {}


def sealed_column(model: type[Table], column: str, *, context: str | None = None) -> None:
    """Register a sealed column; call it beside the table. Values from another column keep its context."""
    table = cast(SqlTable, model.__dict__["__table__"])
    name = table.columns[column].name
    sealed = SealedColumn(table, name, context or f"{table.name}.{name}")
    _COLUMNS[sealed.context] = sealed


def sealed_columns() -> tuple[SealedColumn, ...]:
    """Every registered column, in a stable order."""
    return tuple(_COLUMNS[context] for context in sorted(_COLUMNS))


async def rotate(database: Database, vault: Vault) -> dict[str, int]:
    """Re-seal everything that is not under the current key; returns how many values by context.

    Raises:
        SealBroken: a value does not open (its key left the ring too early, or it was altered); what was
            re-sealed before stays so.
    """
    counts: dict[str, int] = {}
    for sealed in sealed_columns():
        counts[sealed.context] = 0
        while done := await _rotate_batch(database, vault, sealed):
            counts[sealed.context] += done
        logger.info("keys rotated", context=sealed.context, values=counts[sealed.context])
    return counts


async def _rotate_batch(database: Database, vault: Vault, sealed: SealedColumn) -> int:
    """One transaction: lock up to :data:`BATCH` rows, re-seal, write them with one statement."""
    value: ColumnElement[str] = sealed.table.columns[sealed.column]
    keys = list(sealed.table.primary_key.columns)
    statement = (
        select(*keys, value)
        .where(value.is_not(None), ~value.startswith(vault.current_prefix, autoescape=True))
        .order_by(*keys)
        .limit(BATCH)
        .with_for_update()
    )
    async with database.transaction() as session:
        rows = (await session.execute(statement)).all()
        if not rows:
            return 0
        change = (
            update(sealed.table)
            .where(*(key == bindparam(f"key_{key.name}") for key in keys))
            .values({sealed.column: bindparam("resealed")})
        )
        parameters: list[dict[str, Any]] = [
            {f"key_{key.name}": part for key, part in zip(keys, row[:-1], strict=True)}
            | {"resealed": vault.seal(vault.open(row[-1], sealed.context), sealed.context)}
            for row in rows
        ]
        await session.execute(change, parameters)
    return len(rows)
