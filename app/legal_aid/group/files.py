"""A member's own files and declared identity, kept in step with the case: who reads, until when taken in.

A member's matter has the member's id. The centre reads it from submission on, the lawyer from taking the case
until they no longer hold it or the member leaves; other members never do.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.identity import holds
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.group import repository
from app.legal_aid.group.enums import LIVE, MemberStatus
from app.legal_aid.group.models import GroupMember
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

LAWYER_READS = frozenset(
    {Status.IN_HANDLING, Status.CONCLUDED, Status.FILE_REVIEW, Status.CLOSED, Status.ARCHIVED}
)


async def open_files(session: AsyncSession, case: Application, member: GroupMember, *, at: datetime) -> None:
    """Let a member collect files; the representative's are the application's own."""
    if member.person_id is not None and not member.is_representative:
        await matters.open_matter(session, member.id, member.person_id, at)
        await follow(session, case, member, at=at)


async def follow_all(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """Bring every member's files in step with the case as it stands now; doing it again changes nothing."""
    for member in await repository.members_of(session, case.id):
        await follow(session, case, member, at=at)


async def follow(session: AsyncSession, case: Application, member: GroupMember, *, at: datetime) -> None:
    """The same for one member."""
    if member.person_id is None or member.is_representative:
        return
    if case.agency_id is not None:
        await matters.hand_over(session, member.id, case.agency_id, at)
    is_ended = case.status in application_machine.ends
    is_shut = is_ended or case.status is Status.CLOSED
    joined = member.status is MemberStatus.JOINED
    lawyer = case.lawyer_person_id if joined and case.status in LAWYER_READS else None
    await matters.set_reader(session, member.id, lawyer, at)
    if is_shut or member.status not in LIVE:
        await matters.close_matter(session, member.id, at)
    else:
        await matters.reopen_matter(session, member.id)
    if joined and not is_ended:
        await holds.hold(session, member.person_id, case.id, at=at)
    elif await _is_last_hold(session, member):
        await holds.release(session, member.person_id, case.id)


async def _is_last_hold(session: AsyncSession, member: GroupMember) -> bool:
    """Who left and came back is held by the newer membership."""
    assert member.person_id is not None
    newer = await repository.live_member_of(session, member.application_id, member.person_id)
    return newer is None or newer.id == member.id


def matter_of(member: GroupMember) -> UUID:
    """Where the member's own files are."""
    return member.application_id if member.is_representative else member.id
