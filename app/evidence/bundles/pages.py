"""How many pages a PDF has; counted in a process of its own, since a PDF may be made to eat its reader. Pure."""

import logging
import resource
from collections.abc import Callable
from pathlib import Path

from anyio import BrokenWorkerProcess, fail_after, to_process
from pypdf import PdfReader

SECONDS = 20
MEMORY_BYTES = 2 * 1024**3
MOST_PAGES = 100_000


def count_pages(path: str) -> int | None:
    """Pages of the PDF at ``path``; none where it is locked by a password, broken or without end.

    Bounds the memory of the process that it runs in: call it through :func:`pages_of`.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, hard))
    return read_count(path)


def read_count(path: str) -> int | None:
    """The same without any bound."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with PdfReader(path) as reader:
            count = 0 if reader.is_encrypted else len(reader.pages)
    except Exception:  # the library raises whatever a broken PDF leads it to
        return None
    return count if 0 < count <= MOST_PAGES else None


async def pages_of(
    path: Path, *, count: Callable[[str], int | None] = count_pages, seconds: float = SECONDS
) -> int | None:
    """Pages of the PDF at ``path``; none where they cannot be told within ``seconds``."""
    try:
        with fail_after(seconds):
            return await to_process.run_sync(count, str(path), cancellable=True)
    except (TimeoutError, BrokenWorkerProcess, MemoryError):
        return None
