"""How often centres ask applicants, and ask again: what a supervisor of 一次性告知 looks at."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date, start_of
from app.kernel.errors import FieldError, Invalid
from app.legal_aid.deciding.models import DeficiencyNotice
from app.legal_aid.deciding.notice_schemas import NoticeCounts, NoticeStatistics

LONGEST = timedelta(days=366)


async def notice_statistics(
    session: AsyncSession, actor: Actor, first: date | None, last: date | None, *, at: datetime
) -> NoticeStatistics:
    """Notices by centre, those after the first, and those that a supervisor let ask for what was visible; without
    days, this year so far.

    Raises:
        Invalid: the period ends before it begins, or is longer than a year.
    """
    issued_to = last or local_date(at)
    issued_from = first or issued_to.replace(month=1, day=1)
    if not timedelta(0) <= issued_to - issued_from <= LONGEST:
        raise Invalid(fields=[FieldError("issued_to", "period", "结束日期不能早于开始日期，最长一年")])
    notice, paths = DeficiencyNotice, access.agency_paths(actor, Action.APPLICATION_QUEUE)
    statement = (
        select(
            col(Agency.id),
            col(Agency.name),
            func.count(),
            func.count().filter(col(notice.sequence) > 1),
            func.count(col(notice.overridden_by)),
        )
        .join(Agency, col(Agency.id) == col(notice.agency_id))
        .where(
            subtree_clause(col(notice.agency_id), paths),
            col(notice.issued_at) >= start_of(issued_from),
            col(notice.issued_at) < start_of(issued_to + timedelta(days=1)),
        )
        .group_by(col(Agency.id), col(Agency.name))
        .order_by(col(Agency.name), col(Agency.id))
    )
    items = [
        NoticeCounts(agency_id=row[0], agency_name=row[1], notices=row[2], later_notices=row[3], overrides=row[4])
        for row in (await session.execute(statement)).all()
    ]
    return NoticeStatistics(issued_from=issued_from, issued_to=issued_to, items=items)
