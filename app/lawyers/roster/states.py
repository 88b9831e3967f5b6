"""How what a lawyer asks to have changed in the own entry moves."""

from datetime import datetime

from app.contracts.lawyers import RosterProposalApproved, RosterProposalRejected
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role, Scope
from app.kernel.states import Machine, Transition
from app.lawyers.enums import ProposalStatus
from app.lawyers.roster.models import RosterProposal

WAITING = frozenset({ProposalStatus.WAITING.value})


def permits(actor: Actor, action: Action, proposal: RosterProposal) -> bool:
    """Taking back is the lawyer's; agreeing is for staff of the roster, and never to one's own wish.

    Which rosters the caller reaches is settled before: proposals come from ``repository.proposals_visible_to``.
    """
    if proposal.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    return access.has_scope(actor, action, Scope.AGENCY)


def _approved(proposal: RosterProposal, _: datetime) -> RosterProposalApproved:
    return RosterProposalApproved(
        proposal_id=proposal.id, lawyer_id=proposal.lawyer_id, lawyer_person_id=proposal.person_id
    )


def _rejected(proposal: RosterProposal, _: datetime) -> RosterProposalRejected:
    return RosterProposalRejected(
        proposal_id=proposal.id, lawyer_id=proposal.lawyer_id, lawyer_person_id=proposal.person_id
    )


ROSTER_PROPOSAL = Machine[RosterProposal](
    name="roster_proposal",
    title="律师申请修改登记",
    states=ProposalStatus,
    initial=ProposalStatus.WAITING,
    owners={ProposalStatus.WAITING: Role.OFFICER},
    ends=frozenset({ProposalStatus.APPROVED, ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN}),
    transitions=(
        Transition(
            "approve",
            "同意修改",
            WAITING,
            ProposalStatus.APPROVED,
            Action.ROSTER_APPROVE,
            "内部：名册由中心维护",
            event=_approved,
        ),
        Transition(
            "reject",
            "不同意",
            WAITING,
            ProposalStatus.REJECTED,
            Action.ROSTER_APPROVE,
            "内部：名册由中心维护",
            event=_rejected,
        ),
        Transition(
            "withdraw",
            "撤回",
            WAITING,
            ProposalStatus.WITHDRAWN,
            Action.ROSTER_PROPOSE,
            "内部：律师撤回",
        ),
    ),
    permits=permits,
)
