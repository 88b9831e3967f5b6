"""What can be wrong with an activity, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class BadActivity(Invalid):
    """The activity cannot be held as entered."""

    code = "bad_activity"
    title = "活动的内容有问题，请按提示修改"


class BadAttendance(Invalid):
    """The times cannot be of this activity."""

    code = "bad_attendance"
    title = "到场时间有问题，请按提示修改"


class MinorsApart(Conflict):
    """社区矫正法 52: minors and adults are corrected apart."""

    code = "minors_apart"
    title = "未成年人和成年人的活动要分开进行"


class ActivityFull(Conflict):
    """As many as there are places."""

    code = "activity_full"
    title = "这次活动的名额已满"


class NotOffered(Conflict):
    """Only what one was put down for can be declined, and only before it took place."""

    code = "participation_settled"
    title = "这次活动已经有了结果，不能再改"


class TakesPart(Conflict):
    """Once is enough."""

    code = "participation_exists"
    title = "已经在这次活动的名单里"


class OrderNotRunning(Conflict):
    """Activities are for those whose correction runs."""

    code = "correction_not_running"
    title = "现在不在矫正期间，不用参加活动"


constraint_error("uq_participation_activity_id_order_id", TakesPart)
