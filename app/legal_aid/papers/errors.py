"""What can go wrong with papers, in plain Chinese."""

from app.kernel.errors import Conflict


class NotIssuedYet(Conflict):
    """Only an issued paper is opened."""

    code = "paper_not_issued_yet"
    title = "文书还没有出具好，请稍后再看"


class NoPreview(Conflict):
    """This paper follows from an act of the centre; before that there is nothing to show."""

    code = "paper_has_no_preview"
    title = "这种文书由办理机构出具，不能预览"


class SignatureUnusable(Exception):
    """The applicant's drawn signature is not there any more, or not what was verified."""
