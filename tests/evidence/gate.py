"""A door in front of object storage that a test can shut, open and jam: what is down is really down."""

import asyncio
from contextlib import suppress


class Gate:
    """Forwards a port of the loopback to ``target`` (host, port) while it is open."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._jammed = False
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

    async def free(self) -> None:
        """Answer again."""
        self._jammed = False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self._jammed:
            await self._stay_silent(reader, writer)
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


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
