"""SQL of group claims. A member's own rows are found by their person; others reach them with the application."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.actor import Actor
from app.kernel.database import new_id
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.legal_aid.group.enums import LIVE, MemberStatus
from app.legal_aid.group.models import REPRESENTATIVE, GroupJoinCode, GroupMember, LedgerRow, WageLedger
from app.legal_aid.models import Application


def visible_to(actor: Actor) -> SelectOfScalar[GroupMember]:
    """Memberships of the caller; nobody else's are reached this way."""
    return select(GroupMember).where(col(GroupMember.person_id) == actor.person_id)


async def own(session: AsyncSession, actor: Actor, member_id: UUID) -> GroupMember:
    """A membership of the caller.

    Raises:
        NotFound: none, or another person's.
    """
    statement = visible_to(actor).where(col(GroupMember.id) == member_id)
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def own_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Sequence[GroupMember]:
    """A page of the caller's memberships, newest first, and one more; where they represent is an application."""
    statement = visible_to(actor).where(col(GroupMember.number) != REPRESENTATIVE)
    return (await session.execute(keyset(statement, page, col(GroupMember.id)))).scalars().all()


async def members_of(session: AsyncSession, application_id: UUID) -> Sequence[GroupMember]:
    """Everyone who takes or took part, by number; who never joined is left out."""
    statement = (
        select(GroupMember)
        .where(
            col(GroupMember.application_id) == application_id, col(GroupMember.status) != MemberStatus.CANCELLED
        )
        .order_by(col(GroupMember.number))
    )
    return (await session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def member(session: AsyncSession, application_id: UUID, member_id: UUID) -> GroupMember:
    """A member of this application.

    Raises:
        NotFound: none.
    """
    found = await session.get(GroupMember, member_id, populate_existing=True)
    if found is None or found.application_id != application_id:
        raise NotFound()
    return found


async def live_member_of(session: AsyncSession, application_id: UUID, person_id: UUID) -> GroupMember | None:
    """How the person takes part in the application, if they do."""
    statement = select(GroupMember).where(
        col(GroupMember.application_id) == application_id,
        col(GroupMember.person_id) == person_id,
        col(GroupMember.status).in_(LIVE),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def unclaimed(session: AsyncSession, application_id: UUID) -> Sequence[GroupMember]:
    """Members whom the representative entered and who have not come yet."""
    statement = select(GroupMember).where(
        col(GroupMember.application_id) == application_id,
        col(GroupMember.person_id).is_(None),
        col(GroupMember.status) == MemberStatus.INVITED,
    )
    return (await session.execute(statement)).scalars().all()


async def next_number(session: AsyncSession, application_id: UUID) -> int:
    """The number after the last that was ever given; the application's row is locked by the caller."""
    statement = select(func.max(col(GroupMember.number))).where(col(GroupMember.application_id) == application_id)
    return ((await session.execute(statement)).scalar_one() or 0) + 1


async def count_live(session: AsyncSession, application_id: UUID) -> int:
    """How many take part or may still."""
    statement = select(func.count()).where(
        col(GroupMember.application_id) == application_id, col(GroupMember.status).in_(LIVE)
    )
    return (await session.execute(statement)).scalar_one()


async def begin(session: AsyncSession, case: Application, name: str, *, at: datetime) -> None:
    """Make the applicant member no. 1 and open the ledger; once done nothing changes."""
    values = {
        "id": new_id(),
        "application_id": case.id,
        "number": REPRESENTATIVE,
        "person_id": case.applicant_id,
        "status": MemberStatus.JOINED,
        "version": 1,
        "display_name": name,
        "joined_at": at,
        "created_at": at,
        "updated_at": at,
    }
    await session.execute(insert(GroupMember).values(**values).on_conflict_do_nothing())
    book = {"application_id": case.id, "version": 1, "updated_at": at}
    await session.execute(insert(WageLedger).values(**book).on_conflict_do_nothing())


async def code_of_index(session: AsyncSession, index: bytes) -> GroupJoinCode | None:
    """A code by its blind index."""
    statement = select(GroupJoinCode).where(col(GroupJoinCode.code_index) == index)
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def open_code(session: AsyncSession, application_id: UUID) -> GroupJoinCode | None:
    """The code of the application that was not revoked; it may have run out."""
    statement = select(GroupJoinCode).where(
        col(GroupJoinCode.application_id) == application_id, col(GroupJoinCode.revoked_at).is_(None)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def ledger_of(session: AsyncSession, application_id: UUID) -> WageLedger | None:
    """The head of the ledger, as it is now."""
    return await session.get(WageLedger, application_id, populate_existing=True)


async def rows_of(session: AsyncSession, application_id: UUID) -> Sequence[LedgerRow]:
    """Rows of everyone who takes or took part, by number and month."""
    statement = (
        select(LedgerRow)
        .join(GroupMember, col(GroupMember.id) == col(LedgerRow.member_id))
        .where(
            col(GroupMember.application_id) == application_id, col(GroupMember.status) != MemberStatus.CANCELLED
        )
        .order_by(col(GroupMember.number), col(LedgerRow.month))
    )
    return (await session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def delete_rows(session: AsyncSession, member_ids: Collection[UUID]) -> None:
    """Clear these members' rows."""
    await session.execute(delete(LedgerRow).where(col(LedgerRow.member_id).in_(member_ids)))


async def insert_rows(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    """Write rows, all with one statement."""
    if rows:
        await session.execute(insert(LedgerRow), rows)


async def owed_by_joined(session: AsyncSession, application_id: UUID) -> int | None:
    """What the ledger says is owed to those who joined, in fen; ``None`` where it has no row of theirs."""
    statement = (
        select(func.sum(col(LedgerRow.agreed_fen) - col(LedgerRow.paid_fen)))
        .join(GroupMember, col(GroupMember.id) == col(LedgerRow.member_id))
        .where(col(GroupMember.application_id) == application_id, col(GroupMember.status) == MemberStatus.JOINED)
    )
    total = (await session.execute(statement)).scalar()
    return None if total is None else int(total)


async def count_joined(session: AsyncSession, application_id: UUID) -> int:
    """How many joined."""
    statement = select(func.count()).where(
        col(GroupMember.application_id) == application_id, col(GroupMember.status) == MemberStatus.JOINED
    )
    return (await session.execute(statement)).scalar_one()
