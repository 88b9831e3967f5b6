"""Chinese labels of every enumeration that leaves the API, declared beside the enumeration."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)

_LABELS: dict[str, dict[str, str]] = {}


def labels(enum: type[E], texts: Mapping[E, str]) -> None:
    """Register the labels of an enumeration under its snake_case name.

    Raises:
        ValueError: a member lacks a label.
    """
    if missing := set(enum) - set(texts):
        raise ValueError(f"{enum.__name__} lacks labels for {sorted(missing)}")
    _LABELS[snake_case(enum.__name__)] = {member.value: texts[member] for member in enum}


def named_labels(name: str, texts: Mapping[str, str]) -> None:
    """Register labels of codes that are not an enumeration (a machine's transitions)."""
    _LABELS[name] = dict(texts)


def dictionaries() -> Mapping[str, Mapping[str, str]]:
    """All labels: dictionary name → code → Chinese label."""
    return dict(sorted(_LABELS.items()))


def snake_case(class_name: str) -> str:
    """``CheckInVerdict`` → ``check_in_verdict``."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(class_name))
