"""The network between the story's phones and object storage, which can be made to break."""

import asyncio
import threading
from collections.abc import Sequence
from types import TracebackType
from urllib.parse import urlsplit

from app.launch import ports
from tests.evidence.gate import CuttingLink


class Link:
    """A :class:`CuttingLink` in a thread of its own; its URL is known before there is anything behind it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._link = CuttingLink(("127.0.0.1", 0), ())
        self._link.port = ports.choose()

    @property
    def url(self) -> str:
        """What phones take for object storage."""
        return self._link.url

    def lead_to(self, endpoint: str) -> None:
        """Let everything through to the object storage at ``endpoint`` from now on."""
        host, _, port = urlsplit(endpoint).netloc.partition(":")
        self._link.target = (host, int(port))
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._link.__aenter__(), self._loop).result()

    def cut_after(self, counts: Sequence[int]) -> None:
        """Break each time so many more bytes have passed, counted from now."""
        self._link.cut_after(counts)

    def __enter__(self) -> "Link":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._link.__aexit__(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()
