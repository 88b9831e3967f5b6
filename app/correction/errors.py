"""What can be wrong with an order or a check-in, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, NotFound, constraint_error


class AlreadyUnderCorrection(Conflict):
    """A person has one order at a time."""

    code = "already_under_correction"
    title = "这个人已经有一份没有解除的矫正登记"


class NameDiffers(Conflict):
    """The number was verified on duty under another name; which one is never said."""

    code = "name_differs"
    title = "姓名和证件号码对不上，请核对证件；确认无误的，请联系管理员"


class OrderEnded(Conflict):
    """An order that ended is history."""

    code = "order_ended"
    title = "矫正已经解除，不能再修改"


class NoOrder(NotFound):
    """The caller has the role but no order that runs."""

    code = "no_order"
    title = "没有找到您的矫正登记，如有疑问请联系司法所"


class NotBegun(Conflict):
    """Check-ins are owed from the day correction began, not before."""

    code = "correction_not_begun"
    title = "还没有办理入矫，现在不需要签到，请按时到司法所报到"


class BadFix(Invalid):
    """The coordinates cannot be a place."""

    code = "bad_fix"
    title = "位置数据有问题，请重新定位"


class BadArea(Invalid):
    """The area cannot be used."""

    code = "bad_area"
    title = "活动区域有问题，请按提示修改"


class AttemptTaken(Conflict):
    """Another person sent this attempt id first; nothing of theirs is told."""

    code = "attempt_taken"
    title = "这次签到的编号不能用，请重新签到"


class AttemptDiffers(Invalid):
    """The same attempt with another fix: the first one stands."""

    code = "attempt_differs"
    title = "这次签到已经提交过，位置不能再改，请重新开始一次签到"


class PaperNotIssued(Conflict):
    """Only an issued paper is opened."""

    code = "paper_not_issued"
    title = "文书还没有出具好，请稍后再看"


constraint_error("uq_correction_order_open", AlreadyUnderCorrection)
