"""A door in front of object storage that a test can shut, open and jam: what is down is really down."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress


class Gate:
    """Forwards a port of the loopback to ``target`` (host, port) while it is open."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._jammed = False
        self._answer: bytes | None = None
        self.port = 0
        self.accepted = 0
        """Connections taken since the start."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen, on the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Cut every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            await self._server.wait_closed()
            self._server = None

    async def jam(self) -> None:
        """Go on taking connections, but never answer on any of them; those there are end."""
        self._jammed = True
        for writer in list(self._writers):
            writer.transport.abort()

    async def refuse(self, status: int, code: str) -> None:
        """Answer every request as a storage that refuses it: with ``status`` and the error code ``code``."""
        body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
        head = f"HTTP/1.1 {status} No\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n"
        self._answer = head.encode() + b"Connection: close\r\n\r\n" + body
        for writer in list(self._writers):
            writer.transport.abort()

    async def free(self) -> None:
        """Let storage answer again."""
        self._jammed = False
        self._answer = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self._jammed:
            await self._stay_silent(reader, writer)
            return
        if self._answer is not None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._answer)
            writer.close()
            return
        storage_reader, storage_writer = await asyncio.open_connection(*self._target)
        pair = {writer, storage_writer}
        self._writers |= pair
        try:
            await asyncio.gather(_pump(reader, storage_writer), _pump(storage_reader, writer))
        finally:
            self._writers -= pair

    async def _stay_silent(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(ConnectionError):
            while await reader.read(65536):
                pass
        self._writers.discard(writer)
        writer.close()


class CuttingLink:
    """A weak network: forwards a port of the loopback to ``target``, and breaks whenever enough has passed.

    Bytes go through as they are, the Host header with them, so that links signed for :attr:`url` hold: give it to
    the product as ``s3_public_endpoint``.

    Args:
        target: host and port behind it; may be told later, before the first connection.
        cuts: after how many bytes sent to the target, counted from the start, the connections break.
    """

    def __init__(self, target: tuple[str, int], cuts: Sequence[int]) -> None:
        self.target = target
        self._cuts = sorted(cuts)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.passed_bytes = 0
        self.cut_count = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut_after(self, counts: Sequence[int]) -> None:
        """Break each time so many more bytes have passed, counted from now."""
        self._cuts = sorted(self.passed_bytes + count for count in counts)

    async def __aenter__(self) -> "CuttingLink":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self._break()
        await self._server.wait_closed()

    def _break(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_connection(*self.target)
        pair = {writer, there}
        self._writers |= pair
        try:
            await asyncio.gather(self._send(reader, there), _pump(there_reader, writer))
        finally:
            self._writers -= pair

    async def _send(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if self._cuts and self.passed_bytes + len(data) >= self._cuts[0]:
                    data = data[: self._cuts.pop(0) - self.passed_bytes]
                    self.cut_count += 1
                    self.passed_bytes += len(data)
                    self._break()
                    return
                self.passed_bytes += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
