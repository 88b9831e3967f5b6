"""Scenes built once a test process and cloned for every test: a case in handling takes thirty requests to make.

A builder fills a stack and gives the dataclass that names what it made. The database stays as a template; each
test gets a clone of it, and the same dataclass bound to its own stack: clients are made anew with their tokens.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from tests.support.stack import Stack, running
from tests.support.world import PersonRef

T = TypeVar("T")
Builder = Callable[[Stack], Awaitable[T]]
SECRETS = ("token_keys", "field_keys", "index_key")
"""Settings that what was stored was signed and sealed with."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A built database, what its stack was set with, and what is in it."""

    template: str
    settings: dict[str, Any]
    thing: object


_prepared: dict[str, Prepared] = {}


@asynccontextmanager
async def prepared(name: str, build: Builder[T]) -> AsyncGenerator[tuple[Stack, T]]:
    """A stack on a clone of what ``build`` made, and its dataclass bound to this stack."""
    if name not in _prepared:
        _prepared[name] = await _build(build)
    made = _prepared[name]
    async with running(template=made.template, **made.settings) as stack:
        yield stack, cast(T, _bound(made.thing, stack))


async def _build(build: Builder[Any]) -> Prepared:
    async with running(keep=True) as stack:
        thing: object = await build(stack)
        settings = {name: getattr(stack.settings, name) for name in SECRETS}
        database = stack.settings.database_url.get_secret_value().rsplit("/", 1)[1]
    return Prepared(database, settings, thing)


def _bound(thing: Any, stack: Stack) -> Any:
    """The same thing on another stack, all the way down."""
    if isinstance(thing, Stack):
        return stack
    if isinstance(thing, PersonRef):
        return replace(thing, client=stack.new_client(thing.token))
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{f.name: _bound(getattr(thing, f.name), stack) for f in fields(thing) if f.init})
    return thing
