"""The number on a lawyer's licence (律师执业证号): seventeen digits taken apart and checked. Pure.

Digits: [1] text type, always 1 · [2-3] province · [4-5] city, or district of a municipality · [6-9] year
first licensed, or licensed again · [10] kind · [11] sex, 0 man, 1 woman · [12-17] serial for life, unique
nationwide. **The number changes** when the place of the firm or the kind changes; only the serial stays, so
the serial is the identity. The city is not checked: divisions are abolished, numbers are not reissued.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.areas.codes import PROVINCES
from app.kernel.dictionaries import labels


class LicenceKind(StrEnum):
    """How the lawyer practises: the tenth digit."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    TAIWAN = "taiwan"
    PUBLIC = "public"
    COMPANY = "company"
    LEGAL_AID = "legal_aid"
    MILITARY = "military"


labels(
    LicenceKind,
    {
        LicenceKind.FULL_TIME: "专职律师",
        LicenceKind.PART_TIME: "兼职律师",
        LicenceKind.HONG_KONG: "香港居民律师",
        LicenceKind.MACAO: "澳门居民律师",
        LicenceKind.TAIWAN: "台湾居民律师",
        LicenceKind.PUBLIC: "公职律师",
        LicenceKind.COMPANY: "公司律师",
        LicenceKind.LEGAL_AID: "法律援助律师",
        LicenceKind.MILITARY: "军队律师",
    },
)

KINDS = dict(zip("123456789", LicenceKind, strict=True))
FIRST_YEAR = 1979
"""The year in which lawyers were licensed again; nobody in practice holds an older number."""

SHAPE = re.compile(r"[0-9]{17}")
OLD_SHAPE = re.compile(r"[0-9]{12}")


class LicenceRefused(Exception):
    """The number cannot be a licence: a stable rule code and what to tell the person who typed it."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True, slots=True)
class Licence:
    """The parts of a number.

    Attributes:
        number: the seventeen digits as they stand now.
        province: two digits of GB/T 2260.
        city: city, or district of a municipality, two digits.
        year: of the first licence, or of being licensed again.
        serial: six digits for life; the identity of the lawyer.
    """

    number: str
    province: str
    city: str
    year: int
    kind: LicenceKind
    is_woman: bool
    serial: str


def parse(raw: str, *, today: date) -> Licence:
    """Take a number apart; full-width digits and spaces, as phones type them, are accepted.

    Raises:
        LicenceRefused: it cannot be a licence number, with the rule it breaks.
    """
    number = "".join(unicodedata.normalize("NFKC", raw).split())
    if OLD_SHAPE.fullmatch(number):
        raise LicenceRefused("old_number", "这是旧的 12 位证号，请填写现在的 17 位执业证号")
    if not SHAPE.fullmatch(number):
        raise LicenceRefused("length", "律师执业证号是 17 位数字，请核对")
    if number[0] != "1":
        raise LicenceRefused("text_type", "律师执业证号第 1 位应为 1，请核对")
    if number[1:3] not in PROVINCES:
        raise LicenceRefused("province", "执业证号第 2、3 位不是省级代码，请核对")
    year = int(number[5:9])
    if not FIRST_YEAR <= year <= today.year:
        raise LicenceRefused("year", "执业证号第 6 至 9 位不是可能的执业年份，请核对")
    kind = KINDS.get(number[9])
    if kind is None:
        raise LicenceRefused("kind", "执业证号第 10 位不是律师类别，请核对")
    if number[10] not in "01":
        raise LicenceRefused("sex", "执业证号第 11 位应为 0（男）或 1（女），请核对")
    return Licence(number, number[1:3], number[3:5], year, kind, number[10] == "1", number[11:])


def serial_of(number: str) -> str:
    """The six digits for life of a number that was parsed."""
    return number[11:]


def kind_of(number: str) -> LicenceKind:
    """How the holder of a number that was parsed practises."""
    return KINDS[number[9]]
