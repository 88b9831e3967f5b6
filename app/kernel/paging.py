"""Keyset paging: pages are cut by the last row's sort key, so page 10,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, SQLColumnExpression, TypeDecorator, tuple_
from sqlalchemy.sql import Select

from app.kernel.errors import FieldError, Invalid
from app.kernel.http import Schema

T = TypeVar("T")
SelectT = TypeVar("SelectT", bound=Select[*tuple[Any, ...]])
Key = tuple[datetime | date | UUID | str | int, ...]
KeyOf = Callable[[T], Key]

_TAGS = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "UUID": UUID, "str": str, "int": int}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What the caller asked for: at most ``limit`` rows after ``after`` (the last row's sort key)."""

    limit: int
    after: Key | None


async def _page(
    limit: Annotated[int, Query(ge=1, le=100, description="每页条数")] = 20,
    cursor: Annotated[str | None, Query(max_length=500, description="上一页给出的位置")] = None,
) -> PageRequest:
    return PageRequest(limit, None if cursor is None else decode(cursor))


PageDep = Annotated[PageRequest, Depends(_page)]


class Page(Schema, Generic[T]):
    """A page of a list; ``next_cursor`` is null on the last one."""

    items: list[T]
    next_cursor: str | None = Field(default=None, examples=["W1siVVVJRCIsIjAxOTllMGEwIl1d"])


def keyset(
    statement: SelectT, page: PageRequest, *columns: SQLColumnExpression[Any], descending: bool = True
) -> SelectT:
    """Order ``statement`` by ``columns`` (ending in a unique one), start after the cursor, fetch one more.

    Raises:
        Invalid: the cursor belongs to another list.
    """
    if page.after is not None:
        if len(page.after) != len(columns) or not all(map(_fits, page.after, columns)):
            raise _bad_cursor()
        row = tuple_(*columns)
        statement = statement.where(row < page.after if descending else row > page.after)
    order = [column.desc() if descending else column.asc() for column in columns]
    return statement.order_by(*order).limit(page.limit + 1)


def _fits(part: datetime | date | UUID | str | int, column: SQLColumnExpression[Any]) -> bool:
    """Whether the database would take this part for a value of the column; a forged one would be a 500."""
    kind = cast(ColumnElement[Any], column).type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if type(part) is not kind.python_type:
        return False
    match part:
        case datetime():
            return part.tzinfo is not None
        case str():
            return "\x00" not in part and not any("\ud800" <= character <= "\udfff" for character in part)
        case int():
            return abs(part) < 2**31
        case _:
            return True


def cut(rows: Sequence[T], page: PageRequest, key: KeyOf[T]) -> tuple[list[T], str | None]:
    """Split what :func:`keyset` fetched into the page and the cursor of the next."""
    kept = list(rows[: page.limit])
    return kept, encode(key(kept[-1])) if len(rows) > page.limit else None


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Announce the next page in a ``Link`` header (RFC 8288)."""
    if cursor is not None:
        target = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{target.path}?{target.query}>; rel="next"'


def encode(key: Key) -> str:
    """A sort key as an opaque cursor."""
    parts = [[type(part).__name__, part.isoformat() if isinstance(part, date) else str(part)] for part in key]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str) -> Key:
    """The sort key of a cursor.

    Raises:
        Invalid: it was not made here.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_TAGS[tag](text) for tag, text in parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _bad_cursor() from error


def _bad_cursor() -> Invalid:
    return Invalid(fields=[FieldError("cursor", "cursor", "翻页位置不对，请从第一页重新开始")])
