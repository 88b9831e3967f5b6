"""Routes taken past the framework's routing, where every microsecond counts.

A framework of three hundred routes spends on finding one, on dependencies and on exit stacks what a whole check-in
may cost. A shortcut is an exact method and path with a handler of its own; the route behind it stays for the
document, the guards and whoever mounts the application without this, and calls the same code.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kernel.problems import respond, translate

Shortcuts = Mapping[tuple[str, str], ASGIApp]


class Shortcut:
    """ASGI middleware; ``routes`` by method and path."""

    def __init__(self, app: ASGIApp, routes: Shortcuts) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = self.routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if taken is None:
            await self.app(scope, receive, send)
            return
        try:
            await taken(scope, receive, send)
        except Exception as error:
            await respond(Request(scope), translate(error))(scope, receive, send)


async def read_body(receive: Receive) -> bytes:
    """The whole body; its size was checked before (:class:`app.kernel.body_limit.BodyLimit`)."""
    message = await receive()
    if not message.get("more_body", False):
        return message.get("body", b"")
    parts = [message.get("body", b"")]
    while message.get("more_body", False):
        message = await receive()
        parts.append(message.get("body", b""))
    return b"".join(parts)


def header(scope: Scope, name: bytes) -> str | None:
    """One header of a request, by its name in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return None
