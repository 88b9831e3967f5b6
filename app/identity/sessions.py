"""Log-in sessions: opening, rotating refresh tokens with reuse detection, listing and revoking.

Everything here follows the machine's time, never the product's movable clock.

Rotation: a refresh token is used once and gives a successor. Used again, it may have been stolen, and the
whole session ends. One exception serves phones that lost the first answer on a weak network: within
:data:`GRACE`, and only while the successor itself is unused, the same token gives *the same* successor
again. No second line of tokens ever exists, so a thief and the owner still collide at the next rotation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.identity import RefreshTokenReused
from app.identity.enums import LoginMethod, RevokeReason
from app.identity.errors import AccountDisabled, RefreshRefused, RefreshReused
from app.identity.models import LoginSession, Person, RefreshToken
from app.identity.tokens import (
    LIFETIME,
    AccessTokens,
    hand_over,
    new_refresh_token,
    refresh_digest,
    take_over,
)
from app.kernel import events
from app.kernel.database import new_id
from app.kernel.errors import NotFound

SESSION_LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=10)
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a log-in or a refresh gives the caller."""

    person_id: UUID
    session_id: UUID
    access_token: str
    access_expires_in_s: int
    refresh_token: str
    refresh_expires_at: datetime


async def open_session(
    session: AsyncSession,
    tokens: AccessTokens,
    person: Person,
    *,
    method: LoginMethod,
    device: str | None,
    at: datetime,
) -> TokenPair:
    """Open a session of 30 days for someone whose identity was just checked.

    Raises:
        AccountDisabled: the person may not log in.
    """
    if person.disabled_at is not None:
        raise AccountDisabled()
    login = LoginSession(
        person_id=person.id,
        method=method,
        device=device[:160] if device else None,
        created_at=at,
        last_used_at=at,
        expires_at=at + SESSION_LIFETIME,
    )
    session.add(login)
    await session.flush()
    refresh = new_refresh_token()
    session.add(RefreshToken(session_id=login.id, digest=refresh_digest(refresh), issued_at=at))
    await session.flush()
    return _pair(tokens, login, refresh, at)


async def refresh(session: AsyncSession, tokens: AccessTokens, presented: str, *, at: datetime) -> TokenPair:
    """Exchange a refresh token for a new pair.

    Raises:
        RefreshRefused: unknown token, or its session expired, was revoked, or its person disabled.
        RefreshReused: the token was used before; its session is now revoked (and the edge commits that).
    """
    found = await session.execute(
        select(RefreshToken, LoginSession)
        .join(LoginSession, col(LoginSession.id) == col(RefreshToken.session_id))
        .join(Person, col(Person.id) == col(LoginSession.person_id))
        .where(
            col(RefreshToken.digest) == refresh_digest(presented),
            col(LoginSession.expires_at) > at,
            col(LoginSession.revoked_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
        .with_for_update(of=LoginSession)
    )
    row = found.one_or_none()
    if row is None:
        raise RefreshRefused()
    token, login = row
    await session.refresh(token)  # another request may have rotated it while this one waited for the lock
    if token.rotated_at is not None:
        return _pair(tokens, login, await _repeat(session, token, login, presented, at), at)
    successor = new_refresh_token()
    child = RefreshToken(id=new_id(), session_id=login.id, digest=refresh_digest(successor), issued_at=at)
    session.add(child)
    token.rotated_at = at
    token.successor_id = child.id
    token.successor_wrapped = hand_over(presented, successor)
    login.last_used_at = at
    await session.flush()
    return _pair(tokens, login, successor, at)


async def _repeat(
    session: AsyncSession, token: RefreshToken, login: LoginSession, presented: str, at: datetime
) -> str:
    """The same successor again for a phone that lost it, or the end of the session."""
    assert token.rotated_at is not None
    assert token.successor_id is not None
    child = await session.get_one(RefreshToken, token.successor_id, populate_existing=True)
    if at - token.rotated_at <= GRACE and child.rotated_at is None and token.successor_wrapped is not None:
        return take_over(presented, token.successor_wrapped)
    login.revoked_at = at
    login.revoke_reason = RevokeReason.TOKEN_REUSED
    await events.record(session, RefreshTokenReused(person_id=login.person_id, session_id=login.id), at=at)
    raise RefreshReused()


def _pair(tokens: AccessTokens, login: LoginSession, refresh_token: str, at: datetime) -> TokenPair:
    return TokenPair(
        person_id=login.person_id,
        session_id=login.id,
        access_token=tokens.issue(login.person_id, login.id, at=at),
        access_expires_in_s=int(LIFETIME.total_seconds()),
        refresh_token=refresh_token,
        refresh_expires_at=login.expires_at,
    )


async def open_sessions(session: AsyncSession, person_id: UUID, *, at: datetime) -> list[LoginSession]:
    """A person's sessions that still hold, newest first (at most 100)."""
    found = await session.execute(
        select(LoginSession)
        .where(
            col(LoginSession.person_id) == person_id,
            col(LoginSession.revoked_at).is_(None),
            col(LoginSession.expires_at) > at,
        )
        .order_by(col(LoginSession.created_at).desc(), col(LoginSession.id).desc())
        .limit(100)
    )
    return list(found.scalars())


async def revoke(
    session: AsyncSession, person_id: UUID, session_id: UUID, *, reason: RevokeReason, at: datetime
) -> None:
    """End one of the person's own sessions; its access tokens stop working with the next request.

    Raises:
        NotFound: no open session of this person has that id.
    """
    ended = await session.execute(
        update(LoginSession)
        .where(
            col(LoginSession.id) == session_id,
            col(LoginSession.person_id) == person_id,
            col(LoginSession.revoked_at).is_(None),
        )
        .values(revoked_at=at, revoke_reason=reason)
        .returning(col(LoginSession.id))
    )
    if ended.scalar_one_or_none() is None:
        raise NotFound()


async def revoke_all(
    session: AsyncSession,
    person_id: UUID,
    *,
    reason: RevokeReason,
    at: datetime,
    except_session: UUID | None = None,
) -> None:
    """End every session of a person, but for the one that asked."""
    statement = update(LoginSession).where(
        col(LoginSession.person_id) == person_id, col(LoginSession.revoked_at).is_(None)
    )
    if except_session is not None:
        statement = statement.where(col(LoginSession.id) != except_session)
    await session.execute(statement.values(revoked_at=at, revoke_reason=reason))


async def purge(session: AsyncSession, at: datetime) -> None:
    """Forget sessions, with their tokens, that ended long ago (个人信息保护法 art. 19)."""
    await session.execute(delete(LoginSession).where(col(LoginSession.expires_at) < at - KEPT))
