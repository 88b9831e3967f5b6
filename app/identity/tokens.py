"""Access tokens (signed, short) and refresh tokens (random, stored as a digest). Pure: time is an argument.

An access token is a JWT under HS256, signed with the first key of the ring and verified with whichever key
its ``kid`` names, so that keys are rotated by prepending a new one and dropping the old one 30 minutes
later. The algorithm is never taken from the token.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from jose import jws, jwt
from jose.exceptions import JOSEError

from app.kernel.errors import Unauthenticated

ALGORITHM = "HS256"
ISSUER = "yijiantong"
AUDIENCE = "yijiantong-api"
LIFETIME = timedelta(minutes=30)
CLOCK_SKEW_S = 5
"""How far the clocks of two of our machines may differ: a token of one is good at once on the other."""
MAX_LENGTH = 2048
REFRESH_BYTES = 32


class TokenRefused(Unauthenticated):
    """The access token is not one we issued, or no longer good. The reason is never told to the caller."""

    code = "token_invalid"
    title = "登录已过期，请重新登录"


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a verified access token says."""

    person_id: UUID
    session_id: UUID
    token_id: str
    issued_at: datetime
    expires_at: datetime


class AccessTokens:
    """Issues and verifies access tokens.

    Args:
        keys: key ring by key id, at least one; the first signs, all verify.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError("access tokens need a key")
        self._keys = dict(keys)
        self._current = next(iter(self._keys))

    def issue(self, person_id: UUID, session_id: UUID, *, at: datetime) -> str:
        """A token good for 30 minutes from ``at``, the machine's time."""
        issued = int(at.timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(person_id),
            "sid": str(session_id),
            "jti": uuid4().hex,
            "iat": issued,
            "nbf": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
        }
        key = self._keys[self._current]
        return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": self._current})

    def verify(self, token: str, *, at: datetime) -> AccessClaims:
        """The claims of a token that we signed and that is good at ``at``.

        Raises:
            TokenRefused: garbage, another algorithm, unknown or missing key id, a wrong signature, issuer
                or audience, a claim missing or of the wrong type, expired, or not yet valid.
        """
        header = _header(token)
        key = self._keys.get(str(header.get("kid")))
        if header.get("alg") != ALGORITHM or key is None or "crit" in header:
            raise TokenRefused
        try:
            claims = json.loads(jws.verify(token, key, algorithms=[ALGORITHM]))
        except (JOSEError, ValueError, RecursionError):
            raise TokenRefused from None
        if not isinstance(claims, dict):
            raise TokenRefused
        return _good_claims(cast("Mapping[str, object]", claims), at)


def _header(token: str) -> Mapping[str, object]:
    """The header, read before any signature is checked: only to choose among our own keys."""
    if len(token) > MAX_LENGTH or not token.isascii() or token.count(".") != 2:
        raise TokenRefused
    try:
        header = json.loads(_unpadded(token.partition(".")[0]))
    except (ValueError, RecursionError):
        raise TokenRefused from None
    if not isinstance(header, dict):
        raise TokenRefused
    return cast("Mapping[str, object]", header)


def _unpadded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _good_claims(claims: Mapping[str, object], at: datetime) -> AccessClaims:
    """Check every claim ourselves: the library reads the machine's clock, lets claims be absent, and
    takes ``true`` for a time.
    """
    issued, not_before, expires = (claims.get(name) for name in ("iat", "nbf", "exp"))
    if type(issued) is not int or type(not_before) is not int or type(expires) is not int:
        raise TokenRefused
    if claims.get("iss") != ISSUER or claims.get("aud") != AUDIENCE:
        raise TokenRefused
    if not (not_before - CLOCK_SKEW_S <= at.timestamp() < expires) or expires - issued > LIFETIME.total_seconds():
        raise TokenRefused
    person, session, token_id = (claims.get(name) for name in ("sub", "sid", "jti"))
    if not isinstance(person, str) or not isinstance(session, str) or not isinstance(token_id, str):
        raise TokenRefused
    try:
        return AccessClaims(
            person_id=UUID(person),
            session_id=UUID(session),
            token_id=token_id,
            issued_at=datetime.fromtimestamp(issued, UTC),
            expires_at=datetime.fromtimestamp(expires, UTC),
        )
    except (ValueError, OverflowError, OSError):
        raise TokenRefused from None


def new_refresh_token() -> str:
    """256 random bits, base64url."""
    return _encode(secrets.token_bytes(REFRESH_BYTES))


def refresh_digest(token: str) -> bytes:
    """What is stored of a refresh token: a plain SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def hand_over(parent: str, child: str) -> bytes:
    """Wrap ``child`` so that only the holder of ``parent`` can read it again.

    A phone that lost the answer to its refresh asks again with the same token and must get the same
    successor, while the database keeps no token in the clear. The pad is HMAC of the parent, which wraps
    exactly one child (a token is rotated once), so that a plain XOR hides it fully.
    """
    return _xor(_decode(child), _pad(parent))


def take_over(parent: str, wrapped: bytes) -> str:
    """The child that :func:`hand_over` wrapped for the holder of ``parent``."""
    return _encode(_xor(wrapped, _pad(parent)))


def _pad(parent: str) -> bytes:
    return hmac.new(parent.encode(), b"successor", hashlib.sha256).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
