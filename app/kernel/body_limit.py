"""Refuses a request whose announced body is too large, as a problem, before a byte of it is read.

A body that hides its size (chunked) is cut off by the framework's own limit of the same number.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kernel.errors import DomainError
from app.kernel.problems import respond

LARGEST_BODY = 1024 * 1024
"""Bytes of one request. Files do not pass through the API; the largest JSON is an outline of an area."""


class BodyTooLarge(DomainError):
    """More than :data:`LARGEST_BODY`."""

    status = 413
    code = "body_too_large"
    title = "一次提交的内容太多"


class BodyLimit:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            length = request.headers.get("content-length", "0")
            if not length.isdecimal() or int(length) > LARGEST_BODY:
                await respond(request, BodyTooLarge())(scope, receive, send)
                return
        await self.app(scope, receive, send)
