"""What an end or a changed term must satisfy, and when the summary is due. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from app.correction.ending.codes import EndGround, TermChangeKind
from app.correction.enums import CorrectionCategory
from app.correction.orders.rules import FIRST_YEAR, LAST_YEAR
from app.kernel import clocks
from app.kernel.clock import SHANGHAI
from app.kernel.errors import FieldError
from app.kernel.statutes import Rule

SUMMARY_RULE = "correction.summary_ahead"
CERTIFIED = frozenset({EndGround.EXPIRED, EndGround.PARDONED})
"""Ends after which the person is free and gets a certificate (社区矫正法 44); after the others correction is
terminated (45)."""
RESETTLED = CERTIFIED
"""Ends after which help with settling in (安置帮教) follows (实施办法 53)."""
REVOCATIONS: Mapping[EndGround, CorrectionCategory] = {
    EndGround.PROBATION_REVOKED: CorrectionCategory.PROBATION,
    EndGround.PAROLE_REVOKED: CorrectionCategory.PAROLE,
    EndGround.IMPRISONED: CorrectionCategory.TEMPORARY_RELEASE,
}
BASIS: Mapping[EndGround, str] = {
    EndGround.EXPIRED: "社区矫正法第四十四条",
    EndGround.PARDONED: "社区矫正法第四十四条",
    EndGround.REJUDGED: "人民法院生效裁判",
    EndGround.PROBATION_REVOKED: "社区矫正法第四十五条",
    EndGround.PAROLE_REVOKED: "社区矫正法第四十五条",
    EndGround.IMPRISONED: "社区矫正法第四十五条",
    EndGround.DIED: "社区矫正法第四十五条",
    EndGround.MOVED_AWAY: "社区矫正法第二十七条",
}
TELLING_HOUR = time(9)
REMIND_AHEAD = timedelta(days=14)
"""How long before the summary is due the person is reminded; ours, not any law's."""


def end_errors(
    ground: EndGround,
    category: CorrectionCategory,
    *,
    document_on: date,
    ended_on: date,
    starts_on: date,
    today: date,
) -> list[FieldError]:
    """What is wrong with ending an order early; empty if nothing.

    Only people end an order early, on a document; the end of the term needs nobody.
    """
    wrong: list[FieldError] = []
    if ground is EndGround.EXPIRED:
        wrong.append(FieldError("ground", "by_itself", "矫正期满由系统按日期自动办理，不用提前办理"))
    elif REVOCATIONS.get(ground, category) is not category:
        wrong.append(FieldError("ground", "category", "这种终止情形和矫正类别不符，请核对"))
    if document_on > today:
        wrong.append(FieldError("document_on", "future", "文书日期不能晚于今天"))
    if ended_on > today:
        wrong.append(FieldError("ended_on", "future", "终止日期不能晚于今天"))
    elif ended_on < starts_on:
        wrong.append(FieldError("ended_on", "before_start", "终止日期不能早于矫正期的第一天"))
    return wrong


def change_errors(
    kind: TermChangeKind, *, starts_on: date, was_on: date, ends_on: date, document_on: date, today: date
) -> list[FieldError]:
    """What is wrong with moving the last day of a term; empty if nothing."""
    wrong: list[FieldError] = []
    if not FIRST_YEAR <= ends_on.year <= LAST_YEAR:
        wrong.append(FieldError("ends_on", "year", f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间，请核对"))
    elif ends_on < starts_on:
        wrong.append(FieldError("ends_on", "order", "矫正期的最后一天不能早于第一天"))
    elif ends_on == was_on:
        wrong.append(FieldError("ends_on", "same", "和现在的最后一天一样，没有变化"))
    elif kind is TermChangeKind.COMMUTED and ends_on > was_on:
        wrong.append(FieldError("ends_on", "longer", "减刑只会缩短矫正期，请核对"))
    if document_on > today:
        wrong.append(FieldError("document_on", "future", "文书日期不能晚于今天"))
    return wrong


def summary_due_on(rule: Rule, ends_on: date, began_on: date) -> date:
    """The last day for summary and appraisal (实施办法 53); a term too short for it leaves its first day."""
    return max(clocks.due_before(rule, ends_on), began_on)


def telling_at(day: date) -> datetime:
    """The moment of a day when people are told things."""
    return datetime.combine(day, TELLING_HOUR, SHANGHAI)
