"""What can be wrong with an alarm or a search, as a caller is told."""

from app.kernel.errors import Conflict, constraint_error


class NotVerified(Conflict):
    """Nobody has looked into it yet."""

    code = "alarm_not_verified"
    title = "还没有核实，不能认定违规。请先打电话、上门或者用别的办法核实"


class NotHeard(Conflict):
    """The person has not been heard, nor was it tried."""

    code = "person_not_heard"
    title = "还没有听本人说明情况，也没有联系本人的记录，不能这样办理"


class NobodyToBlame(Conflict):
    """An alarm about devices or an office is about no person."""

    code = "alarm_without_person"
    title = "这条提醒是关于设备或者机构的，不能认定谁违规"


class OnlyPeopleFindBreach(Conflict):
    """A program never finds a breach."""

    code = "only_people_find_breach"
    title = "是否违规只能由审批人员认定，系统不能自动认定"


class AlarmClosed(Conflict):
    """What is closed is not looked into any more."""

    code = "alarm_closed"
    title = "这条提醒已经办结，不能再修改"


class AlarmOpenAlready(Conflict):
    """The same thing is being looked into anew."""

    code = "alarm_open_already"
    title = "同一件事已经有一条正在核实的提醒"


class SanctionRestsOnAlarm(Conflict):
    """A finding stays while a measure rests on it: that must be lifted first."""

    code = "sanction_rests_on_alarm"
    title = "已经根据这次认定提出或者作出处理，请先撤销处理再重新核实"


class NotABreach(Conflict):
    """Only what was found a breach is found anew."""

    code = "not_a_breach"
    title = "这条提醒没有认定违规，不用重新核实"


class SearchClosed(Conflict):
    """The search is over."""

    code = "search_closed"
    title = "查找已经结束，不能再添加记录"


constraint_error("uq_alarm_open", AlarmOpenAlready)
constraint_error("ck_alarm_breach_heard", NotHeard)
constraint_error("alarm_breach_verified", NotVerified)
constraint_error("alarm_breach_kept", SanctionRestsOnAlarm)
