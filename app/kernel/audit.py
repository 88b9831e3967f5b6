"""Who looked at or changed what, for what purpose. Append-only: the database refuses update and delete.

Every read of personal data, evidence or a location by someone other than its owner is one entry, and the
owner can list the entries about themselves (个人信息保护法 arts. 44, 45, 51, 54).
"""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from app.kernel.access import ACCESS, Action
from app.kernel.actor import Actor
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, new_id


class AuditEntry(Table, table=True):
    """One access to or change of an object by someone."""

    __table_args__ = (
        Index("ix_audit_entry_owner", "owner_id", "at", "id"),
        Index("ix_audit_entry_object", "object_type", "object_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    actor_id: UUID | None = None
    actor_roles: str = Field(max_length=120, sa_column_kwargs=plain())
    action: str = Field(max_length=80, sa_column_kwargs=plain())
    purpose: str = Field(max_length=80, sa_column_kwargs=plain())
    object_type: str = Field(max_length=40, sa_column_kwargs=plain())
    object_id: UUID
    owner_id: UUID | None = None
    request_id: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())
    note: str | None = Field(
        default=None,
        max_length=500,
        sa_column_kwargs=personal(Sensitivity.GENERAL, purpose="说明操作的理由"),
    )


def current_request_id() -> str | None:
    """The id of the request being served, from the logging context."""
    value = structlog.contextvars.get_contextvars().get("request_id")
    return value if isinstance(value, str) else None


async def record_access(
    session: AsyncSession,
    actor: Actor,
    action: Action,
    *,
    object_type: str,
    object_id: UUID,
    owner_id: UUID | None,
    at: datetime,
    purpose: str | None = None,
    note: str | None = None,
) -> None:
    """Write one entry unless the actor is the owner looking at their own data.

    ``purpose`` is what the actor stated; without it, what the action is for.
    """
    if owner_id == actor.person_id:
        return
    add_entry(
        session,
        actor,
        action,
        object_type=object_type,
        object_id=object_id,
        owner_id=owner_id,
        at=at,
        purpose=purpose,
        note=note,
    )


def add_entry(
    session: AsyncSession,
    actor: Actor | None,
    action: Action | str,
    *,
    object_type: str,
    object_id: UUID,
    owner_id: UUID | None,
    at: datetime,
    purpose: str | None = None,
    note: str | None = None,
) -> None:
    """Add one entry; ``actor`` is none where the system itself acted."""
    meant = ACCESS[action].purpose if isinstance(action, Action) else "系统自动办理"
    session.add(
        AuditEntry(
            at=at,
            actor_id=actor.person_id if actor else None,
            actor_roles=",".join(sorted(actor.roles)) if actor else "",
            action=str(action),
            purpose=purpose or meant,
            object_type=object_type,
            object_id=object_id,
            owner_id=owner_id,
            request_id=current_request_id(),
            note=note,
        )
    )
