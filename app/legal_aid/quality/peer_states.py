"""The life of a peer's assessment: asked for, then graded for good, or given up."""

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition
from app.legal_aid.quality.enums import PeerReviewStatus as Status
from app.legal_aid.quality.models import PeerReview

ASKED = frozenset({Status.APPOINTED.value})


def permits(actor: Actor, action: Action, review: PeerReview) -> bool:
    """The lawyer who was asked assesses; the centre takes the request back."""
    if action is Action.PEER_REVIEW:
        return review.reviewer_person_id == actor.person_id
    return access.reaches_agency(actor, action, review.agency_path)


peer_review_machine = Machine[PeerReview](
    name="peer_review",
    title="同行评估",
    states=Status,
    initial=Status.APPOINTED,
    owners={Status.APPOINTED: Role.LAWYER},
    ends=frozenset({Status.GRADED, Status.WITHDRAWN}),
    transitions=(
        Transition("grade", "评分", ASKED, Status.GRADED, Action.PEER_REVIEW, "法律援助法 57、59"),
        Transition("stand_back", "回避", ASKED, Status.WITHDRAWN, Action.PEER_REVIEW, "律师法 39"),
        Transition("withdraw", "撤销评估", ASKED, Status.WITHDRAWN, Action.FILE_REVIEW, "内部：另选评估人"),
    ),
    permits=permits,
)
