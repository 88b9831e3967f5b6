"""SQL of identity. Reads made for a member of staff begin at :func:`staff_visible_to`,
those made to find a colleague at :func:`colleagues_of`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.identity.enums import LoginMethod
from app.identity.models import LoginSession, Person, RealName, RoleGrant, StaffAccount, WechatAccount
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import is_open
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date


def in_force(at: datetime) -> ColumnElement[bool]:
    """Role grants that hold at ``at``."""
    return and_(
        col(RoleGrant.valid_from) <= at, or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) > at)
    )


async def person_of_openid(session: AsyncSession, openid_index: bytes) -> tuple[WechatAccount, Person] | None:
    """The account with this blind index, and whose it is."""
    found = await session.execute(
        select(WechatAccount, Person)
        .join(Person, col(Person.id) == col(WechatAccount.person_id))
        .where(col(WechatAccount.openid_index) == openid_index)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


def has_initial_password() -> ColumnElement[bool]:
    """Log-ins with a password that an administrator set; to be joined with ``StaffAccount``."""
    return and_(
        col(LoginSession.method) == LoginMethod.PASSWORD,
        col(StaffAccount.person_id).is_not(None),
        col(StaffAccount.password_changed_at).is_(None),
    )


async def must_change_password(session: AsyncSession, session_id: UUID) -> bool:
    """Whether this log-in may do nothing yet but change the password."""
    found = await session.execute(
        select(LoginSession.id)
        .join(StaffAccount, col(StaffAccount.person_id) == col(LoginSession.person_id))
        .where(col(LoginSession.id) == session_id, has_initial_password())
    )
    return found.first() is not None


async def account_of_username(session: AsyncSession, username: str) -> tuple[StaffAccount, Person] | None:
    """The staff account of a lower-case user name, and whose it is."""
    found = await session.execute(
        select(StaffAccount, Person)
        .join(Person, col(Person.id) == col(StaffAccount.person_id))
        .where(col(StaffAccount.username) == username)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def owner_of_number(session: AsyncSession, number_index: bytes) -> UUID | None:
    """Who registered the document with this blind index."""
    found = await session.execute(select(RealName.person_id).where(col(RealName.number_index) == number_index))
    return found.scalar_one_or_none()


async def grants_of(
    session: AsyncSession, person_ids: Sequence[UUID], *, at: datetime
) -> list[tuple[RoleGrant, Agency | None]]:
    """Every role in force of these people, with the agency, oldest first."""
    found = await session.execute(
        select(RoleGrant, Agency)
        .outerjoin(Agency, col(Agency.id) == col(RoleGrant.agency_id))
        .where(col(RoleGrant.person_id).in_(person_ids), in_force(at))
        .order_by(col(RoleGrant.valid_from), col(RoleGrant.id))
    )
    return [(grant, agency) for grant, agency in found.all()]


def staff_visible_to(actor: Actor, *, at: datetime) -> SelectOfScalar[Person]:
    """Holders of staff accounts who serve in the actor's subtree, or served there and now serve nowhere."""
    within = _within(access.agency_paths(actor, Action.STAFF_MANAGE))
    theirs = and_(col(RoleGrant.person_id) == col(Person.id), col(Agency.id) == col(RoleGrant.agency_id))
    serves_here = exists().where(theirs, in_force(at), within)
    served_here = exists().where(theirs, within)
    serves_anywhere = exists().where(theirs, in_force(at))
    return (
        select(Person)
        .join(StaffAccount, col(StaffAccount.person_id) == col(Person.id))
        .where(or_(serves_here, and_(served_here, ~serves_anywhere)))
    )


def colleagues_of(actor: Actor, *, at: datetime) -> SelectOfScalar[Person]:
    """Whoever works on cases in the actor's agencies and those below, and may log in."""
    theirs = and_(col(RoleGrant.person_id) == col(Person.id), col(Agency.id) == col(RoleGrant.agency_id))
    return (
        select(Person)
        .join(StaffAccount, col(StaffAccount.person_id) == col(Person.id))
        .where(col(Person.disabled_at).is_(None), exists().where(theirs, _is_post(actor, at)))
    )


async def posts_of(
    session: AsyncSession, actor: Actor, person_ids: Sequence[UUID], *, at: datetime
) -> list[tuple[RoleGrant, Agency]]:
    """For what these colleagues are listed: their roles within the actor's reach, oldest first."""
    found = await session.execute(
        select(RoleGrant, Agency)
        .join(Agency, col(Agency.id) == col(RoleGrant.agency_id))
        .where(col(RoleGrant.person_id).in_(person_ids), _is_post(actor, at))
        .order_by(col(RoleGrant.valid_from), col(RoleGrant.id))
    )
    return [(grant, agency) for grant, agency in found.all()]


def _is_post(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Roles in force of those who may look for colleagues, in open agencies of the actor's subtrees."""
    roles = access.ACCESS[Action.COLLEAGUE_READ].scopes
    return and_(
        in_force(at),
        is_open(local_date(at)),
        col(RoleGrant.role).in_(roles),
        _within(access.agency_paths(actor, Action.COLLEAGUE_READ)),
    )


def _within(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(col(Agency.tree_path).startswith(path, autoescape=True) for path in paths))


async def accounts_of(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, StaffAccount]:
    """Staff accounts by person."""
    found = await session.execute(select(StaffAccount).where(col(StaffAccount.person_id).in_(person_ids)))
    return {account.person_id: account for account in found.scalars()}


async def holders_on_path(
    session: AsyncSession, role: Role, agency_path: str, *, at: datetime, limit: int
) -> list[tuple[UUID, str]]:
    """People who hold the role in the agency at ``agency_path`` or above it, the nearest agencies first."""
    found = await session.execute(
        select(RoleGrant.person_id, Agency.tree_path)
        .join(Agency, col(Agency.id) == col(RoleGrant.agency_id))
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            func.starts_with(literal(agency_path), col(Agency.tree_path)),
            col(RoleGrant.role) == role,
            in_force(at),
            is_open(local_date(at)),
            col(Person.disabled_at).is_(None),
        )
        .order_by(func.length(col(Agency.tree_path)).desc(), col(RoleGrant.id))
        .limit(limit)
    )
    return [(person_id, path) for person_id, path in found.all()]
