"""Runs :mod:`app.kernel.papers.compiler` and speaks with it; blocking, so call it in a thread.

The process is started when it is first needed, kept for the next documents, and replaced after a failure, when
a template took too long, or after :data:`MOST_DOCUMENTS`.
"""

import base64
import json
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from app.kernel.papers import compiler
from app.kernel.papers.errors import RendererUnavailable, TemplateFailed

PROGRAM = Path(compiler.__file__)
MOST_DOCUMENTS = 500
"""After so many a new process takes over: what one keeps to be faster does not grow for ever."""
LARGEST_ANSWER = 32 * 1024 * 1024
PATIENCE_S = 30.0
"""How long a process may take to start and load its fonts, on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A PDF, and where its template put the mark for the seal: page from 1, points from the page's top left."""

    pdf: bytes
    marks: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What the compiler said about a template, in its own words."""

    message: str
    diagnostic: str


class Sandbox:
    """One compiling process, used by one thread at a time."""

    def __init__(self, fonts: Sequence[Path], *, seconds: int) -> None:
        self._fonts = fonts
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._done = 0

    def compile(self, files: Mapping[str, bytes], *, timestamp: int) -> Compiled | Refused:
        """Compile ``main.typ`` among ``files``; what it reads must be there too.

        Raises:
            TemplateFailed: it took too long, too much memory, or made too much.
            RendererUnavailable: the process could not be started.
        """
        order = {
            "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
            "seconds": self._seconds,
            "timestamp": timestamp,
        }
        with self._lock:
            answer = self._ask(json.dumps(order).encode())
        if "pdf" not in answer:
            return Refused(str(answer["message"]), str(answer["diagnostic"]))
        marks = tuple((int(m["page"]), float(m["x"]), float(m["y"])) for m in answer["marks"])
        return Compiled(base64.b64decode(answer["pdf"]), marks)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _ask(self, order: bytes) -> dict[str, Any]:
        child = self._running()
        write, read = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        try:
            write.write(struct.pack(">I", len(order)) + order)
            write.flush()
            answer = _frame(read, self._seconds)
        except (OSError, ValueError, _Silent) as error:
            self._stop()
            raise TemplateFailed(f"模板运行超过 {self._seconds} 秒，或者用的内存、生成的内容太多") from error
        self._done += 1
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._child.poll() is not None or self._done >= MOST_DOCUMENTS):
            self._stop()
        if self._child is None:
            self._child = self._start()
            self._done = 0
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        """The process gets no environment: no setting, no secret, nothing a template could print."""
        command = [sys.executable, "-I", str(PROGRAM), *(str(folder) for folder in self._fonts)]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        try:
            child = subprocess.Popen(  # noqa: S603 -- our own program and Python
                command, stdin=pipe, stdout=pipe, stderr=quiet, env={}, cwd="/", bufsize=0
            )
        except OSError as error:
            raise RendererUnavailable() from error
        try:
            _frame(cast("IO[bytes]", child.stdout), PATIENCE_S)
        except (OSError, ValueError, _Silent) as error:
            self._child = child
            self._stop()
            raise RendererUnavailable() from error
        return child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        child.wait()


class _Silent(Exception):
    """The process said nothing in time, hung up in the middle, or said too much."""


def _frame(stream: IO[bytes], seconds: float) -> dict[str, Any]:
    """The next answer, which must be complete in so many seconds."""
    deadline = time.monotonic() + seconds
    (length,) = struct.unpack(">I", _read(stream, 4, deadline))
    if length > LARGEST_ANSWER:
        raise _Silent("too large")
    return json.loads(_read(stream, length, deadline))


def _read(stream: IO[bytes], length: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while length > 0:
        ready, _, _ = select.select([stream], [], [], max(0.0, deadline - time.monotonic()))
        chunk = stream.read(length) if ready else b""
        if not chunk:
            raise _Silent("no answer")
        parts.append(chunk)
        length -= len(chunk)
    return b"".join(parts)
