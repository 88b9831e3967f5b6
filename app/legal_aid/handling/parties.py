"""Who else is on the applicant's side, for the conflict check and for the shares of a group."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.matching import Party
from app.legal_aid.applying.models import Representation
from app.legal_aid.group import repository as group
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.models import GroupMember
from app.legal_aid.models import Application


async def clients_of(session: AsyncSession, cases: Sequence[Application]) -> dict[UUID, tuple[Party, ...]]:
    """For each case, who is on the applicant's side besides the applicant: whom aid is for where that is somebody
    else, and the members of a group (律师法 39), with the blind index of each document that is known.
    """
    members = await _members(session, cases)
    numbers = await _recipient_numbers(session, [case.id for case in cases if case.recipient_name])
    return {case.id: _clients(case, members[case.id], numbers.get(case.id)) for case in cases}


def _clients(case: Application, members: Sequence[GroupMember], number: bytes | None) -> tuple[Party, ...]:
    recipient = [Party(case.recipient_name, number)] if case.recipient_name else []
    joined = (Party(member.display_name, member.number_index, member.person_id) for member in members)
    others = (*recipient, *joined)
    return tuple(dict.fromkeys(one for one in others if one.person_id != case.applicant_id))


async def _recipient_numbers(session: AsyncSession, application_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
    """Blind indexes of the documents of those whom aid is for, where somebody else applied."""
    if not application_ids:
        return {}
    stated = Representation
    statement = select(stated.application_id, stated.recipient_number_index).where(
        col(stated.application_id).in_(application_ids)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def member_ids(session: AsyncSession, case: Application) -> list[UUID]:
    """Who shares in what a group claim recovers; none in a case of one person."""
    return [member.id for member in (await _members(session, [case]))[case.id]]


async def everyones_names(session: AsyncSession, case: Application) -> tuple[str, ...]:
    """Every name on the applicant's side, of those too who left the group: what was written of them stays."""
    members = await group.members_of(session, case.id) if case.is_group else ()
    names = [case.applicant_name, case.recipient_name, *(member.display_name for member in members)]
    return tuple(dict.fromkeys(name for name in names if name))


async def _members(session: AsyncSession, cases: Sequence[Application]) -> dict[UUID, list[GroupMember]]:
    """Those who joined, by number, for each case."""
    found: dict[UUID, list[GroupMember]] = {case.id: [] for case in cases}
    groups = [case.id for case in cases if case.is_group]
    if groups:
        statement = select(GroupMember).where(
            col(GroupMember.application_id).in_(groups), col(GroupMember.status) == MemberStatus.JOINED
        )
        for member in await session.scalars(statement.order_by(col(GroupMember.number))):
            found[member.application_id].append(member)
    return found
