"""Page numbers over a whole bundle, and the names its files get. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.evidence.enums import MediaType
from app.evidence.names import file_name

LONGEST_ENTRY_BYTES = 180
"""File systems take names of 255 bytes; a Chinese character has three, and some add to the name when unpacking."""
ELECTRONIC = "电子数据"
"""Where paper has a page number, recordings and tables have none: they are handed in as they are."""
PICTURES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.HEIC})

_NOT_EVERYWHERE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages ``first`` to ``last`` of the bundle, both within it; counted from 1."""

    first: int
    last: int

    @property
    def text(self) -> str:
        """As the index shows them."""
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"


def numbered(counts: Sequence[int | None]) -> tuple[list[Pages | None], int]:
    """Pages of each file in order, none for files without pages, and how many there are in all.

    Raises:
        ValueError: a file that has pages has fewer than one.
    """
    found: list[Pages | None] = []
    total = 0
    for count in counts:
        if count is None:
            found.append(None)
            continue
        if count < 1:
            raise ValueError("a file on paper has at least one page")
        found.append(Pages(total + 1, total + count))
        total += count
    return found, total


def entry_name(position: int, name: str, media_type: MediaType) -> str:
    """``001_六月工资表.jpg``: in order by name, and taken by every file system."""
    fitting = file_name(name, media_type)
    suffix = PurePosixPath(fitting).suffix
    stem = _NOT_EVERYWHERE.sub("_", fitting[: len(fitting) - len(suffix)])
    room = LONGEST_ENTRY_BYTES - len(f"{position:03d}_{suffix}".encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{position:03d}_{stem}{_NOT_EVERYWHERE.sub('_', suffix)}"
