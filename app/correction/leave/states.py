"""The life of a leave as one table.

Who must decide follows from the days (办法 27); a leave that nobody decided lapses and counts for nothing. Being
overdue is a question to the person first: only a person finds a breach, elsewhere.
"""

from datetime import datetime

from app.contracts.correction_leave import (
    LeaveApproved,
    LeaveCancelled,
    LeaveEvent,
    LeaveExtended,
    LeaveLapsed,
    LeaveOverdue,
    LeaveRecalled,
    LeaveRefused,
    LeaveReturned,
    LeaveWaits,
)
from app.correction.leave.codes import AWAITING, OUT, UNDECIDED, LeaveLevel
from app.correction.leave.codes import LeaveStatus as Status
from app.correction.leave.errors import LevelTooLow
from app.correction.leave.models import LeaveRequest
from app.correction.leave.policies import RANK, level_of, permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

ADD_FILES = "add_files"
REPORT = "report"
EXTEND = "ask_extension"
FILE = "file"
MEASURES = "社区矫正法实施办法"
LEVELS = {status: level for level, status in AWAITING.items()}


def decides(leave: LeaveRequest, actor: Actor | None) -> DomainError | None:
    """Refuses whoever is below the level that must decide; the county enters what a superior decided elsewhere."""
    if actor is None:
        return None
    held, needed = level_of(actor, leave), LEVELS.get(leave.status)
    if held is None or needed is None or RANK[held] >= RANK[needed]:
        return None
    if needed is LeaveLevel.UPPER and held is LeaveLevel.COUNTY and leave.superior_reference:
        return None
    return LevelTooLow(level=str(needed))


def told(kind: type[LeaveEvent], leave: LeaveRequest, **more: object) -> LeaveEvent:
    """An event about the leave."""
    facts = {
        "leave_id": leave.id,
        "order_id": leave.order_id,
        "person_id": leave.person_id,
        "agency_id": leave.agency_id,
    }
    return kind.model_validate(facts | more)


def waiting(leave: LeaveRequest, level: LeaveLevel) -> dict[str, object]:
    """Which role of which agency must decide at a level."""
    upper = leave.upper_path or leave.county_path
    path = {LeaveLevel.COUNTY: leave.county_path, LeaveLevel.UPPER: upper}.get(level) or leave.agency_path
    role = Role.OFFICER if level is LeaveLevel.OFFICE else Role.DECIDER
    return {"waits_for": role, "waits_at": path.rstrip("/").rsplit("/", 1)[-1]}


def _referred(level: LeaveLevel, source: frozenset[Status]) -> Transition[LeaveRequest]:
    def event(leave: LeaveRequest, _: datetime) -> LeaveEvent:
        return told(LeaveWaits, leave, **waiting(leave, level))

    name, title = (
        ("refer_to_county", "转县级审批") if level is LeaveLevel.COUNTY else ("refer_upward", "转上一级审批")
    )
    paragraph = 2 if level is LeaveLevel.COUNTY else 3
    return Transition(name, title, source, AWAITING[level], None, f"{MEASURES} 27({paragraph})", event=event)


TRANSITIONS: tuple[Transition[LeaveRequest], ...] = (
    _referred(LeaveLevel.COUNTY, frozenset({Status.AWAITING_OFFICE})),
    _referred(LeaveLevel.UPPER, frozenset({Status.AWAITING_OFFICE, Status.AWAITING_COUNTY})),
    Transition(
        "approve",
        "批准外出",
        UNDECIDED,
        Status.APPROVED,
        Action.LEAVE_DECIDE,
        f"社区矫正法 27；{MEASURES} 27",
        guard=decides,
        event=lambda leave, _: told(LeaveApproved, leave, level=leave.level, county_id=county_of(leave)),
    ),
    Transition(
        "refuse",
        "不批准外出",
        UNDECIDED,
        Status.REFUSED,
        Action.LEAVE_DECIDE,
        f"社区矫正法 27；{MEASURES} 27",
        guard=decides,
        event=lambda leave, _: told(LeaveRefused, leave),
    ),
    Transition("withdraw", "撤回申请", UNDECIDED, Status.WITHDRAWN, Action.LEAVE_APPLY, "内部：本人不再申请"),
    Transition(
        "lapse",
        "过期没有审批",
        UNDECIDED,
        Status.LAPSED,
        None,
        "内部：审批耽误不算在本人头上",
        event=lambda leave, _: told(
            LeaveLapsed,
            leave,
            **waiting(leave, leave.level),
            return_by=leave.return_by if leave.extends_id else None,
        ),
    ),
    Transition(
        "cancel",
        "取消外出",
        frozenset({Status.APPROVED}),
        Status.CANCELLED,
        Action.LEAVE_APPLY,
        "内部：本人不再外出",
        event=lambda leave, _: told(LeaveCancelled, leave),
    ),
    Transition("depart", "开始外出", frozenset({Status.APPROVED}), Status.AWAY, None, f"{MEASURES} 28"),
    Transition(
        "recall",
        "要求提前返回",
        frozenset({Status.AWAY, Status.OVERDUE}),
        Status.RECALLED,
        Action.LEAVE_DECIDE,
        f"{MEASURES} 28",
        event=lambda leave, _: told(LeaveRecalled, leave, return_by=leave.return_by),
    ),
    Transition(
        "miss_return",
        "到期没有收到返回报告",
        frozenset({Status.AWAY, Status.RECALLED}),
        Status.OVERDUE,
        None,
        f"{MEASURES} 28",
        event=lambda leave, _: told(LeaveOverdue, leave, return_by=leave.return_by),
    ),
    Transition(
        "return",
        "报告已经返回",
        OUT,
        Status.RETURNED,
        Action.LEAVE_APPLY,
        f"{MEASURES} 28",
        event=lambda leave, _: told(LeaveReturned, leave),
    ),
    Transition(
        "extend",
        "延长外出",
        OUT,
        Status.EXTENDED,
        None,
        f"{MEASURES} 28",
        event=lambda leave, _: told(LeaveExtended, leave),
    ),
    Transition(
        "confirm_return",
        "办理返回手续",
        frozenset({Status.RETURNED}),
        Status.CLOSED,
        Action.LEAVE_DECIDE,
        f"{MEASURES} 28",
    ),
    Transition(
        "void",
        "终止外出事项",
        UNDECIDED | OUT | {Status.APPROVED},
        Status.CANCELLED,
        None,
        "内部：矫正已经结束",
        event=lambda leave, _: told(LeaveCancelled, leave),
    ),
)


def county_of(leave: LeaveRequest) -> str | None:
    """The county's agency, where there is one above the office."""
    return None if leave.county_path is None else leave.county_path.rstrip("/").rsplit("/", 1)[-1]


leave_machine = Machine[LeaveRequest](
    name="leave_request",
    title="外出申请",
    states=Status,
    initial=Status.AWAITING_OFFICE,
    owners={
        Status.AWAITING_OFFICE: Role.OFFICER,
        Status.AWAITING_COUNTY: Role.DECIDER,
        Status.AWAITING_UPPER: Role.DECIDER,
        Status.APPROVED: Role.SUBJECT,
        Status.AWAY: Role.SUBJECT,
        Status.RECALLED: Role.SUBJECT,
        Status.OVERDUE: Role.SUBJECT,
        Status.RETURNED: Role.OFFICER,
    },
    ends=frozenset(
        {
            Status.REFUSED,
            Status.WITHDRAWN,
            Status.LAPSED,
            Status.CANCELLED,
            Status.CLOSED,
            Status.EXTENDED,
        }
    ),
    transitions=TRANSITIONS,
    permits=permits,
    other_actions={
        ADD_FILES: "补充证明材料",
        REPORT: "外出期间报告",
        EXTEND: "报告不能按时返回，申请延长",
        FILE: "登记备案、通报",
    },
)


def allowed_actions(actor: Actor, leave: LeaveRequest) -> list[str]:
    """What this caller may do to the leave now."""
    actions = leave_machine.allowed_actions(actor, leave)
    if permits(actor, Action.LEAVE_APPLY, leave):
        if leave.status in UNDECIDED:
            actions.append(ADD_FILES)
        if leave.status in OUT:
            actions += [REPORT, EXTEND]
    if permits(actor, Action.LEAVE_DECIDE, leave) and leave.decided_by is not None:
        actions.append(FILE)
    return actions
