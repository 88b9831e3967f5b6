"""Ask clamd whether a stored file holds malware. Only the daemon's own word makes a file clean.

The library speaks the protocol (INSTREAM); it reads a file object by kilobytes, so no file is ever held whole.
Three things it leaves to us: clamd hangs up in the middle once a stream is longer than ``StreamMaxLength``, and
why stands in what it said before; a daemon that is told to (``AlertExceedsMax``) reports a file it has not looked
through as found; and a daemon that hangs must cost seconds, not the worker.

clamd's ``MaxFileSize`` and ``MaxScanSize`` must be no smaller than its ``StreamMaxLength``, or ``AlertExceedsMax``
be on: else it calls clean what it passed over.
"""

import select
import socket
from time import monotonic
from typing import BinaryIO, cast
from urllib.parse import urlsplit

import structlog
from anyio import CapacityLimiter, to_thread
from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from app.evidence.enums import ScanStatus
from app.evidence.storage.objects import ObjectStore
from app.evidence.storage.streams import read_with
from app.settings import Settings

logger = structlog.get_logger(__name__)

PING_S = 3.0
ANSWER_S = 150.0
"""Longer than clamd's own limit for one file (``MaxScanTime``, 120 s)."""
AT_ONCE = 2
"""Scans of one process at a time; each holds one of its few connections to storage."""
REST_S = 300.0
"""How long a daemon that hung is asked nothing: files behind it are verified meanwhile, and scanned later."""
TOO_LONG = b"size limit exceeded"
NOT_LOOKED_THROUGH = "Heuristics.Limits.Exceeded"


class Scanner:
    """A clamd at ``tcp://host:port`` or ``unix:///path``; safe for concurrent use.

    Raises:
        ValueError: the URL is neither.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        self._path = parts.path if parts.scheme == "unix" else None
        self._host, self._port = parts.hostname or "", parts.port or 0
        if not self._path and not (parts.scheme == "tcp" and self._host and self._port):
            raise ValueError("clamd is at tcp://host:port or unix:///path")
        self._limiter = CapacityLimiter(AT_ONCE)
        self._pings = CapacityLimiter(1)
        self._rests_until = 0.0

    async def is_up(self) -> bool:
        """Whether the daemon answers within :data:`PING_S`."""
        return await to_thread.run_sync(self._is_up, limiter=self._pings)

    async def scan(self, store: ObjectStore, key: str, *, version_id: str | None) -> ScanStatus:
        """What the daemon says of one version of an object: CLEAN, INFECTED, TOO_LARGE or SCANNER_DOWN.

        Raises:
            ObjectMissing, StorageUnavailable: see there.
        """
        async with self._limiter:
            if monotonic() < self._rests_until or not await self.is_up():
                return ScanStatus.SCANNER_DOWN
            return await read_with(store, key, self._scan, version_id=version_id)

    def _client(self, timeout_s: float) -> ClamdNetworkSocket:
        if self._path:
            return ClamdUnixSocket(self._path, cast(int, timeout_s))  # its annotation is narrower than sockets are
        return ClamdNetworkSocket(self._host, self._port, timeout_s)

    def _is_up(self) -> bool:
        began = monotonic()
        try:
            return self._client(PING_S).ping() == "PONG"
        except (ClamdError, OSError, UnicodeError) as error:
            logger.warning("malware scanner down", error=type(error).__name__)
            self._rest_if_hung(began, PING_S)
            return False

    def _rest_if_hung(self, began: float, patience_s: float) -> None:
        if monotonic() - began >= patience_s:
            self._rests_until = monotonic() + REST_S

    def _scan(self, stream: BinaryIO) -> ScanStatus:
        client = self._client(ANSWER_S)
        told = _Told(stream, client)
        began = monotonic()
        try:
            answer = client.instream(cast(BinaryIO, told))
        except BufferTooLongError:
            return ScanStatus.TOO_LARGE
        except _StorageBroke as broke:
            raise broke.error from broke
        except (ClamdError, OSError, UnicodeError) as error:
            if TOO_LONG in told.last_words():
                return ScanStatus.TOO_LARGE
            logger.warning("malware scanner broke off", error=type(error).__name__)
            self._rest_if_hung(began, ANSWER_S)
            return ScanStatus.SCANNER_DOWN
        finally:
            told.close()
        return _verdict(*answer.get("stream", ("", None)))


def _verdict(state: str, detail: str | None) -> ScanStatus:
    if state == "OK":
        return ScanStatus.CLEAN
    if state == "FOUND":
        logger.warning("malware found", signature=detail)
        return ScanStatus.TOO_LARGE if (detail or "").startswith(NOT_LOOKED_THROUGH) else ScanStatus.INFECTED
    logger.warning("malware scanner could not tell", state=state, detail=detail)
    return ScanStatus.SCANNER_DOWN


class _StorageBroke(Exception):
    """Reading the object failed: storage's fault, whatever the daemon would have said."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class _Told:
    """The object as the library reads it, with an ear to what the daemon says before it hangs up."""

    def __init__(self, stream: BinaryIO, client: ClamdNetworkSocket) -> None:
        self._stream = stream
        self._client = client
        self._ear: socket.socket | None = None

    def read(self, size: int) -> bytes:
        """The next bytes; the first call finds the daemon connected."""
        if self._ear is None:
            self._ear = self._client.clamd_socket.dup()
        try:
            return self._stream.read(size)
        except Exception as error:
            raise _StorageBroke(error) from error

    def last_words(self) -> bytes:
        """What the daemon said that nobody heard; nothing where it said nothing."""
        try:
            if self._ear is not None and select.select([self._ear], [], [], 0)[0]:
                return self._ear.recv(1024)
        except OSError:
            pass
        return b""

    def close(self) -> None:
        """Stop listening."""
        if self._ear is not None:
            self._ear.close()


def build_scanner(settings: Settings) -> Scanner | None:
    """The scanner of the settings; none where none is set up."""
    return Scanner(settings.clamd_url) if settings.clamd_url else None
