"""A scale of assessment: items with points, and the sums from which a tier follows. Pure.

No national scale exists (社区矫正法 24 orders tiers and names none; 实施办法 21 asks that results of an assessment
be used). The default is ours, of everyday criteria; an agency sets its own from a day on. What the points suggest
is a suggestion: an officer proposes with reasons, and the county decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from app.correction.enums import CorrectionTier

MOST_ITEMS, MOST_CHOICES, MOST_POINTS = 40, 8, 100


class ScaleRefused(Exception):
    """The scale or the answers cannot be used: where, a stable rule code, and plain words."""

    def __init__(self, field: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.field, self.rule, self.message = field, rule, message


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to an item and what it counts."""

    code: str
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a scale."""

    code: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Items, and from how many points on each stricter tier is suggested."""

    items: tuple[Item, ...]
    yellow_from: int
    red_from: int

    @property
    def most(self) -> int:
        """The highest sum there can be."""
        return sum(max(choice.points for choice in item.choices) for item in self.items)


def _item(code: str, text: str, *choices: tuple[str, str, int]) -> Item:
    return Item(code, text, tuple(Choice(*choice) for choice in choices))


DEFAULT = Scale(
    items=(
        _item(
            "attitude", "认罪悔罪", ("sincere", "认罪悔罪", 0), ("partly", "有保留", 5), ("denies", "不认罪", 10)
        ),
        _item("violence", "罪行有没有暴力", ("none", "没有", 0), ("some", "有", 10)),
        _item("record", "以前的处罚", ("none", "没有", 0), ("penalty", "行政处罚", 5), ("crime", "有前科", 10)),
        _item(
            "reporting",
            "报到、报告和签到",
            ("always", "都按时", 0),
            ("sometimes", "偶尔不按时，已经改正", 5),
            ("rarely", "经常不按时，经查实没有正当理由", 15),
        ),
        _item("injunction", "遵守禁止令", ("kept", "遵守，或者没有禁止令", 0), ("broken", "经查实违反过", 15)),
        _item("work", "工作或者学习", ("steady", "稳定", 0), ("unsteady", "不稳定", 3), ("none", "没有", 5)),
        _item("family", "家庭支持", ("good", "好", 0), ("weak", "一般", 3), ("none", "没有", 5)),
        _item("substance", "酗酒、吸毒、赌博", ("none", "没有", 0), ("past", "以前有", 5), ("now", "现在有", 10)),
        _item(
            "contacts", "来往的人", ("good", "没有不良交往", 0), ("doubtful", "有一些", 5), ("bad", "经常有", 10)
        ),
        _item("time", "在矫时间", ("year", "一年以上", 0), ("half", "半年到一年", 3), ("new", "不到半年", 5)),
    ),
    yellow_from=20,
    red_from=45,
)


def checked(scale: Scale) -> Scale:
    """The scale, if it can be used.

    Raises:
        ScaleRefused: no items, an item or choice twice, too many, points out of range, or limits out of order.
    """
    if not 1 <= len(scale.items) <= MOST_ITEMS:
        raise ScaleRefused("items", "count", f"评估项目要有 1 到 {MOST_ITEMS} 项")
    if len({item.code for item in scale.items}) < len(scale.items):
        raise ScaleRefused("items", "twice", "同一个评估项目不能写两次")
    for number, item in enumerate(scale.items):
        _check_item(item, f"items.{number}.choices")
    if not 0 < scale.yellow_from < scale.red_from <= scale.most:
        raise ScaleRefused("red_from", "limits", "分数线要从小到大，并且不超过最高分")
    return scale


def _check_item(item: Item, field: str) -> None:
    if not 2 <= len(item.choices) <= MOST_CHOICES:
        raise ScaleRefused(field, "count", f"每个项目要有 2 到 {MOST_CHOICES} 个选项")
    if len({choice.code for choice in item.choices}) < len(item.choices):
        raise ScaleRefused(field, "twice", "同一个选项不能写两次")
    if not all(0 <= choice.points <= MOST_POINTS for choice in item.choices):
        raise ScaleRefused(field, "points", f"每个选项是 0 到 {MOST_POINTS} 分")


def score(scale: Scale, answers: Mapping[str, str]) -> int:
    """The sum of the answers: item code → choice code, every item answered once.

    Raises:
        ScaleRefused: an item unanswered, unknown, or answered with none of its choices.
    """
    items = {item.code: item for item in scale.items}
    if unknown := sorted(set(answers) - set(items)):
        raise ScaleRefused(f"answers.{unknown[0]}", "unknown_item", "评估表里没有这一项")
    if missing := [code for code in items if code not in answers]:
        raise ScaleRefused(f"answers.{missing[0]}", "missing", f"“{items[missing[0]].text}”还没有评")
    return sum(_points(items[code], choice) for code, choice in answers.items())


def _points(item: Item, answer: str) -> int:
    for choice in item.choices:
        if choice.code == answer:
            return choice.points
    raise ScaleRefused(f"answers.{item.code}", "unknown_choice", f"“{item.text}”没有这个选项")


def suggested(scale: Scale, points: int) -> CorrectionTier:
    """The tier a sum suggests; a higher sum never suggests a lighter one."""
    if points >= scale.red_from:
        return CorrectionTier.RED
    return CorrectionTier.YELLOW if points >= scale.yellow_from else CorrectionTier.BLUE


def to_data(scale: Scale) -> list[dict[str, object]]:
    """The items as stored."""
    return [
        {
            "code": item.code,
            "text": item.text,
            "choices": [{"code": c.code, "text": c.text, "points": c.points} for c in item.choices],
        }
        for item in scale.items
    ]


def items_of(data: Sequence[Mapping[str, object]]) -> tuple[Item, ...]:
    """Items from what was stored."""
    return tuple(_read_item(one) for one in data)


def _read_item(one: Mapping[str, object]) -> Item:
    choices = cast(Sequence[Mapping[str, object]], one["choices"])
    return Item(str(one["code"]), str(one["text"]), tuple(_read_choice(choice) for choice in choices))


def _read_choice(data: Mapping[str, object]) -> Choice:
    return Choice(str(data["code"]), str(data["text"]), int(str(data["points"])))
