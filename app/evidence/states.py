"""The life of a file as one table. Nothing counts as evidence before the system itself has verified it."""

from datetime import datetime

from app.contracts.evidence import EvidenceRejected, EvidenceVerified
from app.evidence.enums import SIGNING
from app.evidence.enums import EvidenceStatus as Status
from app.evidence.errors import SignatureStays
from app.evidence.models import Evidence
from app.evidence.policies import permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

OPEN = "open"
"""Not a transition: reading a verified file, which leaves it as it is."""
CATALOGUE = "catalogue"
"""Nor is saying what a file is about and proves."""
PREVIEW = "preview"
"""Nor is looking at its derived picture."""
SEE_OPENINGS = "see_openings"
"""Nor is asking who opened it."""


def _verified(item: Evidence, at: datetime) -> EvidenceVerified:
    return EvidenceVerified(evidence_id=item.id, matter_id=item.matter_id, owner_id=item.owner_id)


def _rejected(item: Evidence, at: datetime) -> EvidenceRejected:
    return EvidenceRejected(
        evidence_id=item.id, matter_id=item.matter_id, owner_id=item.owner_id, reason=str(item.rejection)
    )


def _signature_stays(item: Evidence, actor: Actor | None) -> DomainError | None:
    """A verified signature may stand under an application; whoever wants another signs again, the last counts."""
    is_in_force = item.kind in SIGNING and item.status is Status.VERIFIED
    return SignatureStays() if is_in_force else None


TRANSITIONS: tuple[Transition[Evidence], ...] = (
    Transition(
        name="complete",
        title="上传完成",
        sources=frozenset({Status.DECLARED}),
        target=Status.ARRIVED,
        action=Action.EVIDENCE_UPLOAD,
        basis="内部",
    ),
    Transition(
        name="verify",
        title="核验通过",
        sources=frozenset({Status.ARRIVED}),
        target=Status.VERIFIED,
        action=None,
        basis="电子签名法 5、8",
        event=_verified,
    ),
    Transition(
        name="recognise",
        title="和已核验的材料相同",
        sources=frozenset({Status.DECLARED}),
        target=Status.VERIFIED,
        action=None,
        basis="电子签名法 5、8",
        event=_verified,
    ),
    Transition(
        name="reject",
        title="核验不通过",
        sources=frozenset({Status.ARRIVED}),
        target=Status.REJECTED,
        action=None,
        basis="内部",
        event=_rejected,
    ),
    Transition(
        name="expire",
        title="没有上传，过期",
        sources=frozenset({Status.DECLARED}),
        target=Status.EXPIRED,
        action=None,
        basis="内部",
    ),
    Transition(
        name="withdraw",
        title="撤回",
        sources=frozenset({Status.DECLARED, Status.ARRIVED, Status.VERIFIED}),
        target=Status.WITHDRAWN,
        action=Action.EVIDENCE_CATALOGUE,
        basis="内部",
        guard=_signature_stays,
    ),
    Transition(
        name="condemn",
        title="补做病毒检查时发现病毒",
        sources=frozenset({Status.VERIFIED}),
        target=Status.REJECTED,
        action=None,
        basis="内部",
        event=_rejected,
    ),
)

evidence_machine = Machine[Evidence](
    name="evidence",
    title="证据材料",
    states=Status,
    initial=Status.DECLARED,
    owners={
        Status.DECLARED: Role.APPLICANT,
        Status.ARRIVED: Role.ADMINISTRATOR,  # the worker verifies; who must act if it does not
        Status.VERIFIED: Role.APPLICANT,  # nobody must; its owner may take it back
    },
    ends=frozenset({Status.REJECTED, Status.EXPIRED, Status.WITHDRAWN}),
    transitions=TRANSITIONS,
    permits=permits,
    other_actions={OPEN: "打开", CATALOGUE: "填写证明什么", PREVIEW: "看预览图", SEE_OPENINGS: "看谁打开过"},
)
