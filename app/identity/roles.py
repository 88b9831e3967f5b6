"""Granting and revoking roles: the one place that writes ``role_grant``."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.identity import RoleGranted, RoleRevoked
from app.identity.errors import RoleHeldAlready, UnknownAgency
from app.identity.models import RoleGrant
from app.identity.repository import holders_on_path, in_force
from app.kernel import events
from app.kernel.actor import Role
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound

MOST_ON_DUTY = 200


async def grant_role(
    session: AsyncSession,
    person_id: UUID,
    role: Role,
    *,
    agency_id: UUID | None,
    at: datetime,
    granted_by: UUID | None = None,
    valid_to: datetime | None = None,
) -> RoleGrant:
    """Give a role from ``at`` on; whether the caller may is the caller's policy.

    Raises:
        UnknownAgency: no agency with that id is in force.
        RoleHeldAlready: the person holds the role in that agency now.
    """
    if agency_id is not None:
        await open_agency(session, agency_id, at=at)
    held = select(RoleGrant.id).where(
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.role) == role,
        col(RoleGrant.agency_id).is_not_distinct_from(agency_id),
        in_force(at),
    )
    if (await session.execute(held)).first() is not None:
        raise RoleHeldAlready()
    grant = RoleGrant(
        person_id=person_id,
        role=role,
        agency_id=agency_id,
        valid_from=at,
        valid_to=valid_to,
        granted_by=granted_by,
    )
    session.add(grant)
    await session.flush()
    event = RoleGranted(person_id=person_id, grant_id=grant.id, role=role, agency_id=agency_id)
    await events.record(session, event, at=at)
    return grant


async def ensure_role(
    session: AsyncSession, person_id: UUID, role: Role, *, at: datetime, granted_by: UUID | None = None
) -> None:
    """Give a role that serves no agency unless the person holds it already."""
    try:
        await grant_role(session, person_id, role, agency_id=None, at=at, granted_by=granted_by)
    except RoleHeldAlready:
        return


async def revoke_role(session: AsyncSession, grant: RoleGrant, *, at: datetime, revoked_by: UUID) -> None:
    """End a role now."""
    grant.valid_to = max(at, grant.valid_from)
    grant.revoked_by = revoked_by
    await session.flush()
    event = RoleRevoked(person_id=grant.person_id, grant_id=grant.id, role=grant.role, agency_id=grant.agency_id)
    await events.record(session, event, at=at)


async def grant_in_force(session: AsyncSession, person_id: UUID, grant_id: UUID, *, at: datetime) -> RoleGrant:
    """One role of a person that still holds, locked for change.

    Raises:
        NotFound: none.
    """
    found = await session.execute(
        select(RoleGrant)
        .where(
            col(RoleGrant.id) == grant_id,
            col(RoleGrant.person_id) == person_id,
            or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) > at),
        )
        .with_for_update()
    )
    grant = found.scalar_one_or_none()
    if grant is None:
        raise NotFound()
    return grant


async def on_duty(session: AsyncSession, role: Role, agency_id: UUID, *, at: datetime) -> list[UUID]:
    """Who holds a staff role in the agency; where nobody does, in the nearest agency above where someone does.

    At most :data:`MOST_ON_DUTY`: more than any one agency has.
    """
    agency = await session.get(Agency, agency_id)
    if agency is None:
        return []
    holders = await holders_on_path(session, role, agency.tree_path, at=at, limit=MOST_ON_DUTY)
    return [person_id for person_id, path in holders if path == holders[0][1]]


async def open_agency(session: AsyncSession, agency_id: UUID, *, at: datetime) -> Agency:
    """An agency in force.

    Raises:
        UnknownAgency: none.
    """
    agency = await session.get(Agency, agency_id)
    if agency is None or (agency.valid_to is not None and agency.valid_to <= local_date(at)):
        raise UnknownAgency(fields=[FieldError("agency_id", "unknown", "没有这个机构，或者它已停用")])
    return agency


async def on_duty_above(session: AsyncSession, role: Role, agency_id: UUID, *, at: datetime) -> set[UUID]:
    """Who holds a staff role in the agency or in any above it: whoever may act there."""
    agency = await session.get(Agency, agency_id)
    if agency is None:
        return set()
    holders = await holders_on_path(session, role, agency.tree_path, at=at, limit=MOST_ON_DUTY)
    return {person_id for person_id, _ in holders}
