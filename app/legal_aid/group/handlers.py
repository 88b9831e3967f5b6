"""Steps of the case as they touch its members: their files follow, and each is told. Runs in the worker."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts import legal_aid as contract
from app.contracts.legal_aid import ApplicationEvent, GroupCaseMoved
from app.kernel import events
from app.legal_aid import repository as applications
from app.legal_aid.group import files, repository
from app.legal_aid.group.enums import MemberStatus

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
    for member in await repository.members_of(session, case.id):
        if member.status is MemberStatus.JOINED and not member.is_representative and member.person_id is not None:
            moved = GroupCaseMoved(
                application_id=case.id, member_id=member.id, person_id=member.person_id, status=case.status
            )
            await events.record(session, moved, at=at)
