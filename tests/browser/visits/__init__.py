"""Which pages there are, who opens each and with what: each file here is one part of the product."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from tests.journeys.people import Someone
from tests.journeys.running import ROOT

Made = TypeVar("Made")


@dataclass
class World:
    """What the visits need to have happened, made once and over the API."""

    base_url: str
    _people: dict[str, Someone] = field(default_factory=dict[str, Someone])
    _made: dict[str, object] = field(default_factory=dict[str, object])

    def persona(self, name: str) -> Someone:
        """A persona of the demonstration, logged in."""
        if name not in self._people:
            self._people[name] = Someone(self.base_url)
            self._people[name].log_in_as(name)
        return self._people[name]

    def once(self, name: str, make: "Callable[[World], Made]") -> Made:
        """What ``make`` gave the first time it was asked for under this name."""
        if name not in self._made:
            self._made[name] = make(self)
        return cast(Made, self._made[name])


@dataclass(frozen=True)
class Visit:
    """A page, opened by somebody.

    Attributes:
        page: as in ``pages.json``, ``care/today/today``.
        persona: who is logged in; nobody where it is None.
        query: what the page is opened with, made from the world.
    """

    page: str
    persona: str | None = None
    query: Callable[[World], Mapping[str, str]] = lambda _: {}


def pages() -> list[str]:
    """Every page of the mini-program, as its ``pages.json`` lists them."""
    listed: dict[str, Any] = json.loads((ROOT / "miniprogram" / "src" / "pages.json").read_text(encoding="utf-8"))
    parts = [f"{part['root']}/{page['path']}" for part in listed.get("subPackages", []) for page in part["pages"]]
    return [page["path"] for page in listed["pages"]] + parts


def visits() -> list[Visit]:
    """All visits of all parts."""
    found: list[Visit] = []
    for module in pkgutil.iter_modules(__path__):
        found += importlib.import_module(f"{__name__}.{module.name}").VISITS
    return found
