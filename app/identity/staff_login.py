"""Staff log-in by name, password and, where set up, a one-time code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import repository, sessions, throttle
from app.identity.enums import LoginMethod, RevokeReason
from app.identity.errors import (
    CredentialsRefused,
    LoginLocked,
    NotStaffLogin,
    PasswordTooWeak,
    TotpAlreadyActive,
    TotpNotStarted,
    TotpRefused,
    TotpRequired,
    WrongPassword,
)
from app.identity.models import TOTP, StaffAccount
from app.identity.passwords import Passwords, check_strength, new_totp_secret, totp_step, totp_uri
from app.identity.sessions import TokenPair
from app.identity.tokens import AccessTokens
from app.kernel.database import Database
from app.kernel.errors import FieldError
from app.kernel.vault import Vault


async def log_in(
    database: Database,
    vault: Vault,
    tokens: AccessTokens,
    passwords: Passwords,
    *,
    username: str,
    password: str,
    code: str | None,
    device: str | None,
    at: datetime,
) -> TokenPair:
    """Log a member of staff in at the machine's time ``at``.

    Three steps with two short transactions, so that no connection waits while Argon2 works: count the
    attempt (it stays counted unless everything fits), verify, open the session.

    Raises:
        LoginLocked: too many attempts under this name, whether or not anyone has it.
        CredentialsRefused: unknown name, wrong password or wrong code; the same work and answer for each.
        TotpRequired: the password fits and a code is needed. It stays counted, or it would reset the count
            for someone who guesses codes.
        AccountDisabled: an administrator disabled the person.
    """
    name = username.strip().lower()
    key = throttle.login_key(vault, name)
    async with database.transaction() as session:
        await throttle.count_attempt(session, key, at=at, locked=LoginLocked)
        known = await repository.account_of_username(session, name)
    fits, renewed = await passwords.verify(password, known[0].password_hash if known else None)
    if not fits or known is None:
        raise CredentialsRefused()
    account, person = known
    async with database.transaction() as session:
        await _check_code(session, vault, account, code, at)
        if not await _replace_hash(session, account, password_hash=renewed or account.password_hash):
            raise CredentialsRefused()
        await throttle.clear(session, key)
        return await sessions.open_session(
            session, tokens, person, method=LoginMethod.PASSWORD, device=device, at=at
        )


async def _check_code(
    session: AsyncSession, vault: Vault, account: StaffAccount, code: str | None, at: datetime
) -> None:
    if account.totp_sealed is None or account.totp_confirmed_at is None:
        return
    if not code:
        raise TotpRequired()
    step = totp_step(vault.open(account.totp_sealed, TOTP), code, at)
    if step is None or not await _use_step(session, account.person_id, step):
        raise CredentialsRefused()


async def _use_step(session: AsyncSession, person_id: UUID, step: int) -> bool:
    """Use a step's code up; false when it, or a later one, was used before (RFC 6238, section 5.2)."""
    used = await session.execute(
        update(StaffAccount)
        .where(
            col(StaffAccount.person_id) == person_id,
            or_(col(StaffAccount.totp_last_step).is_(None), col(StaffAccount.totp_last_step) < step),
        )
        .values(totp_last_step=step)
        .returning(col(StaffAccount.person_id))
    )
    return used.scalar_one_or_none() is not None


async def _replace_hash(session: AsyncSession, verified: StaffAccount, **values: object) -> bool:
    """Store what follows from a verified password; false when it is no longer the password.

    An administrator may have set another one while Argon2 worked: theirs stands.
    """
    stored = await session.execute(
        update(StaffAccount)
        .where(
            col(StaffAccount.person_id) == verified.person_id,
            col(StaffAccount.password_hash) == verified.password_hash,
        )
        .values(**values)
        .returning(col(StaffAccount.person_id))
    )
    return stored.scalar_one_or_none() is not None


async def change_password(
    database: Database,
    vault: Vault,
    passwords: Passwords,
    person_id: UUID,
    session_id: UUID,
    *,
    current: str,
    new: str,
    at: datetime,
) -> None:
    """Change the caller's password; every other session of theirs ends.

    Raises:
        NotStaffLogin: the caller has no password.
        LoginLocked: too many wrong attempts.
        WrongPassword, PasswordTooWeak: see there.
    """
    if new == current:
        raise PasswordTooWeak(fields=[FieldError("password", "unchanged", "新密码不能和现在的一样")])
    key = throttle.person_key(vault, person_id, "password")
    async with database.transaction() as session:
        account = await _own_account(session, person_id)
        check_strength(new, account.username)
        await throttle.count_attempt(session, key, at=at, locked=LoginLocked)
    fits, _ = await passwords.verify(current, account.password_hash)
    if not fits:
        raise WrongPassword()
    hashed = await passwords.hash(new)
    async with database.transaction() as session:
        if not await _replace_hash(session, account, password_hash=hashed, password_changed_at=at):
            raise WrongPassword()
        await throttle.clear(session, key)
        await sessions.revoke_all(
            session, person_id, reason=RevokeReason.PASSWORD_CHANGED, at=at, except_session=session_id
        )


async def start_totp(session: AsyncSession, vault: Vault, person_id: UUID) -> tuple[str, str]:
    """A new secret and its URI for the app; nothing asks for codes until one was confirmed.

    Raises:
        NotStaffLogin, TotpAlreadyActive: see there.
    """
    account = await _own_account(session, person_id)
    if account.totp_confirmed_at is not None:
        raise TotpAlreadyActive()
    secret = new_totp_secret()
    account.totp_sealed = vault.seal(secret, TOTP)
    account.totp_last_step = None
    return secret, totp_uri(secret, account.username)


async def confirm_totp(session: AsyncSession, vault: Vault, person_id: UUID, code: str, *, at: datetime) -> None:
    """Turn one-time codes on with the first right code.

    Raises:
        NotStaffLogin, TotpNotStarted, TotpAlreadyActive, TotpRefused: see there.
    """
    account = await _own_account(session, person_id)
    if account.totp_confirmed_at is not None:
        raise TotpAlreadyActive()
    if account.totp_sealed is None:
        raise TotpNotStarted()
    step = totp_step(vault.open(account.totp_sealed, TOTP), code, at)
    if step is None:
        raise TotpRefused()
    account.totp_last_step = step
    account.totp_confirmed_at = at


async def _own_account(session: AsyncSession, person_id: UUID) -> StaffAccount:
    account = await session.get(StaffAccount, person_id)
    if account is None:
        raise NotStaffLogin()
    return account
