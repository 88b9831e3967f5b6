"""What can go wrong with notified cases and duty lawyers' help."""

from app.kernel.errors import Conflict, constraint_error


class NotifiedAlready(Conflict):
    """The same notice was entered before and its case goes on."""

    code = "notified_already"
    title = "这份通知已经登记过了"


class NotNotified(Conflict):
    """No authority notified this case."""

    code = "not_notified"
    title = "这个案件不是办案机关通知的"


class LawyerNotSettled(Conflict):
    """No lawyer has taken the case yet, or it is another by now."""

    code = "lawyer_not_settled"
    title = "这位律师没有在办理这个案件，请刷新后核对律师"


class InformedAlready(Conflict):
    """The authority was told of this lawyer before."""

    code = "informed_already"
    title = "已经登记过把这位律师告知办案机关"


constraint_error("uq_authority_informing_application_id_lawyer_person_id", InformedAlready)
