"""Runs :mod:`app.evidence.previews.decoder`, a process for each picture; blocking, so call it in a thread."""

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, Field, JsonValue, ValidationError

from app.evidence.enums import MediaType
from app.evidence.previews import decoder
from app.evidence.previews.enums import LONGEST_SIDE_PX, PreviewSize

PROGRAM = Path(decoder.__file__)
FORMATS: Mapping[MediaType, str] = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.HEIC: "HEIF",
}
"""Pillow's names of the types of pictures; a file is decoded as the type it was verified to be, or not at all."""
PATIENCE_S = 60.0
"""Longer than the process's own limit of processor time, for a machine that is busy."""
LARGEST_HEADER = 64 * 1024
JPEG_START = b"\xff\xd8\xff"


class CannotDecode(Exception):
    """The picture cannot be decoded, or not within the limits."""


class _Picture(BaseModel):
    size: PreviewSize
    width: int = Field(gt=0, le=max(LONGEST_SIDE_PX.values()))
    height: int = Field(gt=0, le=max(LONGEST_SIDE_PX.values()))
    bytes: int = Field(gt=0)


class _Header(BaseModel):
    claims: dict[str, JsonValue]
    pictures: list[_Picture]


@dataclass(frozen=True, slots=True)
class Picture:
    """A derived picture: a JPEG of so many pixels."""

    size: PreviewSize
    width_px: int
    height_px: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """The derived pictures, and what the file says about itself as it stands there."""

    pictures: tuple[Picture, ...]
    claims: Mapping[str, JsonValue]


def decode(file: BinaryIO, media_type: MediaType, *, max_pixels: int) -> Decoded:
    """Make the derived pictures of ``file``, which is a real file, read from its start.

    Raises:
        CannotDecode: see there.
    """
    order = {
        "format": FORMATS[media_type],
        "sides": dict(sorted(LONGEST_SIDE_PX.items(), key=lambda side: -side[1])),
        "max_pixels": max_pixels,
    }
    file.seek(0)
    with tempfile.TemporaryFile() as answer:
        _run(file, answer, json.dumps(order))
        answer.seek(0)
        return _parsed(answer.read(decoder.LARGEST_ANSWER))


def _run(file: BinaryIO, answer: BinaryIO, order: str) -> None:
    """The process gets no environment: no setting, no secret."""
    command = [sys.executable, "-I", str(PROGRAM), order]
    child = subprocess.Popen(  # noqa: S603 -- our own program and Python
        command, stdin=file, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    try:
        code = child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        child.kill()
        child.wait()
    if code != 0:
        raise CannotDecode(f"the decoder ended with {code}")


def _parsed(answer: bytes) -> Decoded:
    """The answer, of which nothing is believed: a decoder that was taken over says what it likes."""
    try:
        (length,) = struct.unpack_from(">I", answer)
        if length > LARGEST_HEADER:
            raise CannotDecode("its header is too long")
        header = _Header.model_validate_json(answer[4 : 4 + length])
    except (struct.error, ValidationError) as error:
        raise CannotDecode("its answer makes no sense") from error
    pictures: list[Picture] = []
    position = 4 + length
    for told in header.pictures:
        data = answer[position : position + told.bytes]
        position += told.bytes
        if len(data) != told.bytes or not data.startswith(JPEG_START):
            raise CannotDecode("its answer is cut off")
        pictures.append(Picture(told.size, told.width, told.height, data))
    if {picture.size for picture in pictures} != set(PreviewSize) or len(pictures) != len(PreviewSize):
        raise CannotDecode("its answer lacks a picture")
    return Decoded(tuple(pictures), header.claims)
