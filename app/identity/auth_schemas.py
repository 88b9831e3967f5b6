"""Logging in and out: what the API takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from app.identity.enums import LoginMethod
from app.identity.fields import Code, Password, Totp
from app.identity.models import LoginSession
from app.identity.sessions import TokenPair
from app.kernel.http import Schema, example

TOKENS_EXAMPLE = {
    "access_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiIwMTkifQ.sig",
    "token_type": "Bearer",
    "expires_in_s": 1800,
    "refresh_token": "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c",
    "refresh_expires_at": "2026-04-01T01:00:00Z",
    "person_id": "01980000-0000-7000-8000-000000000001",
    "session_id": "01980000-0000-7000-8000-000000000002",
}


class WechatLogin(Schema):
    """A code from ``wx.login``, good once for five minutes."""

    model_config = example({"code": "0a1b2c3d4e"})
    code: Code


class StaffLogin(Schema):
    """User name and password; the one-time code where the account asks for one."""

    model_config = example({"username": "officer.wang", "password": "a long pass phrase", "totp": None})
    username: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    ]
    password: Password
    totp: Totp | None = None


class RefreshRequest(Schema):
    """The refresh token of the last answer; it is used up."""

    model_config = example({"refresh_token": TOKENS_EXAMPLE["refresh_token"]})
    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=128)]


class Tokens(Schema):
    """Send ``access_token`` as ``Authorization: Bearer``; exchange ``refresh_token`` before it expires."""

    model_config = example(TOKENS_EXAMPLE)
    access_token: str
    token_type: str = "Bearer"  # noqa: S105 -- the scheme's name (RFC 6750)
    expires_in_s: int
    refresh_token: str
    refresh_expires_at: datetime
    person_id: UUID
    session_id: UUID

    @classmethod
    def of(cls, pair: TokenPair) -> "Tokens":
        return cls(
            access_token=pair.access_token,
            expires_in_s=pair.access_expires_in_s,
            refresh_token=pair.refresh_token,
            refresh_expires_at=pair.refresh_expires_at,
            person_id=pair.person_id,
            session_id=pair.session_id,
        )


class SessionOut(Schema):
    """One place where the caller is logged in."""

    model_config = example(
        {
            "id": TOKENS_EXAMPLE["session_id"],
            "method": "wechat",
            "device": "Mozilla/5.0 (Linux; Android 14) MicroMessenger",
            "created_at": "2026-03-02T01:00:00Z",
            "last_used_at": "2026-03-02T03:00:00Z",
            "expires_at": "2026-04-01T01:00:00Z",
            "current": True,
        }
    )
    id: UUID
    method: LoginMethod
    device: str | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool

    @classmethod
    def of(cls, row: LoginSession, current_id: UUID) -> "SessionOut":
        return cls(
            id=row.id,
            method=row.method,
            device=row.device,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            current=row.id == current_id,
        )


class Sessions(Schema):
    """Every place where the caller is logged in."""

    model_config = example({"items": []})
    items: list[SessionOut]


class PasswordChange(Schema):
    """The present password and the one to replace it."""

    model_config = example({"current": "a long pass phrase", "new": "another long phrase"})
    current: Password
    new: Password


class TotpSecret(Schema):
    """What an authenticator app needs; shown once."""

    model_config = example({"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "uri": "otpauth://totp/…"})
    secret: str
    uri: str


class TotpConfirmation(Schema):
    """The code the app shows now."""

    model_config = example({"code": "123456"})
    code: Totp
