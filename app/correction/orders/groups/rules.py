"""Who must be in a correction group before correction can begin. Pure.

All three rules are in the law's own text, so they may stop a beginning (社区矫正法 25, 52).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.contracts.sexes import Sex
from app.correction.orders.codes import MemberKind


@dataclass(frozen=True, slots=True)
class Member:
    """One member as far as the rules ask."""

    kind: MemberKind
    name: str
    sex: Sex
    knows_minors: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """What the group lacks: stable code, plain words, article."""

    rule: str
    message: str
    article: str


NO_GROUP = Lack("no_group", "还没有确定矫正小组，请先登记小组成员", "社区矫正法第二十五条")
NO_WOMAN = Lack("no_woman", "矫正对象是女性，小组里要有女性成员", "社区矫正法第二十五条第二款")
NO_MINORS_EXPERT = Lack(
    "no_minors_expert",
    "矫正对象是未成年人，小组里要有熟悉未成年人身心特点的人员",
    "社区矫正法第五十二条第二款",
)


def lacks(members: Sequence[Member], *, sex: Sex | None, is_minor: bool) -> list[Lack]:
    """What keeps correction from beginning; empty where the group is as the law wants it.

    Where the sex is not known from the document no woman is asked for: the officer is told by the missing
    entry itself.
    """
    if not members:
        return [NO_GROUP]
    found: list[Lack] = []
    if sex is Sex.WOMAN and all(member.sex is not Sex.WOMAN for member in members):
        found.append(NO_WOMAN)
    if is_minor and not any(member.knows_minors for member in members):
        found.append(NO_MINORS_EXPERT)
    return found


def co_defendants_among(members: Sequence[Member], names: Sequence[str]) -> list[str]:
    """Members named as a co-defendant is: contact with one needs approval (实施办法 25, unverified: told only)."""
    wanted = {name.strip() for name in names}
    return [member.name for member in members if member.name.strip() in wanted]
