"""Who stands on which side: the same party twice, one's own opponent, the infringer as representative. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence

from app.kernel.errors import FieldError

INFRINGER = (
    "代为申请的人不能是对方（侵害受援人权益的人）。请由其他法定代理人，或者受援人的其他近亲属代为申请"
    "（法律援助法第四十条第一款）"
)


DOTS = "·•・‧∙⋅."
"""Dots that stand between the parts of a name; the first is the one on identity cards (GB/T 15834)."""


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same apart from width, case, spaces, what nobody sees, and the dot in foreign
    and minorities' names, which every keyboard types as another character.
    """
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name)
    return "".join(c for c in text if not (c.isspace() or c in DOTS or unicodedata.category(c) == "Cf")).casefold()


MOST_DIGITS_WRONG = 2
"""Two digits exchanged, or one or two mistyped; whoever differs in more has another document."""


def is_slip(wrong: str, right: str) -> bool:
    """Whether a number may be the other one mistyped: few characters differ, or one is missing or too many."""
    if len(wrong) == len(right):
        return sum(one != other for one, other in zip(wrong, right, strict=True)) <= MOST_DIGITS_WRONG
    short, long = sorted((wrong, right), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def repeated_sides(names: Sequence[str]) -> Iterator[FieldError]:
    """The same party named twice."""
    for index, name in enumerate(names):
        if any(same_name(name, earlier) for earlier in names[:index]):
            message = f"“{name}”已经写过了，同一个对方只写一次"
            yield FieldError(f"other_sides.{index}.name", "repeated", message)


def own_side(
    opponents: Sequence[tuple[str, str]], *, applicant: str | None, recipient: str | None
) -> Iterator[FieldError]:
    """Opponents (field and name) who are the applicant or whom aid is for; ``recipient`` only where another is."""
    for field, name in opponents:
        if recipient is not None and applicant is not None and same_name(name, applicant):
            yield FieldError(field, "representative_is_other_side", INFRINGER)
        elif any(mine is not None and same_name(name, mine) for mine in (applicant, recipient)):
            message = (
                f"“{name}”是申请人或者受援人自己的名字，请填写对方的名字；"
                f"如果确实同名，请在名字后面用括号注明，例如“{name}（邻居）”"
            )
            yield FieldError(field, "own_side", message)
