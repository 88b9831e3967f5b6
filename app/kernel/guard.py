"""Guards of routes: an action from the access table, or a stated reason why anyone may call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from app.kernel import access, idempotency
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import Forbidden

Authenticate = Callable[[Request], Awaitable[Actor]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Admits a caller whose roles include ``action``; objects are checked by repositories and policies.

    Raises:
        Unauthenticated: no valid token.
        Forbidden: none of the caller's roles includes the action.
    """

    action: Action
    repeatable: bool = False

    async def __call__(self, request: Request) -> Actor:
        authenticate = cast(Authenticate, request.app.state.authenticate)
        actor = await authenticate(request)
        if not access.can(actor, self.action):
            raise Forbidden()
        if not self.repeatable:
            await idempotency.claim(request, actor.person_id)
        return actor


@dataclass(frozen=True, slots=True)
class Public:
    """Lets anyone in, for a reason that the documentation repeats."""

    reason: str

    async def __call__(self) -> None:
        return None


def allowed(action: Action, *, repeatable: bool = False) -> Any:
    """Dependency that yields the :class:`Actor`.

    ``repeatable`` marks a POST that is harmless to repeat or that talks to the network before it writes;
    it ignores ``Idempotency-Key``, so that no transaction is open during the call.
    """
    return Depends(Guard(action, repeatable))


def public(reason: str) -> Any:
    """Marks a route as open to anyone; used in ``dependencies=[…]``."""
    return Depends(Public(reason))


def guard_of(dependant: Dependant) -> Guard | Public | None:
    """The guard of a route, found anywhere in its dependencies."""
    for child in dependant.dependencies:
        if isinstance(child.call, Guard | Public):
            return child.call
        if found := guard_of(child):
            return found
    return None
