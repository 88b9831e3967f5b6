"""Which characters the fonts can draw. A name with a character they lack must not be printed with a box unseen."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from pydantic import JsonValue

PACKAGE = "pylopdf_fonts_zh_cn"
_SEGMENTED_COVERAGE = 12
"""Format of the character map that reaches beyond the first 65,536 characters (OpenType ``cmap``)."""


def packaged_fonts() -> Path:
    """The folder of Noto Sans SC and Noto Serif SC, from their wheel.

    Raises:
        LookupError: the wheel is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0])


def missing(values: JsonValue | Mapping[str, JsonValue], folders: Sequence[Path]) -> str:
    """Characters of all texts in ``values`` that no font has, each once, in order."""
    known = _covered(tuple(folders))
    seen = dict.fromkeys(c for text in _texts(values) for c in text if not c.isspace() and ord(c) not in known)
    return "".join(seen)


def _texts(value: JsonValue | Mapping[str, JsonValue]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in cast("Mapping[str, JsonValue]", value).values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


@cache
def _covered(folders: tuple[Path, ...]) -> frozenset[int]:
    files = sorted(file for folder in folders for file in folder.glob("*") if file.suffix in {".otf", ".ttf"})
    return frozenset(point for file in files for point in _points(file.read_bytes()))


def _points(font: bytes) -> Iterable[int]:
    """Code points in the wide character map of an OpenType font; none where it has no such map."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for entry in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * entry)
        if tag == b"cmap":
            yield from _points_of_map(font, start)


def _points_of_map(font: bytes, start: int) -> Iterator[int]:
    (maps,) = struct.unpack_from(">H", font, start + 2)
    for entry in range(maps):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * entry)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form != _SEGMENTED_COVERAGE:
            continue
        (groups,) = struct.unpack_from(">L", font, start + offset + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, start + offset + 16 + 12 * group)
            yield from range(first, last + 1)
