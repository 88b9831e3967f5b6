"""Real pictures and films made in code: turned, placed, see-through, of every type that is taken."""

import io
import struct
from dataclasses import dataclass

import pillow_heif
from PIL import Image

from tests.evidence.uploading import Sample

pillow_heif.register_heif_opener()

SIZE = (900, 600)
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
RED, BLUE = (200, 30, 30), (30, 30, 200)


@dataclass(frozen=True)
class Made(Sample):
    """A file whose bytes were made for the test."""

    content: bytes = b""

    @property
    def data(self) -> bytes:
        return self.content


def exif(*, orientation: int = 1) -> Image.Exif:
    """What a phone in Hangzhou writes on a June evening."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F], tags[0x0110], tags[0x0131] = "HUAWEI", "P40\0", "edited\x07 with"
    details = tags.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2026:06:30 18:20:00", "+08:00"
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (30.0, 16.0, 26.76), "E", (120.0, 9.0, 18.0)
    return tags


def picture(media_type: str, *, orientation: int = 1, mode: str = "RGB") -> Made:
    """Left half red, right half blue, as stored; ``orientation`` 6 means it is to be turned clockwise."""
    image = Image.new("RGB", SIZE, RED)
    image.paste(BLUE, (SIZE[0] // 2, 0, *SIZE))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, FORMATS[media_type], exif=exif(orientation=orientation).tobytes())
    name = f"photo.{media_type.partition('/')[2]}"
    return Made(name, media_type, buffer.getvalue())


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body
