"""Kinds of input that several identity schemas share."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints


def _person_name(value: str) -> str:
    text = " ".join(value.split())
    if not 2 <= len(text) <= 80 or any(c.isdigit() or not c.isprintable() for c in text):
        raise ValueError("姓名应为 2 到 80 个字，不含数字")
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
