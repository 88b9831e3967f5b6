"""Declares, beside each column, whether it holds personal data, how sensitive, and what for.

The declaration sits in ``Column.info`` and is read by the architecture tests, the data map in the
documentation and the export of a person's own data (个人信息保护法 arts. 6, 28, 51).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column

INFO_KEY = "personal_data"


class Sensitivity(StrEnum):
    """Class of personal data: 个人信息保护法 art. 4 (general) and art. 28 (sensitive)."""

    GENERAL = "general"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Personal:
    """Class and purpose of one column's personal data."""

    sensitivity: Sensitivity
    purpose: str


def personal(sensitivity: Sensitivity, *, purpose: str, **column: object) -> dict[str, object]:
    """``sa_column_kwargs`` of a column that holds personal data; ``purpose`` is plain Chinese."""
    return {"info": {INFO_KEY: Personal(sensitivity, purpose)}, **column}


def plain(**column: object) -> dict[str, object]:
    """``sa_column_kwargs`` of a column that holds no personal data."""
    return {"info": {INFO_KEY: None}, **column}


def declared(column: Column[Any]) -> Personal | None:
    """The declaration of a column.

    Raises:
        LookupError: the column was never declared.
    """
    info: Mapping[str, Personal | None] = column.info
    if INFO_KEY not in info:
        raise LookupError(f"{column.table.name}.{column.name} does not say whether it is personal data")
    return info[INFO_KEY]
