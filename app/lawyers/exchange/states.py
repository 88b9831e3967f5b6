"""The life of an import: looked at, taken over as a whole, or let go."""

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition
from app.lawyers.enums import ImportStatus as Status
from app.lawyers.errors import ImportChangesNothing, ImportHasProblems
from app.lawyers.exchange.models import RosterImport

PREVIEWED = frozenset({Status.PREVIEWED.value})
COMMITTING = frozenset({Status.COMMITTING.value})


def permits(actor: Actor, action: Action, one: RosterImport) -> bool:
    """Who keeps the roster of the centre."""
    return access.reaches_agency(actor, action, one.agency_path)


def _can_be_kept(one: RosterImport, _: Actor | None) -> DomainError | None:
    if one.bad_count:
        return ImportHasProblems()
    if not one.new_count and not one.changed_count and not one.firms:
        return ImportChangesNothing()
    return None


roster_import_machine = Machine[RosterImport](
    name="roster_import",
    title="导入律师名册",
    states=Status,
    initial=Status.PREVIEWED,
    owners={
        Status.PREVIEWED: Role.ADMINISTRATOR,
        Status.COMMITTING: Role.ADMINISTRATOR,  # the worker does it; who must look if it does not
    },
    ends=frozenset({Status.COMMITTED, Status.DISCARDED}),
    transitions=(
        Transition(
            "commit",
            "全部导入",
            PREVIEWED,
            Status.COMMITTING,
            Action.ROSTER_MANAGE,
            "内部：整份导入或者一行也不导入",
            guard=_can_be_kept,
        ),
        Transition("discard", "放弃", PREVIEWED, Status.DISCARDED, Action.ROSTER_MANAGE, "内部"),
        Transition("finish", "导入完成", COMMITTING, Status.COMMITTED, None, "内部"),
        Transition(
            "send_back", "名册有变动，重新核对", COMMITTING, Status.PREVIEWED, None, "内部：和看到的不一样就不导入"
        ),
        Transition("expire", "过期放弃", PREVIEWED, Status.DISCARDED, None, "内部：不长期保存证件号码"),
    ),
    permits=permits,
)
