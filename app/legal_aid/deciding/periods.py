"""The periods that deciding starts, stops and lets stand still, by the codes of their rules."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Role
from app.kernel.agency_rules import rule_for
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency
from app.kernel.calendar import LUNAR_YEARS
from app.kernel.clock import local_date
from app.kernel.clock_models import StatutoryClock
from app.kernel.clock_store import open_clocks, pause_clock, resume_clock, start_clock
from app.kernel.errors import FieldError, Invalid, NotFound
from app.legal_aid.models import Application
from app.legal_aid.rules import ASSIGN, DECIDE, OBJECT, PROMISE_ACCEPT, REVIEW_OBJECTION
from app.legal_aid.states import application_machine

SUPPLEMENT = "legal_aid.supplement"
ADVANCE_LIMITATION = "legal_aid.advance_limitation"
FORMALITIES = "legal_aid.advance_formalities"
SEND_TERMINATION = "legal_aid.send_termination"

STAND_STILL = frozenset({DECIDE, PROMISE_ACCEPT})
"""Clocks of the centre that wait while the applicant supplements (148号令 17)."""

LONGEST_WAIT_DAYS = 180
"""Ours, not the law's: a last day later than that is a slip of the finger."""

HOLDERS: dict[str, Role] = {
    ASSIGN: Role.OFFICER,
    SUPPLEMENT: Role.APPLICANT,
    FORMALITIES: Role.APPLICANT,
    OBJECT: Role.APPLICANT,
    REVIEW_OBJECTION: Role.APPROVER,
    SEND_TERMINATION: Role.OFFICER,
}
"""Who must meet each."""


def agency_of(case: Application) -> UUID:
    """The centre of a case that was handed in.

    Raises:
        NotFound: a draft has none.
    """
    if case.agency_id is None:
        raise NotFound()
    return case.agency_id


async def start(
    session: AsyncSession,
    case: Application,
    rule_code: str,
    *,
    at: datetime,
    value: int | None = None,
    started: date | None = None,
    agency_id: UUID | None = None,
) -> StatutoryClock:
    """Start a period of the case; ``agency_id`` where another than the centre must meet it."""
    return await start_clock(
        session,
        rule_code,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_id or agency_of(case),
        holder=HOLDERS[rule_code],
        at=at,
        value=value,
        started=started,
    )


async def stand_still(session: AsyncSession, case: Application, *, reason: str, at: datetime) -> None:
    """The centre's own clocks wait; one that waits already goes on waiting."""
    for clock in await open_clocks(session, case.id, lock=True):
        if clock.rule_code in STAND_STILL and clock.paused_since is None:
            await pause_clock(session, case.id, clock.rule_code, reason=reason, at=at)


async def run_on(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The centre's own clocks run on."""
    for clock in await open_clocks(session, case.id, lock=True):
        if clock.rule_code in STAND_STILL and clock.paused_since is not None:
            await resume_clock(session, case.id, clock.rule_code, at=at)


async def days_until(
    session: AsyncSession,
    case: Application,
    rule_code: str,
    due_on: date | None,
    *,
    at: datetime,
    field: str = "due_on",
) -> int:
    """How many days the centre gives: up to ``due_on``, or as many as its setting says; ``field`` is what the
    caller gave the day as.

    Raises:
        Invalid: not a day to come, or one so far that no calendar reaches it.
    """
    today = local_date(at)
    if due_on is None:
        return (await rule_for(session, rule_code, agency_id=agency_of(case), on=today)).value
    if due_on <= today:
        raise Invalid(fields=[FieldError(field, "past", "最后一天应当在今天以后")])
    if due_on.year not in LUNAR_YEARS or (due_on - today).days > LONGEST_WAIT_DAYS:
        raise Invalid(fields=[FieldError(field, "too_far", "日期太远，请核对年份和月份")])
    return (due_on - today).days


async def bureau_of(session: AsyncSession, case: Application) -> Agency:
    """The bureau that set the centre up, which reviews objections; the centre itself where none is above it.

    Raises:
        NotFound: a draft has no centre.
    """
    centre = await agency_by_id(session, agency_of(case))
    if centre is None:
        raise NotFound()
    bureau = await agency_by_id(session, centre.parent_id) if centre.parent_id else None
    return bureau or centre
