"""Films and sound in boxes (MP4, MOV, M4A): ISO/IEC 14496-12 and -14, QuickTime File Format, 3GPP TS 26.244."""

from collections.abc import Generator

from app.evidence.inspecting.structure.boxes import body_of, box, children, file_brands
from app.evidence.inspecting.structure.engine import Request, Walk, require

QUICKTIME = b"qt  "
SOUND_ALONE = frozenset({b"M4A ", b"M4B "})
MPEG4 = frozenset(
    [f"iso{c}".encode() for c in "m23456789abc"]
    + [b"mp41", b"mp42", b"mp71", b"avc1", b"hvc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"XAVC", b"dash", b"msdh"]
    + [f"3gp{c}".encode() for c in "3456789"]
    + [b"3g2a", b"3g2b", b"3g2c", b"3ge6", b"3ge7", b"3gg6", b"mmp4", b"f4v "]
)
PICTURE_TRACK, SOUND_TRACK = b"vide", b"soun"
TRACKS = frozenset({b"trak", b"mdia"})
"""What is looked into for the handler that tells what a track is (14496-12, 8.4.3)."""
MOST_BOXES = 500_000
"""At the top level: two a second for days of fragmented film."""


def mp4() -> Walk:
    """A film, or sound alone from a recorder that calls it one."""
    major, compatible = yield from file_brands()
    require(major != QUICKTIME and major not in SOUND_ALONE and bool(MPEG4 & {major, *compatible}))
    tracks = yield from _tracks()
    require(bool({PICTURE_TRACK, SOUND_TRACK} & tracks))
    return b""


def mov() -> Walk:
    """A film of an Apple device."""
    major, compatible = yield from file_brands()
    require(QUICKTIME in {major, *compatible})
    tracks = yield from _tracks()
    require(bool({PICTURE_TRACK, SOUND_TRACK} & tracks))
    return b""


def m4a() -> Walk:
    """Sound without a film; recorders of phones write general brands."""
    major, compatible = yield from file_brands()
    require(bool((MPEG4 | SOUND_ALONE) & {major, *compatible}))
    tracks = yield from _tracks()
    require(SOUND_TRACK in tracks and PICTURE_TRACK not in tracks)
    return b""


def _tracks() -> Generator[Request, bytes, set[bytes]]:
    """Boxes that fill the file exactly, a description (``moov``) and data (``mdat``) among them, in any order.

    A film in fragments has a ``moof`` before each ``mdat``; its ``moov`` still tells its tracks.
    Their kinds are given back.

    Raises:
        Malformed: something is missing or cut off.
    """
    tracks: set[bytes] = set()
    needed = {b"moov", b"mdat"}
    count = 0
    while header := (yield 8):
        count += 1
        found = yield from box(header)
        require(count <= MOST_BOXES and found.name != b"ftyp")
        if found.name == b"moov":
            require(found.left is not None)
            handlers = yield from children(found.left or 0, inside=TRACKS, read={b"hdlr": 12})
            tracks |= {body[8:12] for _, body in handlers}
        else:
            yield from body_of(found)
        needed.discard(found.name)
    require(not needed)
    return tracks
