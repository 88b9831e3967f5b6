"""Several names in one cell, read against the list of those there are: ``劳动8年、工伤``. Pure.

Some names hold the separator themselves (``赡养、抚养、扶养``), so a cell is not split: names are looked for
in it, the longest first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from app.kernel.spreadsheets import Unreadable, plain_text

E = TypeVar("E", bound=StrEnum)
SEPARATORS = " 、,;/|\n"
REMARK = re.compile(r"[(（][^)）]*[)）]")


def short(label: str) -> str:
    """A label as it is written in a list: without its remark in brackets, and without separators."""
    bare = REMARK.sub("", label)
    return "".join(character for character in bare if character not in SEPARATORS)


@dataclass(frozen=True)
class Names(Generic[E]):
    """The names of an enumeration's members: their labels, those made short, and ``also`` what people say."""

    what: str
    labels: Mapping[E, str]
    also: Mapping[str, E] = field(default_factory=dict[str, E])

    def write(self, member: E) -> str:
        """The name of a member in a list."""
        return short(self.labels[member])

    @cached_property
    def known(self) -> list[tuple[str, E]]:
        """Every way to write a member, the longest first."""
        found = {
            plain_text(name): m for m, label in self.labels.items() for name in (label, short(label), m.value)
        }
        found |= self.also
        return sorted(found.items(), key=lambda pair: -len(pair[0]))

    def one(self, value: object) -> E:
        """The member that a whole cell names.

        Raises:
            Unreadable: none.
        """
        text = plain_text(value)
        for name, member in self.known:
            if text == name:
                return member
        raise self._unknown(text)

    def several(self, value: object, tail: re.Pattern[str] | None = None) -> list[tuple[E, re.Match[str] | None]]:
        """The members that a cell names, each with what ``tail`` matches right after the name.

        Raises:
            Unreadable: something else stands there, or a member twice.
        """
        text, known = plain_text(value), self.known
        found: list[tuple[E, re.Match[str] | None]] = []
        position = _skip(text, 0)
        while position < len(text):
            member, after = self._at(text, position, known)
            match = tail.match(text, after) if tail else None
            after = match.end() if match else after
            if after < len(text) and text[after] not in SEPARATORS:
                raise self._unknown(_word(text, position))
            if any(member is other for other, _ in found):
                raise Unreadable("twice", f"“{self.write(member)}”写了两次")
            found.append((member, match))
            position = _skip(text, after)
        return found

    def _at(self, text: str, position: int, known: list[tuple[str, E]]) -> tuple[E, int]:
        for name, member in known:
            if text.startswith(name, position):
                return member, position + len(name)
        raise self._unknown(_word(text, position))

    def _unknown(self, word: str) -> Unreadable:
        names = "、".join(self.write(member) for member in self.labels)
        return Unreadable("unknown", f"没有“{word[:20]}”这个{self.what}，可以填写：{names}")


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in SEPARATORS:
        position += 1
    return position


def _word(text: str, position: int) -> str:
    end = position
    while end < len(text) and text[end] not in SEPARATORS:
        end += 1
    return text[position:end]


def tokens(value: object) -> list[str]:
    """What stands between separators, for lists whose names no table here holds."""
    return [part for part in re.split(f"[{re.escape(SEPARATORS)}]+", plain_text(value)) if part]
