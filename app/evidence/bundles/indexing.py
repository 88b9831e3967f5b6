"""The index of a bundle (证据目录) as a PDF: what each file is and proves, who handed it in, on which pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from app.evidence.bundles.numbering import ELECTRONIC, Pages
from app.evidence.enums import EvidenceKind
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.kernel.papers.rendering import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the index.

    Attributes:
        path: of the file within the bundle.
        is_guessed: its pages could not be counted and stand as one.
        is_unseen: no scanner has looked at it for malware.
    """

    position: int
    name: str
    path: str
    kind: EvidenceKind
    proves: str | None
    by: str
    formed: str | None
    pages: Pages | None
    is_guessed: bool
    is_unseen: bool
    sha256: str


def sheet(
    lines: Sequence[Line], *, bundle: str, purpose: str, maker_agency: str | None, total: int, dated: datetime
) -> Sheet:
    """What is drawn; ``purpose`` is a label, ``total`` the number of pages on paper."""
    notes = [
        f"第 {'、'.join(numbers)} 号的文件{what}"
        for what, numbers in (
            ("加了密码或者读不出页数，按 1 页计算", [str(line.position) for line in lines if line.is_guessed]),
            ("还没有查过病毒，打开以前请先查毒", [str(line.position) for line in lines if line.is_unseen]),
        )
        if numbers
    ]
    data: dict[str, JsonValue] = {
        "title": f"证据目录 {bundle}",
        "bundle": bundle,
        "purpose": purpose,
        "maker_agency": maker_agency,
        "dated": local_date(dated).isoformat(),
        "rows": [_row(line) for line in lines],
        "total": total,
        "notes": list[JsonValue](notes),
    }
    return Sheet(_template(), data, dated)


def formed(captured_at: datetime | None, period_from: date | None, period_to: date | None) -> str | None:
    """When the content came to be, as its owner says: a moment, else the period that it is about."""
    if captured_at is not None:
        return _day(local_date(captured_at))
    days = [_day(each) for each in (period_from, period_to) if each is not None]
    return " 至 ".join(dict.fromkeys(days)) or None


def _row(line: Line) -> JsonValue:
    return {
        "position": line.position,
        "name": line.name,
        "path": line.path.rpartition("/")[2],
        "kind": dictionaries()["evidence_kind"][line.kind],
        "proves": line.proves,
        "by": line.by,
        "formed": line.formed,
        "pages": ELECTRONIC if line.pages is None else line.pages.text,
        "sha256": " ".join(line.sha256[start : start + 8] for start in range(0, 64, 8)),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@cache
def _template() -> str:
    return Path(__file__).with_name("index.typ").read_text(encoding="utf-8")
