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


class MatterEnded(MatterClosed):
    """The case has ended: what its files are about, and which of them count, is settled."""

    title = "这件事已经结束，不能再修改或者撤回材料"


class Withdrawn(Conflict):
    """A withdrawn file is shown to its owner and to the agency alone."""

    code = "withdrawn"
    title = "这份材料已经撤回，只有本人和受理的机构还能打开"


class SignatureStays(Conflict):
    """What was signed with it stays signed."""

    code = "signature_stays"
    title = "签名、指印核验通过以后不能撤回；要换一个，请重新签名，以最后一次的为准"


class SameFileAlready(Conflict):
    """The matter has the same content under the kind that was asked for."""

    code = "same_file_already"
    title = "这个文件已经作为这一类材料添加过，不用重复添加"


class NotUploadedYet(Conflict):
    """Completion before the file reached storage."""

    code = "not_uploaded_yet"
    title = "还没有收到文件，请先上传"


class NotInParts(Conflict):
    """Parts of a file that one form takes whole."""

    code = "not_in_parts"
    title = "这个文件不大，不用分段，请用上传表单一次传完"


class PartsIncomplete(Conflict):
    """Completion before every part arrived whole.

    Members: ``missing``, numbers of which nothing arrived; ``wrong_size``, of each other the ``number``, its
    ``size_bytes`` and what they should be (``expected_bytes``).
    """

    code = "parts_incomplete"
    title = "文件还没有传完，请把缺的几段补传上来，已经传的不用再传"


class NotVerifiedYet(Conflict):
    """Only what was verified is opened."""

    code = "not_verified_yet"
    title = "文件还没有核验通过，暂时不能打开"


class NotScannedYet(Conflict):
    """The malware scanner was down when the file came; until it has looked, only the owner opens the original."""

    code = "not_scanned_yet"
    title = "这个文件还没有做病毒检查，暂时不能打开原件，可以先看预览图；检查做完就能打开"


class Infected(Conflict):
    """Malware was found in a file after it had been withdrawn; nobody gets the original any more."""

    code = "infected"
    title = "安全检查发现这个文件有病毒，不能打开原件"


class NoPreview(Conflict):
    """There is no derived picture; the member ``previews`` says whether one is being made."""

    code = "no_preview"
    title = "这份材料没有预览图，或者还没有做好"


class NotSequencedYet(Conflict):
    """A receipt is asked for before its record is under a signed head; ``Retry-After`` says when to ask again."""

    code = "not_sequenced_yet"
    title = "保管凭证还没有做好，请过几秒再试"


class AlreadyDeclared(Conflict):
    """The same file was declared for the same case a moment ago by another request."""

    code = "already_declared"
    title = "这个文件刚刚已经添加过，请刷新"


constraint_error("uq_evidence_live_file", AlreadyDeclared)
