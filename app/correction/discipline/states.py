"""The life of a measure or reward, and of an objection, as tables. The system decides nothing here."""

from app.correction.alarms.policies import permits
from app.correction.discipline.codes import OWN, REWARDS, AuthorityAnswer, SanctionObjectionStatus
from app.correction.discipline.codes import SanctionStatus as Status
from app.correction.discipline.errors import TwoPeopleNeeded, WrongMeasure
from app.correction.discipline.models import Sanction, SanctionObjection
from app.correction.discipline.rules import may_decide
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

STATE, OBJECT, DELIVER, ARREST = "state", "object", "deliver", "arrest_answer"
PROPOSED = frozenset({Status.PROPOSED.value})
STANDING = frozenset({Status.IN_FORCE, Status.SUBMITTED})
LAW = "社区矫正法 28"


def _may_decide(sanction: Sanction, actor: Actor | None) -> DomainError | None:
    return may_decide(
        sanction.measure,
        proposed_by=sanction.proposed_by,
        breaches=sanction.breaches,
        hearing=sanction.hearing,
        actor=actor,
    )


def _decide_own(sanction: Sanction, actor: Actor | None) -> DomainError | None:
    return _may_decide(sanction, actor) if sanction.measure in OWN else WrongMeasure()


def _submit(sanction: Sanction, actor: Actor | None) -> DomainError | None:
    return WrongMeasure() if sanction.measure in OWN else _may_decide(sanction, actor)


def _another(sanction: Sanction, actor: Actor | None) -> DomainError | None:
    """Whoever decided does not review."""
    is_same = actor is not None and actor.person_id == sanction.decided_by
    return TwoPeopleNeeded() if is_same else None


def _not_proposer(sanction: Sanction, actor: Actor | None) -> DomainError | None:
    is_same = actor is not None and actor.person_id == sanction.proposed_by
    return TwoPeopleNeeded() if is_same else None


TRANSITIONS: tuple[Transition[Sanction], ...] = (
    Transition("decide", "作出决定", PROPOSED, Status.IN_FORCE, Action.SANCTION_DECIDE, LAW, guard=_decide_own),
    Transition(
        "submit",
        "同意提交有权机关",
        PROPOSED,
        Status.SUBMITTED,
        Action.SANCTION_DECIDE,
        "社区矫正法 28、33、46、49",
        guard=_submit,
    ),
    Transition("reject", "不批准", PROPOSED, Status.REJECTED, Action.SANCTION_DECIDE, LAW, guard=_not_proposer),
    Transition("withdraw", "撤回建议", PROPOSED, Status.WITHDRAWN, Action.SANCTION_PROPOSE, LAW),
    Transition("lapse", "矫正结束，建议失效", PROPOSED, Status.WITHDRAWN, None, "社区矫正法 44、45"),
    Transition(
        "answer",
        "登记有权机关的答复",
        frozenset({Status.SUBMITTED}),
        Status.ANSWERED,
        Action.SANCTION_PROPOSE,
        "社区矫正法 33、48、49",
    ),
    Transition(
        "lift",
        "撤销决定",
        frozenset({Status.IN_FORCE}),
        Status.REVOKED,
        Action.SANCTION_DECIDE,
        "社区矫正法 34",
        reopens=True,
    ),
    Transition(
        "recall",
        "撤回提交的建议",
        frozenset({Status.SUBMITTED}),
        Status.REVOKED,
        Action.SANCTION_DECIDE,
        "社区矫正法 34",
    ),
    Transition(
        "overturn",
        "异议成立，撤销决定",
        frozenset({Status.IN_FORCE}),
        Status.REVOKED,
        Action.SANCTION_REVIEW,
        "社区矫正法 34",
        guard=_another,
        reopens=True,
    ),
    Transition(
        "overturn_proposal",
        "异议成立，撤回提交的建议",
        frozenset({Status.SUBMITTED}),
        Status.REVOKED,
        Action.SANCTION_REVIEW,
        "社区矫正法 34",
        guard=_another,
    ),
)

sanction_machine = Machine[Sanction](
    name="sanction",
    title="考核奖惩",
    states=Status,
    initial=Status.PROPOSED,
    owners={Status.PROPOSED: Role.DECIDER, Status.SUBMITTED: Role.OFFICER},
    ends=frozenset({Status.IN_FORCE, Status.ANSWERED, Status.REJECTED, Status.WITHDRAWN, Status.REVOKED}),
    transitions=TRANSITIONS,
    permits=permits,
    other_actions={STATE: "说明和申辩", OBJECT: "提出异议", DELIVER: "登记送达", ARREST: "登记逮捕答复"},
)


def _other_than_who_decided(objection: SanctionObjection, actor: Actor | None) -> DomainError | None:
    is_same = actor is not None and actor.person_id == objection.decided_by
    return TwoPeopleNeeded() if is_same else None


FILED = frozenset({SanctionObjectionStatus.FILED.value})

objection_machine = Machine[SanctionObjection](
    name="sanction_objection",
    title="奖惩异议",
    states=SanctionObjectionStatus,
    initial=SanctionObjectionStatus.FILED,
    owners={SanctionObjectionStatus.FILED: Role.APPROVER},
    ends=frozenset(
        {
            SanctionObjectionStatus.UPHELD,
            SanctionObjectionStatus.OVERTURNED,
            SanctionObjectionStatus.WITHDRAWN,
        }
    ),
    transitions=(
        Transition(
            "uphold",
            "维持原决定",
            FILED,
            SanctionObjectionStatus.UPHELD,
            Action.SANCTION_REVIEW,
            "社区矫正法 34",
            guard=_other_than_who_decided,
        ),
        Transition(
            "grant",
            "异议成立",
            FILED,
            SanctionObjectionStatus.OVERTURNED,
            Action.SANCTION_REVIEW,
            "社区矫正法 34",
            guard=_other_than_who_decided,
        ),
        Transition(
            "withdraw",
            "撤回异议",
            FILED,
            SanctionObjectionStatus.WITHDRAWN,
            Action.SANCTION_OBJECT,
            "社区矫正法 34",
        ),
        Transition(
            "lapse",
            "决定已经撤销，不用再审查",
            FILED,
            SanctionObjectionStatus.WITHDRAWN,
            None,
            "内部：异议的决定已经不在",
        ),
    ),
    permits=permits,
)


def may_state(sanction: Sanction) -> bool:
    """Whether the person is still to be heard: before the decision, of a measure."""
    return sanction.status is Status.PROPOSED and sanction.measure not in REWARDS


def may_object(sanction: Sanction) -> bool:
    """Whether there is something to object to."""
    return sanction.status in STANDING and sanction.measure not in REWARDS


def may_deliver(sanction: Sanction) -> bool:
    """Whether something was decided that is handed to somebody."""
    return sanction.decided_at is not None and sanction.status is not Status.REJECTED


def awaits_arrest(sanction: Sanction) -> bool:
    """Whether an arrest was asked for and not answered."""
    return sanction.status is Status.SUBMITTED and sanction.arrest_asked and sanction.arrest_answer is None


def may_note_arrest(sanction: Sanction) -> bool:
    """Whether an arrest asked for is unanswered, or was ordered and its day may still come."""
    is_refused = sanction.arrest_answer is AuthorityAnswer.REFUSED
    return sanction.status is Status.SUBMITTED and sanction.arrest_asked and not is_refused


def allowed_actions(actor: Actor, sanction: Sanction) -> list[str]:
    """What this caller may do to the measure now."""
    actions = [one for one in sanction_machine.allowed_actions(actor, sanction) if not one.startswith("overturn")]
    if may_state(sanction) and permits(actor, Action.ALARM_STATE, sanction):
        actions.append(STATE)
    if may_object(sanction) and permits(actor, Action.SANCTION_OBJECT, sanction):
        actions.append(OBJECT)
    if permits(actor, Action.SANCTION_PROPOSE, sanction):
        actions += [DELIVER] * may_deliver(sanction) + [ARREST] * may_note_arrest(sanction)
    return actions


def objection_actions(actor: Actor, objection: SanctionObjection) -> list[str]:
    """What this caller may do to the objection now."""
    return objection_machine.allowed_actions(actor, objection)
