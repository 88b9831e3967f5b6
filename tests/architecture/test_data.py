"""Tables: the migrations match them, and every column that can hold personal data says whether it does."""

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Date,
    Enum,
    Float,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import Table as SqlTable

from app.kernel.columns import Personal, declared
from app.tables import METADATA

COLUMNS = [column for table in METADATA.sorted_tables for column in table.columns]


def holds_free_content(column: Column[object]) -> bool:
    """Text, numbers with a fraction, dates, bytes and documents may be personal; ids, codes and counts are not."""
    if isinstance(column.type, Enum | Uuid):
        return False
    return isinstance(column.type, String | LargeBinary | JSON | Float | Numeric | Date)


@pytest.mark.parametrize("column", [c for c in COLUMNS if holds_free_content(c)], ids=str)
def test_column_declares_whether_it_is_personal(column: Column[object]) -> None:
    declaration = declared(column)
    if declaration is not None:
        assert isinstance(declaration, Personal)
        assert len(declaration.purpose) >= 4


def test_every_constraint_and_index_has_a_name() -> None:
    for table in METADATA.sorted_tables:
        unnamed = [c for c in table.constraints if c.name is None]
        assert unnamed == [], table.name


def test_every_enumeration_is_checked_text() -> None:
    for column in COLUMNS:
        if isinstance(column.type, Enum):
            assert not column.type.native_enum, column
            assert column.type.create_constraint, column


def is_indexed(table: SqlTable, columns: set[str]) -> bool:
    """Whether an index or a unique constraint starts with exactly these columns, in any order."""
    groups = [list(index.columns) for index in table.indexes]
    keyed = (c for c in table.constraints if isinstance(c, UniqueConstraint | PrimaryKeyConstraint))
    groups += [list(constraint.columns) for constraint in keyed]
    return any({column.name for column in group[: len(columns)]} == columns for group in groups)


def test_every_foreign_key_is_indexed() -> None:
    for table in METADATA.sorted_tables:
        for key in table.foreign_key_constraints:
            columns = {column.name for column in key.columns}
            assert is_indexed(table, columns), f"{table.name}.{columns} has no index"
