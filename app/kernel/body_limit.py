"""Refuses a request whose body is too large or hides its size, as a problem, before a byte of it is read."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kernel.errors import DomainError
from app.kernel.problems import respond

LARGEST_BODY = 1024 * 1024
"""Bytes of one request. Files do not pass through the API; the largest JSON is an outline of an area.

Where a sheet is taken in, its path is given a limit of its own.
"""
MOST_DIGITS = 15
Larger = Sequence[tuple[re.Pattern[str], int]]


class BodyTooLarge(DomainError):
    """More than the path takes."""

    status = 413
    code = "body_too_large"
    title = "一次提交的内容太多"


class LengthRequired(DomainError):
    """A chunked body: nobody can say beforehand how large it will be (RFC 9110, 15.5.12)."""

    status = 411
    code = "length_required"
    title = "请求要写明内容的长度"


class BodyLimit:
    """ASGI middleware; ``larger`` are paths that take more bytes than :data:`LARGEST_BODY`."""

    def __init__(self, app: ASGIApp, larger: Larger = ()) -> None:
        self.app = app
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is not None:
            await respond(Request(scope), refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> DomainError | None:
        """Read from the raw headers: this is asked of every request."""
        length = 0
        for name, value in scope["headers"]:
            if name == b"transfer-encoding":
                return LengthRequired()
            if name == b"content-length":
                text = value.decode("latin-1")
                if not text.isdecimal() or len(text) > MOST_DIGITS:
                    return BodyTooLarge()
                length = int(text)
        if length <= LARGEST_BODY:
            return None
        return BodyTooLarge() if length > self._limit(scope["path"]) else None

    def _limit(self, path: str) -> int:
        return next((most for pattern, most in self.larger if pattern.fullmatch(path)), LARGEST_BODY)
