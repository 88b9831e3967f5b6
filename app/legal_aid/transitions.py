"""The transitions of an application: who may move it, on what legal basis, and who is told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.contracts import legal_aid as contract
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.bus import Event
from app.kernel.errors import DomainError
from app.kernel.states import Transition, WrongState
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, stands_back

UNDECIDED = frozenset({Status.SUBMITTED, Status.SUPPLEMENTING, Status.ACCEPTED})
BEFORE_HANDLING = UNDECIDED | {Status.GRANTED, Status.OFFERED}
Guard = Callable[[Application, Actor | None], DomainError | None]


def _facts(case: Application) -> dict[str, Any]:
    """What every event of a case that was handed in says."""
    return {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": case.agency_id}


def _tells(event: type[Event], **more: object) -> Callable[[Application, datetime], Event]:
    return lambda case, at: event.model_validate(_facts(case) | more)


def _tells_with_lawyer(event: type[Event]) -> Callable[[Application, datetime], Event]:
    return lambda case, at: event.model_validate(_facts(case) | {"lawyer_person_id": case.lawyer_person_id})


def _only_if(holds: Callable[[Application], bool], *, guard: Guard | None = None) -> Guard:
    """Possible only for cases that are so; then ``guard`` decides."""

    def check(case: Application, actor: Actor | None) -> DomainError | None:
        if not holds(case):
            return WrongState(state=str(case.status))
        return guard(case, actor) if guard else None

    return check


def _is_notified(case: Application) -> bool:
    return case.channel is ApplicationChannel.AUTHORITY_NOTICE


def _is_numbered(case: Application) -> bool:
    return case.number_sequence is not None


TRANSITIONS: tuple[Transition[Application], ...] = (
    Transition(
        name="submit",
        title="提交申请",
        sources=frozenset({Status.DRAFT}),
        target=Status.SUBMITTED,
        action=Action.APPLICATION_SUBMIT,
        basis="法律援助法 38、43",
        guard=_only_if(lambda case: not _is_notified(case)),
        event=_tells(contract.ApplicationSubmitted),
    ),
    Transition(
        name="admit_notified",
        title="登记办案机关的通知",
        sources=frozenset({Status.DRAFT}),
        target=Status.GRANTED,
        action=Action.APPLICATION_ACCEPT,
        basis="法律援助法 25、28、36",
        guard=_only_if(_is_notified, guard=not_own),
        event=_tells(contract.ApplicationGranted),
    ),
    Transition(
        name="discard",
        title="删除草稿",
        sources=frozenset({Status.DRAFT}),
        target=Status.DISCARDED,
        action=Action.APPLICATION_DRAFT,
        basis="内部",
    ),
    Transition(
        name="withdraw",
        title="撤回申请",
        sources=BEFORE_HANDLING,
        target=Status.WITHDRAWN,
        action=Action.APPLICATION_WITHDRAW,
        basis="法律援助法 43、48(7)",
        event=_tells(contract.ApplicationWithdrawn),
    ),
    Transition(
        name="accept",
        title="受理",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.ACCEPTED,
        action=Action.APPLICATION_ACCEPT,
        basis="148号令 13",
        guard=not_own,
        event=_tells(contract.ApplicationAccepted),
    ),
    Transition(
        name="transfer",
        title="转交其他法律援助机构",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.SUBMITTED,
        action=Action.APPLICATION_ACCEPT,
        basis="法律援助法 38；148号令 10、13",
        guard=not_own,
        event=_tells(contract.ApplicationTransferred),
    ),
    Transition(
        name="close_duplicate",
        title="由先收到的机构办理",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.DUPLICATE,
        action=Action.APPLICATION_ACCEPT,
        basis="148号令 10",
        guard=not_own,
        event=_tells(contract.ApplicationDuplicate),
    ),
    Transition(
        name="request_supplement",
        title="一次性告知补充材料",
        sources=frozenset({Status.SUBMITTED, Status.ACCEPTED}),
        target=Status.SUPPLEMENTING,
        action=Action.APPLICATION_ACCEPT,
        basis="法律援助法 43；148号令 13、17",
        guard=not_own,
        event=_tells(contract.SupplementRequested),
    ),
    Transition(
        name="supplement",
        title="补交材料",
        sources=frozenset({Status.SUPPLEMENTING}),
        target=Status.SUBMITTED,
        action=Action.APPLICATION_SUPPLEMENT,
        basis="法律援助法 43；148号令 13",
        guard=_only_if(lambda case: not _is_numbered(case), guard=stands_back),
        event=_tells(contract.ApplicationSupplemented),
    ),
    Transition(
        name="explain",
        title="补充材料或者作出说明",
        sources=frozenset({Status.SUPPLEMENTING}),
        target=Status.ACCEPTED,
        action=Action.APPLICATION_SUPPLEMENT,
        basis="法律援助法 43；148号令 17",
        guard=_only_if(_is_numbered, guard=stands_back),
        event=_tells(contract.ApplicationSupplemented),
    ),
    Transition(
        name="lapse",
        title="没有按时补充，视为撤回",
        sources=frozenset({Status.SUPPLEMENTING}),
        target=Status.DEEMED_WITHDRAWN,
        action=None,
        basis="法律援助法 43",
        event=_tells(contract.ApplicationLapsed),
    ),
    Transition(
        name="advance",
        title="先行提供援助",
        sources=UNDECIDED,
        target=Status.GRANTED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 44；148号令 21",
        guard=not_own,
        event=_tells(contract.ApplicationAdvanced),
    ),
    Transition(
        name="grant",
        title="给予援助",
        sources=frozenset({Status.ACCEPTED}),
        target=Status.GRANTED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 43",
        guard=not_own,
        event=_tells(contract.ApplicationGranted),
    ),
    Transition(
        name="refuse",
        title="不予援助",
        sources=frozenset({Status.ACCEPTED}),
        target=Status.REFUSED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 43、49",
        guard=not_own,
        event=_tells(contract.ApplicationRefused),
    ),
    Transition(
        name="object_refusal",
        title="对不予援助提出异议",
        sources=frozenset({Status.REFUSED}),
        target=Status.REFUSAL_OBJECTED,
        action=Action.APPLICATION_OBJECT,
        basis="法律援助法 49；148号令 22",
        guard=stands_back,
        event=_tells(contract.ObjectionFiled),
        reopens=True,
    ),
    Transition(
        name="uphold_refusal",
        title="维持不予援助的决定",
        sources=frozenset({Status.REFUSAL_OBJECTED}),
        target=Status.REFUSED,
        action=Action.OBJECTION_REVIEW,
        basis="法律援助法 49",
        guard=not_own,
        event=_tells(contract.ObjectionDecided, is_upheld=True),
    ),
    Transition(
        name="overturn_refusal",
        title="责令改正，给予援助",
        sources=frozenset({Status.REFUSAL_OBJECTED}),
        target=Status.GRANTED,
        action=Action.OBJECTION_REVIEW,
        basis="法律援助法 49",
        guard=not_own,
        event=_tells(contract.ObjectionDecided, is_upheld=False),
    ),
    Transition(
        name="assign",
        title="选定律师",
        sources=frozenset({Status.GRANTED}),
        target=Status.OFFERED,
        action=Action.APPLICATION_ASSIGN,
        basis="法律援助法 43；148号令 24、25",
        guard=not_own,
        event=_tells(contract.ApplicationAssigned),
    ),
    Transition(
        name="take",
        title="律师接受",
        sources=frozenset({Status.OFFERED}),
        target=Status.IN_HANDLING,
        action=None,
        basis="法律援助法 43；148号令 25",
        event=_tells_with_lawyer(contract.ApplicationTaken),
    ),
    Transition(
        name="hand_back",
        title="律师没有接受，重新选定",
        sources=frozenset({Status.OFFERED}),
        target=Status.GRANTED,
        action=None,
        basis="法律援助法 43；148号令 25",
        event=_tells(contract.ApplicationReturned),
    ),
    Transition(
        name="replace_lawyer",
        title="更换律师",
        sources=frozenset({Status.IN_HANDLING}),
        target=Status.GRANTED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 55；148号令 37、38",
        guard=not_own,
        event=_tells_with_lawyer(contract.LawyerReplaced),
    ),
    Transition(
        name="terminate",
        title="终止援助",
        sources=frozenset({Status.GRANTED, Status.OFFERED, Status.IN_HANDLING}),
        target=Status.TERMINATED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 48、49",
        guard=not_own,
        event=_tells_with_lawyer(contract.ApplicationTerminated),
    ),
    Transition(
        name="object_termination",
        title="对终止援助提出异议",
        sources=frozenset({Status.TERMINATED}),
        target=Status.TERMINATION_OBJECTED,
        action=Action.APPLICATION_OBJECT,
        basis="法律援助法 49；148号令 22",
        guard=stands_back,
        event=_tells(contract.ObjectionFiled),
        reopens=True,
    ),
    Transition(
        name="uphold_termination",
        title="维持终止援助的决定",
        sources=frozenset({Status.TERMINATION_OBJECTED}),
        target=Status.TERMINATED,
        action=Action.OBJECTION_REVIEW,
        basis="法律援助法 49",
        guard=not_own,
        event=_tells(contract.ObjectionDecided, is_upheld=True),
    ),
    Transition(
        name="overturn_termination",
        title="责令改正，继续援助",
        sources=frozenset({Status.TERMINATION_OBJECTED}),
        target=Status.GRANTED,
        action=Action.OBJECTION_REVIEW,
        basis="法律援助法 49",
        guard=not_own,
        event=_tells(contract.ObjectionDecided, is_upheld=False),
    ),
    Transition(
        name="conclude",
        title="报告案件办结",
        sources=frozenset({Status.IN_HANDLING}),
        target=Status.CONCLUDED,
        action=Action.CASE_HANDLE,
        basis="法律援助法 50；148号令 40",
        event=_tells_with_lawyer(contract.CaseConcluded),
    ),
    Transition(
        name="hand_in",
        title="提交结案材料",
        sources=frozenset({Status.CONCLUDED}),
        target=Status.FILE_REVIEW,
        action=Action.CASE_HANDLE,
        basis="法律援助法 50；148号令 40",
        event=_tells_with_lawyer(contract.FileHandedIn),
    ),
    Transition(
        name="return_file",
        title="退回补齐结案材料",
        sources=frozenset({Status.FILE_REVIEW}),
        target=Status.CONCLUDED,
        action=Action.FILE_REVIEW,
        basis="148号令 41",
        guard=not_own,
        event=_tells_with_lawyer(contract.FileReturned),
    ),
    Transition(
        name="close",
        title="审查通过，结案",
        sources=frozenset({Status.FILE_REVIEW}),
        target=Status.CLOSED,
        action=Action.FILE_REVIEW,
        basis="法律援助法 52；148号令 41",
        guard=not_own,
        event=_tells_with_lawyer(contract.ApplicationClosed),
    ),
    Transition(
        name="archive",
        title="归档",
        sources=frozenset({Status.CLOSED}),
        target=Status.ARCHIVED,
        action=Action.FILE_REVIEW,
        basis="148号令 42",
        guard=not_own,
        event=_tells(contract.ApplicationArchived),
    ),
)
