"""The life of a paper: asked for, issued or failed, asked for again."""

from collections.abc import Mapping

from app.correction.papers.codes import CorrectionPaperStatus as Status
from app.correction.papers.models import CorrectionPaper
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

OPEN = "open"
OTHER: Mapping[str, str] = {OPEN: "打开"}


def permits(actor: Actor, action: Action, paper: CorrectionPaper) -> bool:
    """The order decides who reaches a paper; here: nobody works on papers about themselves."""
    return access.can(actor, action) and actor.person_id != paper.person_id


correction_paper_machine = Machine[CorrectionPaper](
    name="correction_paper",
    title="社区矫正文书",
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
            action=Action.SUBJECT_MANAGE,
            basis="内部",
        ),
    ),
    permits=permits,
    other_actions=OTHER,
)
