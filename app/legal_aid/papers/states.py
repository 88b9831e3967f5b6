"""The life of a paper: asked for, issued or failed, asked for again."""

from collections.abc import Mapping

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition
from app.legal_aid.papers.codes import PaperStatus as Status
from app.legal_aid.papers.models import OfficialPaper

OPEN = "open"
OTHER: Mapping[str, str] = {OPEN: "打开"}


def permits(actor: Actor, action: Action, paper: OfficialPaper) -> bool:
    """The case decides who reaches a paper (:mod:`app.legal_aid.papers.repository`); here only who may act."""
    return access.can(actor, action)


paper_machine = Machine[OfficialPaper](
    name="paper",
    title="法律文书",
    states=Status,
    initial=Status.REQUESTED,
    owners={
        Status.REQUESTED: Role.OFFICER,  # the worker issues; who must act if it does not
        Status.FAILED: Role.OFFICER,
    },
    ends=frozenset({Status.ISSUED}),
    transitions=(
        Transition(
            name="issue",
            title="出具",
            sources=frozenset({Status.REQUESTED}),
            target=Status.ISSUED,
            action=None,
            basis="电子签名法 13、14；国务院令第716号 8、9",
        ),
        Transition(
            name="fail",
            title="没有出具成功",
            sources=frozenset({Status.REQUESTED}),
            target=Status.FAILED,
            action=None,
            basis="内部",
        ),
        Transition(
            name="reissue",
            title="重新出具",
            sources=frozenset({Status.FAILED}),
            target=Status.REQUESTED,
            action=Action.APPLICATION_ACCEPT,
            basis="内部",
        ),
    ),
    permits=permits,
    other_actions=OTHER,
)
