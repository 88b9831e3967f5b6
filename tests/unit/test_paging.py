"""Cursors round-trip every kind of sort key and refuse what was not made here."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Invalid
from app.kernel.paging import decode, encode

PARTS = st.one_of(
    st.datetimes(timezones=st.just(UTC)), st.dates(), st.uuids(), st.text(max_size=20), st.integers()
)


@given(st.lists(PARTS, min_size=1, max_size=4).map(tuple))
def test_cursor_gives_back_the_key(key: tuple[datetime | date | UUID | str | int, ...]) -> None:
    assert decode(encode(key)) == key


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "W1sib3MiLCJscyJdXQ", "///", "W10x"])
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        decode(cursor)
