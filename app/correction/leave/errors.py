"""What can be wrong with a leave, as a caller is told."""

from app.kernel.errors import Conflict, Invalid


class LeaveNotNeeded(Invalid):
    """Within the city: nothing to ask for."""

    code = "leave_not_needed"
    title = "在同一个市的各个区之间、或者在本县（市、区）里走动，不用请假"


class LeaveOverlaps(Conflict):
    """The person asked for, or has, leave on some of these days."""

    code = "leave_overlaps"
    title = "这几天里已经有一份外出申请，请先撤回或者取消那一份，或者改日期"


class LevelTooLow(Conflict):
    """Somebody above must decide."""

    code = "level_too_low"
    title = "这份申请要由上级审批"


class LevelRose(LevelTooLow):
    """Days approved meanwhile make more of it: it went to the level above, which is kept."""

    code = "level_rose"
    title = "加上后来批准的外出，累计天数超过了您可以审批的天数，这份申请已经转到上一级"
    commits = True


class PlaceWithoutOutline(Invalid):
    """A place cannot be put in force without an outline: the person would be judged by the home area."""

    code = "place_without_outline"
    title = "有的目的地没有边界，请先在地图上画出来再批准"


class NotOut(Conflict):
    """There is nothing to report of a leave that has not begun or is over."""

    code = "not_out"
    title = "这份外出现在不需要报告"


class ExtensionAsked(Conflict):
    """One request to stay longer at a time."""

    code = "extension_asked"
    title = "已经有一份延长外出的申请在等待审批"


class PermitNotRenewable(Conflict):
    """Only a permit that was approved can be renewed."""

    code = "permit_not_renewable"
    title = "只有批准过的经常往返许可可以续期"
