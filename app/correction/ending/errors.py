"""What can be wrong with ends and moves, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class Appraised(Conflict):
    """What the appraisal rests on stays."""

    code = "already_appraised"
    title = "书面鉴定已经作出，不能再修改"


class NotEnded(Conflict):
    """Settling in follows an end that leaves the person free."""

    code = "no_resettlement"
    title = "矫正还没有解除，或者这种终止情形不需要衔接安置帮教"


class WrongEnd(Invalid):
    """The end does not fit the order."""

    code = "wrong_end"
    title = "终止的情形或日期有问题，请按提示修改"


class WrongTermChange(Invalid):
    """The new last day cannot be."""

    code = "wrong_term_change"
    title = "变更后的矫正期有问题，请按提示修改"


class HandoverOpen(Conflict):
    """One proposal at a time."""

    code = "handover_open"
    title = "已经提出过移交，请等对方答复，或者先撤回"


class WrongOffice(Invalid):
    """Offices of the same county hand over to each other; beyond it the place of execution changes."""

    code = "wrong_office"
    title = "不能移交给这个单位"


constraint_error("uq_order_handover_open", HandoverOpen)
