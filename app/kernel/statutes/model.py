"""The shape of a statutory value: number, the statute's own unit, source, dates, whether it was verified."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.dictionaries import labels


class Unit(StrEnum):
    """Units as statutes write them. 日 and 工作日 are different things."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    COUNT = "count"
    TIMES = "times"
    FEN = "fen"

    @property
    def is_period(self) -> bool:
        """Whether a value in this unit is a length of time."""
        return self not in {Unit.COUNT, Unit.TIMES, Unit.FEN}


class Tag(StrEnum):
    """How far the value was checked against its source."""

    V = "verified"
    V2 = "verified_twice"
    P = "secondary_source"
    M = "from_memory"
    C = "conflicting_sources"
    LOCAL = "local"


class Kind(StrEnum):
    """What the value does."""

    DEADLINE = "deadline"  # something must be done within it; its last day moves past a holiday
    INTERVAL = "interval"  # as a deadline, and it begins again
    LEAD = "lead"  # something must be done at least so long before an event
    LIMIT = "limit"  # a measure or amount may not exceed it; holidays do not lengthen it
    THRESHOLD = "threshold"  # reaching it has a consequence
    MINIMUM = "minimum"  # a measure, an age or an experience may not be below it


labels(
    Unit,
    {
        Unit.MINUTE: "分钟",
        Unit.HOUR: "小时",
        Unit.DAY: "日",
        Unit.WORKING_DAY: "工作日",
        Unit.MONTH: "个月",
        Unit.YEAR: "年",
        Unit.COUNT: "次",
        Unit.TIMES: "倍",
        Unit.FEN: "分",
    },
)
labels(
    Tag,
    {
        Tag.V: "已与法律文本核对",
        Tag.V2: "已与两份法律文本核对",
        Tag.P: "依据二手资料，待核对正式文本，可由机构调整",
        Tag.M: "未见正式文本，待核对，可由机构调整",
        Tag.C: "来源不一致，待核对，可由机构调整",
        Tag.LOCAL: "全国没有统一规定，由机构设定",
    },
)
labels(
    Kind,
    {
        Kind.DEADLINE: "办理期限",
        Kind.INTERVAL: "定期办理",
        Kind.LEAD: "提前办理",
        Kind.LIMIT: "上限",
        Kind.THRESHOLD: "界限",
        Kind.MINIMUM: "下限",
    },
)


class Exemption(StrEnum):
    """What a matter or status does to the hardship condition (法律援助法 arts. 32 and 42)."""

    NONE = "none"
    CONDITION_REMOVED = "condition_removed"  # art. 32: hardship is not required
    CHECK_REMOVED = "check_removed"  # art. 42: hardship is required, but not checked


labels(
    Exemption,
    {
        Exemption.NONE: "需要符合经济困难条件",
        Exemption.CONDITION_REMOVED: "不受经济困难条件限制",
        Exemption.CHECK_REMOVED: "免予核查经济困难状况",
    },
)


@dataclass(frozen=True, slots=True)
class Law:
    """One version of one law.

    ``text`` names its file in ``docs/law``; None when no reliable text was at hand.
    """

    title: str
    version: date
    effective_from: date
    effective_to: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Something a law says, with its place.

    ``quote`` holds the operative words; where ``tag`` is not verified they are a paraphrase, because no text
    could be compared. ``effective_from`` and ``effective_to`` are inclusive.
    """

    code: str
    title_zh: str
    law: Law
    article: str
    quote: str
    tag: Tag
    note: str = ""

    @property
    def effective_from(self) -> date:
        """First day in force."""
        return self.law.effective_from

    @property
    def effective_to(self) -> date | None:
        """Last day in force, None while in force."""
        return self.law.effective_to

    @property
    def verified(self) -> bool:
        """Whether the words were compared with the law's own text."""
        return self.tag in {Tag.V, Tag.V2}

    @property
    def source(self) -> str:
        """Law and article as a resident reads them: 《中华人民共和国法律援助法》第四十三条第一款."""
        return f"《{self.law.title}》{self.article}"

    def in_force(self, on: date) -> bool:
        """Whether this version applies on ``on``."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Citation):
    """A number in a law. Money is in fen."""

    value: int
    unit: Unit
    kind: Kind = Kind.DEADLINE

    @property
    def configurable(self) -> bool:
        """Unverified and local values are settings an agency can change."""
        return not self.verified

    @property
    def may_block(self) -> bool:
        """Only a verified value may stop anybody; the rest may warn."""
        return self.verified

    @property
    def rolls(self) -> bool:
        """Whether a last day on a holiday moves to the next working day (民法典 203).

        A limit on a measure against a person is never lengthened by a holiday (compare 刑事诉讼法 105).
        """
        return self.kind in {Kind.DEADLINE, Kind.INTERVAL} and self.unit in {Unit.DAY, Unit.MONTH, Unit.YEAR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Citation):
    """A matter or status that opens legal aid; ``exemption`` says what it does to the hardship condition."""

    exemption: Exemption = Exemption.NONE
