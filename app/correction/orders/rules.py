"""Which statutory clocks an order starts, and which terms there can be."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.correction.enums import CorrectionCategory
from app.kernel.actor import Role
from app.kernel.errors import FieldError

LAW_FROM = date(2020, 7, 1)
"""社区矫正法 63: the law is in force from here on; no clock of it runs from an earlier day."""

LONGEST_TERM = timedelta(days=25 * 366)
"""No term outlasts the longest fixed-term imprisonment, 25 years (刑法 69). 管制 (38, 69), 缓刑 (73) and 假释
of a life sentence (83) are shorter; a mistyped century is caught."""

FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the person comes under correction: rule of the statute, and who must act."""

    rule_code: str
    holder: Role | str


def arrival(category: CorrectionCategory, starts_on: date) -> Arrival | None:
    """社区矫正法 21: most report in themselves; those released for the time being are handed over.

    None for a judgement older than the law: whoever moves here with it reported in long ago.
    """
    if starts_on < LAW_FROM:
        return None
    if category is CorrectionCategory.TEMPORARY_RELEASE:
        return Arrival("correction.hand_over", "移送机关")
    return Arrival("correction.report_in", Role.SUBJECT)


def term_errors(starts_on: date, ends_on: date, *, today: date) -> list[FieldError]:
    """What is wrong with a term that is registered today; empty if nothing."""
    wrong = [
        FieldError(field, "year", f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间，请核对")
        for field, day in (("starts_on", starts_on), ("ends_on", ends_on))
        if not FIRST_YEAR <= day.year <= LAST_YEAR
    ]
    if ends_on < starts_on:
        wrong.append(FieldError("ends_on", "order", "矫正期的最后一天不能早于第一天"))
    elif ends_on < today:
        wrong.append(FieldError("ends_on", "over", "矫正期已经结束"))
    elif ends_on - starts_on > LONGEST_TERM:
        wrong.append(FieldError("ends_on", "too_long", "矫正期不会超过 25 年，请核对起止日期"))
    return wrong
