"""A small closed-loop HTTP/1.1 client: N connections, each sends its next request when the answer is in."""

import asyncio
import time
from collections.abc import Callable
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


async def run(port: int, make_request: Callable[[int], bytes], *, seconds: float, expect: int) -> Load:
    """Load 127.0.0.1:``port`` for ``seconds`` after a warm-up.

    Raises:
        RuntimeError: an answer other than ``expect``.
    """
    latencies: list[float] = []
    began = time.perf_counter()
    from_time, until = began + WARM_UP_S, began + WARM_UP_S + seconds
    counter = iter(range(10**9))

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (sent := time.perf_counter()) < until:
            writer.write(make_request(next(counter)))
            status = await _read_answer(reader)
            if status != expect:
                raise RuntimeError(f"expected {expect}, got {status}")
            if sent >= from_time:
                latencies.append(time.perf_counter() - sent)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    ordered = sorted(latencies)
    return Load(
        rate=len(ordered) / seconds,
        p50_ms=ordered[len(ordered) // 2] * 1000,
        p99_ms=ordered[int(len(ordered) * 0.99)] * 1000,
    )


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    at = lower.find(b"content-length:")
    if at >= 0:
        await reader.readexactly(int(lower[at + 15 : lower.index(b"\r\n", at)]))
    return status
