"""Word documents and Excel tables (ISO/IEC 29500-2, Open Packaging Conventions), without anything that runs.

Documents with macros, programs, embedded objects of other programs, forms that run (ActiveX) or locked entries are
refused, as are those that fetch such things when they are opened, and declarations by which XML is blown up. One
package within the package is looked into in the same way: a chart in a document carries its table with it.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.evidence.inspecting.structure.engine import Some, Unsafe, Walk, Walker, require
from app.evidence.inspecting.structure.links import fetches
from app.evidence.inspecting.structure.zips import BOMB, Budget, Zip

MACROS = "宏（会自动运行的程序）"
PROGRAM = "程序"
EMBEDDED = "嵌入的对象（OLE、ActiveX）"
ARCHIVE = "压缩包"
DECLARATIONS = "不该有的 XML 声明（DTD）"
ELSEWHERE = "打开时从别处加载的模板或者对象"

TYPES = "[content_types].xml"
MOST_TYPES_BYTES = 1024 * 1024
MOST_LINKS_BYTES = 16 * 1024 * 1024
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.{}.main+xml"
TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']*)["']""")

PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vb[es]|jse?|ws[fh]|hta|jar|msi|lnk|apk|sh|py|pif|cpl|chm|reg|iso|so|class)"
)
MACRO_FILES = frozenset({"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin"})
MACRO_FOLDERS = frozenset({"macrosheets", "intlmacrosheets", "dialogsheets"})
PACKAGES = {".docx": "wordprocessingml.document", ".xlsx": "spreadsheetml.sheet"}
BEGINNINGS = {
    b"MZ": PROGRAM,
    b"\x7fELF": PROGRAM,
    b"#!": PROGRAM,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": EMBEDDED,
    b"PK\x03\x04": ARCHIVE,
    b"Rar!": ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": ARCHIVE,
}
LONGEST_BEGINNING = 8
XML = frozenset({".xml", ".rels", ".vml"})
DECLARED = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
"""In UTF-8 or UTF-16; part 2, 8.5.1 forbids both in a package."""
OVERLAP = 24


def docx() -> Walk:
    """A Word document."""
    return _package("wordprocessingml.document", Budget())


def xlsx() -> Walk:
    """An Excel table."""
    return _package("spreadsheetml.sheet", Budget())


def _package(kind: str, budget: Budget, *, is_inner: bool = False) -> Walk:
    """Every entry to the directory; the main part is of ``kind``."""
    archive, names, types = Zip(budget), set[str](), bytearray()
    while local := (yield from archive.header()):
        name = _safe_name(local.name)
        require(name not in names)
        names.add(name)
        if name == TYPES:
            yield from archive.content(local, _Types(types))
        elif name.endswith("/"):
            yield from archive.content(local, _Nothing())
        elif not is_inner and (inner := PACKAGES.get(PurePosixPath(name).suffix)):
            yield from archive.content(local, _Inner(Walker(_package(inner, budget, is_inner=True))))
        else:
            yield from archive.content(local, _Part(name))
    yield from archive.directory()
    require(not (yield Some()))
    folder = "word/" if kind.startswith("word") else "xl/"
    require("_rels/.rels" in names and any(name.startswith(folder) for name in names))
    _judge_types(bytes(types), MAIN_TYPE.format(kind))
    return b""


def _safe_name(raw: bytes) -> str:
    """An entry's name in small letters, as packages compare them.

    Raises:
        Malformed: it would lead out of a folder, or is no name.
        Unsafe: it is that of a program or of macros.
    """
    name = raw.decode("utf-8", "replace").lower()
    path = PurePosixPath(name)
    require(not name.startswith("/") and "\\" not in name and ":" not in name and "\0" not in name)
    require(".." not in path.parts)
    if path.name in MACRO_FILES or MACRO_FOLDERS & set(path.parts) or path.suffix in {".xlsm", ".docm", ".xlam"}:
        raise Unsafe(MACROS)
    if "activex" in path.parts:
        raise Unsafe(EMBEDDED)
    if PROGRAMS.fullmatch(path.suffix):
        raise Unsafe(PROGRAM)
    return name


def _judge_types(types: bytes, main: str) -> None:
    """The list of what the parts are (part 2, 7.3.7): one is the main part, none holds macros."""
    encoding = "utf-16" if types.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    found = set(TYPE.findall(types.decode(encoding, "replace")))
    if any("macroenabled" in name.lower() or "vbaproject" in name.lower() for name in found):
        raise Unsafe(MACROS)
    require(main in found)


class _Nothing:
    """A folder: nothing is in it."""

    def feed(self, data: bytes) -> None:
        require(not data)

    def finish(self) -> None:
        pass


@dataclass
class _Types:
    """Keeps the list of types."""

    kept: bytearray

    def feed(self, data: bytes) -> None:
        self.kept += data
        if len(self.kept) > MOST_TYPES_BYTES:
            raise Unsafe(BOMB)
        if DECLARED.search(self.kept):
            raise Unsafe(DECLARATIONS)

    def finish(self) -> None:
        pass


class _Part:
    """Looks how a part begins, in XML for declarations, and in relationships for what is fetched."""

    def __init__(self, name: str) -> None:
        suffix = PurePosixPath(name).suffix
        self._is_xml = suffix in XML
        self._is_scrambled = suffix == ".odttf"  # fonts are stored exclusive-ored: they begin like anything
        self._links = bytearray() if suffix == ".rels" else None
        self._head = b""
        self._end = b""

    def feed(self, data: bytes) -> None:
        if len(self._head) < LONGEST_BEGINNING:
            self._head += data[: LONGEST_BEGINNING - len(self._head)]
        if self._is_xml:
            if DECLARED.search(self._end + data):
                raise Unsafe(DECLARATIONS)
            self._end = data[-OVERLAP:]
        if self._links is not None:
            self._links += data
            if len(self._links) > MOST_LINKS_BYTES:
                raise Unsafe(BOMB)

    def finish(self) -> None:
        if self._links is not None and fetches(bytes(self._links)):
            raise Unsafe(ELSEWHERE)
        for beginning, what in BEGINNINGS.items():
            if self._head.startswith(beginning) and not self._is_scrambled:
                raise Unsafe(what)


@dataclass
class _Inner:
    """Walks a package within the package."""

    walker: Walker

    def feed(self, data: bytes) -> None:
        if data and self.walker.is_walking:
            self.walker.feed(data)
        self._judge()

    def finish(self) -> None:
        self.walker.finish()
        self._judge()

    def _judge(self) -> None:
        if self.walker.unsafe:
            raise Unsafe(self.walker.unsafe)
        if self.walker.is_refused:
            raise Unsafe(ARCHIVE)
