"""Steps of the case as they touch its members: their files follow, and each is told. Runs in the worker."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts import legal_aid as contract
from app.contracts.legal_aid import (
    ApplicationEvent,
    CaseProgressed,
    GroupCaseMoved,
    GroupCaseProgressed,
    GroupHearingNear,
    GroupHearingSet,
    HearingNear,
    HearingSet,
)
from app.kernel import events
from app.kernel.bus import Bus
from app.kernel.dictionaries import snake_case
from app.legal_aid import repository as applications
from app.legal_aid.group import files, repository, steps
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.models import Application

FOLLOWED: tuple[type[ApplicationEvent], ...] = (
    contract.ApplicationSubmitted,
    contract.ApplicationAccepted,
    contract.ApplicationGranted,
    contract.ApplicationAdvanced,
    contract.ApplicationRefused,
    contract.ApplicationTransferred,
    contract.ApplicationDuplicate,
    contract.ApplicationTaken,
    contract.ApplicationReturned,
    contract.LawyerReplaced,
    contract.ApplicationWithdrawn,
    contract.ApplicationLapsed,
    contract.ApplicationTerminated,
    contract.ObjectionFiled,
    contract.ObjectionDecided,
    contract.CaseConcluded,
    contract.ApplicationClosed,
)
"""Steps that change who reads a member's files, or that a member should know of."""


async def on_case_moved(session: AsyncSession, event: ApplicationEvent, at: datetime) -> None:
    """Members who joined learn of each step as the representative does; a single applicant is told anyway."""
    case = await applications.locked(session, event.application_id)
    if case is None or not case.is_group:
        return
    await files.follow_all(session, case, at=at)
    await tell_others(session, case, at)


async def tell_others(session: AsyncSession, case: Application, at: datetime) -> None:
    """Tell members how the case stands now; for steps that no event of the case tells of."""
    for whom in await _others(session, case.id):
        await events.record(session, GroupCaseMoved(**whom, status=case.status), at=at)


async def on_progress(session: AsyncSession, event: CaseProgressed, at: datetime) -> None:
    """Members learn that something was done (法律援助法 46); the answer to one person's question is theirs."""
    if await steps.is_shown(session, event.entry_id):
        for whom in await _others(session, event.application_id):
            await events.record(session, GroupCaseProgressed(**whom), at=at)


async def on_hearing(session: AsyncSession, event: HearingSet | HearingNear, at: datetime) -> None:
    """Every member is a party to the hearing (民事诉讼法 55), and is told of it as the representative is."""
    kind = GroupHearingSet if isinstance(event, HearingSet) else GroupHearingNear
    for whom in await _others(session, event.application_id):
        await events.record(session, kind(**whom, starts_at=event.starts_at), at=at)


async def _others(session: AsyncSession, application_id: UUID) -> Sequence[dict[str, UUID]]:
    """Members who joined, besides the representative, as events name them; a single applicant has none."""
    return [
        {"application_id": application_id, "member_id": member.id, "person_id": member.person_id}
        for member in await repository.members_of(session, application_id)
        if member.status is MemberStatus.JOINED and not member.is_representative and member.person_id is not None
    ]


def register(bus: Bus) -> None:
    """Subscribe to the steps of a case; called by ``wiring``."""
    for moved in FOLLOWED:
        bus.subscribe(moved, f"legal_aid.group_{snake_case(moved.__name__)}", on_case_moved)
    bus.subscribe(CaseProgressed, "legal_aid.group_progress", on_progress)
    bus.subscribe(HearingSet, "legal_aid.group_hearing_set", on_hearing)
    bus.subscribe(HearingNear, "legal_aid.group_hearing_near", on_hearing)
