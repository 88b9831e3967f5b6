"""How a file is walked as its bytes stream by: a walk asks for what it wants to see next and passes the rest over.

A walk is a generator: it yields a request (:data:`Request`) and is given the bytes. Memory is bounded by the chunk
that is fed plus what a walk asks for at once, at most :data:`PIECE`; what is passed over (:class:`Skip`) is not
even copied, so that two gigabytes of film go by as fast as they can be hashed.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass

PIECE = 64 * 1024
TAIL = 2048
"""Bytes at the end that :class:`ToEnd` gives, a PDF's trailer among them; Acrobat searches 1024."""

MOST_STEPS = 4_000_000
"""Requests a walk may make: no honest file has that many parts, a spiteful one would hold the worker for hours."""

LAST_STEPS = 64
"""Requests a walk may make when the file is at its end: each is given less than it asked for."""


class Malformed(Exception):
    """The bytes are not a whole file of the type."""


class Unsafe(Exception):
    """The file holds what is not taken; the text says what, in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Past:
    """Asks to be called again with the bytes of the next match, all before it passed over; two bytes at most."""

    pattern: re.Pattern[bytes]


class ToEnd:
    """Asks for the last :data:`TAIL` bytes of the file, all before them passed over."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Asks for nothing: these many bytes are passed over, and all of them must be there."""

    count: int


class Some:
    """Asks for whatever comes next, at most :data:`PIECE` bytes; none only at the end of the file."""


@dataclass(frozen=True, slots=True)
class Back:
    """Gives bytes back that were read too far: they come next again."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Pixels:
    """Tells how large a picture the file says it holds."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Charset:
    """Tells how the text is encoded (IANA name)."""

    name: str


Request = int | Past | ToEnd | Skip | Some | Back | Pixels | Charset
Walk = Generator[Request, bytes, bytes]
"""Asks for so many bytes, or as above; given fewer only at the end of the file. Returns what it read too far."""
Step = Generator[Request, bytes, bytes]
Nothing = Generator[Request, bytes, None]


class Walker:
    """Feeds one walk.

    Attributes:
        rest: what was read past the end of the file proper, once the walk has ended; none before.
        pixels: the most that any picture in the file claims.
        charset: of a text.
        is_refused: malformed or unsafe; nothing more is looked at.
        unsafe: what it holds that is not taken.
    """

    def __init__(self, walk: Walk) -> None:
        self.rest: bytes | None = None
        self.pixels = 0
        self.size: tuple[int, int] | None = None
        self.charset: str | None = None
        self.is_refused = False
        self.unsafe: str | None = None
        self._walk = walk
        self._buffer = bytearray()
        self._skipping = 0
        self._steps = 0
        self._want: Request = 0
        self._step(None)

    @property
    def is_walking(self) -> bool:
        """Neither at its end nor refused."""
        return self.rest is None and not self.is_refused

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk; only while walking."""
        if self._skipping > len(chunk):
            self._skipping -= len(chunk)
            return
        self._buffer += memoryview(chunk)[self._skipping :] if self._skipping else chunk
        if self._skipping:
            self._skipping = 0
            self._step(b"")
        while self.is_walking and (piece := self._next()) is not None:
            self._step(piece)

    def finish(self) -> None:
        """Let the walk know that nothing more comes; it has ended or is refused afterwards."""
        for _ in range(LAST_STEPS):
            if not self.is_walking:
                return
            if self._skipping:
                break
            piece = self._next()
            if piece is None and not self._skipping:
                piece = bytes(self._buffer)
                self._buffer.clear()
            if piece is not None:
                self._step(piece)
        self.is_refused = self.is_refused or self.is_walking

    def _next(self) -> bytes | None:
        """What answers the request, as far as it has come; none while it has not."""
        want, buffer = self._want, self._buffer
        match want:
            case int():
                return _cut(buffer, want) if len(buffer) >= want else None
            case Some():
                return _cut(buffer, PIECE) if buffer else None
            case Skip():
                return self._skip(want.count)
            case Past() | ToEnd():
                return self._search(want)
            case _:
                return self._told(want)

    def _skip(self, count: int) -> bytes | None:
        here = min(count, len(self._buffer))
        del self._buffer[:here]
        self._skipping = count - here
        return None if self._skipping else b""

    def _search(self, want: Past | ToEnd) -> bytes | None:
        buffer = self._buffer
        if isinstance(want, ToEnd):
            del buffer[:-TAIL]
            return None
        found = want.pattern.search(buffer)
        if found is None:
            del buffer[:-1]
            return None
        piece = found.group()
        del buffer[: found.end()]
        return piece

    def _told(self, want: Back | Pixels | Charset) -> bytes:
        match want:
            case Back():
                self._buffer[0:0] = want.data
            case Pixels():
                if want.width * want.height > self.pixels:
                    self.pixels, self.size = want.width * want.height, (want.width, want.height)
            case Charset():
                self.charset = want.name
        return b""

    def _step(self, piece: bytes | None) -> None:
        self._steps += 1
        try:
            self._want = next(self._walk) if piece is None else self._walk.send(piece)
            if self._steps > MOST_STEPS:
                raise Malformed
        except Malformed:
            self.is_refused = True
        except Unsafe as unsafe:
            self.is_refused, self.unsafe = True, str(unsafe)
        except StopIteration as ended:
            self.rest = bytes(ended.value) + bytes(self._buffer)
        if not self.is_walking:
            self._buffer.clear()


def _cut(buffer: bytearray, count: int) -> bytes:
    piece = bytes(memoryview(buffer)[:count])
    del buffer[:count]
    return piece


def exactly(count: int) -> Step:
    """These many bytes.

    Raises:
        Malformed: the file ends before.
    """
    data = yield count
    if len(data) < count:
        raise Malformed
    return data


def measure(width: int, height: int) -> Nothing:
    """Tell a picture's size.

    Raises:
        Malformed: there is no such picture.
    """
    require(width > 0 and height > 0)
    yield Pixels(width, height)


def require(condition: bool) -> None:
    """Go on only if this holds.

    Raises:
        Malformed: it does not.
    """
    if not condition:
        raise Malformed
