"""Limits of what a wage claim may say, and how a case number is written. Pure.

Statutory values are not here: they come from ``app.kernel.statutes`` by code.
"""

import re
from collections.abc import Sequence
from datetime import date

from app.kernel.errors import FieldError
from app.kernel.statutes import Rule, Unit
from app.kernel.statutes.laws import LEGAL_AID_LAW
from app.legal_aid.enums import TerminationGround

DECIDE = "legal_aid.decide"
ASSIGN = "legal_aid.assign"
ASSIGN_NOTIFIED = "legal_aid.assign_notified"
OBJECT = "legal_aid.object"
REVIEW_OBJECTION = "legal_aid.review_objection"
ADVANCE_LIMITATION = "legal_aid.advance_limitation"
PROMISE_ACCEPT = "legal_aid.promise_accept"
"""Codes of the statutory periods that this domain starts or tells."""

PROMISES = frozenset({PROMISE_ACCEPT})
"""Periods a centre promises on its own: its staff are reminded, the applicant is told of the law's alone."""

EARLIEST_MONTH = date(1995, 1, 1)
"""Not a legal limit: no wage arrears older than the Labour Law itself are claimed; catches typing errors."""
LARGEST_AMOUNT_FEN = 100_000_000_000
"""Not a legal limit either: ten million yuan would be a remarkable wage, a thousand million is a slip."""
OPEN_DRAFTS = 10
"""Drafts a person may have at once."""

MONTH_PATTERN = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"


def parse_month(text: str) -> date:
    """``"2026-05"`` as the first day of that month.

    Raises:
        ValueError: not of that form.
    """
    if not re.fullmatch(MONTH_PATTERN, text):
        raise ValueError("月份应写成 2026-05 这样")
    year, month = text.split("-")
    return date(int(year), int(month), 1)


def month_text(first_day: date) -> str:
    """The first day of a month as ``"2026-05"``."""
    return f"{first_day:%Y-%m}"


def months_text(first_day: date, last_day: date) -> str:
    """A period of whole months for reading: ``"2026年3月至2026年6月"``."""
    return f"{first_day.year}年{first_day.month}月至{last_day.year}年{last_day.month}月"


def period_problems(period_from: date, period_to: date, today: date) -> Sequence[FieldError]:
    """What is wrong with a wage period, month to month inclusive; wages of a month to come are not owed yet."""
    problems: list[FieldError] = []
    this_month = today.replace(day=1)
    for field, month in (("period_from", period_from), ("period_to", period_to)):
        if month > this_month:
            problems.append(FieldError(field, "not_future", "月份还没有到，请填写已经过去的月份"))
        if month < EARLIEST_MONTH:
            problems.append(FieldError(field, "too_early", "月份太早，请核对年份"))
    if period_from > period_to:
        problems.append(FieldError("period_to", "order", "结束月份不能早于开始月份"))
    return problems


def case_number(year: int, sequence: int) -> str:
    """The number as written on papers: 〔2026〕法援字第00012号."""
    return f"〔{year}〕法援字第{sequence:05d}号"


def yuan(amount_fen: int) -> str:
    """Fen as yuan with two decimals, for reading: ``1860000`` → ``18,600.00``."""
    return f"{amount_fen // 100:,}.{amount_fen % 100:02d}"


def remedy(bureau: str, to_object: Rule, to_review: Rule) -> str:
    """How to object to a refusal or termination, as the decision must say (法律援助法 43, 49)."""
    return (
        f"您对本决定有异议的，可以自收到决定之日起{to_object.value}{_unit(to_object)}内向{bureau}提出"
        f"（期限依据{to_object.source}）；{bureau}应当自收到异议之日起{to_review.value}{_unit(to_review)}内审查。"
        f"对维持的决定不服的，可以依法申请行政复议或者提起行政诉讼（{to_review.law.title}第四十九条）。"
    )


def termination_basis(ground: TerminationGround) -> str:
    """The item of 法律援助法 art. 48: ``48-6`` → 《中华人民共和国法律援助法》第四十八条第（六）项."""
    item = "一二三四五六七八"[int(ground.value.removeprefix("48-")) - 1]
    return f"《{LEGAL_AID_LAW.title}》第四十八条第（{item}）项"


def _unit(rule: Rule) -> str:
    return "个工作日" if rule.unit is Unit.WORKING_DAY else "日"
