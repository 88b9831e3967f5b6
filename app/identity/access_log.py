"""Who looked at a person's data, for that person (个人信息保护法 arts. 44, 45)."""

from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity import people
from app.identity.numbers import mask_name
from app.identity.schemas import AccessLogEntry
from app.kernel.access import ACCESS
from app.kernel.audit import AuditEntry
from app.kernel.dictionaries import dictionaries
from app.kernel.paging import PageRequest, cut, keyset

TITLES = {str(action): permission.title for action, permission in ACCESS.items()}
SYSTEM = "系统"
UNNAMED = "未登记姓名"


async def access_log(
    session: AsyncSession, person_id: UUID, page: PageRequest
) -> tuple[list[AccessLogEntry], str | None]:
    """A page of the entries about a person made by others, newest first; names of who looked are masked."""
    statement = select(AuditEntry).where(
        col(AuditEntry.owner_id) == person_id,
        or_(col(AuditEntry.actor_id).is_(None), col(AuditEntry.actor_id) != person_id),
    )
    statement = keyset(statement, page, col(AuditEntry.at), col(AuditEntry.id))
    found = (await session.execute(statement)).scalars().all()
    rows, cursor = cut(found, page, lambda row: (row.at, row.id))
    names = await people.names(session, {row.actor_id for row in rows if row.actor_id is not None})
    return [_shown(row, names) for row in rows], cursor


def _shown(row: AuditEntry, names: dict[UUID, str]) -> AccessLogEntry:
    by = SYSTEM if row.actor_id is None else mask_name(names.get(row.actor_id, UNNAMED))
    return AccessLogEntry(
        id=row.id,
        at=row.at,
        action=row.action,
        action_title=TITLES.get(row.action) or _transition_title(row),
        purpose=row.purpose,
        object_type=row.object_type,
        by=by,
        roles=[role for role in row.actor_roles.split(",") if role],
    )


def _transition_title(row: AuditEntry) -> str:
    """What the system did, from the labels of the machine's actions."""
    return dictionaries().get(f"{row.object_type}_action", {}).get(row.action.rpartition(".")[2], SYSTEM)
