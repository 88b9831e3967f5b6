"""Tables cut into weeks: slices ahead, rows moved out of the default slice, old slices dropped whole."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.enums import CorrectionTier, DutyKind
from app.correction.ids import timed_id
from app.correction.schedule.models import CheckInDuty
from app.kernel import partitions
from app.kernel.partitions import Sliced, drop_slices, make_ahead, make_slices, slices_of, week_of
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio

AT = datetime(2026, 12, 2, 12, tzinfo=UTC)
LAST_MOMENT = datetime(2026, 12, 6, 23, 59, 59, tzinfo=UTC)


def duties() -> Sliced:
    return next(table for table in partitions.sliced_tables() if table.name == "check_in_duty")


async def owe(session: AsyncSession, opens_at: datetime) -> None:
    order_id = uuid4()
    session.add(
        CheckInDuty(
            id=timed_id(opens_at, order_id),
            opens_at=opens_at,
            closes_at=opens_at + timedelta(hours=1),
            order_id=order_id,
            person_id=uuid4(),
            agency_id=uuid4(),
            kind=DutyKind.SCHEDULED,
            tier=CorrectionTier.RED,
            created_at=opens_at,
        )
    )
    await session.flush()


async def where(session: AsyncSession) -> dict[str, int]:
    counted = await session.execute(
        text("SELECT tableoid::regclass::text, count(*) FROM check_in_duty GROUP BY 1")
    )
    return {str(name): int(number) for name, number in counted}


async def test_a_week_begins_on_monday_in_utc() -> None:
    assert str(week_of(LAST_MOMENT)) == "2026-11-30"
    assert str(week_of(LAST_MOMENT + timedelta(seconds=1))) == "2026-12-07"


async def test_rows_move_from_the_default_slice_when_their_own_is_made_and_go_with_it(stack: Stack) -> None:
    database = stack.services.database
    async with database.transaction() as session:
        for moment in (AT, LAST_MOMENT, LAST_MOMENT + timedelta(seconds=1)):
            await owe(session, moment)
        assert await where(session) == {"check_in_duty_default": 3}
    async with database.transaction() as session:
        assert await make_slices(session, duties(), AT, AT) == ["check_in_duty_20261130"]
    async with database.transaction() as session:
        assert await make_slices(session, duties(), AT, AT) == []
        assert await where(session) == {"check_in_duty_20261130": 2, "check_in_duty_default": 1}
        await owe(session, AT)
        assert await drop_slices(session, duties(), before=LAST_MOMENT) == []
        assert await drop_slices(session, duties(), before=AT + partitions.WEEK) == ["check_in_duty_20261130"]
        assert await where(session) == {"check_in_duty_default": 1}
        assert await drop_slices(session, duties(), before=AT + 2 * partitions.WEEK) == []
        assert await where(session) == {}


async def test_slices_reach_two_months_ahead_of_every_table(stack: Stack) -> None:
    async with stack.services.database.transaction() as session:
        made = await make_ahead(session, AT)
        assert await make_ahead(session, AT) == []
        for table in partitions.sliced_tables():
            assert table.slice_name(AT + timedelta(weeks=8)) in made
            assert len(await slices_of(session, table)) == 10
