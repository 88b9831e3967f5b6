"""Small files of each type, made byte by byte: real to whoever reads their structure, nothing to see or hear."""

import io
import struct
import zipfile
from collections.abc import Mapping


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of the ISO base media file format."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def large_box(name: bytes, body: bytes) -> bytes:
    """A box whose size is written in 64 bits."""
    return struct.pack(">I4sQ", 1, name, 16 + len(body)) + body


def track(kind: bytes) -> bytes:
    """A track of pictures (``vide``) or sound (``soun``)."""
    handler = box(b"hdlr", bytes(8), kind, bytes(13))
    return box(b"trak", box(b"tkhd", bytes(84)), box(b"mdia", box(b"mdhd", bytes(24)), handler))


def moov(*kinds: bytes) -> bytes:
    """What describes a film with these tracks."""
    return box(b"moov", box(b"mvhd", bytes(100)), *(track(kind) for kind in kinds))


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    """The brands of a file."""
    return box(b"ftyp", major, bytes(4), *compatible)


def mp4(data: bytes = bytes(300)) -> bytes:
    """A film with sound as phones write it, its data before its description."""
    head = ftyp(b"mp42", b"isom", b"mp42")
    return head + box(b"mdat", data) + moov(b"vide", b"soun")


def mov(data: bytes = bytes(300)) -> bytes:
    """A film of an Apple device."""
    return ftyp(b"qt  ", b"qt  ") + box(b"wide") + box(b"mdat", data) + moov(b"vide", b"soun")


def m4a(data: bytes = bytes(300)) -> bytes:
    """A voice memo."""
    return ftyp(b"M4A ", b"isom", b"mp42") + box(b"mdat", data) + moov(b"soun")


def ispe(width: int, height: int) -> bytes:
    """How large a picture is."""
    return box(b"ispe", bytes(4), struct.pack(">II", width, height))


def heic(*sizes: tuple[int, int], data: bytes = bytes(300)) -> bytes:
    """A photo of these pictures, one of 16 × 16 pixels where none is given."""
    handler = box(b"hdlr", bytes(8), b"pict", bytes(13))
    shapes = [ispe(*size) for size in sizes or [(16, 16)]]
    meta = box(b"meta", bytes(4), handler, box(b"iprp", box(b"ipco", *shapes), box(b"ipma", bytes(8))))
    return ftyp(b"heic", b"mif1", b"heic") + meta + box(b"mdat", data)


def riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A RIFF file of these chunks."""
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + form + body


def wav(data: bytes = bytes(160)) -> bytes:
    """Sound as a recorder writes it: one channel, 8,000 samples of 16 bits a second."""
    return riff(b"WAVE", (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)), (b"data", data))


def amr(frames: int = 5) -> bytes:
    """Speech of 12.2 kbit/s in frames of 20 ms."""
    return b"#!AMR\n" + (b"\x3c" + bytes(range(31))) * frames


def amr_wide(frames: int = 5) -> bytes:
    """Wide-band speech of 23.85 kbit/s."""
    return b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * frames


MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""MPEG-1, layer III, 128 kbit/s, 44,100 samples a second: 417 bytes."""


def mp3(frames: int = 5, *, tag: bytes = b"ID3\x04\0\0\0\0\0\x14" + bytes(20)) -> bytes:
    """Sound with a tag in front."""
    return tag + MP3_FRAME * frames


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def package(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these parts, in order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def office(main: str, folder: str, parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A document whose main part is of the type ``main``, with more parts."""
    types = f'<Types><Override PartName="/{folder}/main.xml" ContentType="{main}"/></Types>'
    first = {
        "[Content_Types].xml": types,
        "_rels/.rels": RELATIONSHIPS,
        f"{folder}/main.xml": "<x>六月工资未发</x>" * 50,
    }
    return package(first | dict(parts), method)


def docx(parts: Mapping[str, bytes | str] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word document with these parts besides its text."""
    return office(WORD, "word", parts or {}, method)


def xlsx(parts: Mapping[str, bytes | str] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An Excel table with these parts besides its sheet."""
    return office(EXCEL, "xl", parts or {}, method)
