"""The roster's history, and what lawyers ask to have changed, as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.kernel.actor import Actor
from app.lawyers.enums import RosterField
from app.lawyers.roster import facts
from app.lawyers.roster.change_schemas import ChangeLine, ProposalIn, ProposalLine, ProposalView, RosterChangeView
from app.lawyers.roster.leaving import Leave
from app.lawyers.roster.models import Lawyer, RosterChange, RosterProposal
from app.lawyers.roster.presenting import since_years
from app.lawyers.roster.rota import Shift
from app.lawyers.roster.rota_schemas import LeaveView, ShiftView
from app.lawyers.roster.states import ROSTER_PROPOSAL


def lines(changes: Mapping[str, JsonValue]) -> list[ChangeLine]:
    """Field by field, in the order in which they were written."""
    return [
        ChangeLine(field=RosterField(name), before=facts.before_of(one), after=facts.after_of(one))
        for name, one in changes.items()
    ]


async def history(session: AsyncSession, rows: Sequence[RosterChange]) -> list[RosterChangeView]:
    """Entries of the history with the names of who wrote them; one statement for all names."""
    ids = {one for row in rows for one in (row.by, row.approved_by) if one is not None}
    names = await people.names(session, ids)
    return [
        RosterChangeView(
            id=row.id,
            at=row.at,
            source=row.source,
            by=names.get(row.by) if row.by else None,
            approved_by=names.get(row.approved_by) if row.approved_by else None,
            changes=lines(row.fields_changed),
        )
        for row in rows
    ]


def proposal_view(actor: Actor, proposal: RosterProposal, lawyer: Lawyer) -> ProposalView:
    """A proposal as the lawyer, or the staff who answer it, see it."""
    shown = {name: getattr(proposal, name) for name in ProposalView.model_fields if hasattr(proposal, name)}
    return ProposalView(
        **shown,
        lawyer=lawyer.name,
        changes=lines(proposal.fields_changed),
        allowed_actions=ROSTER_PROPOSAL.allowed_actions(actor, proposal),
    )


def proposal_line(proposal: RosterProposal, lawyer: Lawyer) -> ProposalLine:
    """A proposal in the list of those that wait."""
    return ProposalLine(
        id=proposal.id,
        lawyer_id=lawyer.id,
        lawyer=lawyer.name,
        status=proposal.status,
        fields=[RosterField(name) for name in proposal.fields_changed],
        made_at=proposal.made_at,
    )


def wanted(body: ProposalIn, this_year: int) -> dict[str, object]:
    """The fields of an entry as a lawyer would have them; a licence number left out stays."""
    given = cast("dict[str, object]", body.model_dump(exclude={"note"}))
    given["specialties"] = since_years(body.specialties, this_year)
    for name in ("languages", "skills"):
        given[name] = sorted(set(cast("list[str]", given[name])))
    if body.licence_number is None:
        del given["licence_number"]
    return given


def leave_view(entered: Leave) -> LeaveView:
    """Leave with the days on duty in it."""
    own = {name: getattr(entered.leave, name) for name in LeaveView.model_fields if name != "duty_days"}
    return LeaveView(**own, duty_days=entered.duty_days)


def shift_view(one: Shift) -> ShiftView:
    """A day on duty."""
    shift = one.shift
    return ShiftView(
        id=shift.id,
        agency_id=shift.agency_id,
        lawyer_id=shift.lawyer_id,
        lawyer=one.lawyer.name,
        on_day=shift.on_day,
        place=shift.place,
        on_leave=one.on_leave,
    )
