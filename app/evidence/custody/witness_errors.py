"""Why a head is not countersigned, with the status that C2SP ``tlog-witness`` gives each reason."""

from app.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


class SubmissionMalformed(DomainError):
    """Not an old size, hashes, an empty line and a checkpoint; or the old size is beyond the checkpoint's."""

    status = 400
    code = "submission_malformed"
    title = "提交的内容不是规定的格式"


class HeadUnsigned(Forbidden):
    """None of the log's keys signed the head."""

    code = "head_unsigned"
    title = "树头上没有这个账本的有效签名"


class LogUnknown(NotFound):
    """We are no witness of this log, or of none."""

    code = "log_unknown"
    title = "本机构没有受托见证这个账本"


class HeadForks(Conflict):
    """Another root for a size that was countersigned with a different one."""

    code = "head_forks"
    title = "同样条数的账本，树头和上次见证的不一样"


class HeadInconsistent(Invalid):
    """The proof does not show that the head continues the one that was countersigned last."""

    code = "head_inconsistent"
    title = "不能证明这个树头是在上次见证的账本上续写的"
