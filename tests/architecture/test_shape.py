"""States are owned, transitions have a basis, events are handled, generated documents are current."""

import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest

import app.contracts
from app.commands.documents import documents
from app.kernel.access import ACCESS, Action
from app.kernel.bus import Event
from app.kernel.states import Machine
from app.wiring import MACHINES, UNHANDLED_EVENTS, build_services
from tests.support.stack import make_settings

LAWS = {
    "法律援助法": 71,
    "社区矫正法": 63,
    "社区矫正法实施办法": 59,
    "民事诉讼法": 306,
    "劳动争议调解仲裁法": 54,
    "电子签名法": 36,
    "律师法": 60,
    "148号令": 46,
    "国务院令第716号": 16,
}
"""Texts that a basis may name, each with the number of its articles."""
ARTICLES = r"\d+(\(\d+\))?(、\d+(\(\d+\))?)*"
CITATION = re.compile(rf"(?P<law>{'|'.join(LAWS)}) (?P<articles>{ARTICLES})")
INTERNAL = re.compile(r"内部(：.+)?")
"""No statute orders it; after the colon, why it is done."""


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_owned_or_an_end(machine: Machine[Any]) -> None:
    states = {str(state) for state in machine.states}
    assert set(machine.owners) | set(machine.ends) == states
    assert not set(machine.owners) & set(machine.ends)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_open_state_has_a_way_out_and_every_state_a_way_in(machine: Machine[Any]) -> None:
    left = {source for t in machine.transitions if not t.reopens for source in t.sources}
    reopened = {source for t in machine.transitions if t.reopens for source in t.sources}
    reached = {t.target for t in machine.transitions} | {machine.initial}
    states = {str(state) for state in machine.states}
    assert left == states - set(machine.ends)
    assert reached == states
    assert reopened <= set(machine.ends)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_transition_has_title_and_basis(machine: Machine[Any]) -> None:
    for transition in machine.transitions:
        assert transition.title
        assert transition.basis
        assert transition.action is None or transition.action in ACCESS


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_basis_names_articles_of_a_law_or_says_that_it_is_internal(machine: Machine[Any]) -> None:
    for transition in machine.transitions:
        if INTERNAL.fullmatch(transition.basis):
            continue
        for citation in transition.basis.split("；"):
            found = CITATION.fullmatch(citation)
            assert found, f"{transition.name}: {transition.basis}"
            articles = [int(number) for number in re.findall(r"(?<!\()\b\d+", found["articles"])]
            assert articles, citation
            assert all(1 <= article <= LAWS[found["law"]] for article in articles), citation


def test_every_action_is_in_the_access_table() -> None:
    assert set(ACCESS) == set(Action)


def contract_events() -> list[type[Event]]:
    found: list[type[Event]] = []
    for module in pkgutil.iter_modules(app.contracts.__path__):
        members = inspect.getmembers(importlib.import_module(f"app.contracts.{module.name}"), inspect.isclass)
        found += [c for _, c in members if issubclass(c, Event) and c is not Event and not c.__subclasses__()]
    return sorted(set(found), key=lambda event: event.__name__)


@pytest.mark.parametrize("event", contract_events(), ids=lambda event: event.__name__)
def test_event_is_handled_or_explicitly_not(event: type[Event]) -> None:
    bus = build_services(make_settings("unused")).bus
    assert bool(bus.handlers_of(event)) != (event in UNHANDLED_EVENTS)


def test_generated_documents_are_current() -> None:
    drifted = [p.name for p, text in documents().items() if p.read_text(encoding="utf-8") != text]
    assert drifted == [], "run `make openapi`"
