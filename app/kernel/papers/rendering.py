"""From a template and its data to a PDF: the fonts of one wheel, no other file, bounded in time and size."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from pydantic import JsonValue

from app.kernel.papers import glyphs
from app.kernel.papers.diagnostics import explain
from app.kernel.papers.errors import TemplateFailed
from app.kernel.papers.sandbox import Refused, Sandbox

SECONDS = 10
"""How long one paper may take; the longest of ours takes a tenth of a second."""
LARGEST_PDF = 20 * 1024 * 1024
BASE = "official.typ"
"""The library of official layout that templates import."""
DATA = "data.json"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the seal goes: page from 1, the seal's centre in points from the page's top left."""

    page: int
    x_pt: float
    y_pt: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be drawn: the template's text, its data, and its pictures.

    ``pictures`` are PNG or JPEG, by the names the data gives them, which end in ``.svg``. ``dated`` is written
    into the PDF as its date, so that the same sheet gives the same bytes.
    """

    template: str
    data: Mapping[str, JsonValue]
    dated: datetime
    pictures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class Rendered:
    """An unsealed PDF. ``missing`` are characters of the data that no font has: they stand as empty boxes."""

    pdf: bytes
    seal: SealPlace | None
    missing: str


class Renderer:
    """Draws papers, one at a time. Instances with the same fonts share one compiling process, which is started
    with the first paper and ends with ours.

    ``more_fonts`` is a folder of fonts for characters that the packaged ones lack (rare names).
    """

    def __init__(self, more_fonts: Path | None = None, *, seconds: int = SECONDS) -> None:
        self._folders: Sequence[Path] = (
            glyphs.packaged_fonts(),
            *((more_fonts,) if more_fonts else ()),
        )
        self._sandbox = _sandbox(tuple(self._folders), seconds)
        self._limiter = CapacityLimiter(1)

    async def render(self, sheet: Sheet) -> Rendered:
        """Draw a sheet.

        Raises:
            TemplateFailed: the template is wrong, or takes or makes too much; nothing comes of it.
            RendererUnavailable: no process can be started now.
        """
        return await to_thread.run_sync(self._render, sheet, limiter=self._limiter)

    def close(self) -> None:
        """End the compiling process now; the next paper starts another."""
        self._sandbox.close()

    def _render(self, sheet: Sheet) -> Rendered:
        files = {
            **{name: wrapped(picture) for name, picture in sheet.pictures.items()},
            BASE: base_library().encode(),
            DATA: json.dumps(sheet.data, ensure_ascii=False).encode(),
            "main.typ": sheet.template.encode(),
        }
        compiled = self._sandbox.compile(files, timestamp=int(sheet.dated.timestamp()))
        if isinstance(compiled, Refused):
            message, line = explain(compiled.message, compiled.diagnostic)
            raise TemplateFailed(message, line=line)
        if len(compiled.pdf) > LARGEST_PDF:
            raise TemplateFailed("生成的文书太大")
        place = SealPlace(*compiled.marks[-1]) if compiled.marks else None
        return Rendered(compiled.pdf, place, glyphs.missing(sheet.data, self._folders))


@cache
def _sandbox(folders: tuple[Path, ...], seconds: int) -> Sandbox:
    return Sandbox(folders, seconds=seconds)


def wrapped(picture: bytes) -> bytes:
    """The picture within a drawing (SVG): the compiler takes files from memory only as text.

    Raises:
        TemplateFailed: it is neither PNG nor JPEG.
    """
    kind = next((kind for start, kind in _PICTURES.items() if picture.startswith(start)), None)
    if kind is None:
        raise TemplateFailed("图片读不出来")
    body = base64.b64encode(picture).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 130" width="340" height="130">'
        f'<image width="340" height="130" preserveAspectRatio="xMidYMid meet" href="data:{kind};base64,{body}"/>'
        "</svg>"
    ).encode()


def seal_sheet(name: str, note: str, *, dated: datetime) -> Sheet:
    """The picture of an agency's seal: its name along the edge, ``note`` below the star."""
    return Sheet(_text("seal.typ"), {"name": name, "note": note}, dated)


def base_library() -> str:
    """The text of the layout library."""
    return _text(BASE)


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
