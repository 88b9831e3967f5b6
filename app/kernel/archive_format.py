"""Files and records that leave the product as one ZIP: how it is written, and how anyone can check it. Pure.

The file of a case (148号令 42: 一案一卷) and the bundle of evidence for a court are written so.

Everything is stored uncompressed, in the order given, with one fixed date, so that the same content gives the
same bytes. ``manifest.json`` comes last and names every other entry with its size and SHA-256; it is canonical
JSON (RFC 8785: only texts and integers occur), so that its own hash binds the whole file. Needs nothing but the
standard library: a file must be checkable when this product is long gone.
"""

import hashlib
import json
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

FORMAT = "yijiantong-archive/1"
MANIFEST = "manifest.json"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP knows; true dates are in the manifest."""
MODE = 0o100644
CHUNK_BYTES = 1024 * 1024
LARGEST_MANIFEST_BYTES = 64 * 1024 * 1024
BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    struct.error,
)
"""What reading a damaged ZIP may raise."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as the manifest names it; ``created_at`` is ISO 8601 in UTC."""

    path: str
    kind: str
    created_at: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; the hashes are those to compare with the record of the office.

    ``problems`` has one line a finding, none where all is as it was.
    """

    problems: tuple[str, ...]
    files: int
    sha256: str | None
    manifest_sha256: str | None


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON as RFC 8785 writes it, for texts and integers under ASCII names."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Entry:
    """One entry being written; its bytes may come in chunks, from any one thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._stream.write(chunk)
        self._hash.update(chunk)
        self.size_bytes += len(chunk)

    def close(self) -> str:
        """End the entry and give the SHA-256 of what was written."""
        self._stream.close()
        return self._hash.hexdigest()


class ArchiveWriter:
    """Writes one archive; the manifest follows when :meth:`finish` is called, at the end."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._listed: list[Listed] = []

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def begin(self, path: str, size_bytes: int) -> Entry:
        """Begin the entry ``path``, of about this size; end it with :meth:`end` before the next."""
        return Entry(self._zip.open(_info(path, size_bytes), "w"))

    def end(self, entry: Entry, path: str, kind: str, created_at: str) -> Listed:
        """End an entry and list it."""
        listed = Listed(path, kind, created_at, entry.size_bytes, entry.close())
        self._listed.append(listed)
        return listed

    def add(self, path: str, content: bytes, kind: str, created_at: str) -> Listed:
        """Add a small entry at once."""
        entry = self.begin(path, len(content))
        entry.write(content)
        return self.end(entry, path, kind, created_at)

    def finish(self, about: Mapping[str, str]) -> str:
        """Write the manifest with what it says ``about`` the whole; its SHA-256 is returned."""
        files = [asdict(listed) for listed in self._listed]
        content = canonical({"format": FORMAT, **about, "files": files})
        with self._zip.open(_info(MANIFEST, len(content)), "w") as stream:
            stream.write(content)
        return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def check_archive(path: Path, *, sha256: str | None = None, manifest_sha256: str | None = None) -> Checked:
    """Compare an archive with its manifest, entry by entry, and with the hashes on record where given."""
    try:
        found = sha256_of(path)
    except OSError as error:
        return Checked((f"文件不能读取：{error.strerror}",), 0, None, None)
    problems = [] if sha256 in {None, found} else ["整个案卷文件的 SHA-256 与登记的不一致"]
    files, manifest_hash = 0, None
    try:
        with zipfile.ZipFile(path) as archive:
            manifest_hash, listed, wrong = _manifest(archive, manifest_sha256)
            problems += wrong
            problems += _unlisted(archive, listed)
            for entry in listed:
                problems += _compare(archive, entry)
            files = len(listed)
    except BROKEN as error:
        problems.append(f"案卷文件已损坏，不能打开：{error}")
    return Checked(tuple(problems), files, found, manifest_hash)


def _info(path: str, size_bytes: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, EPOCH)
    info.create_system = 3  # the same bytes on every platform
    info.external_attr = MODE << 16
    info.file_size = size_bytes
    return info


def _manifest(
    archive: zipfile.ZipFile, expected: str | None
) -> tuple[str | None, Sequence[Listed], Sequence[str]]:
    """The manifest's hash, what it lists, and what is wrong with it."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > LARGEST_MANIFEST_BYTES:
            return None, (), (f"{MANIFEST}：大小不对",)
        content = archive.read(info)
    except KeyError:
        return None, (), (f"{MANIFEST}：没有目录清单",)
    except BROKEN:
        return None, (), (f"{MANIFEST}：目录清单已损坏",)
    found = hashlib.sha256(content).hexdigest()
    problems = [] if expected in {None, found} else [f"{MANIFEST}：SHA-256 与登记的不一致"]
    try:
        manifest = cast("dict[str, Any]", json.loads(content))
        listed = [Listed(**entry) for entry in manifest["files"]]
        if manifest["format"] != FORMAT or canonical(manifest) != content:
            problems.append(f"{MANIFEST}：格式不对")
    except (ValueError, KeyError, TypeError, RecursionError):
        return found, (), (*problems, f"{MANIFEST}：目录清单不能识别")
    return found, listed, problems


def _unlisted(archive: zipfile.ZipFile, listed: Sequence[Listed]) -> Iterator[str]:
    """Entries that the manifest does not name, or that occur twice."""
    names = archive.namelist()
    known = {entry.path for entry in listed} | {MANIFEST}
    for name in dict.fromkeys(names):
        if name not in known:
            yield f"{name}：目录清单里没有这份文件"
        elif names.count(name) > 1:
            yield f"{name}：出现了两次"


def _compare(archive: zipfile.ZipFile, listed: Listed) -> Iterator[str]:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(listed.path) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except KeyError:
        yield f"{listed.path}：文件不见了"
        return
    except BROKEN:
        yield f"{listed.path}：内容已损坏"
        return
    if size != listed.size_bytes:
        yield f"{listed.path}：大小是 {size} 字节，应当是 {listed.size_bytes} 字节"
    elif digest.hexdigest() != listed.sha256:
        yield f"{listed.path}：内容与归档时不一致"
