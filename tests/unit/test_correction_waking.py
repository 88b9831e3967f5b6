"""What ran out at midnight is told by day."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.correction.waking import BEGINS, ENDS, by_day
from app.kernel.clock import SHANGHAI

START = datetime(2026, 1, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("local", "told"),
    [
        ("2026-12-26T00:00", "2026-12-26T08:30"),
        ("2026-12-26T08:30", "2026-12-26T08:30"),
        ("2026-12-26T20:59", "2026-12-26T20:59"),
        ("2026-12-31T21:00", "2027-01-01T08:30"),
    ],
)
def test_the_night_is_left_out(local: str, told: str) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (local, told)]
    assert by_day(moments[0]) == moments[1]


@given(st.integers(0, 2_000_000).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_never_earlier_never_at_night_never_long_after(at: datetime) -> None:
    told = by_day(at)
    assert at <= told < at + timedelta(hours=12)
    assert BEGINS <= told.astimezone(SHANGHAI).time() < ENDS
    assert by_day(told) == told
