"""Leaves as the API shows them; every look at another's leave leaves an entry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.codes import AreaWarning
from app.correction.leave import repository
from app.correction.leave.answers import (
    FilingOut,
    LeaveDetail,
    LeaveDutyOut,
    LeaveOut,
    LeaveReportOut,
    LevelOut,
    PlaceOut,
)
from app.correction.leave.asking import Preview
from app.correction.leave.ladder import Span
from app.correction.leave.levels import DECIDE
from app.correction.leave.models import LeavePlace, LeaveReport, LeaveRequest
from app.correction.leave.places import outline_of
from app.correction.leave.states import allowed_actions, leave_machine
from app.correction.leave.wording import advice_for, source_of
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.clock_views import clock_views, clock_views_of


def level_out(seen: Preview) -> LevelOut:
    """Who would have to decide."""
    ruling = seen.ruling
    return LevelOut(
        level=ruling.level,
        level_source=ruling.because.source,
        days=ruling.days,
        total_days=ruling.total_days,
        window_from=ruling.window.first,
        window_to=ruling.window.last,
        apply_by=seen.apply_by,
        is_short_notice=seen.is_short_notice,
        binding=ruling.because.may_block,
    )


async def leave_list(
    session: AsyncSession, actor: Actor, leaves: Sequence[LeaveRequest], *, at: datetime
) -> list[LeaveOut]:
    """Leaves as a list shows them."""
    names = await people.names(session, {leave.person_id for leave in leaves})
    clocks = await clock_views_of(session, [leave.id for leave in leaves], at=at)
    for leave in leaves:
        await _record_look(session, actor, leave, at=at)
    shown = set(LeaveOut.model_fields) - {"person_name", "level_source", "days", "decide_by", "allowed_actions"}
    return [
        LeaveOut(
            **leave.model_dump(include=shown),
            person_name=names.get(leave.person_id),
            level_source=source_of(leave),
            days=Span(leave.first_on, leave.last_on).days,
            decide_by=next((one.due_on for one in clocks[leave.id] if one.rule_code == DECIDE), None),
            allowed_actions=allowed_actions(actor, leave),
        )
        for leave in leaves
    ]


async def leave_detail(session: AsyncSession, actor: Actor, leave: LeaveRequest, *, at: datetime) -> LeaveDetail:
    """One leave with all that belongs to it."""
    [line] = await leave_list(session, actor, [leave], at=at)
    own = {"explanation", "companions", "evidence_ids", "decided_at", "decision_reason", "superior_reference"}
    places = await repository.places_of(session, leave_ids=[leave.id])
    duties = await repository.duties_of(session, leave.id)
    reports = await repository.reports_of(session, leave.id)
    return LeaveDetail(
        **line.model_dump(),
        **leave.model_dump(include=own | {"conditions", "returned_on"}),
        places=[place_out(place) for place in places],
        duties=[
            LeaveDutyOut(kind=duty.kind, due_on=duty.due_on, done=duty.report_id is not None) for duty in duties
        ],
        reports=[report_out(row, leave) for row in reports],
        filings=[FilingOut.model_validate(row) for row in await filings(session, leave.id)],
        clocks=await clock_views(session, leave.id, at=at),
        advice=advice_for(leave, local_date(at)),
    )


async def filings(session: AsyncSession, about_id: Any) -> list[dict[str, object]]:
    """What was filed about it."""
    found = await repository.filings_about(session, about_id)
    return [row.model_dump(include=set(FilingOut.model_fields)) for row in found]


def place_out(place: LeavePlace) -> PlaceOut:
    """A place with its outline, if it has one, as GeoJSON in WGS-84."""
    outline = outline_of(place)
    return PlaceOut(
        name=place.name,
        source=place.source,
        area_codes=list(place.area_codes),
        warnings=[AreaWarning(warning) for warning in place.warnings],
        has_outline=outline is not None,
        geometry=None if outline is None else dict(shapely.geometry.mapping(outline.geometry)),
    )


def report_out(row: LeaveReport, leave: LeaveRequest) -> LeaveReportOut:
    """What was told, and whether by staff for the person."""
    shown = set(LeaveReportOut.model_fields) - {"by_officer"}
    return LeaveReportOut(**row.model_dump(include=shown), by_officer=row.recorded_by != leave.person_id)


async def _record_look(session: AsyncSession, actor: Actor, leave: LeaveRequest, *, at: datetime) -> None:
    await audit.record_access(
        session,
        actor,
        Action.LEAVE_READ,
        object_type=leave_machine.name,
        object_id=leave.id,
        owner_id=leave.person_id,
        at=at,
    )
