"""How punctual those are who pass cases on: places of detention, duty lawyers, authorities (法律援助法 36, 39)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import people
from app.kernel import access, statutes
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.clock_models import ClockOutcome, StatutoryClock
from app.legal_aid.criminal.consistency import NOTIFY
from app.legal_aid.criminal.models import AuthorityNotice, DutyHelp
from app.legal_aid.intake.handover import FORWARDING
from app.legal_aid.intake.models import Intake
from app.legal_aid.intake.schemas import Punctuality, PunctualityLine

Key = tuple[str, str, UUID | None]


async def punctuality(session: AsyncSession, actor: Actor, period: tuple[datetime, datetime]) -> Punctuality:
    """Cases passed on in time and late, by whoever had to, the latest first; ``period`` is half open."""
    clock = StatutoryClock
    statement = (
        select(col(clock.rule_code), col(clock.holder), col(clock.holder_id), col(clock.outcome), func.count())
        .where(_of_cases(actor, period), col(clock.rule_code).in_((NOTIFY, *FORWARDING.values())))
        .group_by(col(clock.rule_code), col(clock.holder), col(clock.holder_id), col(clock.outcome))
    )
    counted: dict[Key, dict[ClockOutcome | None, int]] = {}
    for rule_code, holder, holder_id, outcome, count in (await session.execute(statement)).all():
        counted.setdefault((rule_code, holder, holder_id), {})[outcome] = count
    names = await people.names(session, [key[2] for key in counted if key[2] is not None])
    lines = [
        PunctualityLine(
            rule_code=rule_code,
            title=statutes.VERSIONS[rule_code][0].title_zh,
            holder=names.get(holder_id, holder) if holder_id else holder,
            met=counts.get(ClockOutcome.MET, 0),
            late=counts.get(ClockOutcome.LATE, 0),
            running=counts.get(None, 0),
        )
        for (rule_code, holder, holder_id), counts in counted.items()
    ]
    return Punctuality(items=sorted(lines, key=lambda line: (-line.late, line.rule_code, line.holder)))


def _of_cases(actor: Actor, period: tuple[datetime, datetime]) -> ColumnElement[bool]:
    """Clocks of what reached the caller's centres within the period, each found by the case it belongs to."""
    begins, ends = period
    paths = access.agency_paths(actor, Action.APPLICATION_QUEUE)
    sources = (
        (Intake.application_id, Intake.agency_id, Intake.received_at),
        (AuthorityNotice.application_id, AuthorityNotice.agency_id, AuthorityNotice.notified_at),
        (DutyHelp.id, DutyHelp.agency_id, DutyHelp.helped_at),
    )
    return or_(
        *(
            col(StatutoryClock.object_id).in_(
                select(col(object_id)).where(
                    subtree_clause(col(agency_id), paths), col(when) >= begins, col(when) < ends
                )
            )
            for object_id, agency_id, when in sources
        )
    )
