"""The ladder of measures: what verified breaches lead to by the rules, as a proposal to people. Pure.

实施办法 34, 35, 46 (text unverified: the numbers are settings of an agency): absence of up to ten days an
admonition, beyond that a warning, beyond a month a proposal to revoke; two admonitions and no better a warning,
two warnings and no better a proposal to revoke. Nothing here decides, binds or acts: without a breach that people
found there is no rung, and whoever proposes may stay below or, with reasons, go beyond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.correction.alarms.codes import BreachGravity, BreachKind
from app.correction.discipline.codes import AVAILABLE, DisciplineMeasure
from app.correction.enums import CorrectionCategory
from app.kernel.calendar import add_days, add_months
from app.kernel.clock import local_date
from app.kernel.statutes.model import Rule, Unit

M = DisciplineMeasure
ADMONISH_ABSENCE = "correction.admonish_absence"
WARN_ABSENCE = "correction.warn_absence"
WARN_ADMONITIONS = "correction.warn_admonitions"
REVOKE_ABSENCE = "correction.revoke_absence"
REVOKE_WARNINGS = "correction.revoke_warnings"
COMMEND_AFTER = "correction.commend_after"
CODES = (ADMONISH_ABSENCE, WARN_ABSENCE, WARN_ADMONITIONS, REVOKE_ABSENCE, REVOKE_WARNINGS, COMMEND_AFTER)

REVOCATION: dict[CorrectionCategory, DisciplineMeasure] = {
    CorrectionCategory.CONTROL: M.POLICE_PENALTY,
    CorrectionCategory.PROBATION: M.REVOKE_PROBATION,
    CorrectionCategory.PAROLE: M.REVOKE_PAROLE,
    CorrectionCategory.TEMPORARY_RELEASE: M.IMPRISONMENT,
}
"""The top of the ladder; of 管制 nothing is suspended that could be revoked, so it ends with the police."""

SEVERITY: dict[DisciplineMeasure, int] = {
    M.COMMENDATION: 0,
    M.COMMUTATION: 0,
    M.ADMONITION: 1,
    M.WARNING: 2,
    M.POLICE_PENALTY: 3,
    M.REVOKE_PROBATION: 4,
    M.REVOKE_PAROLE: 4,
    M.IMPRISONMENT: 4,
}


@dataclass(frozen=True, slots=True)
class BreachFact:
    """One breach that people found; ``noticed_at`` is when it was noticed, days of absence are both included."""

    id: UUID
    kind: BreachKind
    gravity: BreachGravity
    noticed_at: datetime
    absent_from: date | None = None
    absent_to: date | None = None

    def came_after(self, decided_at: datetime) -> bool:
        """Whether it happened, or went on, after a decision: only then did that go unheeded."""
        if self.absent_to is not None:
            return local_date(decided_at) < self.absent_to
        return decided_at < self.noticed_at


@dataclass(frozen=True, slots=True)
class PriorMeasure:
    """A measure in force, and when it was decided."""

    measure: DisciplineMeasure
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Rung:
    """One measure that a breach leads to, by which rule, in words."""

    measure: DisciplineMeasure
    breach_id: UUID
    rule_code: str
    because: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the rules lead to, heaviest first; empty without a breach.

    ``absence_days`` is of the longest absence (its first day not counted, 民法典 201); ``admonitions`` and
    ``warnings`` are those in force that a breach came after.
    """

    absence_days: int
    admonitions: int
    warnings: int
    rungs: tuple[Rung, ...]

    @property
    def top(self) -> Rung | None:
        """The heaviest measure the rules lead to."""
        return self.rungs[0] if self.rungs else None


def compute(
    category: CorrectionCategory,
    breaches: Sequence[BreachFact],
    priors: Sequence[PriorMeasure],
    rules: Mapping[str, Rule],
) -> Ladder:
    """The ladder for breaches found and not yet dealt with; ``rules`` as they apply, by code (:data:`CODES`)."""
    found: list[Rung] = []
    for breach in breaches:
        found += _by_kind(category, breach, rules)
        found += _by_repetition(category, breach, priors, rules)
    rungs = sorted(dict.fromkeys(found), key=lambda rung: -SEVERITY[rung.measure])
    return Ladder(
        absence_days=max((_counted_days(breach) for breach in breaches), default=0),
        admonitions=max((_count(priors, M.ADMONITION, breach) for breach in breaches), default=0),
        warnings=max((_count(priors, M.WARNING, breach) for breach in breaches), default=0),
        rungs=tuple(rungs),
    )


def is_beyond(first: date, last: date, rule: Rule) -> bool:
    """Whether the time from ``first`` to ``last`` exceeds the rule's days or months; the first day is not counted.

    Raises:
        ValueError: the rule is in another unit.
    """
    if rule.unit is Unit.DAY:
        return last > add_days(first, rule.value)
    if rule.unit is Unit.MONTH:
        return last > add_months(first, rule.value)
    raise ValueError(f"{rule.code} is not in days or months")


def cautions(
    measure: DisciplineMeasure, ladder: Ladder, *, began_on: date | None, today: date, commend_after: Rule
) -> list[str]:
    """What whoever decides should weigh; the rules are unverified settings, so nothing here blocks."""
    if measure is M.COMMENDATION:
        if began_on is None or today < add_months(began_on, commend_after.value):
            return [f"接受矫正还没有满{commend_after.value}个月（{commend_after.source}，可由机构调整），请斟酌"]
        return []
    if measure is M.COMMUTATION:
        return ["减刑须符合刑法规定的条件，由中级以上人民法院裁定（社区矫正法第三十三条）"]
    top = ladder.top
    if top is None or SEVERITY[measure] > SEVERITY[top.measure]:
        return ["这项处理比按规则推算的更重，请在理由里写明为什么"]
    return []


def _by_kind(category: CorrectionCategory, breach: BreachFact, rules: Mapping[str, Rule]) -> list[Rung]:
    if breach.kind is BreachKind.ABSENCE:
        return [_of_absence(category, breach, rules)]
    is_serious = breach.gravity is BreachGravity.SERIOUS
    admonish = Rung(M.ADMONITION, breach.id, ADMONISH_ABSENCE, "违反监督管理规定，情节轻微")
    warn = Rung(M.WARNING, breach.id, WARN_ABSENCE, "违反监督管理规定，情节较重")
    match breach.kind:
        case BreachKind.EDUCATION:
            return [Rung(M.ADMONITION, breach.id, ADMONISH_ABSENCE, "不按规定参加教育学习等活动，经教育仍不改正")]
        case BreachKind.REEXAMINATION:
            return [Rung(M.WARNING, breach.id, WARN_ABSENCE, "保外就医无正当理由不按时提交病情复查情况")]
        case BreachKind.INJUNCTION if is_serious:
            return [Rung(REVOCATION[category], breach.id, REVOKE_ABSENCE, "违反禁止令，情节严重")]
        case BreachKind.INJUNCTION:
            return [Rung(M.WARNING, breach.id, WARN_ABSENCE, "违反禁止令，情节轻微")]
        case _:
            return [warn if is_serious else admonish]


def _of_absence(category: CorrectionCategory, breach: BreachFact, rules: Mapping[str, Rule]) -> Rung:
    noticed_on = local_date(breach.noticed_at)
    first, last = breach.absent_from or noticed_on, breach.absent_to or noticed_on
    days = _counted_days(breach)
    if is_beyond(first, last, rules[REVOKE_ABSENCE]):
        limit = rules[REVOKE_ABSENCE]
        because = f"不按时报到或者脱离监管 {days} 日，超过{_amount(limit)}"
        return Rung(REVOCATION[category], breach.id, REVOKE_ABSENCE, because)
    if is_beyond(first, last, rules[WARN_ABSENCE]):
        because = f"不按时报到或者脱离监管 {days} 日，超过{_amount(rules[WARN_ABSENCE])}"
        return Rung(M.WARNING, breach.id, WARN_ABSENCE, because)
    because = f"不按时报到或者脱离监管 {days} 日，没有超过{_amount(rules[ADMONISH_ABSENCE])}"
    return Rung(M.ADMONITION, breach.id, ADMONISH_ABSENCE, because)


def _by_repetition(
    category: CorrectionCategory,
    breach: BreachFact,
    priors: Sequence[PriorMeasure],
    rules: Mapping[str, Rule],
) -> list[Rung]:
    rungs: list[Rung] = []
    admonitions, warnings = _count(priors, M.ADMONITION, breach), _count(priors, M.WARNING, breach)
    if admonitions >= rules[WARN_ADMONITIONS].value:
        rungs.append(Rung(M.WARNING, breach.id, WARN_ADMONITIONS, f"已训诫 {admonitions} 次，仍不改正"))
    if warnings >= rules[REVOKE_WARNINGS].value:
        because = f"已警告 {warnings} 次，仍不改正"
        rungs.append(Rung(REVOCATION[category], breach.id, REVOKE_WARNINGS, because))
    return rungs


def _count(priors: Sequence[PriorMeasure], measure: DisciplineMeasure, breach: BreachFact) -> int:
    """Measures of a kind that went unheeded: the breach came after them."""
    return sum(one.measure is measure and breach.came_after(one.decided_at) for one in priors)


def _counted_days(breach: BreachFact) -> int:
    if breach.absent_from is None or breach.absent_to is None:
        return 0
    return (breach.absent_to - breach.absent_from).days


def _amount(rule: Rule) -> str:
    return f"{rule.value}个月" if rule.unit is Unit.MONTH else f"{rule.value}日"


def is_available(measure: DisciplineMeasure, category: CorrectionCategory) -> bool:
    """Whether the law knows the measure for the category."""
    return measure in AVAILABLE[category]
