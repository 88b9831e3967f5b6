"""What in a judgement does not fit the law's numbers, and when a record is sealed. Pure.

Nothing here stops a registration: the court's judgement binds the office. What does not fit is shown with the
article, so that a mistyped term is found and a doubtful paper asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.correction.enums import CorrectionCategory as Category
from app.correction.orders.codes import SentenceKind
from app.correction.orders.terms import Term, age_on, at_least, credited_days, last_day, with_credit
from app.kernel.statutes import Rule, Unit, statute

CODES = (
    "correction.control_min",
    "correction.control_max",
    "correction.control_combined_max",
    "correction.control_credit",
    "correction.probation_detention_min",
    "correction.probation_detention_max",
    "correction.probation_imprisonment_min",
    "correction.probation_imprisonment_max",
    "correction.probation_sentence_max",
    "correction.parole_of_life",
    "correction.sealing_age",
    "correction.sealing_sentence",
    "correction.adult_age",
)
"""The rules used here, of the day they are used on."""

Rules = Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the judgement and the order say.

    ``term`` is what is served under correction: of 管制 the punishment itself, of 缓刑 and 假释 the probation.
    ``ends_on`` is the last day the papers name.
    """

    category: Category
    starts_on: date
    ends_on: date
    sentence_kind: SentenceKind
    sentence: Term
    term: Term
    detained_days: int = 0
    is_combined: bool = False
    release_ground_given: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to check against the papers; ``source`` is the article, empty where it is plain counting."""

    code: str
    message: str
    source: str = ""


def rules_on(on: date) -> Rules:
    """The rules in force on a day."""
    return {code: statute(code, on) for code in CODES}


def check(facts: Facts, rules: Rules) -> list[Doubt]:
    """Everything that does not fit, most telling first."""
    found = [*_kind(facts), *_last_day(facts, rules)]
    match facts.category:
        case Category.CONTROL:
            found += _control(facts, rules)
        case Category.PROBATION:
            found += _probation(facts, rules)
        case Category.PAROLE:
            found += _parole(facts, rules)
        case Category.TEMPORARY_RELEASE if not facts.release_ground_given:
            text = "暂予监外执行的，请登记原因（疾病、怀孕哺乳或者生活不能自理）"
            found.append(Doubt("release_ground", text, "《中华人民共和国刑事诉讼法》第二百六十五条"))
        case _:
            pass
    return found


def expected_end(facts: Facts, rules: Rules) -> date | None:
    """The last day as the term gives it, detention taken off where the law says so; None without a term.

    Detention before the judgement shortens 管制 alone: a probation counts from the judgement (刑法 73, 83).
    """
    if facts.term.is_empty:
        return None
    end = last_day(facts.starts_on, facts.term)
    if facts.category is not Category.CONTROL:
        return end
    credit = credited_days(facts.detained_days, rules["correction.control_credit"].value)
    return with_credit(facts.starts_on, end, credit)


def is_minor_on(born_on: date, on: date, rules: Rules) -> bool:
    """Whether somebody is under the age of majority on a day (社区矫正法 58)."""
    return age_on(born_on, on) < rules["correction.adult_age"].value


def must_be_sealed(was_minor: bool, kind: SentenceKind, sentence: Term, rules: Rules) -> bool:
    """刑事诉讼法 286: under 18 at the offence, and five years of imprisonment or anything lighter."""
    if not was_minor or kind is SentenceKind.LIFE:
        return False
    limit = _term(rules["correction.sealing_sentence"])
    return kind is not SentenceKind.IMPRISONMENT or at_least(_ANY_DAY, limit, sentence)


_ANY_DAY = date(2001, 1, 1)
"""Two lengths are compared from the first of a January, where no day is missing."""

_KINDS: Mapping[Category, frozenset[SentenceKind]] = {
    Category.CONTROL: frozenset({SentenceKind.CONTROL}),
    Category.PROBATION: frozenset({SentenceKind.DETENTION, SentenceKind.IMPRISONMENT}),
    Category.PAROLE: frozenset({SentenceKind.IMPRISONMENT, SentenceKind.LIFE}),
    Category.TEMPORARY_RELEASE: frozenset(
        {SentenceKind.DETENTION, SentenceKind.IMPRISONMENT, SentenceKind.LIFE},
    ),
}
_KIND_SOURCES: Mapping[Category, str] = {
    Category.CONTROL: "《中华人民共和国刑法》第三十八条",
    Category.PROBATION: "《中华人民共和国刑法》第七十二条",
    Category.PAROLE: "《中华人民共和国刑法》第八十一条",
    Category.TEMPORARY_RELEASE: "《中华人民共和国刑事诉讼法》第二百六十五条",
}


def _kind(facts: Facts) -> list[Doubt]:
    if facts.sentence_kind in _KINDS[facts.category]:
        return []
    return [Doubt("sentence_kind", "矫正类别和判处的刑罚对不上，请核对", _KIND_SOURCES[facts.category])]


def _last_day(facts: Facts, rules: Rules) -> list[Doubt]:
    expected = expected_end(facts, rules)
    if expected is None or expected == facts.ends_on:
        return []
    text = (
        f"按期限推算，最后一天应是 {expected.isoformat()}，和登记的 {facts.ends_on.isoformat()} 不同，请核对文书"
    )
    return [Doubt("last_day", text, "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第二百零二条")]


def _control(facts: Facts, rules: Rules) -> list[Doubt]:
    most = rules["correction.control_combined_max" if facts.is_combined else "correction.control_max"]
    return _within(facts, rules["correction.control_min"], most, "管制期限")


def _probation(facts: Facts, rules: Rules) -> list[Doubt]:
    kind = "detention" if facts.sentence_kind is SentenceKind.DETENTION else "imprisonment"
    least, most = rules[f"correction.probation_{kind}_min"], rules[f"correction.probation_{kind}_max"]
    found = _within(facts, least, most, "缓刑考验期")
    if not facts.term.is_empty and not at_least(facts.starts_on, facts.term, facts.sentence):
        found.append(Doubt("shorter_than_sentence", "缓刑考验期不能比原判刑期短，请核对", most.source))
    limit = rules["correction.probation_sentence_max"]
    is_long = not at_least(facts.starts_on, _term(limit), facts.sentence)
    if facts.sentence_kind is SentenceKind.IMPRISONMENT and is_long:
        found.append(Doubt("sentence_too_long", "超过三年的有期徒刑不能宣告缓刑，请核对", limit.source))
    return found


def _parole(facts: Facts, rules: Rules) -> list[Doubt]:
    if facts.sentence_kind is not SentenceKind.LIFE or facts.term.is_empty:
        return []
    rule = rules["correction.parole_of_life"]
    if last_day(facts.starts_on, facts.term) == last_day(facts.starts_on, _term(rule)):
        return []
    return [Doubt("parole_of_life", "无期徒刑的假释考验期是十年，请核对", rule.source)]


def _within(facts: Facts, least: Rule, most: Rule, what: str) -> list[Doubt]:
    if facts.term.is_empty:
        return []
    found: list[Doubt] = []
    if not at_least(facts.starts_on, facts.term, _term(least)):
        found.append(Doubt("too_short", f"{what}不能少于{_term(least).text}，请核对", least.source))
    if not at_least(facts.starts_on, _term(most), facts.term):
        found.append(Doubt("too_long", f"{what}不能超过{_term(most).text}，请核对", most.source))
    return found


def _term(rule: Rule) -> Term:
    return Term(years=rule.value) if rule.unit is Unit.YEAR else Term(months=rule.value)
