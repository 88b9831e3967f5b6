"""The program that decodes one picture, run as a process of its own that can open nothing.

Decoders of pictures are where hostile files do their harm. Standard input is the picture and standard output takes
the answer; once its libraries are loaded the process gives up the right to open any other file or socket
(``RLIMIT_NOFILE`` 0). It may use so much memory, so many seconds and write so many bytes; beyond that the system
ends it, and what becomes of one picture touches no other. Imports nothing of the product.

Argument: JSON ``{"format": "JPEG", "sides": {"web": 1600, …}, "max_pixels": …}``, sides falling. Answer: four
bytes of length, big-endian, a JSON header ``{"claims": {…}, "pictures": [{"size", "width", "height", "bytes"}]}``,
then the JPEGs one after another. What cannot be decoded ends the process with an error.
"""

import io
import json
import math
import resource
import struct
import sys
from contextlib import suppress
from typing import Any, BinaryIO

import pillow_heif
from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageOps,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

MEMORY_BYTES = 2 * 1024**3
"""Address space. A PNG of 200 megapixels is 800 MB decoded; a JPEG is decoded at an eighth of its sides."""
CPU_S = 30
LARGEST_ANSWER = 8 * 1024**2
QUALITY = 80
REDUCING_GAP = 2.0
"""Shrink roughly to twice the wanted sides first, by a JPEG's own scaling where it is one."""
WHITE = (255, 255, 255)
SRGB: Any = ImageCms.createProfile("sRGB")  # pyright: ignore[reportUnknownVariableType] -- untyped core
LAZY = (MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Parts that Pillow would load on first use, when files can no longer be opened."""

TEXTS = {
    "device_make": ExifTags.Base.Make,
    "device_model": ExifTags.Base.Model,
    "software": ExifTags.Base.Software,
}
TAKEN = (
    (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
    (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
)
"""When the picture was taken, not when it was last saved, each with its offset from UTC."""
LONGEST_TEXT = 400


def main() -> None:
    """Shut the doors, then decode what is on standard input."""
    order = json.loads(sys.argv[1])
    _warm_up()
    _shut_doors()
    header, pictures = decode(sys.stdin.buffer, order)
    text = json.dumps(header).encode()
    output = sys.stdout.buffer
    output.write(struct.pack(">I", len(text)) + text + b"".join(pictures))
    output.flush()


def decode(stream: BinaryIO, order: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The header of the answer and the pictures, largest first.

    Raises:
        ValueError: more pixels than allowed; and Pillow raises what it likes for what it cannot decode.
    """
    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(stream, formats=[order["format"]])
    if image.width * image.height > order["max_pixels"]:
        raise ValueError("too many pixels")
    if image.mode in ("1", "P", "PA"):
        image = _with_info(image, image.convert("L" if image.mode == "1" else "RGBA"))
    sides: dict[str, int] = order["sides"]
    longest = max(sides.values())
    image.thumbnail((longest, longest), reducing_gap=REDUCING_GAP)
    image.load()  # a small picture was not touched so far, and must fail here if it does
    claims = read_claims(image)
    image = _plain(image)
    described: list[dict[str, Any]] = []
    pictures: list[bytes] = []
    for size, side in sides.items():
        image.thumbnail((side, side), reducing_gap=REDUCING_GAP)
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
        pictures.append(buffer.getvalue())
        described.append({"size": size, "width": image.width, "height": image.height, "bytes": buffer.tell()})
    return {"claims": claims, "pictures": described}, pictures


def read_claims(image: Image.Image) -> dict[str, Any]:
    """What EXIF says of time, place, device and software, as it stands there; broken EXIF says nothing."""
    found: dict[str, Any] = {}
    with suppress(Exception):
        exif = image.getexif()
        found |= {name: _text(exif.get(tag)) for name, tag in TEXTS.items()}
        details = exif.get_ifd(ExifTags.IFD.Exif)
        for taken, offset in TAKEN:
            if details.get(taken):
                found |= {"taken": _text(details[taken]), "offset": _text(details.get(offset))}
                break
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        if gps:
            found["latitude_deg"] = _angle(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef])
            found["longitude_deg"] = _angle(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef])
    return {name: value for name, value in found.items() if value is not None}


def _plain(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, on white where it is see-through, and with nothing but its pixels."""
    with suppress(Exception):
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        image = image.point(lambda level: level / 256).convert("L")
    profile = image.info.get("icc_profile")
    if image.mode in ("LA", "RGBA", "RGBa"):
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, WHITE)
        ground.alpha_composite(image)
        image = ground.convert("RGB")
    if profile:
        with suppress(Exception):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
    image = image.convert("RGB")
    image.info.clear()
    return image


def _with_info(image: Image.Image, converted: Image.Image) -> Image.Image:
    converted.info = dict(image.info)
    return converted


def _text(value: object) -> str | None:
    """Text of a tag. EXIF knows ASCII only; phones write UTF-8, which Pillow reads as Latin-1."""
    if not isinstance(value, (str, bytes)) or not value:
        return None
    with suppress(UnicodeError):
        raw = value if isinstance(value, bytes) else value.encode("latin-1")
        value = raw.decode("utf-8")
    return str(value)[:LONGEST_TEXT]


def _angle(parts: Any, reference: object) -> float | None:
    """Degrees, minutes and seconds with their hemisphere as degrees."""
    degrees, minutes, seconds = (float(part) for part in parts)
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle):
        return None
    return -angle if (_text(reference) or "").strip("\0 ").upper() in ("S", "W") else angle


def _warm_up() -> None:
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    for name in ("JPEG", "PNG", "WEBP"):
        buffer = io.BytesIO()
        Image.new("RGB", (8, 8)).save(buffer, name)
        Image.open(buffer).load()


def _shut_doors() -> None:
    if sys.platform == "linux":  # elsewhere the limit on addresses also counts what the system maps
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main()
