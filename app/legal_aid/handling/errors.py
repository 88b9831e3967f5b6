"""What can go wrong while a lawyer handles a case, in plain Chinese."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class AgreementExists(Conflict):
    """The agreement of this lawyer was recorded before."""

    code = "agreement_exists"
    title = "委托协议已经登记过了"


class EntryInvalid(Invalid):
    """An entry of the log breaks a rule."""

    code = "entry_invalid"
    title = "办案记录还有问题，请按提示修改"


class AlreadyCorrected(Conflict):
    """An entry is corrected once; the correction itself may be corrected again."""

    code = "already_corrected"
    title = "这条记录已经更正过了，请更正最新的那一条"


class ReplacementPending(Conflict):
    """One request at a time; until it is decided nothing that rests on it goes on."""

    code = "replacement_pending"
    title = "更换律师的申请还没有决定"


class NoReplacementPending(Conflict):
    """There is nothing to decide."""

    code = "no_replacement_pending"
    title = "没有等待决定的更换申请"


class OutcomeMissing(Invalid):
    """The end of a matter is reported with its outcome."""

    code = "outcome_missing"
    title = "请先填写办理结果"


class OutcomeInvalid(Invalid):
    """The outcome does not fit the case or itself."""

    code = "outcome_invalid"
    title = "办理结果还有问题，请按提示修改"


class FileIncomplete(Invalid):
    """The closing file lacks something; all of it is listed at once."""

    code = "file_incomplete"
    title = "结案材料还不齐，请按下面的提示补齐"


constraint_error("uq_replacement_request_open", ReplacementPending)
constraint_error("uq_handling_entry_corrects_id", AlreadyCorrected)
