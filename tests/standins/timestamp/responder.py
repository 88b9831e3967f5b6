"""The authority over HTTP (RFC 3161, section 3.4), and the ways in which one may misbehave."""

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"
REJECTION = bytes.fromhex("30053003020102")
LARGEST_QUERY = 64 * 1024
OPENSSL = shutil.which("openssl") or "/usr/bin/openssl"


class Mode(Enum):
    """How the authority behaves."""

    HONEST = auto()
    DOWN = auto()
    GARBAGE = auto()
    HUGE = auto()
    REJECTING = auto()
    OTHER_TEXT = auto()
    REPLAYING = auto()


WRONG = {Mode.GARBAGE: b"<html>certainly</html>", Mode.HUGE: bytes(4 * 1024 * 1024), Mode.REJECTING: REJECTION}


@dataclass
class Responder:
    """An authority whose files are in ``folder``."""

    folder: Path
    mode: Mode = Mode.HONEST
    answered: int = 0
    _last: bytes = b""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, query: bytes) -> tuple[int, bytes]:
        """Status and body for a query."""
        with self._lock:  # OpenSSL counts its serial numbers in a file
            self.answered += 1
            if self.mode is Mode.DOWN:
                return 503, b"busy"
            return 200, self._body(query)

    def _body(self, query: bytes) -> bytes:
        if self.mode in WRONG:
            return WRONG[self.mode]
        if self.mode is Mode.OTHER_TEXT:
            return self.stamp(query_over(b"something else"))
        if self.mode is Mode.HONEST:
            self._last = self.stamp(query)
        return self._last

    def stamp(self, query: bytes) -> bytes:
        """What `openssl ts` answers to a query, a TimeStampResp in DER."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(query)
            file.flush()
            made = subprocess.run(
                [OPENSSL, "ts", "-reply", "-config", str(self.folder / "openssl.cnf"), "-queryfile", file.name],
                capture_output=True,
                check=False,
            )
        return made.stdout or REJECTION


def query_over(text: bytes) -> bytes:
    """A query for a stamp over ``text``."""
    builder = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build().as_bytes()


def make_server(responder: Responder, host: str, port: int) -> ThreadingHTTPServer:
    """A server that listens but does not serve yet."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            if self.headers.get("Content-Type") != QUERY or size > LARGEST_QUERY:
                self.send_error(400)
                return
            status, body = responder.answer(self.rfile.read(size))
            self.send_response(status)
            self.send_header("Content-Type", REPLY if status == 200 else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # a client need not take all of an answer that is too large
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server


@contextmanager
def running(responder: Responder) -> Generator[str]:
    """Serve on a free port of the loopback; yields the URL."""
    server = make_server(responder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
