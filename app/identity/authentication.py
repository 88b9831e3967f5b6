"""Who is calling: the services of identity, and the check every guarded route begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from sqlalchemy import DateTime, Row, Uuid, and_, bindparam, or_, select
from sqlmodel import col

from app.identity.errors import PasswordChangeRequired, SessionEnded
from app.identity.models import LoginSession, Person, RoleGrant, StaffAccount
from app.identity.passwords import Passwords
from app.identity.repository import has_initial_password
from app.identity.tokens import AccessTokens, TokenRefused
from app.identity.wechat import WechatClient
from app.kernel.access import Action
from app.kernel.actor import STAFF, Actor, Grant, Role
from app.kernel.areas.models import Agency
from app.kernel.clock import Clock, SystemClock, local_date
from app.kernel.database import Database
from app.kernel.errors import Unauthenticated
from app.kernel.guard import Guard, guard_of
from app.settings import Settings


@dataclass(slots=True)
class Identity:
    """What identity needs at run time, one for the process; ``app.state.identity``.

    ``clock`` is the machine's: tokens, sessions and lock-outs never follow the product's movable clock.
    """

    tokens: AccessTokens
    passwords: Passwords
    wechat: WechatClient
    clock: Clock

    async def close(self) -> None:
        """Close the connections to WeChat."""
        await self.wechat.close()


def build_identity(settings: Settings) -> Identity:
    """Build from settings; nothing is connected yet."""
    return Identity(
        tokens=AccessTokens(settings.token_key_ring),
        passwords=Passwords(),
        wechat=WechatClient(
            settings.wechat_base_url, settings.wechat_app_id, settings.wechat_secret.get_secret_value()
        ),
        clock=SystemClock(),
    )


async def _identity(request: Request) -> Identity:
    return cast(Identity, request.app.state.identity)


async def _system_now(request: Request) -> datetime:
    return (await _identity(request)).clock.now()


IdentityDep = Annotated[Identity, Depends(_identity)]
SystemNow = Annotated[datetime, Depends(_system_now)]
"""The machine's time, for everything about logging in."""

_AT = bindparam("at", type_=DateTime(timezone=True))
_SYSTEM_NOW = bindparam("system_now", type_=DateTime(timezone=True))

_CALLER = (
    select(
        col(RoleGrant.role),
        col(RoleGrant.agency_id),
        col(Agency.tree_path),
        col(Agency.valid_to),
        has_initial_password().label("has_initial_password"),
    )
    .select_from(LoginSession)
    .join(Person, col(Person.id) == col(LoginSession.person_id))
    .outerjoin(StaffAccount, col(StaffAccount.person_id) == col(Person.id))
    .outerjoin(
        RoleGrant,
        and_(
            col(RoleGrant.person_id) == col(Person.id),
            col(RoleGrant.valid_from) <= _AT,
            or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) > _AT),
        ),
    )
    .outerjoin(Agency, col(Agency.id) == col(RoleGrant.agency_id))
    .where(
        col(LoginSession.id) == bindparam("session_id", type_=Uuid()),
        col(LoginSession.person_id) == bindparam("person_id", type_=Uuid()),
        col(LoginSession.revoked_at).is_(None),
        col(LoginSession.expires_at) > _SYSTEM_NOW,
        col(Person.disabled_at).is_(None),
    )
)
"""Validity of the session and every role in force, in one statement: one row a role, none if invalid."""


async def authenticate(request: Request) -> Actor:
    """The caller of a request, from its ``Authorization: Bearer`` header; ``app.state.authenticate``.

    The statement runs outside the request's transaction, so that a route which then speaks to the network
    holds none open. Revoking a session or a role works with the very next request.

    Raises:
        Unauthenticated: no token.
        TokenRefused: a token that is not ours or no longer good.
        SessionEnded: its session was revoked or its person disabled.
        PasswordChangeRequired: logged in with the password an administrator set, and the route is not about
            the caller's own account.
    """
    identity = await _identity(request)
    now = identity.clock.now()
    claims = identity.tokens.verify(_bearer(request), at=now)
    at: datetime = request.app.state.clock.now()
    database = cast(Database, request.app.state.database)
    parameters = {
        "session_id": claims.session_id,
        "person_id": claims.person_id,
        "system_now": now,
        "at": at,
    }
    async with database.autocommit() as connection:
        rows = (await connection.execute(_CALLER, parameters)).all()
    if not rows:
        raise SessionEnded()
    if rows[0].has_initial_password and not _is_about_own_account(request):
        raise PasswordChangeRequired()
    return Actor(claims.person_id, claims.session_id, _grants(rows, at))


def _is_about_own_account(request: Request) -> bool:
    guard = guard_of(request.scope["route"].dependant)
    return isinstance(guard, Guard) and guard.action is Action.ACCOUNT_USE


def _grants(rows: Sequence[Row[Any, Any, Any, Any, Any]], at: datetime) -> tuple[Grant, ...]:
    """The roles; a staff role in an agency that was closed no longer counts."""
    today = local_date(at)
    grants: list[Grant] = []
    for role, agency_id, tree_path, closed_on, _ in rows:
        if role is None:
            continue
        if role in STAFF and closed_on is not None and closed_on <= today:
            continue
        grants.append(Grant(Role(role), agency_id, tree_path))
    return tuple(grants)


def _bearer(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is None:
        raise Unauthenticated()
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused()
    return token.strip()
