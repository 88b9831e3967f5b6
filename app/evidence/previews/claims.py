"""What a file says about itself, cleaned and compared with what its owner said. Claims, never facts.

Anybody can write anything into EXIF, and phones' clocks are years off: nothing here is refused, and nothing is
believed. Values come from a process that read hostile bytes, so each is bounded again here.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock_time

from app.evidence.previews.enums import ClaimNote
from app.kernel.geo import Datum, Point

LONGEST_TEXT = 100
FAR_APART_IN_TIME = timedelta(days=1)
"""What a person remembers of when a photo was taken is seldom better."""
FAR_APART_M = 1000.0
LATE = timedelta(hours=1)
CHINA_MIN = 8 * 60
"""Where a file gives no offset from UTC, its clock is taken for China's."""
LARGEST_OFFSET_MIN = 14 * 60

_TAKEN = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says; each is none where it says nothing, or nothing that can be."""

    taken_at_local: str | None = None
    taken_offset_min: int | None = None
    place: Point | None = None
    device_make: str | None = None
    device_model: str | None = None
    software: str | None = None


def cleaned(raw: Mapping[str, object]) -> Claims:
    """Claims from raw values under the names of :class:`Claims`, with angles ``latitude_deg``, ``longitude_deg``.

    ``taken`` is EXIF's ``YYYY:MM:DD HH:MM:SS`` or ISO 8601, ``offset`` ``+HH:MM``.
    """
    taken = _taken(raw.get("taken"))
    return Claims(
        taken_at_local=taken,
        taken_offset_min=_offset(raw.get("offset")) if taken else None,
        place=_place(raw.get("latitude_deg"), raw.get("longitude_deg")),
        device_make=_text(raw.get("device_make")),
        device_model=_text(raw.get("device_model")),
        software=_text(raw.get("software")),
    )


def notes(
    claims: Claims, *, declared_at: datetime | None, declared_place: Point | None, arrived_at: datetime | None
) -> Iterator[ClaimNote]:
    """What is worth a second look: none of it makes the file worse or better evidence by itself."""
    taken = taken_instant(claims)
    if taken and arrived_at and taken > arrived_at + LATE:
        yield ClaimNote.LATER_THAN_ARRIVAL
    if taken and declared_at and abs(taken - declared_at) > FAR_APART_IN_TIME:
        yield ClaimNote.TIME_DIFFERS
    if claims.place and declared_place and claims.place.distance_m(declared_place) > FAR_APART_M:
        yield ClaimNote.PLACE_DIFFERS


def taken_instant(claims: Claims) -> datetime | None:
    """When the file says it was taken, in UTC; none where it says nothing."""
    if claims.taken_at_local is None:
        return None
    minutes = CHINA_MIN if claims.taken_offset_min is None else claims.taken_offset_min
    local = datetime.fromisoformat(claims.taken_at_local).replace(tzinfo=timezone(timedelta(minutes=minutes)))
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return None


def _taken(value: object) -> str | None:
    found = _TAKEN.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part) for part in found.groups())
        return f"{date(year, month, day)}T{clock_time(hour, minute, second)}"
    except ValueError:
        return None


def _offset(value: object) -> int | None:
    found = _OFFSET.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > LARGEST_OFFSET_MIN:
        return None
    return -minutes if found[1] == "-" else minutes


def _place(latitude_deg: object, longitude_deg: object) -> Point | None:
    """A GPS position, which is WGS-84 (Exif 2.32, 4.6.6). A receiver without a fix writes zero and zero."""
    if not isinstance(latitude_deg, (int, float)) or not isinstance(longitude_deg, (int, float)):
        return None
    try:
        if not (math.isfinite(latitude_deg) and math.isfinite(longitude_deg)):
            return None
        if not (latitude_deg or longitude_deg):
            return None
        return Point(round(latitude_deg, 7), round(longitude_deg, 7), Datum.WGS84)
    except (ValueError, OverflowError):  # JSON's whole numbers may be larger than any float
        return None


def _text(value: object) -> str | None:
    """Without what is not seen (controls, direction overrides), on one line, bounded; nothing left: none."""
    if not isinstance(value, str):
        return None
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in value[: LONGEST_TEXT * 4])
    return " ".join(seen.split())[:LONGEST_TEXT].strip() or None
