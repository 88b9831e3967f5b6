"""What can go wrong in deciding, in plain Chinese."""

from app.kernel.errors import Conflict, Forbidden, Invalid, constraint_error


class ReceivedElsewhere(Conflict):
    """The same matter reached a centre earlier, which keeps it (148号令 10)."""

    code = "received_elsewhere"
    title = "同一事项已有机构先收到申请，由先收到的机构办理"


class NotADuplicate(Conflict):
    """No earlier application about the same matter is open."""

    code = "not_a_duplicate"
    title = "没有找到更早收到的同一事项申请，不能按重复申请处理"


class NoOpenNotice(Conflict):
    """Nothing is asked for at the moment."""

    code = "no_open_notice"
    title = "现在没有需要补充的内容"


class VisibleTheFirstTime(Conflict):
    """What was there to be seen at the first notice had to be asked for then (法律援助法 43: 一次性告知)."""

    code = "visible_the_first_time"
    title = "这些内容第一次告知时就能看到，不能再次要求补充；确需补充的，须由审批人员说明理由"


class SupplementProblem(Invalid):
    """The answer does not fit the notice."""

    code = "supplement_invalid"
    title = "补充的内容和告知书对不上，请按提示修改"


class NotUrgent(Invalid):
    """The ground of 法律援助法 art. 44 does not hold."""

    code = "not_urgent"
    title = "还不符合先行提供法律援助的条件"


class AlreadySent(Conflict):
    """The delivery was recorded before."""

    code = "already_sent"
    title = "送达情况已经登记过了"


class ObjectionReviewed(Conflict):
    """The bureau reviews an objection to a decision once; then 行政复议 or 行政诉讼 is open (法律援助法 49)."""

    code = "objection_reviewed"
    title = "对这个决定的异议已经审查过；仍不服的，可以依法申请行政复议或者提起行政诉讼"


class ReviewedByDecider(Forbidden):
    """Whoever decided, or worked on the case, does not review the objection to it."""

    code = "reviewed_by_decider"
    title = "作出决定或者经办过这个案件的人员不能审查对它的异议，请由其他人员审查"


class AlreadyRecused(Conflict):
    """The person stands back from the case already."""

    code = "already_recused"
    title = "这位工作人员已经回避这个案件"


class AlreadyAsked(Conflict):
    """The applicant asked that this person stand back, and nobody decided yet."""

    code = "already_asked"
    title = "这项回避申请已经提出，请等待决定"


class NoSuchRequest(Conflict):
    """The request was decided already, or is about another case."""

    code = "no_such_request"
    title = "没有等待决定的回避申请，请刷新查看"


class HandledByOther(Conflict):
    """Someone else works on the case; only who distributes work may change that."""

    code = "handled_by_other"
    title = "这个案件已经有人在办"


class QueueEmpty(Conflict):
    """Nothing that the caller may take is waiting."""

    code = "queue_empty"
    title = "现在没有等待办理的案件"


constraint_error("uq_objection_decision_id", ObjectionReviewed)
constraint_error("uq_decision_delivery_decision_id", AlreadySent)
constraint_error("uq_recusal_in_force", AlreadyRecused)
