"""What can be wrong with a move, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class MoveOpen(Conflict):
    """One move at a time."""

    code = "move_open"
    title = "已经有一份变更执行地的申请在办理"


class MoveNotNeeded(Invalid):
    """The new home is in the same county."""

    code = "move_not_needed"
    title = "新住处还在本县（市、区），不用变更执行地，请向司法所报告住处变化"


class NotAgreed(Conflict):
    """The new place does not agree, and no superior of both decided."""

    code = "move_not_agreed"
    title = "新执行地不同意接收，要有共同上级的决定才能批准，请填写决定的文号"


class AreaNeeded(Invalid):
    """Whoever receives says where the person may move from now on."""

    code = "area_needed"
    title = "请画出新的活动区域"


class FilesSent(Conflict):
    """Files are sent once, after the decision."""

    code = "files_sent"
    title = "档案已经移交，或者还没有批准变更"


constraint_error("uq_relocation_open", MoveOpen)
