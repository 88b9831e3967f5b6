"""What runs for a lawyer, over all the cases they hold."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views_of
from app.kernel.paging import Page, PageRequest, cut
from app.legal_aid.handling import repository
from app.legal_aid.handling.answers import HeldCase
from app.legal_aid.views import number_of


async def own(session: AsyncSession, actor: Actor, page: PageRequest, *, at: datetime) -> Page[HeldCase]:
    """Periods that run for the caller, the earliest last day first."""
    rows = await repository.lawyer_clocks(session, actor, page)
    kept, cursor = cut(rows, page, lambda row: (row[1].due_on, row[1].id))
    views = await clock_views_of(session, {case.id for case, _ in kept}, at=at)
    by_id = {view.id: view for clocks in views.values() for view in clocks}
    items = [
        HeldCase(application_id=case.id, number=number_of(case), category=case.category, clock=by_id[clock.id])
        for case, clock in kept
    ]
    return Page(items=items, next_cursor=cursor)
