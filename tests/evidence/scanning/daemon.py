"""A real clamd with a signature of its own, and a stand-in that speaks its protocol and misbehaves on request."""

import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
STREAM_MAX = 1024 * 1024
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner takes for malware, in pieces so that none takes this file for it."""


@contextmanager
def real_clamd(folder: Path) -> Generator[str]:
    """A clamd that knows EICAR alone, on a Unix socket; gives its URL. No root, no downloads."""
    assert CLAMD is not None
    signatures = folder / "signatures"
    signatures.mkdir()
    (signatures / "local.ndb").write_text(f"Local.Eicar:0:*:{EICAR.hex()}\n")
    path = folder / "clamd.sock"
    configuration = folder / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {path}\nForeground yes\n"
        f"StreamMaxLength {STREAM_MAX}\nMaxFileSize {STREAM_MAX}\nMaxScanSize {2 * STREAM_MAX}\n"
    )
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([CLAMD, "-c", str(configuration)], stdout=quiet, stderr=quiet)
    try:
        _await(process, path)
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait()


def _await(process: subprocess.Popen[bytes], path: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(str(path)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("clamd did not start")


class StandIn:
    """Answers PING and INSTREAM on a port of the loopback. ``reply`` is what it says of a file.

    None: it reads everything and falls silent. Empty: it hangs up in the middle without a word.
    """

    def __init__(self) -> None:
        self.reply: str | None = "stream: OK"
        self.scanned = 0
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen."""
        told = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                command = self.rfile.readline().strip()
                if command == b"nPING":
                    self.wfile.write(b"PONG\n")
                elif command == b"nINSTREAM":
                    told.scanned += 1
                    self._judge()

            def _judge(self) -> None:
                while told.reply != "" and (length := struct.unpack(">I", self.rfile.read(4))[0]):
                    self.rfile.read(length)
                if told.reply is None:
                    self.rfile.read(1)
                elif told.reply:
                    self.wfile.write(told.reply.encode() + b"\n")

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
