"""The subsidy table of an agency: dated numbers set by administrators, taken over by the agencies below."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid, NotFound
from app.legal_aid.quality.answers import RateView
from app.legal_aid.quality.enums import RateUnit
from app.legal_aid.quality.errors import RateTaken
from app.legal_aid.quality.models import SubsidyRate
from app.legal_aid.quality.repository import rates_in_force, rates_of
from app.legal_aid.quality.schemas import RateSetting
from app.legal_aid.quality.tariff import largest
from app.legal_aid.rules import yuan


async def set_rate(
    session: AsyncSession, actor: Actor, agency_id: UUID, given: RateSetting, *, at: datetime
) -> RateView:
    """Set one number from a day on, today at the earliest; one that is not in force yet may be set anew.

    Raises:
        NotFound: the agency is not within reach.
        Invalid: a day gone by, or more than the code allows.
        RateTaken: the number of that day is in force already.
    """
    await _within_reach(session, actor, agency_id)
    today = local_date(at)
    if wrong := _problems(given, today):
        raise Invalid(fields=wrong)
    key = (agency_id, given.code, given.effective_from)
    row = await session.get(SubsidyRate, key, with_for_update=True, populate_existing=True)
    if row is not None and row.effective_from <= today:
        raise RateTaken()
    if row is None:
        row = SubsidyRate(agency_id=agency_id, set_by=actor.person_id, set_at=at, **given.model_dump())
        session.add(row)
    else:
        row.value, row.source, row.set_by, row.set_at = given.value, given.source, actor.person_id, at
    await session.flush()
    audit.add_entry(
        session,
        actor,
        Action.SUBSIDY_SET,
        object_type="agency",
        object_id=agency_id,
        owner_id=None,
        at=at,
        note=f"{given.code.value} = {given.value}，{given.effective_from:%Y-%m-%d} 起",
    )
    return view(row, is_in_force=given.effective_from == today)


async def listed(session: AsyncSession, actor: Actor, agency_id: UUID, *, at: datetime) -> Sequence[RateView]:
    """Every number that holds, held or will hold at the agency, with those of the agencies above.

    Raises:
        NotFound: the agency is not within reach.
    """
    await _within_reach(session, actor, agency_id)
    in_force = await rates_in_force(session, agency_id, local_date(at))
    current = {(row.agency_id, row.code, row.effective_from) for row in in_force}
    return [
        view(row, is_in_force=(row.agency_id, row.code, row.effective_from) in current)
        for row in await rates_of(session, agency_id)
    ]


def view(row: SubsidyRate, *, is_in_force: bool) -> RateView:
    """A rate with its title and unit."""
    return RateView(
        agency_id=row.agency_id,
        code=row.code,
        title=dictionaries()["rate_code"][row.code.value],
        value=row.value,
        unit=row.code.unit,
        effective_from=row.effective_from,
        source=row.source,
        in_force=is_in_force,
    )


def _problems(given: RateSetting, today: date) -> list[FieldError]:
    found: list[FieldError] = []
    if given.effective_from < today:
        found.append(FieldError("effective_from", "past", "只能从今天或者以后开始生效"))
    most = largest(given.code)
    if given.value > most:
        shown = f"{yuan(most)} 元" if given.code.unit is RateUnit.FEN else str(most)
        found.append(FieldError("value", "too_large", f"这一项最大是 {shown}"))
    return found


async def _within_reach(session: AsyncSession, actor: Actor, agency_id: UUID) -> None:
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.SUBSIDY_SET, agency.tree_path):
        raise NotFound()
