"""What commands share: the services of the environment's settings, and refusals told in one line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from app import wiring
from app.kernel.errors import DomainError
from app.kernel.problems import translate
from app.settings import load_settings
from app.wiring import Services

T = TypeVar("T")


class CommandRefused(Exception):
    """The input was refused and nothing was changed; the message is for the terminal."""


def run(work: Callable[[Services], Awaitable[T]]) -> T:
    """Run ``work`` with the services of the environment's settings.

    Raises:
        CommandRefused: a rule of the product or of the database was broken.
    """
    try:
        return asyncio.run(_with_services(work))
    except (DomainError, DBAPIError) as raised:
        error = translate(raised)
        reasons = "；".join(field.message for field in error.fields)
        raise CommandRefused(f"{error.title}{'：' if reasons else ''}{reasons}") from raised


async def _with_services(work: Callable[[Services], Awaitable[T]]) -> T:
    services = wiring.build_services(load_settings())
    try:
        return await work(services)
    finally:
        await wiring.close(services)
