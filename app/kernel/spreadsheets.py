"""Workbooks that strangers send: what is looked at before one is believed, and how text is written into one. Pure.

A workbook (ECMA-376) is a ZIP of XML. It may unpack to gigabytes, point at other files, carry programs or be no
workbook at all; a text in a cell may be a formula. Limits and wording are the caller's: :class:`PackageLimits`.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from openpyxl.cell import Cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""A spreadsheet reads ``_x0041_`` as ``A``: the underscore itself has to be written so (ECMA-376, ST_Xstring)."""

NOT_A_WORKBOOK = "这不是 Excel 工作簿（.xlsx）；旧的 .xls 或加了密码的文件，请另存为没有密码的 .xlsx"


class Unreadable(Exception):
    """A file, or a cell, that is not what it should be: a stable rule and what to tell the person."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Bytes after unpacking, of one part and of all; an archive that says less than it holds is cut off there.

    ``too_large`` is what the sender is told.
    """

    largest_part: int
    largest_content: int
    too_large: str
    most_parts: int = 200


def check_package(data: bytes, limits: PackageLimits) -> None:
    """Refuse what is no workbook, unpacks to too much, refers to other files or carries programs.

    Raises:
        Unreadable: with the rule that was broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, limits)
            for entry in archive.infolist():
                _check_part(entry.filename, archive.read(entry))
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK) from error


def _check_directory(archive: zipfile.ZipFile, limits: PackageLimits) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Unreadable("not_a_workbook", NOT_A_WORKBOOK)
    is_part_large = any(entry.file_size > limits.largest_part for entry in entries)
    is_all_large = sum(entry.file_size for entry in entries) > limits.largest_content
    if len(entries) > limits.most_parts or is_part_large or is_all_large:
        raise Unreadable("too_large", limits.too_large)
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


def plain_text(value: object) -> str:
    """What was typed, half width and without the spaces around it; a whole number without its fraction."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def whole_number(value: object, message: str) -> int:
    """A count such as a page.

    Raises:
        Unreadable: not a whole number of up to nine digits.
    """
    text = "" if isinstance(value, bool) else plain_text(value)
    if re.fullmatch(r"[0-9]{1,9}", text) is None:
        raise Unreadable("whole_number", message)
    return int(text)


def bare_heading(header: object) -> str:
    """A heading without spaces and without its unit in brackets."""
    text = unicodedata.normalize("NFKC", str(header))
    return re.sub(r"\(.*?\)|\s", "", text)


def write_text(cell: Cell, text: str) -> None:
    """Write text as text: what begins with ``=`` is no formula, and stays none when it is edited."""
    cell.value = ESCAPE.sub("_x005F_", NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = True
