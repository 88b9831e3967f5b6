"""Lists: one's own applications, and the history of a case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.surnames import surname_only
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.clock_views import clock_views_of
from app.kernel.paging import Page, PageRequest, cut
from app.kernel.states import StateChange
from app.legal_aid import repository
from app.legal_aid.answers import ApplicationSummary, HistoryEntry, LawyerView
from app.legal_aid.deciding.periods import bureau_of
from app.legal_aid.deciding.transferring import transfers_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine
from app.legal_aid.views import agency_view, holder_of, number_of

BY_THE_BUREAU = frozenset({"uphold_refusal", "overturn_refusal", "uphold_termination", "overturn_termination"})
"""Steps of the bureau above the centre."""


async def applications(
    session: AsyncSession, actor: Actor, page: PageRequest, status: ApplicationStatus | None, *, at: datetime
) -> Page[ApplicationSummary]:
    """What the caller applied for, holds, or is responsible for, newest first."""
    rows = await repository.listed(session, actor, page, status)
    cases, cursor = cut(rows, page, lambda case: (case.id,))
    return Page(items=await summaries(session, actor, cases, at), next_cursor=cursor)


async def history(
    session: AsyncSession, actor: Actor, application_id: UUID, page: PageRequest, *, at: datetime
) -> Page[HistoryEntry]:
    """Every step of a case, oldest first. Staff appear as their centre, not by name.

    Raises:
        NotFound: not within reach.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="办理过程",
    )
    transfers = await transfers_of(session, case.id)
    ids = {case.agency_id, *(row.from_agency_id for row in transfers)}
    agencies = await repository.agencies_of(session, {agency_id for agency_id in ids if agency_id})
    bureau = await bureau_of(session, case) if case.agency_id else None
    rows = await repository.changes(session, case.id, page)
    kept, cursor = cut(rows, page, repository.history_key)
    items: list[HistoryEntry] = []
    for row in kept:
        before = next((t.from_agency_id for t in transfers if row.at <= t.at), case.agency_id)
        agency = bureau if row.transition in BY_THE_BUREAU else agencies.get(before) if before else None
        items.append(_entry(row, case, agency))
    return Page(items=items, next_cursor=cursor)


def _entry(row: StateChange, case: Application, agency: Agency | None) -> HistoryEntry:
    """One step, by the centre that had the case then."""
    by = "系统"
    if row.actor_id == case.applicant_id:
        by = "申请人"
    elif row.actor_id is not None and row.actor_id == case.lawyer_person_id:
        by = "承办律师"
    elif row.actor_id is not None and agency is not None:
        by = agency.name
    return HistoryEntry(
        id=row.id,
        transition=row.transition,
        title=application_machine.by_name[row.transition].title,
        source=ApplicationStatus(row.source),
        target=ApplicationStatus(row.target),
        basis=row.basis,
        by=by,
        at=row.at,
        reason=row.reason,
    )


async def summaries(
    session: AsyncSession, actor: Actor, cases: Sequence[Application], at: datetime
) -> list[ApplicationSummary]:
    """Lines of a page, with one query a kind of detail, however many lines.

    Names are cut to the family name, so that scrolling through a queue opens nobody's data.
    """
    ids = [case.id for case in cases]
    amounts = await repository.amounts_of(session, ids)
    areas = await repository.area_names_of(session, ids)
    agencies = await repository.agencies_of(session, {c.agency_id for c in cases if c.agency_id})
    names = await people.names(session, {c.lawyer_person_id for c in cases if c.lawyer_person_id})
    clocks = await clock_views_of(session, ids, at=at)
    lines: list[ApplicationSummary] = []
    for case in cases:
        agency = agencies.get(case.agency_id) if case.agency_id else None
        lawyer = case.lawyer_person_id
        view = LawyerView(person_id=lawyer, name=names.get(lawyer, "承办律师")) if lawyer else None
        name = None if case.applicant_id == actor.person_id else case.applicant_name
        lines.append(
            ApplicationSummary(
                id=case.id,
                number=number_of(case),
                category=case.category,
                status=case.status,
                created_at=case.created_at,
                submitted_at=case.submitted_at,
                applicant=surname_only(name) if name else None,
                recipient=surname_only(case.recipient_name) if case.recipient_name else None,
                channel=case.channel,
                is_group=case.is_group,
                urgency=case.urgency,
                limitation_on=case.limitation_on,
                amount_fen=amounts.get(case.id),
                area_name=areas.get(case.id),
                agency=agency_view(agency),
                holder=holder_of(case, agency, view),
                clocks=clocks[case.id],
            )
        )
    return lines
