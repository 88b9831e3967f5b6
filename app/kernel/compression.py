"""Compresses what is read as JSON on its way out; a list of cases shrinks to a fifth, on a phone's network.

Only answers to GET: they are what is long. Length tells on secrets where a stranger can have a victim's browser
ask again and again for a page that holds both a secret and the stranger's words (BREACH). Here nobody can: a
request is let in by a header that only our own script sets, never by a cookie that a foreign page's request would
carry; and what lets in (tokens, codes) is only ever given in answers to POST, which stay as they are.

It sits inside the shortcut of :mod:`app.kernel.shortcut`: a check-in passes nothing of it.
"""

import zlib
from hashlib import sha256

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WORTH_IT = 1024
"""Bytes below which an answer fits the packets it takes anyway."""
LEVEL = 5
"""Above this, zlib takes twice the time for a hundredth of the size."""
IN_A_THREAD = 128 * 1024
"""Bytes from which compressing would keep everybody else waiting for milliseconds."""
KINDS = ("application/json", "application/problem+json")


def accepts(headers: Headers, coding: str) -> bool:
    """Whether a client takes this content coding (RFC 9110, 12.5.3)."""
    for part in headers.get("accept-encoding", "").split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == coding:
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def gzip(body: bytes, level: int = LEVEL) -> bytes:
    """The body as gzip, the same bytes every time."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


class Document:
    """JSON that stays as it is while the process lives: compressed once, and sent only to who has another one."""

    def __init__(self, body: bytes) -> None:
        self._plain, self._small = body, gzip(body, zlib.Z_BEST_COMPRESSION)
        # Weak: the same tag names both, whose bytes differ.
        self._tag = f'W/"{sha256(body).hexdigest()[:32]}"'

    def answer(self, request: Headers) -> Response:
        """The document, or that what the client has is still it."""
        headers = {"ETag": self._tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if self._is_known(request):
            return Response(status_code=304, headers=headers)
        if not accepts(request, "gzip"):
            return Response(self._plain, media_type="application/json", headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(self._small, media_type="application/json", headers=headers)

    def _is_known(self, request: Headers) -> bool:
        known = [tag.strip().removeprefix("W/") for tag in request.get("if-none-match", "").split(",")]
        return self._tag.removeprefix("W/") in known or known == ["*"]


class Compression:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and accepts(Headers(scope=scope), "gzip"):
            send = _Sender(send).send
        await self.app(scope, receive, send)


class _Sender:
    """Holds the head of an answer back until its body shows whether it is worth compressing."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_json(message):
            self._head = message
            return
        if (head := self._head) is not None:
            self._head = None
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                message = await _compressed(head, message)
            await self._send(head)
        await self._send(message)


def _is_plain_json(head: Message) -> bool:
    headers = Headers(raw=head["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return kind in KINDS and "content-encoding" not in headers


async def _compressed(head: Message, message: Message) -> Message:
    """The body compressed where that pays, with ``head`` saying so."""
    body: bytes = message.get("body", b"")
    if len(body) < WORTH_IT:
        return message
    small = await anyio.to_thread.run_sync(gzip, body) if len(body) >= IN_A_THREAD else gzip(body)
    headers = MutableHeaders(raw=head["headers"])
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(small))
    headers.add_vary_header("Accept-Encoding")
    return {**message, "body": small}
