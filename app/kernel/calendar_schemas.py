"""What the calendar and statute routes take and give."""

from datetime import date

from pydantic import Field

from app.kernel.calendar import DayKind, DaySource
from app.kernel.calendar_notice import Holiday
from app.kernel.dictionaries import dictionaries
from app.kernel.http import Schema, example
from app.kernel.statutes import Citation, Exemption, Kind, Matter, Rule, Tag, Unit

NOTICE = {
    "title": "国务院办公厅关于2027年部分节假日安排的通知",
    "number": "国办发明电〔2026〕8号",
    "published_on": "2026-11-05",
}
HOLIDAYS_2027 = [
    {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03"},
    {"name": "春节", "first_day": "2027-02-05", "last_day": "2027-02-12"},
    {"name": "清明节", "first_day": "2027-04-03", "last_day": "2027-04-05"},
    {"name": "劳动节", "first_day": "2027-05-01", "last_day": "2027-05-05"},
    {"name": "端午节", "first_day": "2027-06-09", "last_day": "2027-06-09"},
    {"name": "中秋节", "first_day": "2027-09-15", "last_day": "2027-09-15"},
    {"name": "国庆节", "first_day": "2027-10-01", "last_day": "2027-10-07"},
]
"""An example in the form of a notice; the real one for 2027 was not published when this was written."""


class NoticeIn(Schema):
    """Where the arrangement is printed."""

    title: str = Field(min_length=4, max_length=200)
    number: str | None = Field(default=None, max_length=60)
    published_on: date


class NoticeOut(Schema):
    """The notice an officer entered."""

    title: str
    number: str | None
    published_on: date


class HolidayIn(Schema):
    """One range of days off as the notice words it, both ends and the weekends within it included."""

    name: str = Field(min_length=1, max_length=40)
    first_day: date
    last_day: date

    def as_holiday(self) -> Holiday:
        """The value the pure reader takes."""
        return Holiday(self.name, self.first_day, self.last_day)


class CalendarYearIn(Schema):
    """A year's notice: days off, and the weekend days worked in exchange."""

    model_config = example(
        {"notice": NOTICE, "holidays": HOLIDAYS_2027, "makeup_workdays": ["2027-02-14", "2027-10-09"]}
    )

    notice: NoticeIn
    holidays: list[HolidayIn] = Field(min_length=1, max_length=20)
    makeup_workdays: list[date] = Field(default_factory=list[date], max_length=30)


class CalendarDayOut(Schema):
    """One day that is not an ordinary weekday or weekend."""

    day: date
    kind: DayKind
    note: str
    provisional: bool
    source: DaySource


class CalendarYearOut(Schema):
    """A year as the product counts it. ``provisional``: the State Council's notice is not known yet."""

    model_config = example(
        {
            "year": 2027,
            "provisional": False,
            "source": "officer",
            "version": 1,
            "notice": NOTICE,
            "days": [
                {
                    "day": "2027-01-01",
                    "kind": "holiday",
                    "note": "元旦",
                    "provisional": False,
                    "source": "officer",
                }
            ],
        }
    )

    year: int
    provisional: bool
    source: DaySource
    version: int
    notice: NoticeOut | None
    days: list[CalendarDayOut]


class CitationOut(Schema):
    """Something a law says, with its place and how far our text of it was verified."""

    code: str
    title: str
    law: str
    law_version: date
    article: str
    quote: str
    tag: Tag
    tag_meaning: str
    effective_from: date
    effective_to: date | None
    note: str


class PrincipleOut(CitationOut):
    """How periods are counted."""

    @classmethod
    def of(cls, citation: Citation) -> "PrincipleOut":
        """From the registry."""
        return cls.model_validate(_cited(citation))


class RuleOut(CitationOut):
    """A number in a law. ``value`` is the agency's setting where it may have one; money is in fen."""

    model_config = example(
        {
            "code": "legal_aid.supplement",
            "title": "申请人补充材料或者作出说明",
            "law": "中华人民共和国法律援助法",
            "law_version": "2021-08-20",
            "article": "第四十三条第二款",
            "quote": "申请人未按要求补充材料或者作出说明的，视为撤回申请",
            "tag": "local",
            "tag_meaning": "全国没有统一规定，由机构设定",
            "effective_from": "2022-01-01",
            "effective_to": None,
            "note": "法律没有规定天数，由法律援助机构在一次性告知书中确定",
            "value": 10,
            "default_value": 15,
            "unit": "day",
            "kind": "deadline",
            "configurable": True,
            "may_block": False,
        }
    )

    value: int
    default_value: int
    unit: Unit
    kind: Kind
    configurable: bool
    may_block: bool

    @classmethod
    def of(cls, rule: Rule, setting: int | None) -> "RuleOut":
        """From the registry, with the agency's setting if it has one."""
        own = setting if rule.configurable else None
        return cls.model_validate(
            _cited(rule)
            | {
                "value": rule.value if own is None else own,
                "default_value": rule.value,
                "unit": rule.unit,
                "kind": rule.kind,
                "configurable": rule.configurable,
                "may_block": rule.may_block,
            }
        )


class MatterOut(CitationOut):
    """A matter or status that opens legal aid, and what it does to the hardship condition."""

    exemption: Exemption

    @classmethod
    def of(cls, matter: Matter) -> "MatterOut":
        """From the registry."""
        return cls.model_validate(_cited(matter) | {"exemption": matter.exemption})


class StatutesOut(Schema):
    """The dictionary of statutory values in force on a day."""

    model_config = example({"rules": [], "matters": [], "principles": []})

    rules: list[RuleOut]
    matters: list[MatterOut]
    principles: list[PrincipleOut]


class AgencyRuleIn(Schema):
    """A value the agency sets, in the rule's own unit, from a day on."""

    model_config = example({"value": 10, "effective_from": "2026-12-01"})

    value: int = Field(ge=1, le=10_000)
    effective_from: date


def _cited(citation: Citation) -> dict[str, object]:
    return {
        "code": citation.code,
        "title": citation.title_zh,
        "law": citation.law.title,
        "law_version": citation.law.version,
        "article": citation.article,
        "quote": citation.quote,
        "tag": citation.tag,
        "tag_meaning": dictionaries()["tag"][citation.tag],
        "effective_from": citation.effective_from,
        "effective_to": citation.effective_to,
        "note": citation.note,
    }
