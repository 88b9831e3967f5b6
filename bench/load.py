"""A small HTTP/1.1 client that costs little.

Closed loop: each connection sends its next request when the answer is in. Open loop: requests are due at a given
rate, whatever the answers do, and wait for a free connection if there is none.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CONNECTIONS = 16
WARM_UP_S = 0.5


@dataclass(frozen=True, slots=True)
class Load:
    """What a run saw: answers a second, the latency at the median and the 99th percentile, in milliseconds."""

    rate: float
    p50_ms: float
    p99_ms: float


def request_bytes(method: str, path: str, *, token: str = "", body: bytes = b"", headers: str = "") -> bytes:
    """One request, ready to send."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + f"\r\n{headers}\r\n").encode() + body


class Connection(asyncio.Protocol):
    """One connection; tells ``done`` of each whole answer."""

    def __init__(self, done: Callable[["Connection", bytes], None]) -> None:
        self._done = done
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self.sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._received[:end].lower()
        at = head.find(b"content-length:")
        length = 0 if at < 0 else int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._received) >= end + 4 + length:
            answer, self._received = self._received, b""
            self._done(self, answer)

    def send(self, request: bytes, *, at: float) -> None:
        """Send one request, which is taken to have been due ``at``."""
        assert self._transport is not None
        self.sent_at = at
        self._transport.write(request)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


class _Run:
    """What both kinds of run share: connections, latencies, the first wrong answer."""

    def __init__(self, expect: int) -> None:
        self.expected = str(expect).encode()
        self.latencies: list[float] = []
        self.count_from = 0.0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self, port: int, number: int, done: Callable[[Connection, bytes], None]) -> list[Connection]:
        loop = asyncio.get_running_loop()
        made = [await loop.create_connection(lambda: Connection(done), "127.0.0.1", port) for _ in range(number)]
        return [protocol for _, protocol in made]

    def note(self, connection: Connection, answer: bytes) -> bool:
        """Count one answer; false ends the run."""
        now = time.perf_counter()
        if answer[9:12] != self.expected:
            if not self.over.done():
                self.over.set_exception(RuntimeError(f"expected {self.expected!r}, got {answer[:600]!r}"))
            return False
        if connection.sent_at >= self.count_from:
            self.latencies.append(now - connection.sent_at)
        return not self.over.done()

    def load(self, seconds: float) -> Load:
        """The figures."""
        ordered = sorted(self.latencies)
        return Load(
            rate=len(ordered) / seconds,
            p50_ms=ordered[len(ordered) // 2] * 1000,
            p99_ms=ordered[int(len(ordered) * 0.99)] * 1000,
        )


async def run(
    port: int,
    make_request: Callable[[int], bytes],
    *,
    seconds: float,
    expect: int,
    connections: int = CONNECTIONS,
) -> Load:
    """Load 127.0.0.1:``port`` in a closed loop for ``seconds`` after a warm-up.

    Raises:
        RuntimeError: an answer other than ``expect``.
    """
    state = _Run(expect)
    counter = iter(range(10**9))
    began = time.perf_counter()
    state.count_from = began + WARM_UP_S
    until = state.count_from + seconds
    busy = connections

    def done(connection: Connection, answer: bytes) -> None:
        nonlocal busy
        if not state.note(connection, answer):
            return
        now = time.perf_counter()
        if now < until:
            connection.send(make_request(next(counter)), at=now)
            return
        busy -= 1
        if busy == 0:
            state.over.set_result(None)

    made = await state.connect(port, connections, done)
    for connection in made:
        connection.send(make_request(next(counter)), at=time.perf_counter())
    try:
        await asyncio.wait_for(state.over, seconds + 60)
    finally:
        for connection in made:
            connection.close()
    return state.load(seconds)


async def run_open(
    port: int,
    requests: Iterator[bytes],
    *,
    rate: float,
    seconds: float,
    expect: int,
    connections: int = 128,
) -> Load:
    """Send ``rate`` requests a second for ``seconds``; latency counts from when each was due, sent or not.

    Raises:
        RuntimeError: an answer other than ``expect``.
    """
    state = _Run(expect)
    number = int(rate * seconds)
    waiting: deque[float] = deque()
    free: deque[Connection] = deque()  # taken in turn: a server hangs up on who is silent for seconds
    answered = 0

    def done(connection: Connection, answer: bytes) -> None:
        nonlocal answered
        if not state.note(connection, answer):
            return
        answered += 1
        if waiting:
            connection.send(next(requests), at=waiting.popleft())
        else:
            free.append(connection)
        if answered == number:
            state.over.set_result(None)

    free += await state.connect(port, connections, done)
    made = list(free)
    began = time.perf_counter() + 0.05
    sent = 0
    try:
        while sent < number and not state.over.done():
            now = time.perf_counter()
            while sent < number and began + sent / rate <= now:
                due = began + sent / rate
                sent += 1
                if free:
                    free.popleft().send(next(requests), at=due)
                else:
                    waiting.append(due)
            await asyncio.sleep(0.001)
        await asyncio.wait_for(state.over, 60)
        took = time.perf_counter() - began
    finally:
        for connection in made:
            connection.close()
    return state.load(took)
