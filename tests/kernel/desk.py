"""One application at a county's bureau, with each step of its clocks in a transaction of its own."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.kernel.actor import Role
from app.kernel.clock import start_of
from app.kernel.clock_models import (
    StatutoryClock,
)
from app.kernel.clock_store import (
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from app.kernel.clock_views import ClockView, clock_views
from tests.support.stack import Stack

DECIDE = "legal_aid.decide"


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day in China."""
    return start_of(date(year, month, day)) + timedelta(hours=hour)


class Desk:
    """One application at the county's bureau, with each step in a transaction of its own."""

    def __init__(self, stack: Stack, agency_id: UUID) -> None:
        self.stack = stack
        self.agency_id = agency_id
        self.case = uuid4()

    async def start(self, at: datetime, rule: str = DECIDE, **more: object) -> StatutoryClock:
        given: dict[str, object] = {"holder": Role.DECIDER} | more
        async with self.stack.services.database.transaction() as session:
            return await start_clock(
                session,
                rule,
                object_type="desk_case",
                object_id=self.case,
                agency_id=self.agency_id,
                at=at,
                **given,  # pyright: ignore[reportArgumentType] -- the optional arguments, by name
            )

    async def pause(self, at: datetime, reason: str = "等待补充工资流水") -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await pause_clock(session, self.case, DECIDE, reason=reason, at=at)

    async def resume(self, at: datetime) -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await resume_clock(session, self.case, DECIDE, at=at)

    async def stop(self, at: datetime, **more: bool) -> StatutoryClock:
        async with self.stack.services.database.transaction() as session:
            return await stop_clock(session, self.case, DECIDE, at=at, **more)

    async def views(self, at: datetime, *, ended: bool = False) -> list[ClockView]:
        async with self.stack.services.database.session() as session:
            return await clock_views(session, self.case, at=at, ended=ended)
