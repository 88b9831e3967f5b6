"""How an assignment moves, and each offer made under it."""

from collections.abc import Callable
from datetime import datetime

from app.contracts.lawyers import OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn
from app.kernel.access import Action
from app.kernel.actor import Role
from app.kernel.bus import Event
from app.kernel.states import Machine, Transition
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.assigning.policies import may_act, may_assign
from app.lawyers.enums import AssignmentStatus, OfferStatus

WAITING = frozenset({OfferStatus.OFFERED.value, OfferStatus.VIEWED.value})
ASKING = frozenset({AssignmentStatus.ASKING.value})
TAKEN = frozenset({AssignmentStatus.TAKEN.value})


def _told_as(event: type[Event]) -> Callable[[Offer, datetime], Event]:
    """The event of a transition: which offer, of what, to whom."""

    def build(offer: Offer, at: datetime) -> Event:
        told: dict[str, object] = {
            "offer_id": offer.id,
            "matter_id": offer.matter_id,
            "lawyer_id": offer.lawyer_id,
            "lawyer_person_id": offer.lawyer_person_id,
        }
        if event is OfferDeclined:
            told["reason"] = offer.decline_reason
        if event is OfferWithdrawn:
            told["because"] = offer.withdrawn_because
            told["was_told"] = offer.told_at <= at or (offer.viewed_at or offer.answered_at) is not None
        return event.model_validate(told)

    return build


ASSIGNMENT = Machine[Assignment](
    name="assignment",
    title="指派",
    states=AssignmentStatus,
    initial=AssignmentStatus.ASKING,
    owners={AssignmentStatus.ASKING: Role.LAWYER, AssignmentStatus.TAKEN: Role.LAWYER},
    ends=frozenset({AssignmentStatus.FAILED, AssignmentStatus.WITHDRAWN}),
    transitions=(
        Transition("take", "律师接受", ASKING, AssignmentStatus.TAKEN, None, "法律援助法 43；148号令 25"),
        Transition("fail", "没有律师接受", ASKING, AssignmentStatus.FAILED, None, "148号令 25"),
        Transition(
            "withdraw",
            "收回",
            ASKING | TAKEN,
            AssignmentStatus.WITHDRAWN,
            None,
            "内部：案件撤回或者改派",
        ),
    ),
    permits=may_assign,
)

OFFER = Machine[Offer](
    name="offer",
    title="派案",
    states=OfferStatus,
    initial=OfferStatus.OFFERED,
    owners={
        OfferStatus.OFFERED: Role.LAWYER,
        OfferStatus.VIEWED: Role.LAWYER,
        OfferStatus.ACCEPTED: Role.LAWYER,
    },
    ends=frozenset({OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN, OfferStatus.COMPLETED}),
    transitions=(
        Transition(
            "view",
            "查看",
            frozenset({OfferStatus.OFFERED.value}),
            OfferStatus.VIEWED,
            None,
            "内部：律师已读",
        ),
        Transition(
            "accept",
            "接受",
            WAITING,
            OfferStatus.ACCEPTED,
            Action.OFFER_ANSWER,
            "法律援助法 16",
            event=_told_as(OfferAccepted),
        ),
        Transition(
            "decline",
            "谢绝",
            WAITING,
            OfferStatus.DECLINED,
            Action.OFFER_ANSWER,
            "法律援助法 46",
            event=_told_as(OfferDeclined),
        ),
        Transition(
            "expire", "过期", WAITING, OfferStatus.EXPIRED, None, "内部：答复期限", event=_told_as(OfferExpired)
        ),
        Transition(
            "withdraw",
            "收回",
            WAITING | {OfferStatus.ACCEPTED.value},
            OfferStatus.WITHDRAWN,
            None,
            "内部：案件撤回、改派，或者别的律师已接受",
            event=_told_as(OfferWithdrawn),
        ),
        Transition(
            "complete",
            "案件结案",
            frozenset({OfferStatus.ACCEPTED.value}),
            OfferStatus.COMPLETED,
            None,
            "法律援助法 50、52；148号令 41",
        ),
    ),
    permits=may_act,
)
