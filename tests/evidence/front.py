"""A door in front of object storage that answers some requests with an S3 error, as a full or busy store does.

What it lets through goes to the real store; what it refuses never gets there, as in a store that refuses it. A
disk that is full, or a quota that is used up, cannot be staged quickly otherwise.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

XML = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{code}</Message>'
    "<Resource>/</Resource><RequestId>0</RequestId><HostId>0</HostId></Error>"
)


@dataclass(frozen=True)
class Refusal:
    """An error of the protocol, and which requests (method, path with query) get it."""

    status: int
    code: str
    wanted: Callable[[str, str], bool]


def writes(method: str, path: str) -> bool:
    """Requests that need room."""
    return method in ("PUT", "POST") and not path.endswith("?delete=")


class Front:
    """Forwards requests of HTTP/1.1 on a port of the loopback to ``target`` (host, port), one a connection."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self.refusal: Refusal | None = None
        self.refused = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def open(self) -> AsyncGenerator["Front"]:
        """Listen while the block runs."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, path, _ = head.decode("latin-1").split(" ", 2)
            body = await reader.readexactly(_length(head))
            refusal = self.refusal
            if refusal is not None and refusal.wanted(method, path):
                self.refused += 1
                writer.write(_answer(refusal))
            else:
                await self._forward(head, body, writer)
            await writer.drain()
        writer.close()

    async def _forward(self, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        """The connection header is no part of a signature, so it may be changed: one request, then the end."""
        there, back = await asyncio.open_connection(*self._target)
        back.write(head[:-2] + b"Connection: close\r\n\r\n" + body)
        while data := await there.read(65536):
            writer.write(data)
            await writer.drain()
        back.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _answer(refusal: Refusal) -> bytes:
    body = XML.format(code=refusal.code).encode()
    head = (
        f"HTTP/1.1 {refusal.status} Refused\r\nContent-Type: application/xml\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
