"""The life of a membership: entered or come by code, joined with consent and signature, left.

Leaving is an end: who comes back joins anew, with a new consent and a new signature. Joining and leaving are
told by the services, which know the representative and the lawyer.
"""

from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition
from app.legal_aid.group.enums import MemberStatus as Status
from app.legal_aid.group.errors import RepresentativeStays
from app.legal_aid.group.models import GroupMember

IDENTIFY = "identify"
"""Not a transition: writing down who an entered member is."""
CORRECT = "correct"
"""Nor is putting right when and how somebody was employed."""
SEE_PRIVATE = "see_private"
"""Nor is a look at document, account and telephone, which is recorded."""


def _permits(actor: Actor, action: Action, member: GroupMember) -> bool:
    """Members act for themselves. On others acts whoever reaches the application: that was checked with it."""
    is_own = member.person_id == actor.person_id
    if action is Action.APPLICATION_ENTER:
        return member.person_id is not None and not is_own
    return is_own if action is Action.MEMBERSHIP else not is_own


def _not_representative(member: GroupMember, _: Actor | None) -> DomainError | None:
    return RepresentativeStays() if member.is_representative else None


TRANSITIONS: tuple[Transition[GroupMember], ...] = (
    Transition(
        name="join",
        title="同意并签名加入",
        sources=frozenset({Status.INVITED}),
        target=Status.JOINED,
        action=Action.MEMBERSHIP,
        basis="民事诉讼法 56；劳动争议调解仲裁法 7",
    ),
    Transition(
        name="admit",
        title="本人到窗口同意、签名，登记加入",
        sources=frozenset({Status.INVITED}),
        target=Status.JOINED,
        action=Action.APPLICATION_ENTER,
        basis="民事诉讼法 56；148号令 11",
    ),
    Transition(
        name="decline",
        title="不加入",
        sources=frozenset({Status.INVITED}),
        target=Status.CANCELLED,
        action=Action.MEMBERSHIP,
        basis="民事诉讼法 13",
    ),
    Transition(
        name="cancel",
        title="取消登记",
        sources=frozenset({Status.INVITED}),
        target=Status.CANCELLED,
        action=Action.LEDGER_EDIT,
        basis="内部",
    ),
    Transition(
        name="leave",
        title="退出",
        sources=frozenset({Status.JOINED}),
        target=Status.LEFT,
        action=Action.MEMBERSHIP,
        basis="民事诉讼法 13",
        guard=_not_representative,
    ),
)

member_machine = Machine[GroupMember](
    name="group_member",
    title="集体申请的成员",
    states=Status,
    initial=Status.INVITED,
    owners={Status.INVITED: Role.APPLICANT, Status.JOINED: Role.APPLICANT},
    ends=frozenset({Status.LEFT, Status.CANCELLED}),
    transitions=TRANSITIONS,
    permits=_permits,
    other_actions={
        IDENTIFY: "核对证件，登记身份",
        CORRECT: "更正工作时间和合同",
        SEE_PRIVATE: "查看证件、账号和电话",
    },
)
