"""Taking the names of the recipient's side out of what a reviewer reads. Pure.

Not anonymous in the strict sense (a story can tell who it is about), but nothing names anybody: the reviewer
assesses the work and needs no more (个人信息保护法 6).
"""

import re
from collections.abc import Collection
from typing import Any

from app.identity.surnames import surname_only

SHORTEST_NAME = 2
_NUMBERS = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9])")
"""Mobile numbers and resident identity numbers."""


def masked(text: str, names: Collection[str]) -> str:
    """``text`` with each name cut to the family name, and telephone and identity numbers struck out."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, surname_only(name))
    return _NUMBERS.sub("〔号码略〕", text)


def masked_content(content: Any, names: Collection[str]) -> Any:
    """The same for every text within JSON."""
    if isinstance(content, str):
        return masked(content, names)
    if isinstance(content, list):
        return [masked_content(item, names) for item in content]  # pyright: ignore[reportUnknownVariableType] -- JSON
    if isinstance(content, dict):
        return {key: masked_content(value, names) for key, value in content.items()}  # pyright: ignore[reportUnknownVariableType] -- JSON
    return content
