"""What can be wrong with an order or a check-in, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, NotFound, constraint_error


class AlreadyUnderCorrection(Conflict):
    """A person has one order at a time."""

    code = "already_under_correction"
    title = "这个人已经有一份没有解除的矫正登记"


class OrderEnded(Conflict):
    """An order that ended is history."""

    code = "order_ended"
    title = "矫正已经解除，不能再修改"


class GroupIncomplete(Conflict):
    """Correction begins with a group as the law wants it (社区矫正法 25, 52)."""

    code = "group_incomplete"
    title = "矫正小组还不完整，不能办理入矫，请先按提示补齐"


class AlreadyReported(Conflict):
    """Somebody comes under correction here once."""

    code = "already_reported"
    title = "这个人已经登记过报到"


class GuardianNotNeeded(Conflict):
    """Only a minor has a guardian here."""

    code = "guardian_not_needed"
    title = "这个人不是未成年人，不用登记监护人"


class TierChangeOpen(Conflict):
    """One proposal at a time."""

    code = "tier_change_open"
    title = "这个人已经有一份类别调整在等审批"


class TierMoved(Conflict):
    """The proposal started from a tier that is no longer in force."""

    code = "tier_moved"
    title = "这个人的类别已经变了，请撤回后重新评估"


class NoOrder(NotFound):
    """The caller has the role but no order that runs."""

    code = "no_order"
    title = "没有找到您的矫正登记，如有疑问请联系司法所"


class NotBegun(Conflict):
    """Check-ins are owed from the day correction began, not before."""

    code = "correction_not_begun"
    title = "还没有办理入矫，现在不需要签到，请按时到司法所报到"


class BadArea(Invalid):
    """The area cannot be used."""

    code = "bad_area"
    title = "活动区域有问题，请按提示修改"


class AttemptDiffers(Invalid):
    """The same attempt with other content: the first one stands."""

    code = "attempt_differs"
    title = "这次签到已经提交过，内容不能再改，请重新开始一次签到"


class PaperNotIssued(Conflict):
    """Only an issued paper is opened."""

    code = "paper_not_issued"
    title = "文书还没有出具好，请稍后再看"


constraint_error("uq_correction_order_open", AlreadyUnderCorrection)
constraint_error("uq_tier_change_open", TierChangeOpen)
