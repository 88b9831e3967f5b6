"""Kinds of input that several identity schemas share."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints

DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･", "·"))
"""What keyboards type for the dot in the names of minorities, and what stands on identity cards."""
BETWEEN = frozenset(" ·.,'’-()（）〇")
"""What a name may have besides letters; the last is a numeral by its class, and part of names."""


def _person_name(value: str) -> str:
    text = " ".join(value.split()).translate(DOTS)
    letters = sum(character.isalpha() for character in text)
    known = all(c.isalpha() or unicodedata.category(c) in {"Mn", "Mc"} or c in BETWEEN for c in text)
    if not 2 <= len(text) <= 80 or letters < 1 or not known:
        raise ValueError("姓名应为 2 到 80 个字，只用文字，不含数字和符号")
    return text


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


PersonName = Annotated[str, AfterValidator(_person_name)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Username = Annotated[
    str,
    BeforeValidator(_lower),
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{2,31}$", max_length=32),
]
Totp = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]
Password = Annotated[SecretStr, Field(min_length=1, max_length=128)]
