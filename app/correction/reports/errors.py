"""What can be wrong with a report, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class NotDueYet(Conflict):
    """The last one counted; the next is owed later."""

    code = "report_not_due_yet"
    title = "这一期的报告已经交过了，下一期还没有开始"


class AlreadyAsked(Conflict):
    """Everything that is missing is told at once, and once."""

    code = "report_already_asked"
    title = "这份报告已经要求补充过一次。还有不清楚的，请直接联系本人，然后收下报告"


class DueClosed(Conflict):
    """Handed in, excused, or no longer needed."""

    code = "report_due_closed"
    title = "这一期报告已经办结，不用再说明"


class BadReport(Invalid):
    """The report lacks what makes it one."""

    code = "bad_report"
    title = "报告的内容有问题，请按提示修改"


class ExtensionTaken(Conflict):
    """One wish at a time for one kind of report."""

    code = "report_extension_asked"
    title = "已经有一份同样的延长申请在等待批准"


class WrongLevel(Conflict):
    """The agency that must approve this is another."""

    code = "report_extension_level"
    title = "延长报告间隔要由上一级社区矫正机构批准，超过三个月的要报省级批准"


class ProcuratorateTold(Conflict):
    """Telling is recorded once."""

    code = "procuratorate_told"
    title = "已经记录过告知检察院的日期"


constraint_error("uq_report_extension_asked", ExtensionTaken)
