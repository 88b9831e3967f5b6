"""The life of an alarm and of a search as tables.

An alarm is closed as a fault or as explained by an officer; as a breach only by who decides at the county, after
somebody looked and the person was heard. The system may withdraw an alarm, never find anybody guilty.
"""

from app.correction.alarms.codes import HearingState, SearchStatus
from app.correction.alarms.errors import NobodyToBlame, NotABreach, NotHeard, NotVerified, OnlyPeopleFindBreach
from app.correction.alarms.models import Alarm
from app.correction.alarms.policies import permits
from app.correction.alarms.search_models import SearchRecord
from app.correction.enums import AlarmOutcome
from app.correction.enums import AlarmStatus as Status
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

STATE = "state"
VERIFY = "verify"
OPEN = frozenset({Status.RAISED.value, Status.VERIFYING.value})


def may_find_breach(alarm: Alarm, actor: Actor | None) -> DomainError | None:
    """A person decides, about a person, after somebody looked and the person was heard or it was tried."""
    if actor is None:
        return OnlyPeopleFindBreach()
    if alarm.order_id is None:
        return NobodyToBlame()
    if alarm.steps < 1:
        return NotVerified()
    return NotHeard() if alarm.hearing is HearingState.NONE else None


def _was_breach(alarm: Alarm, _: Actor | None) -> DomainError | None:
    return None if alarm.outcome is AlarmOutcome.BREACH else NotABreach()


ALARM_TRANSITIONS: tuple[Transition[Alarm], ...] = (
    Transition(
        name="begin_verification",
        title="开始核实",
        sources=frozenset({Status.RAISED}),
        target=Status.VERIFYING,
        action=Action.ALARM_VERIFY,
        basis="社区矫正法 26",
    ),
    Transition(
        name="close",
        title="查清，不是违规",
        sources=OPEN,
        target=Status.CLOSED,
        action=Action.ALARM_VERIFY,
        basis="社区矫正法 26、34",
    ),
    Transition(
        name="withdraw",
        title="情况消除，自动撤回",
        sources=OPEN,
        target=Status.CLOSED,
        action=None,
        basis="社区矫正法 34",
    ),
    Transition(
        name="confirm_breach",
        title="认定违规",
        sources=frozenset({Status.VERIFYING}),
        target=Status.CLOSED,
        action=Action.BREACH_CONFIRM,
        basis="社区矫正法 28",
        guard=may_find_breach,
    ),
    Transition(
        name="reopen",
        title="撤回认定，重新核实",
        sources=frozenset({Status.CLOSED}),
        target=Status.VERIFYING,
        action=Action.BREACH_CONFIRM,
        basis="社区矫正法 34",
        guard=_was_breach,
        reopens=True,
    ),
)

alarm_machine = Machine[Alarm](
    name="alarm",
    title="提醒核实",
    states=Status,
    initial=Status.RAISED,
    owners={Status.RAISED: Role.OFFICER, Status.VERIFYING: Role.OFFICER},
    ends=frozenset({Status.CLOSED}),
    transitions=ALARM_TRANSITIONS,
    permits=permits,
    other_actions={STATE: "说明情况", VERIFY: "登记核实经过"},
)

SEARCH_TRANSITIONS: tuple[Transition[SearchRecord], ...] = (
    Transition(
        name="found",
        title="找到本人",
        sources=frozenset({SearchStatus.OPEN}),
        target=SearchStatus.FOUND,
        action=Action.ALARM_VERIFY,
        basis="社区矫正法 30",
    ),
    Transition(
        name="end",
        title="结束查找",
        sources=frozenset({SearchStatus.OPEN}),
        target=SearchStatus.ENDED,
        action=Action.ALARM_VERIFY,
        basis="社区矫正法 30",
    ),
    Transition(
        name="stop",
        title="不用再找",
        sources=frozenset({SearchStatus.OPEN}),
        target=SearchStatus.ENDED,
        action=None,
        basis="内部：矫正已经结束，或者提醒已经撤回",
    ),
)

search_machine = Machine[SearchRecord](
    name="search_record",
    title="查找矫正对象",
    states=SearchStatus,
    initial=SearchStatus.OPEN,
    owners={SearchStatus.OPEN: Role.OFFICER},
    ends=frozenset({SearchStatus.FOUND, SearchStatus.ENDED}),
    transitions=SEARCH_TRANSITIONS,
    permits=permits,
    other_actions={"add_entry": "登记查找经过"},
)


def may_state(alarm: Alarm) -> bool:
    """Whether a statement is still taken: while it is open, and for ever against a finding of breach."""
    return alarm.order_id is not None and (alarm.status is not Status.CLOSED or _was_breach(alarm, None) is None)


def allowed_actions(actor: Actor, alarm: Alarm) -> list[str]:
    """What this caller may do to the alarm now; the first step looks like any other step."""
    actions = [one for one in alarm_machine.allowed_actions(actor, alarm) if one != "begin_verification"]
    if may_state(alarm) and permits(actor, Action.ALARM_STATE, alarm):
        actions.append(STATE)
    if alarm.status is not Status.CLOSED and permits(actor, Action.ALARM_VERIFY, alarm):
        actions.append(VERIFY)
    return actions


def search_actions(actor: Actor, search: SearchRecord) -> list[str]:
    """What this caller may do to the search now."""
    actions = search_machine.allowed_actions(actor, search)
    return [*actions, "add_entry"] if actions else []
