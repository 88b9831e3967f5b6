"""Passwords and one-time codes of staff. Hashing runs in threads, a few at a time."""

from datetime import datetime

import anyio.to_thread
from anyio import CapacityLimiter
from pwdlib import PasswordHash
from pyotp import random_base32
from pyotp.exceptions import OTPVerificationError
from pyotp.totp import TOTP

from app.identity.errors import PasswordTooWeak
from app.identity.guessing import unguessed
from app.kernel.errors import FieldError

AT_ONCE = 2
"""Argon2 takes 64 MiB and a core each time: more at once would only make everybody wait together."""

ISSUER = "一键通"
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$mrY7H071+n01i21GdbAQGg$enhrcLenF6E8AowP/WAibMmO9WZ/qnb6ek15wo4c2XQ"
"""A hash no account has, with the parameters of today: a test fails when they are raised."""

MIN_LENGTH = 12
MIN_DIFFERENT = 5
MIN_UNGUESSED = 8


class Passwords:
    """Argon2id by pwdlib; the same work is done for a user name that does not exist.

    Args:
        hasher: other parameters than the recommended ones; tests use cheap ones.
    """

    def __init__(self, hasher: PasswordHash | None = None) -> None:
        self._hasher = hasher or PasswordHash.recommended()
        self._limiter = CapacityLimiter(AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await anyio.to_thread.run_sync(self._hasher.hash, password, limiter=self._limiter)

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Whether the password fits, and a new hash to store where the parameters have been raised.

        Without a stored hash the answer is no, after the same time.
        """
        fits, renewed = await anyio.to_thread.run_sync(
            self._hasher.verify_and_update, password, stored or NOBODY, limiter=self._limiter
        )
        return fits and stored is not None, renewed if stored is not None else None


def check_strength(password: str, username: str) -> None:
    """Refuse what is guessed first; length counts more than kinds of characters.

    Raises:
        PasswordTooWeak: shorter than 12 characters, fewer than 5 different ones, the user name in it, or little
            but runs, keyboard order, repetition and common words.
    """
    broken: str | None = None
    if len(password) < MIN_LENGTH:
        broken = f"密码至少 {MIN_LENGTH} 位"
    elif len(set(password)) < MIN_DIFFERENT:
        broken = "密码里重复的字符太多"
    elif username.lower() in password.lower():
        broken = "密码里不能有用户名"
    elif unguessed(password) < MIN_UNGUESSED:
        broken = "密码太容易猜到，请不要用连续的数字、键盘上相邻的键或常见的词"
    if broken:
        raise PasswordTooWeak(fields=[FieldError("password", "weak", broken)])


def new_totp_secret() -> str:
    """160 random bits in base32 (RFC 4226, section 4)."""
    return random_base32()


def totp_uri(secret: str, username: str) -> str:
    """What an authenticator app reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def totp_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step whose code this is (one step early or late is let pass), or ``None``."""
    try:
        return TOTP(secret).verify_and_get_timecode(code, for_time=at, valid_window=1)
    except OTPVerificationError:
        return None
