"""What stands in a cell of the roster, read and written by column. Pure.

A value read is what the roster itself holds, so that the two can be compared: an enumeration's member, a number, a
date, text, or a collection in a fixed order. Documents come as declared, areas as written: only the database knows
whose and which.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.contracts.categories import GROUP_TITLES, CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.identity.fields import PersonName
from app.identity.numbers import DocumentKind
from app.kernel.dictionaries import dictionaries
from app.kernel.spreadsheets import Unreadable, plain_text, whole_number
from app.lawyers.enums import FirmKind, FormerOffice, Skill, WorkerKind
from app.lawyers.exchange.lists import Names, tokens
from app.lawyers.names import firm_name
from app.lawyers.roster import licence

FIRST_YEAR = licence.FIRST_YEAR
DIGITS_KEPT = 15
"""Digits of a number a spreadsheet keeps; of a longer one it makes the rest zeros."""
IN_POWERS = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
LOST = "后面的数字已经被 Excel 改掉了。请先把这一列设为“文本”格式，再重新填写"
DAY = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?", re.ASCII)
TAIL = re.compile(r" ?\(?(?:(?P<since>(?:19|20)\d{2}) ?年?起?|(?P<years>\d{1,2}) ?年?)\)?", re.ASCII)
AREA_REMARK = re.compile(r"(?P<code>\d{6}(?:\d{3}){0,2})(?:\([^)]*\))?", re.ASCII)
PHONE = re.compile(r"1[3-9][0-9]{9}")
YES = frozenset({"是", "有", "对", "√", "✓", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "没有", "不", "×", "n", "no", "false", "0"})
E = TypeVar("E", bound=StrEnum)
EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates."""
MOST: Mapping[str, int] = {"languages": 20, "skills": 10, "areas": 20}


def _labels(enum: str) -> Mapping[str, str]:
    return dictionaries()[enum]


def _names(what: str, enum: type[E], name: str) -> Names[E]:
    return Names(what, {member: _labels(name)[member.value] for member in enum})


KINDS = Names(
    "类型",
    {kind: _labels("worker_kind")[kind.value] for kind in WorkerKind},
    {"执业律师": WorkerKind.LAWYER, "基层法律工作者": WorkerKind.LEGAL_WORKER, "志愿者": WorkerKind.VOLUNTEER},
)
FIRM_KINDS: Names[FirmKind] = _names("机构类型", FirmKind, "firm_kind")
DOCUMENTS: Names[DocumentKind] = _names("证件类型", DocumentKind, "document_kind")
SEXES: Names[Sex] = _names("性别", Sex, "sex")
OFFICES: Names[FormerOffice] = _names("职务", FormerOffice, "former_office")
LANGUAGES: Names[Language] = _names("语言", Language, "language")
SKILLS: Names[Skill] = _names("人群", Skill, "skill")
GROUPS: Names[CaseGroup] = Names("专长", GROUP_TITLES)
_PERSON_NAME: TypeAdapter[str] = TypeAdapter(PersonName)


def free_text(value: object, most: int, least: int = 1) -> str:
    """Text as typed, in one line.

    Raises:
        Unreadable: too short, too long or with control characters.
    """
    text = str(value).strip()
    if not least <= len(text) <= most or any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise Unreadable("length", f"应为 {least} 到 {most} 个字，写在一行里")
    return text


def digits(value: object) -> str:
    """A number that is a name: licence, document, phone.

    Raises:
        Unreadable: the spreadsheet took it for a quantity and dropped digits.
    """
    text = "".join(plain_text(value).split())
    is_long = isinstance(value, int | float) and len(text.split(".", maxsplit=1)[0]) > DIGITS_KEPT
    if is_long or IN_POWERS.fullmatch(text):
        raise Unreadable("digits_lost", LOST)
    return text


def _name(value: object, _: date) -> str:
    try:
        return _PERSON_NAME.validate_python(str(value).strip())
    except ValidationError as error:
        raise Unreadable("name", error.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _licence(value: object, today: date) -> str:
    try:
        return licence.parse(digits(value), today=today).number
    except licence.LicenceRefused as refused:
        raise Unreadable(refused.rule, refused.message) from None


def _certificate(value: object, _: date) -> str:
    text = digits(value).upper()
    if not 1 <= len(text) <= 40 or not text.isprintable():
        raise Unreadable("length", "工作证号最多 40 个字")
    return text


def _document(value: object, _: date) -> str:
    text = digits(value)
    if len(text) > 40:
        raise Unreadable("length", "证件号码不对，请核对")
    return text


def _phone(value: object, _: date) -> str:
    text = digits(value).removeprefix("+86").replace("-", "")
    if PHONE.fullmatch(text) is None:
        raise Unreadable("phone", "手机号码应为 11 位数字，请核对")
    return text


def _year(value: object, today: date) -> int:
    year = whole_number(re.sub("年$", "", plain_text(value)), "请填写年份，例如 2016")
    if not FIRST_YEAR <= year <= today.year:
        raise Unreadable("year", f"年份应在 {FIRST_YEAR} 到 {today.year} 之间")
    return year


def _count(most: int) -> Callable[[object, date], int]:
    def read(value: object, _: date) -> int:
        message = f"请填写 0 到 {most} 的整数"
        number = whole_number(re.sub("件$", "", plain_text(value)), message)
        if number > most:
            raise Unreadable("range", message)
        return number

    return read


def _specialties(value: object, today: date) -> dict[CaseGroup, int]:
    """Specialties with the year they began."""
    found: dict[CaseGroup, int] = {}
    for group, tail in GROUPS.several(value, TAIL):
        if tail is None:
            raise Unreadable("years", f"“{GROUPS.write(group)}”要写明年数，例如 {GROUPS.write(group)}8年")
        since = int(tail["since"]) if tail["since"] else today.year - int(tail["years"])
        if not FIRST_YEAR <= since <= today.year:
            raise Unreadable("years", f"“{GROUPS.write(group)}”的年数不对，请核对")
        found[group] = since
    return dict(sorted(found.items()))


def _several(key: str, names: Names[Any]) -> Callable[[object, date], tuple[Any, ...]]:
    def read(value: object, _: date) -> tuple[Any, ...]:
        return _not_too_many(key, sorted(member for member, _ in names.several(value)))

    return read


def _areas(value: object, _: date) -> tuple[str, ...]:
    """Codes without the names beside them, and names as they are written."""
    parts = [match["code"] if (match := AREA_REMARK.fullmatch(part)) else part for part in tokens(value)]
    return _not_too_many("areas", list(dict.fromkeys(parts)))


def _not_too_many(key: str, found: list[Any]) -> tuple[Any, ...]:
    if len(found) > MOST[key]:
        raise Unreadable("too_many", f"最多填写 {MOST[key]} 个")
    return tuple(found)


def yes_or_no(value: object, _: date) -> bool:
    """``是`` or ``否``, or how else people say it.

    Raises:
        Unreadable: neither.
    """
    text = plain_text(value).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable("yes_or_no", "请填写是或者否")


def day(value: object, today: date) -> date:
    """A day that has come: a date, ``2018-03-01``, ``2018年3月1日``, or a spreadsheet's number of it.

    Raises:
        Unreadable: none of these, or in the future.
    """
    found = _day(value)
    if found is None:
        raise Unreadable("date", "日期应写成 2018-03-01 或者 2018年3月1日")
    if found > today:
        raise Unreadable("not_future", "这个日期还没有到，请核对")
    if found.year < FIRST_YEAR:
        raise Unreadable("too_early", "日期太早，请核对年份")
    return found


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = "".join(plain_text(value).split())
    if re.fullmatch(r"[2-9][0-9]{4}", text, re.ASCII):
        return EPOCH + timedelta(days=int(text))
    match = DAY.match(text)
    if match is None or re.fullmatch(r"(?:T?0{1,2}:00(?::00)?)?", text[match.end() :]) is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


READERS: Mapping[str, Callable[[object, date], Any]] = {
    "kind": lambda value, _: KINDS.one(value),
    "name": _name,
    "licence": _licence,
    "certificate": _certificate,
    "document_kind": lambda value, _: DOCUMENTS.one(value),
    "document": _document,
    "phone": _phone,
    "sex": lambda value, _: SEXES.one(value),
    "since": _year,
    "firm": lambda value, _: free_text(firm_name(free_text(value, 100)), 100, 2),
    "firm_kind": lambda value, _: FIRM_KINDS.one(value),
    "firm_code": lambda value, _: digits(value).upper(),
    "capacity": _count(200),
    "weekly_capacity": _count(100),
    "specialties": _specialties,
    "languages": _several("languages", LANGUAGES),
    "skills": _several("skills", SKILLS),
    "areas": _areas,
    "knows_minors": yes_or_no,
    "defence_since": day,
    "former_office": lambda value, _: OFFICES.one(value),
    "left_office_on": day,
    "heads_firm": yes_or_no,
    "suspension": lambda value, _: free_text(value, 200),
}
EMPTY: Mapping[str, Any] = {
    "kind": WorkerKind.LAWYER,
    "specialties": {},
    "languages": (),
    "skills": (),
    "knows_minors": False,
    "heads_firm": False,
}
"""What an empty cell says; ``None`` in the other columns."""


NOTHING: tuple[Any, ...] = (None, (), {})


def write(key: str, value: Any, area_names: Mapping[str, str]) -> str | int | None:
    """A value as text or number of its cell, the inverse of the reader.

    Args:
        area_names: what codes of areas are called, written beside them.
    """
    if value in NOTHING:
        return None
    if key in _WRITERS:
        return _WRITERS[key](value, area_names)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, int) else str(value)


def _listed(names: Names[Any]) -> Callable[[Any, Mapping[str, str]], str]:
    return lambda value, _: "、".join(names.write(member) for member in value)


def _worded(names: Names[Any]) -> Callable[[Any, Mapping[str, str]], str]:
    return lambda value, _: names.labels[value]


_WRITERS: Mapping[str, Callable[[Any, Mapping[str, str]], str]] = {
    "kind": _worded(KINDS),
    "document_kind": _worded(DOCUMENTS),
    "sex": _worded(SEXES),
    "firm_kind": _worded(FIRM_KINDS),
    "former_office": _worded(OFFICES),
    "languages": _listed(LANGUAGES),
    "skills": _listed(SKILLS),
    "specialties": lambda value, _: "、".join(
        f"{GROUPS.write(group)}{since}年起" for group, since in value.items()
    ),
    "areas": lambda value, names: "、".join(
        f"{code}（{names[code]}）" if code in names else code for code in value
    ),
}
