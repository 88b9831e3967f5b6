"""The shape of a rule, and how its fields are written out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from app.kernel import statutes
from app.kernel.actor import Role
from app.kernel.bus import Event
from app.kernel.clock import SHANGHAI
from app.kernel.dictionaries import dictionaries
from app.notices.templates import NoticeTemplate

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Whoever holds a staff role in an agency, or above it where nobody does."""

    role: Role
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Office:
    """An agency, to be named with its telephone."""

    agency_id: UUID


Recipients = Sequence[UUID | OnDuty]
Fields = Mapping[str, str | UUID | Office]
"""What fills a template: text as it stands, a person's id, which becomes the name, or an agency."""
About = tuple[str, UUID] | None


@dataclass(frozen=True, slots=True)
class Rule(Generic[E]):
    """One row.

    Attributes:
        to: person ids, or roles on duty, to tell; none where the event concerns nobody by name.
        about: type and id of the case the notice leads to.
        alias: name of the subscription where another rule has the same template.
    """

    event: type[E]
    template: NoticeTemplate
    to: Callable[[E], Recipients]
    about: Callable[[E], About]
    fields: Callable[[E], Fields] = lambda _: {}
    alias: str | None = None

    @property
    def name(self) -> str:
        """Name of the subscription, unique among the rules."""
        return self.alias or self.template.value


def label(dictionary: str, code: str) -> str:
    """The Chinese label of a code; the code itself where there is none."""
    return dictionaries().get(dictionary, {}).get(code, code)


def day(value: date) -> str:
    """``2026年12月4日``."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """``12月4日 09:00`` in Asia/Shanghai."""
    local = value.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def rule_title(rule_code: str) -> str:
    """What a statutory period is called."""
    return statutes.VERSIONS[rule_code][0].title_zh
