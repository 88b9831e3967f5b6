"""The life of a question about a place as a table. The product may confirm or clear it by a fix, never blame."""

from app.correction.check_ins.confirming.codes import QuestionStatus as Status
from app.correction.check_ins.confirming.models import LocationQuestion
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

CALL = "call"
ASKED = frozenset({Status.ASKED.value})
BASIS = "社区矫正法 26"


def permits(actor: Actor, action: Action, question: LocationQuestion) -> bool:
    """Nobody calls themselves; whose office it is was checked when the question was read (``repository``)."""
    del action
    return question.person_id != actor.person_id


def _by_system(name: str, title: str, target: Status) -> Transition[LocationQuestion]:
    return Transition(name=name, title=title, sources=ASKED, target=target, action=None, basis=BASIS)


def _by_officer(name: str, title: str, target: Status) -> Transition[LocationQuestion]:
    action = Action.ALARM_VERIFY
    return Transition(name=name, title=title, sources=ASKED, target=target, action=action, basis=BASIS)


question_machine = Machine[LocationQuestion](
    name="location_question",
    title="核实区域外定位",
    states=Status,
    initial=Status.ASKED,
    owners={Status.ASKED: Role.OFFICER},
    ends=frozenset({Status.CONFIRMED, Status.CLEARED}),
    transitions=(
        _by_system("confirm", "第二次定位仍在区域外", Status.CONFIRMED),
        _by_officer("confirm_by_call", "电话核实在区域外", Status.CONFIRMED),
        _by_system("clear", "后来的签到已经排除", Status.CLEARED),
        _by_officer("clear_by_call", "电话核实在区域内", Status.CLEARED),
        _by_system("lapse", "不再需要核实", Status.CLEARED),
    ),
    permits=permits,
    other_actions={CALL: "登记电话核实"},
)
