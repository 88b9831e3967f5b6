"""Requests to others' servers (an authority of timestamps, a witness): bounded in time and size."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import anyio
import httpx

CONNECT_S = 5.0
READ_S = 15.0
WHOLE_S = 40.0
"""Seconds for connecting, for each silence, and for all of it: a server that drips must not hold the worker."""
CHUNK_BYTES = 16 * 1024
BUSY = frozenset({408, 425, 429})


class OutsideUnavailable(Exception):
    """No answer, or one that says to come back later; to be tried again unchanged."""


class AnswerTooLarge(Exception):
    """The answer is larger than any honest one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, media type without parameters, and body."""

    status: int
    media_type: str
    body: bytes


async def post(url: str, body: bytes, *, headers: Mapping[str, str], at_most: int) -> Answer:
    """POST ``body`` and read at most ``at_most`` bytes; redirects are not followed.

    Raises:
        OutsideUnavailable, AnswerTooLarge: see there.
    """
    timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
    try:
        with anyio.fail_after(WHOLE_S):
            async with (
                httpx.AsyncClient(timeout=timeout, verify=_tls(), follow_redirects=False) as client,
                client.stream("POST", url, content=body, headers=dict(headers)) as response,
            ):
                read = bytearray()
                async for chunk in response.aiter_bytes(CHUNK_BYTES):
                    read += chunk
                    if len(read) > at_most:
                        raise AnswerTooLarge(url)
                media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                status = response.status_code
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise OutsideUnavailable(type(error).__name__) from error
    if status in BUSY or status >= 500:
        raise OutsideUnavailable(f"status {status}")
    return Answer(status, media_type, bytes(read))


@cache
def _tls() -> ssl.SSLContext:
    """The trusted authorities, read once a process."""
    return httpx.create_ssl_context()
