"""What an identity document tells about a person besides the name: sex and birth. Pure."""

from datetime import date

from app.contracts.sexes import Sex
from app.identity.numbers import DocumentKind

_LENGTH = 18
_NUMBERED = frozenset(
    {DocumentKind.RESIDENT_ID, DocumentKind.HMT_RESIDENCE_PERMIT, DocumentKind.FOREIGN_PERMANENT_RESIDENCE}
)


class FactRefused(Exception):
    """What was typed does not fit the document, or is needed because the document is silent."""

    def __init__(self, field: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.field, self.rule, self.message = field, rule, message


def sex_of(kind: DocumentKind | None, number: str | None) -> Sex | None:
    """The sex a number of 18 tells by its 17th digit (GB 11643: odd for men); none where it tells nothing."""
    if kind not in _NUMBERED or number is None or len(number) != _LENGTH or not number[16].isdigit():
        return None
    return Sex.MAN if int(number[16]) % 2 else Sex.WOMAN


def settle_sex(shown: Sex | None, typed: Sex | None) -> Sex:
    """The sex by the document, else as the officer typed it.

    Raises:
        FactRefused: they differ, or neither says.
    """
    if shown is None and typed is None:
        raise FactRefused("sex", "missing", "这种证件看不出性别，请填写")
    if shown is not None and typed is not None and shown is not typed:
        raise FactRefused("sex", "differs", "和证件号码里的性别不同，请核对")
    return shown or typed or Sex.WOMAN


def settle_birth(shown: date | None, typed: date | None) -> date:
    """The birth date by the document, else as the officer typed it: whether somebody is a minor rests on it.

    Raises:
        FactRefused: they differ, or neither says.
    """
    if shown is not None and typed is not None and shown != typed:
        raise FactRefused("born_on", "differs", "和证件号码里的出生日期不同，请核对")
    known = shown or typed
    if known is None:
        raise FactRefused("born_on", "missing", "这种证件看不出出生日期，请填写")
    return known
