"""What the stand-in remembers and how it decides: one-use codes, access tokens, and the errors it plays.

The rules copied from the real server API: a log-in or phone code works once, for five minutes; an access
token lives 7,200 seconds; ``stable_token`` hands out the same one until five minutes before its end, and a
forced refresh makes the previous one invalid at once. Errors arrive with HTTP 200 and an ``errcode``.
"""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

APP_ID = "wx0000000000000000"
SECRET = "standin-secret-0000000000000000"  # the stand-in's own, known to nobody real

CODE_LIFETIME_S = 300
TOKEN_LIFETIME_S = 7200
RENEWAL_WINDOW_S = 300

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40013: "invalid appid",
    40029: "invalid code",
    40125: "invalid appsecret",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    42001: "access_token expired",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit mustslower retry next minute",
    47001: "data format error",
}

LOGIN = re.compile(r"login-(?P<subject>[^.]+)(\..*)?")
PHONE = re.compile(r"phone-((?P<country>\d{1,3})-)?(?P<number>\d{5,15})(\..*)?")
BUSY = re.compile(r"busy(?P<times>\d+)-(?P<rest>.+)")
ERROR = re.compile(r"err-(?P<errcode>-?\d+)(\..*)?")


class Refused(Exception):
    """Answered as ``{"errcode": …, "errmsg": …}``."""

    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.errcode = errcode

    def body(self) -> dict[str, object]:
        return {
            "errcode": self.errcode,
            "errmsg": f"{MESSAGES.get(self.errcode, 'error')} rid: {secrets.token_hex(4)}",
        }


@dataclass(slots=True)
class Issued:
    """A code made by the stand-in itself: what it stands for, and when it was made."""

    stands_for: str
    at: float


@dataclass(slots=True)
class Memory:
    """Everything the stand-in knows, in memory; ``now`` can be pushed forward by ``skew_s``."""

    app_id: str = APP_ID
    secret: str = SECRET
    monotonic: Callable[[], float] = time.monotonic
    skew_s: float = 0.0
    issued: dict[str, Issued] = field(default_factory=dict[str, Issued])
    used: set[str] = field(default_factory=set[str])
    busy_left: dict[str, int] = field(default_factory=dict[str, int])
    token: str | None = None
    token_until: float = 0.0
    forced: int = 0
    revoked: set[str] = field(default_factory=set[str])
    past_tokens: dict[str, float] = field(default_factory=dict[str, float])
    calls: dict[str, int] = field(default_factory=dict[str, int])

    def forget(self) -> None:
        """Start over: no codes, no tokens, no calls counted, time as it is."""
        self.skew_s, self.token, self.token_until, self.forced = 0.0, None, 0.0, 0
        for remembered in (
            self.issued,
            self.used,
            self.busy_left,
            self.revoked,
            self.past_tokens,
            self.calls,
        ):
            remembered.clear()

    def now(self) -> float:
        return self.monotonic() + self.skew_s

    def count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1

    # credentials

    def check_app(self, app_id: str | None, secret: str | None) -> None:
        """Refuse a request that does not come from the one app this stand-in serves."""
        if not app_id:
            raise Refused(41002)
        if not secret:
            raise Refused(41004)
        if app_id != self.app_id:
            raise Refused(40013)
        if secret != self.secret:
            raise Refused(40125)

    def stable_token(self, *, force: bool) -> tuple[str, int]:
        """The access token and the seconds it still has."""
        remaining = self.token_until - self.now()
        if self.token is None or force or remaining <= RENEWAL_WINDOW_S:
            if force and self.token is not None:
                self.forced += 1
                self.revoked.add(self.token)
            self.token = secrets.token_urlsafe(96)
            self.token_until = self.now() + TOKEN_LIFETIME_S
            self.past_tokens[self.token] = self.token_until
            remaining = TOKEN_LIFETIME_S
        return self.token, int(remaining)

    def check_token(self, token: str | None) -> None:
        """Refuse a missing, unknown, revoked or expired access token, each with its own errcode."""
        if not token:
            raise Refused(41001)
        if token in self.revoked or token not in self.past_tokens:
            raise Refused(40001)
        if self.past_tokens[token] <= self.now():
            raise Refused(42001)

    # codes

    def issue(self, stands_for: str) -> str:
        """Make a random code that stands for ``login-…`` or ``phone-…`` and expires in five minutes."""
        code = secrets.token_urlsafe(24)
        self.issued[code] = Issued(stands_for, self.now())
        return code

    def redeem(self, code: str, form: re.Pattern[str]) -> re.Match[str]:
        """Use a code up, playing whatever error it asks for.

        Raises:
            Refused: 40163 used before, 40029 unknown, expired or of the other kind, or the error asked for.
        """
        meaning = code
        if code in self.issued:
            meaning = self.issued[code].stands_for
            if self.now() - self.issued[code].at > CODE_LIFETIME_S:
                raise Refused(40029)
        if wanted := ERROR.fullmatch(meaning):
            raise Refused(int(wanted["errcode"]))
        if busy := BUSY.fullmatch(meaning):
            left = self.busy_left.setdefault(code, int(busy["times"]))
            if left > 0:
                self.busy_left[code] = left - 1
                raise Refused(-1)
            meaning = busy["rest"]
        if code in self.used:
            raise Refused(40163)
        if (match := form.fullmatch(meaning)) is None:
            raise Refused(40029)
        self.used.add(code)
        return match
