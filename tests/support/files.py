"""Small files of each type, made byte by byte: real to whoever reads their structure, nothing to see or hear."""

import struct


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
