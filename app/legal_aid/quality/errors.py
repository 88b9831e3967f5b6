"""What can go wrong between the closing file and the archive, in plain Chinese."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class AlreadyAppointed(Conflict):
    """The lawyer assesses this case already, or has done so."""

    code = "already_appointed"
    title = "这名律师已经是这件案件的评估人"


class MarksInvalid(Invalid):
    """The marks do not fit the form; all of it is listed at once."""

    code = "marks_invalid"
    title = "评估表没有填好，请按提示修改"


class VisitInvalid(Invalid):
    """What was written of a visit contradicts itself or the calendar."""

    code = "visit_invalid"
    title = "回访记录有问题，请按提示修改"


class RateTaken(Conflict):
    """A number already in force is not changed behind reckonings that used it; a new one begins tomorrow."""

    code = "rate_taken"
    title = "这一天的标准已经生效，不能再改；新的标准请从明天或者以后开始"


class NotReckoned(Conflict):
    """There is no amount to pay."""

    code = "subsidy_not_reckoned"
    title = "补贴还没有计算，不能登记发放"


class AlreadyReckoned(Conflict):
    """A subsidy that was reckoned stays as it is."""

    code = "subsidy_reckoned"
    title = "补贴已经计算好了，不再重新计算"


class AlreadyPaid(Conflict):
    """Paid once."""

    code = "subsidy_paid"
    title = "补贴已经登记发放过了"


class NoRateInForce(Conflict):
    """Nothing to reckon with yet."""

    code = "no_rate_in_force"
    title = "还没有这类案件的补贴标准，请管理员先设定"


class NotReadyToArchive(Conflict):
    """What must be there before a case becomes a file; all of it is listed at once."""

    code = "not_ready_to_archive"
    title = "还不能归档，请先完成下面的事"


class NotArchived(Conflict):
    """There is no file before the case is put away."""

    code = "not_archived"
    title = "案件还没有归档"


class ArchiveNotReady(Conflict):
    """The file is being built, or could not be."""

    code = "archive_not_ready"
    title = "案卷还没有生成，请稍后再试"


class ArchiveNotFailed(Conflict):
    """Only a file that could not be built is built again."""

    code = "archive_not_failed"
    title = "案卷正在生成或者已经生成，不用重新生成"


constraint_error("uq_peer_review_reviewer", AlreadyAppointed)
constraint_error("pk_subsidy_rate", RateTaken)
