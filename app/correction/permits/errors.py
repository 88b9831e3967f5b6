"""What can be wrong with a special permit, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class BadPermit(Invalid):
    """The request cannot be decided as it stands."""

    code = "bad_special_permit"
    title = "申请的内容有问题，请按提示修改"


class PermitOver(Conflict):
    """The time asked for has passed; a permission cannot reach back."""

    code = "special_permit_over"
    title = "申请的时间已经过去，不能再批准，请本人重新申请"


class ToldBefore(Conflict):
    """Telling each is recorded once."""

    code = "special_permit_told"
    title = "已经记录过告知的日期"


constraint_error("uq_special_permit_telling_permit_id_told", ToldBefore)
