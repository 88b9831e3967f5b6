"""How long positioning may last, and which positions an authorisation covers. Pure.

社区矫正法 29(2): at most three months, each extension after an assessment at most three more, lifted as soon as it
is not needed. A measure against a person is counted narrowly: its first day counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.calendar import add_months
from app.kernel.errors import FieldError
from app.kernel.statutes import Rule

FIRST_RULE = "correction.device_limit"
EXTENSION_RULE = "correction.device_extension_limit"
REMIND_AHEAD = timedelta(days=7)
"""How long before its end the office is asked to lift or assess; ours, not the law's."""
FUTURE_TOLERANCE = timedelta(minutes=5)
"""How far a device's clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The instants [since, until) of one authorisation in force."""

    authorisation_id: object
    since: datetime
    until: datetime


def last_possible_day(rule: Rule, from_on: date) -> date:
    """The last day a measure that begins on ``from_on`` may have."""
    return add_months(from_on, rule.value) - timedelta(days=1)


def period_errors(rule: Rule, from_on: date, to_on: date, *, today: date, ends_on: date) -> list[FieldError]:
    """What is wrong with a period that is proposed today; empty if nothing."""
    wrong: list[FieldError] = []
    if from_on < today:
        wrong.append(FieldError("from_on", "past", "不能从过去的日期开始"))
    if to_on < from_on:
        wrong.append(FieldError("to_on", "order", "结束日期不能早于开始日期"))
    elif to_on > last_possible_day(rule, from_on):
        message = f"期限不能超过{rule.value}个月（社区矫正法第二十九条第二款）"
        wrong.append(FieldError("to_on", "too_long", message))
    elif to_on > ends_on:
        wrong.append(FieldError("to_on", "after_end", "不能晚于矫正期的最后一天"))
    return wrong


def covering(periods: Sequence[Covered], at: datetime) -> Covered | None:
    """The period that covers an instant."""
    return next((period for period in periods if period.since <= at < period.until), None)
