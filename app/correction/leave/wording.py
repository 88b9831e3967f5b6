"""What a leave is called in words: the article that fixes the level, advice to who asks, fields of the paper."""

from collections.abc import Sequence
from datetime import date

from app.correction.leave.codes import OUT, UNDECIDED, LeaveLevel, LeaveStatus
from app.correction.leave.models import LeaveRequest
from app.correction.papers.wording import APPROVED, REFUSED
from app.kernel import statutes
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries


def source_of(leave: LeaveRequest) -> str:
    """The article by which the level must decide."""
    return statutes.statute(leave.level_rule, local_date(leave.requested_at)).source


def advice_for(leave: LeaveRequest, today: date) -> list[str]:
    """Plain words on what to know now."""
    words = dictionaries()["leave_level"]
    said: list[str] = []
    if leave.status in UNDECIDED and leave.extends_id is not None:
        said.append(
            f"延长外出由{words[leave.level]}审批，依据{source_of(leave)}。决定以前不算逾期，请保持电话畅通。"
        )
    elif leave.status in UNDECIDED:
        if leave.is_short_notice:
            said.append("申请得比较晚，一般要提前几天提出。事情急的，请马上打电话给司法所，我们会尽快办。")
        said.append(f"这份申请由{words[leave.level]}审批，依据{source_of(leave)}。批准以前请先不要出发。")
        if leave.first_on <= today:
            said.append(
                "到了出发的日子还没有审批，这是审批耽误了，不是您的责任，不会因此认定违规。请和司法所联系。"
            )
    if leave.status is LeaveStatus.APPROVED:
        said.append("已经批准。请按批准的时间和地点外出，保持电话畅通，到期前返回并报告。")
    if leave.status in OUT:
        said.append("不能按时返回的，请在到期以前报告，说明原因。返回以后请马上报告。")
    if leave.status is LeaveStatus.OVERDUE:
        said.append("我们没有收到您返回的报告。请马上报告，或者说明不能返回的原因；说明以前不会认定违规。")
    if leave.level is LeaveLevel.UPPER and leave.decided_by is not None:
        said.append("超过规定天数的外出，批准后由县级社区矫正机构通报人民检察院。")
    return said


def decision_fields(leave: LeaveRequest, places: Sequence[str]) -> dict[str, str]:
    """What the paper says of a decision."""
    reason = dictionaries()["leave_reason"][leave.reason]
    fields = {
        "outcome": REFUSED if leave.status is LeaveStatus.REFUSED else APPROVED,
        "destination": "、".join(places),
        "reason": reason,
        "from_on": leave.first_on.isoformat(),
        "to_on": leave.last_on.isoformat(),
    }
    if leave.conditions:
        fields["conditions"] = leave.conditions
    if leave.status is LeaveStatus.REFUSED and leave.decision_reason:
        fields["refusal_reason"] = leave.decision_reason
    return fields
