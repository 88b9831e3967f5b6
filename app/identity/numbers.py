"""Numbers of identity documents: checked, brought to one form, and masked. Pure.

Resident ID numbers follow GB 11643-1999; the checksum is python-stdnum's. Three things are done on purpose
that a textbook validator does not: an unknown or abolished area code is accepted (it still stands on the
card of whoever was born there), a lower-case ``x`` and full-width digits are accepted (that is what phones
type), and a number of 15 digits becomes its form of 18, so that one person is one number.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from stdnum.cn import ric

from app.kernel.dictionaries import labels


class DocumentKind(StrEnum):
    """Kinds of identity document a person can be registered with."""

    RESIDENT_ID = "resident_id"
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit"
    FOREIGN_PERMANENT_RESIDENCE = "foreign_permanent_residence"
    PASSPORT = "passport"


labels(
    DocumentKind,
    {
        DocumentKind.RESIDENT_ID: "居民身份证",
        DocumentKind.HMT_RESIDENCE_PERMIT: "港澳台居民居住证",
        DocumentKind.FOREIGN_PERMANENT_RESIDENCE: "外国人永久居留身份证",
        DocumentKind.PASSPORT: "护照",
    },
)


class NumberRefused(Exception):
    """The number cannot be one of this kind: a stable rule code and what to tell the person."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


HMT_PREFIXES = ("81", "82", "83")
"""Residents from Hong Kong, Macao and Taiwan: the area code of their region, otherwise as GB 11643."""

FOREIGN_PREFIX = "9"
"""A foreigner's permanent residence card issued since December 2023: 17 digits and the same check."""

SHAPE_18 = re.compile(r"[0-9]{17}[0-9X]")
SHAPE_15 = re.compile(r"[0-9]{15}")
SHAPE_OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{4}(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})[0-9]{2}")
SHAPE_PASSPORT = re.compile(r"[A-Z0-9]{4,20}")


def normalise(kind: DocumentKind, raw: str, *, today: date) -> str:
    """The one form under which a number is stored and compared.

    Args:
        kind: what document the person says it is.
        raw: as typed: any case, any spaces or dashes, half or full width.
        today: civil date; a birth date after it is refused.

    Raises:
        NumberRefused: with the rule that was broken.
    """
    number = re.sub(r"[\s\-·]", "", unicodedata.normalize("NFKC", raw)).upper()
    match kind:
        case DocumentKind.RESIDENT_ID:
            return _resident(number, today)
        case DocumentKind.HMT_RESIDENCE_PERMIT:
            if not number.startswith(HMT_PREFIXES):
                raise NumberRefused("document_kind", "港澳台居民居住证号码以 81、82 或 83 开头")
            return _checked_18(number, today)
        case DocumentKind.FOREIGN_PERMANENT_RESIDENCE:
            return _foreign(number, today)
        case DocumentKind.PASSPORT:
            if SHAPE_PASSPORT.fullmatch(number) is None:
                raise NumberRefused("format", "护照号码由 4 到 20 位字母和数字组成")
            return number


def _resident(number: str, today: date) -> str:
    if number.startswith(HMT_PREFIXES):
        raise NumberRefused("document_kind", "这是港澳台居民居住证号码，请选择对应的证件类型")
    if number.startswith(FOREIGN_PREFIX):
        raise NumberRefused("document_kind", "这是外国人永久居留身份证号码，请选择对应的证件类型")
    if SHAPE_15.fullmatch(number):
        number = lengthen(number)
    return _checked_18(number, today)


def lengthen(number: str) -> str:
    """The 18-digit form of a 15-digit number: the century is always 19 (GB 11643-1989 ended in 1999)."""
    body = f"{number[:6]}19{number[6:]}"
    return body + ric.calc_check_digit(body + "0")


def _foreign(number: str, today: date) -> str:
    """18 digits beginning with 9, or the older 15 characters (3 letters, 12 digits).

    Of the older form only shape and date are checked: no authoritative text of its check digit was found.
    """
    if old := SHAPE_OLD_FOREIGN.fullmatch(number):
        born = (int(old["year"]), int(old["month"]), int(old["day"]))
        if not any(_date(century + born[0], born[1], born[2]) for century in (1900, 2000)):
            raise NumberRefused("birth_date", "号码里的出生日期不对，请核对")
        return number
    if not number.startswith(FOREIGN_PREFIX):
        raise NumberRefused(
            "document_kind", "外国人永久居留身份证号码为 9 开头的 18 位，或旧版 3 个字母加 12 位数字"
        )
    return _checked_18(number, today)


def _checked_18(number: str, today: date) -> str:
    if len(number) != 18:
        raise NumberRefused("length", "证件号码应为 18 位，请核对")
    if SHAPE_18.fullmatch(number) is None:
        raise NumberRefused("format", "证件号码只能是数字，最后一位可以是 X")
    born = _date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    if born is None or born > today:
        raise NumberRefused("birth_date", "号码里的出生日期不对，请核对")
    if ric.calc_check_digit(number) != number[-1]:
        raise NumberRefused("checksum", "证件号码有误，请逐位核对")
    return number


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def birth_date(kind: DocumentKind, number: str) -> date | None:
    """The birth date a normalised number states; ``None`` where the kind does not state it in full."""
    if kind is DocumentKind.PASSPORT or len(number) != 18:
        return None
    return _date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_woman(kind: DocumentKind, raw: str) -> bool | None:
    """What the last digit but one says (odd man, even woman); ``None`` where a kind does not state it."""
    number = re.sub(r"[\s\-·]", "", unicodedata.normalize("NFKC", raw)).upper()
    if kind is DocumentKind.RESIDENT_ID and SHAPE_15.fullmatch(number):
        number = lengthen(number)
    if kind is DocumentKind.PASSPORT or SHAPE_18.fullmatch(number) is None:
        return None
    return int(number[16]) % 2 == 0


def mask_number(number: str) -> str:
    """``11010519491231002X`` → ``1101***********02X``; a short passport number keeps its ends only."""
    head, tail = (4, 3) if len(number) >= 15 else (1, 2)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_phone(phone: str) -> str:
    """``13800138000`` → ``138****8000``; a short or foreign number keeps its last four digits."""
    if re.fullmatch(r"1[0-9]{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 4, 4) + phone[-4:]


def mask_name(name: str) -> str:
    """``王强`` → ``王*``, ``王小强`` → ``王*强``, ``欧阳小强`` → ``欧**强``."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
