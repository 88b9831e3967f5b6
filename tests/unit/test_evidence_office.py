"""Documents are taken when they are what they say, and never with what runs, bursts or hides in them."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.enums import MediaType
from app.evidence.inspecting.structure import zips
from app.evidence.inspecting.structure.links import fetches
from app.evidence.inspecting.structure.walks import Structure, Verdict
from tests.support import files

DOCX, XLSX = MediaType.DOCX, MediaType.XLSX
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def walk(data: bytes, media_type: MediaType = DOCX, step: int = 3000) -> Verdict:
    structure = Structure(media_type)
    for start in range(0, len(data), step):
        structure.feed(data[start : start + step])
    return structure.verdict()


class Unseekable(io.BytesIO):
    """A stream that makes zipfile write sizes behind the data, as servers do that zip on the fly."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def rebuilt(data: bytes, target: io.BytesIO, *, force_zip64: bool = False) -> bytes:
    """The same parts, written as another program would."""
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            with copy.open(info, "w", force_zip64=force_zip64) as part:
                part.write(source.read(entry))
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("step", [1, 13, 10**6])
def test_documents_are_taken_however_they_were_packed(method: int, step: int) -> None:
    media = {"word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "word/": ""}
    assert walk(files.docx(media, method), DOCX, step).is_whole
    assert walk(files.xlsx({"xl/printerSettings/printerSettings1.bin": bytes(99)}, method), XLSX, step).is_whole


def test_sizes_behind_the_data_and_of_64_bits_are_read() -> None:
    assert walk(rebuilt(files.docx(), Unseekable())).is_whole
    assert walk(rebuilt(files.docx(), io.BytesIO(), force_zip64=True)).is_whole
    assert walk(rebuilt(files.docx(), Unseekable(), force_zip64=True)).is_whole


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"word/vbaProject.bin": OLE}, "宏"),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, "宏"),
        ({"word/embeddings/oleObject1.bin": OLE}, "OLE"),
        ({"word/media/renamed.png": OLE}, "OLE"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "ActiveX"),
        ({"word/embeddings/setup.EXE": b"anything"}, "程序"),
        ({"word/media/image1.png": b"MZ\x90\0" + bytes(99)}, "程序"),
        ({"word/media/run": b"#!/bin/sh\nrm -rf ~\n"}, "程序"),
        ({"word/embeddings/inner.zip": files.package({"a": "b"})}, "压缩包"),
        ({"word/media/image1.jpg": b"Rar!\x1a\x07\0"}, "压缩包"),
        ({"word/embeddings/table.xlsx": files.xlsx({"xl/vbaProject.bin": OLE})}, "宏"),
        ({"word/embeddings/table.xlsx": files.xlsx({"xl/embeddings/again.xlsx": files.xlsx()})}, "压缩包"),
        ({"word/embeddings/table.xlsx": files.xlsx()[:-9]}, "压缩包"),
        ({"word/embeddings/table.xlsx": files.xlsx() + b"\0"}, "压缩包"),
        ({"customXml/item1.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}, "XML"),
        ({"customXml/item1.xml": "<!DOCTYPE x []><x/>".encode("utf-16")}, "XML"),
        ({"customXml/item1.xml": " " * 70_000 + "<!ENTITY a 'ha'>"}, "XML"),
    ],
)
def test_what_runs_or_hides_in_a_document_is_named(parts: dict[str, bytes | str], words: str) -> None:
    verdict = walk(files.docx(parts))
    assert not verdict.is_whole
    assert verdict.unsafe is not None
    assert words in verdict.unsafe


LINKS = (
    '<Relationships><Relationship Id="r1" Type="http://x/{}" Target="{}" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("attachedTemplate", "file://evil.example/share/t.dotm"),
        ("attachedTemplate", "file:////evil.example/t.dotm"),
        ("attachedTemplate", r"\\evil.example\t.dotm"),
        ("oleObject", "mhtml:http://evil.example/x.html!x-usc:http://evil.example/x.html"),
        ("&#x6F;leObject", "http&#58;//evil.example/a>b"),
        ("frame", "//evil.example/x"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_a_document_would_fetch_from_elsewhere_is_refused(kind: str, target: str, encoding: str) -> None:
    links = LINKS.format(kind, target).encode(encoding)
    assert walk(files.docx({"word/_rels/settings.xml.rels": links})).unsafe == "打开时从别处加载的模板或者对象"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", r"file:///C:\Users\张建国\Templates\Normal.dotm"),
        ("attachedTemplate", "file://localhost/Users/zhang/Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
        ("hyperlink", "https://www.12348.gov.cn/"),
        ("image", "https://example.org/logo.png"),
    ],
)
def test_links_that_fetch_nothing_that_runs_are_taken(kind: str, target: str) -> None:
    assert walk(files.docx({"word/_rels/settings.xml.rels": LINKS.format(kind, target)})).is_whole


def test_relationships_made_to_be_slow_are_read_at_once() -> None:
    for attributes in (b"a" * 300_000, b'a="' * 100_000, b"a =   " * 50_000):
        assert not fetches(b"<Relationship " + attributes)


def test_a_workbook_of_a_real_program_is_taken() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("六月")
    for row in range(200):
        sheet.append([f"工人{row}", 5200 + row, None])
    book.save(stream)
    assert walk(stream.getvalue(), XLSX).is_whole


def test_a_chart_may_carry_its_table() -> None:
    assert walk(files.docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": files.xlsx()})).is_whole


@pytest.mark.parametrize(
    "main",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ],
)
def test_a_document_declared_to_hold_macros_is_refused(main: str) -> None:
    assert "宏" in (walk(files.office(main, "word", {})).unsafe or "")


@pytest.mark.parametrize(
    "data",
    [
        files.package({"a.txt": "只是一个压缩包"}),
        files.package({}),
        files.xlsx(),
        files.office(files.WORD, "xl", {}),
        files.office("text/plain", "word", {}),
        files.docx({"../../etc/passwd": "x"}),
        files.docx({"/etc/passwd": "x"}),
        files.docx({"word\\main2.xml": "x"}),
        files.docx({"WORD/MAIN.XML": "x"}),
        files.docx() + b"\0",
        b"MZ" + files.docx(),
        OLE,
    ],
)
def test_what_is_no_document_is_not_taken_for_one(data: bytes) -> None:
    assert not walk(data).is_whole


def test_a_locked_document_is_refused() -> None:
    data = bytearray(files.docx())
    data[6] |= 1
    assert "密码" in (walk(bytes(data)).unsafe or "")


def deflated(zeros: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(zeros)) + packer.flush()


def test_a_bomb_is_found_by_unpacking_whatever_its_header_claims() -> None:
    data = files.docx({"word/media/image1.png": bytes(40 * zips.MIB)})
    assert len(data) < 100_000
    claimed = data.replace(struct.pack("<I", 40 * zips.MIB), struct.pack("<I", 100))
    for bomb in (data, claimed):
        verdict = walk(bomb)
        assert "炸弹" in (verdict.unsafe or "")


def test_a_bomb_within_the_package_in_a_package_counts_too() -> None:
    inner = files.xlsx({"xl/media/image1.png": bytes(40 * zips.MIB)})
    assert "炸弹" in (walk(files.docx({"word/embeddings/table.xlsx": inner})).unsafe or "")


def test_many_entries_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", zips.MIB)
    monkeypatch.setattr(zips.Budget.__init__, "__defaults__", (zips.MIB, 30))
    assert walk(files.docx()).is_whole
    assert "炸弹" in (walk(files.docx({f"word/{i}.bin": bytes(100_000) for i in range(20)})).unsafe or "")
    assert "炸弹" in (walk(files.docx({f"word/{i}.bin": "" for i in range(40)})).unsafe or "")


def overlapping(names: int) -> bytes:
    """Entries that all point to one kernel of packed bytes (D. Fifield, A better zip bomb)."""
    kernel = deflated(1000)
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(bytes(1000)), len(kernel), 1000, 1, 0
    )
    body = files.docx()
    end = body.rindex(b"PK\x05\x06")
    start, count = struct.unpack_from("<I", body, end + 16)[0], struct.unpack_from("<H", body, end + 10)[0]
    local = head + b"a" + kernel
    entries = [
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(1000)), len(kernel), 1000),
            *(1, 0, 0, 0, 0, 0, start),
        )
        + bytes([97 + i])
        for i in range(names)
    ]
    directory = body[start:end] + b"".join(entries)
    total = count + names
    return (
        body[:start]
        + local
        + directory
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, total, total, len(directory), start + len(local), 0)
    )


def test_entries_that_overlap_are_refused() -> None:
    assert walk(overlapping(1)).is_whole
    assert not walk(overlapping(2)).is_whole


def test_what_the_directory_does_not_list_is_refused() -> None:
    assert not walk(overlapping(0)).is_whole


@given(share=st.floats(min_value=0, max_value=0.999))
def test_a_document_cut_off_is_refused(share: float) -> None:
    data = files.docx()
    assert not walk(data[: int(len(data) * share)]).is_whole


@given(position=st.integers(min_value=0), change=st.integers(min_value=1, max_value=255))
def test_no_changed_byte_makes_the_walk_fail(position: int, change: int) -> None:
    data = bytearray(files.docx({"word/media/image1.png": bytes(500)}))
    data[position % len(data)] ^= change
    walk(bytes(data))


@given(data=st.binary(max_size=2000))
def test_anything_behind_a_first_entry_never_makes_the_walk_fail(data: bytes) -> None:
    assert not walk(files.docx()[:300] + data).is_whole
