"""Is this file a plain workbook? Looked at as an archive, before anything in it is believed. Pure."""

import io
import re
import zipfile
import zlib

from app.legal_aid.group.figures import Unreadable

LARGEST_PART = 6 * 1024 * 1024
LARGEST_CONTENT = 8 * 1024 * 1024
"""Bytes after unpacking; three thousand rows take two million. An archive that says less is cut off there."""
MOST_PARTS = 200
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)

NOT_A_WORKBOOK = "这不是 Excel 工作簿（.xlsx）；旧的 .xls 或加了密码的文件，请另存为没有密码的 .xlsx"


def check_package(data: bytes) -> None:
    """Refuse what is no workbook, unpacks to too much, refers to other files or carries programs.

    Raises:
        Unreadable: with the rule that was broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive)
            for entry in archive.infolist():
                _check_part(entry.filename, archive.read(entry))
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK) from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK)
    too_large = any(entry.file_size > LARGEST_PART for entry in entries)
    if len(entries) > MOST_PARTS or too_large or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise Unreadable("too_large", "文件展开后太大，请只保留台账这一个工作表")
    if len(set(names)) != len(names):
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK)
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or name.startswith(("xl/macrosheets/", "xl/embeddings/")) for name in lower):
        raise Unreadable("programs", "文件里有宏或嵌入的对象，请另存为不带宏的 .xlsx")
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise Unreadable("external_links", "文件里有指向其他文件的链接，请去掉链接后再上传")


def _check_part(name: str, content: bytes) -> None:
    lower = name.lower()
    is_text = lower.endswith((".xml", ".rels", ".vml"))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or (is_text and b"\x00" in content[:400]):
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK)
    if lower.endswith(".rels") and EXTERNAL.search(content):
        raise Unreadable("external_links", "文件里有指向外部的链接，请去掉链接后再上传")
