"""The life of a move as one table; the person stays with the old place until the new one has received them."""

from app.contracts.correction_leave import (
    MoveAnswered,
    MoveApproved,
    MoveCompleted,
    MoveConsulted,
    MoveEvent,
    MoveRefused,
)
from app.correction.leave.codes import LeaveLevel
from app.correction.leave.errors import LevelTooLow
from app.correction.leave.policies import RANK, level_of
from app.correction.moving.codes import UNDECIDED
from app.correction.moving.codes import MoveStatus as Status
from app.correction.moving.errors import NotAgreed
from app.correction.moving.models import Relocation
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role, Scope
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

SEND_FILES = "send_files"
FILE = "file"
MEASURES = "社区矫正法实施办法"
RECEIVING = frozenset({Action.ORDER_TAKE_OVER, Action.MOVE_READ})


def permits(actor: Actor, action: Action, move: Relocation) -> bool:
    """Own move; the office's; and for answering and receiving, the new place's where it works here.

    Where it does not, the old office enters what the new place wrote.
    """
    if move.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    if action in RECEIVING and move.to_agency_path is not None:
        if access.reaches_agency(actor, action, move.to_agency_path):
            return True
        return action is Action.MOVE_READ and access.reaches_agency(actor, action, move.agency_path)
    return access.reaches_agency(actor, action, move.agency_path)


def county_decides(move: Relocation, actor: Actor | None) -> DomainError | None:
    """The county's correction agency decides (办法 30)."""
    held = None if actor is None else level_of(actor, move)
    if held is not None and RANK[held] < RANK[LeaveLevel.COUNTY]:
        return LevelTooLow(level=str(LeaveLevel.COUNTY))
    return None


def may_approve(move: Relocation, actor: Actor | None) -> DomainError | None:
    """The county decides; against the new place only with the decision of who stands above both."""
    if refusal := county_decides(move, actor):
        return refusal
    return None if move.agrees or move.superior_reference else NotAgreed()


def told(kind: type[MoveEvent], move: Relocation) -> MoveEvent:
    """An event about the move."""
    return kind(
        move_id=move.id,
        order_id=move.order_id,
        person_id=move.person_id,
        agency_id=move.agency_id,
        to_agency_id=move.to_agency_id,
    )


move_machine = Machine[Relocation](
    name="relocation",
    title="变更执行地",
    states=Status,
    initial=Status.REQUESTED,
    owners={
        Status.REQUESTED: Role.OFFICER,
        Status.CONSULTING: Role.OFFICER,
        Status.ANSWERED: Role.DECIDER,
        Status.APPROVED: Role.SUBJECT,
    },
    ends=frozenset({Status.REFUSED, Status.WITHDRAWN, Status.COMPLETED}),
    transitions=(
        Transition(
            "consult",
            "征求新执行地意见",
            frozenset({Status.REQUESTED}),
            Status.CONSULTING,
            Action.MOVE_DECIDE,
            f"{MEASURES} 30",
            event=lambda move, _: told(MoveConsulted, move),
        ),
        Transition(
            "answer",
            "回复意见",
            frozenset({Status.CONSULTING}),
            Status.ANSWERED,
            Action.ORDER_TAKE_OVER,
            f"{MEASURES} 30",
            event=lambda move, _: told(MoveAnswered, move),
        ),
        Transition(
            "approve",
            "批准变更执行地",
            frozenset({Status.ANSWERED}),
            Status.APPROVED,
            Action.MOVE_DECIDE,
            f"社区矫正法 27；{MEASURES} 30",
            guard=may_approve,
            event=lambda move, _: told(MoveApproved, move),
        ),
        Transition(
            "refuse",
            "不批准变更执行地",
            frozenset({Status.ANSWERED}),
            Status.REFUSED,
            Action.MOVE_DECIDE,
            f"社区矫正法 27；{MEASURES} 30",
            guard=county_decides,
            event=lambda move, _: told(MoveRefused, move),
        ),
        Transition("withdraw", "撤回申请", UNDECIDED, Status.WITHDRAWN, Action.MOVE_APPLY, "内部：本人不再申请"),
        Transition(
            "receive",
            "接收报到",
            frozenset({Status.APPROVED}),
            Status.COMPLETED,
            Action.ORDER_TAKE_OVER,
            f"{MEASURES} 31",
            event=lambda move, _: told(MoveCompleted, move),
        ),
        Transition(
            "void",
            "终止变更事项",
            UNDECIDED | {Status.APPROVED},
            Status.WITHDRAWN,
            None,
            "内部：矫正已经结束",
        ),
    ),
    permits=permits,
    other_actions={SEND_FILES: "移交档案", FILE: "登记备案、通报"},
)


def allowed_actions(actor: Actor, move: Relocation) -> list[str]:
    """What this caller may do to the move now."""
    actions = move_machine.allowed_actions(actor, move)
    if permits(actor, Action.MOVE_DECIDE, move):
        if files_due(move):
            actions.append(SEND_FILES)
        actions.append(FILE)
    return actions


def files_due(move: Relocation) -> bool:
    """Whether the files still have to be sent; the person may be there before them."""
    return move.status in (Status.APPROVED, Status.COMPLETED) and move.files_sent_on is None
