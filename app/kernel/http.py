"""The HTTP edge: one transaction a request, committed before the answer leaves; parameters routers share.

The session lives in the route class, not in a dependency: the answer of an idempotent POST must be stored
in the same transaction as its effect, and only the route has both. A commit that fails reaches the client
as a problem, never after a 2xx.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import idempotency
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.errors import DomainError, FieldError, Invalid, PreconditionRequired
from app.kernel.vault import Vault

LONGEST_VERSION = 9
"""Digits of a version; the column is a 32-bit integer."""


class TransactionalRoute(APIRoute):
    """Opens a session for the request, commits it when the answer is ready, rolls back on an error."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            database: Database = request.app.state.database
            clock: Clock = request.app.state.clock
            async with database.session() as session:
                request.state.session = session
                request.state.at = clock.now()
                try:
                    response = await inner(request)
                    response.headers.setdefault("Cache-Control", "no-store")
                    await idempotency.store_answer(request, session, response)
                    await session.commit()
                except idempotency.Replay as replay:
                    await session.rollback()
                    return replay.response
                except DomainError as error:
                    await (session.commit() if error.commits else session.rollback())
                    raise
                return response

        return handle


def api_router(prefix: str, *tags: str) -> APIRouter:
    """A domain's router; ``main`` mounts it under ``/api/v1``."""
    return APIRouter(prefix=prefix, tags=list(tags), route_class=TransactionalRoute)


async def _session(request: Request) -> AsyncSession:
    return cast(AsyncSession, request.state.session)


async def _now(request: Request) -> datetime:
    return cast(datetime, request.state.at)


async def _vault(request: Request) -> Vault:
    return cast(Vault, request.app.state.vault)


SessionDep = Annotated[AsyncSession, Depends(_session)]
Now = Annotated[datetime, Depends(_now)]
VaultDep = Annotated[Vault, Depends(_vault)]


LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]*$"
"""Text without control characters, which no database column or form can hold, and without those that turn the
order of what follows them round on a printed paper; ``LINES`` allows line breaks.
"""


EARLIEST, LATEST = 1900, 2200
"""Years of an instant that is taken in: what lies beyond cannot be moved between time zones or stored."""


def _storable(at: datetime) -> datetime:
    if not EARLIEST <= at.year < LATEST:
        raise ValueError(f"年份应在 {EARLIEST} 到 {LATEST} 之间，请核对")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_storable)]
"""An instant with its offset that the product can keep."""


class Schema(BaseModel):
    """Base of everything the API takes or gives; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


def example(value: dict[str, Any]) -> ConfigDict:
    """``model_config`` with the example shown in the OpenAPI document and used by the authorisation matrix."""
    return ConfigDict(extra="forbid", from_attributes=True, json_schema_extra={"examples": [value]})


async def _if_match(
    if_match: Annotated[str | None, Header(description='版本号，取自上次读取时的 ETag，例如 "3"')] = None,
) -> int:
    if if_match is None:
        raise PreconditionRequired()
    text = if_match.removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_VERSION):
        raise Invalid(fields=[FieldError("If-Match", "etag", "版本号格式不对")])
    return int(text)


IfMatch = Annotated[int, Depends(_if_match)]
"""The version the caller edited: 428 when absent; compare it and raise ``PreconditionFailed``."""


def etag(response: Response, version: int) -> None:
    """Announce the version of an editable resource (RFC 9110, 8.8.3)."""
    response.headers["ETag"] = f'"{version}"'


def created(response: Response, path: str, identifier: UUID) -> None:
    """Announce where the new resource lives."""
    response.headers["Location"] = f"/api/v1{path}/{identifier}"
