"""What can go wrong with evidence, in plain Chinese."""

from app.kernel.errors import Conflict, Invalid, Unavailable, constraint_error


class StorageUnavailable(Unavailable):
    """Object storage does not answer, or refuses us; the caller may try again unchanged."""

    code = "storage_unavailable"
    title = "文件存储暂时连不上，您填写的内容已经保存，请稍后再试"


class StorageFull(StorageUnavailable):
    """Object storage has no room left, or the bucket's quota is used up; nothing that was stored is touched."""

    code = "storage_full"
    title = (
        "存放文件的空间满了，暂时收不下新文件；您填写和已经上传的内容没有丢，请过一会儿再试，或者告诉法律援助中心"
    )

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, retry_after_s=600)


class LockRefused(Exception):
    """Object storage will not lock a version, now or later: the operator must act; the message says why."""


class ObjectMissing(Exception):
    """There is no such object (or version) in storage."""


class UploadRefused(Invalid):
    """The declared file cannot be taken; each reason is a field error with the real limit."""

    code = "upload_refused"
    title = "这个文件不能上传，请看说明"


class TooManyFiles(Conflict):
    """The case holds as many files as it may."""

    code = "too_many_files"
    title = "这件事的材料数量已到上限"


class MatterClosed(Conflict):
    """The case has ended: nothing is added to it."""

    code = "matter_closed"
    title = "这件事已经结束，不能再上传材料"


class NotUploadedYet(Conflict):
    """Completion before the file reached storage."""

    code = "not_uploaded_yet"
    title = "还没有收到文件，请先上传"


class NotVerifiedYet(Conflict):
    """Only what was verified is opened."""

    code = "not_verified_yet"
    title = "文件还没有核验通过，暂时不能打开"


class AlreadyDeclared(Conflict):
    """The same file was declared for the same case a moment ago by another request."""

    code = "already_declared"
    title = "这个文件刚刚已经添加过，请刷新"


constraint_error("uq_evidence_live_file", AlreadyDeclared)
