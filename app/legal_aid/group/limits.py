"""Limits of group claims and ledgers, and where a figure is plausible. None is statutory. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.errors import FieldError
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.rules import EARLIEST_MONTH

GROUP_CATEGORIES = frozenset(
    code
    for code, entry in CATEGORIES.items()
    if entry.group
    in {CaseGroup.LABOUR, CaseGroup.WORK_INJURY, CaseGroup.TRAFFIC, CaseGroup.FOOD_AND_DRUG, CaseGroup.ENVIRONMENT}
)
"""Where several people usually have the same kind of claim against the same side (民事诉讼法 55, 56)."""

WAGE_CATEGORIES = frozenset(
    code for code in CaseCategory if CATEGORIES[code].group in {CaseGroup.LABOUR, CaseGroup.WORK_INJURY}
)
"""Where a month's wage is a fact of the case, so that a ledger can be kept."""

EDITABLE = frozenset(
    {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.SUPPLEMENTING,
        Status.ACCEPTED,
        Status.GRANTED,
        Status.OFFERED,
        Status.IN_HANDLING,
    }
)
"""While the case stands here the ledger and the list of members may change."""

MOST_MEMBERS = 200
MOST_ROWS = 3000
"""Of one ledger: eighty workers with three years each. The body of a request ends before."""

LARGEST_MONTH_FEN = 100_000_000
"""A million yuan a month is a slip of the pen, not a wage."""

CODE_VALID = timedelta(days=7)
LONGEST_CODE_DAYS = 30
"""How long a join code works: as long as it takes to reach everyone of a building site."""


def employment_problems(employed_from: date | None, employed_to: date | None, today: date) -> Sequence[FieldError]:
    """What is wrong with the days someone was employed; either may be unknown."""
    problems: list[FieldError] = []
    if employed_from is not None and employed_from > today:
        problems.append(FieldError("employment_from", "not_future", "开始工作的日期还没有到"))
    for field, day in (("employment_from", employed_from), ("employment_to", employed_to)):
        if day is not None and day < EARLIEST_MONTH:
            problems.append(FieldError(field, "too_early", "日期太早，请核对年份"))
    if employed_from is not None and employed_to is not None and employed_to < employed_from:
        problems.append(FieldError("employment_to", "order", "结束工作的日期不能早于开始工作的日期"))
    return problems
