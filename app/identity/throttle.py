"""Counts failed attempts and makes the next one wait longer and longer.

An attempt is counted before its outcome is known, and the count cleared, or the attempt taken back, when it
succeeds. Counting first means that a hundred guesses sent at once are a hundred counts, and that nothing has to
be written on the way out of a failing request. Keys are blind indexes; whether an account exists under one does
not matter, so that a lock tells nobody which user names exist.
"""

import math
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.identity.models import Throttle
from app.kernel.errors import TooManyRequests
from app.kernel.vault import Vault

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


def login_key(vault: Vault, username: str) -> bytes:
    """The key of a user name."""
    return vault.index(username, "throttle.login")


def person_key(vault: Vault, person_id: UUID, purpose: str) -> bytes:
    """The key of something a person does."""
    return vault.index(str(person_id), f"throttle.{purpose}")


def wait_after(failures: int) -> timedelta | None:
    """How long the next attempt waits after so many failures in a row: a minute after the fifth, then
    twice as long each time, up to an hour.
    """
    if failures < FREE_ATTEMPTS:
        return None
    return min(FIRST_WAIT * 2 ** min(failures - FREE_ATTEMPTS, 12), LONGEST_WAIT)


async def count_attempt(session: AsyncSession, key: bytes, *, at: datetime, locked: type[TooManyRequests]) -> None:
    """Count one attempt at the machine's time ``at``; the caller's transaction decides when it holds.

    Raises:
        locked: the key must wait; the attempt was not counted.
    """
    row = await _locked_row(session, key, at)
    if row.locked_until is not None and row.locked_until > at:
        raise locked(retry_after_s=math.ceil((row.locked_until - at).total_seconds()))
    row.failures = 1 if row.last_at < at - FORGOTTEN_AFTER else row.failures + 1
    row.last_at = at
    wait = wait_after(row.failures)
    row.locked_until = None if wait is None else at + wait
    await session.flush()


async def _locked_row(session: AsyncSession, key: bytes, at: datetime) -> Throttle:
    """The key's row, made if there is none, locked either way even if another attempt clears it just now."""
    made = insert(Throttle).values(key=key, failures=0, last_at=at)
    locked = made.on_conflict_do_update(index_elements=["key"], set_={"key": made.excluded.key})
    found = await session.execute(
        select(Throttle).from_statement(locked.returning(Throttle)).execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def take_back(session: AsyncSession, key: bytes) -> None:
    """The attempt succeeded and does not count; those that failed before it still do.

    For secrets that a guesser may know one of: their own right answer in between would else start the count
    anew, again and again.
    """
    fewer = update(Throttle).where(col(Throttle.key) == key)
    fewer = fewer.values(failures=func.greatest(col(Throttle.failures) - 1, 0), locked_until=None)
    await session.execute(fewer.execution_options(synchronize_session=False))


async def clear(session: AsyncSession, key: bytes) -> None:
    """The attempt succeeded: start counting anew."""
    await session.execute(delete(Throttle).where(col(Throttle.key) == key))


async def purge(session: AsyncSession, at: datetime) -> None:
    """Forget keys without attempts for a day."""
    await session.execute(delete(Throttle).where(col(Throttle.last_at) < at - FORGOTTEN_AFTER))
