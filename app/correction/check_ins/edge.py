"""The check-in over HTTP without the framework's dependencies: one parse, one write, one answer.

The route and the shortcut past it (:mod:`app.kernel.shortcut`) end here. Tokens that were verified are kept until
they expire; whether their log-in still holds is asked by the statement that writes.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.correction.check_ins.answers import Answer
from app.correction.check_ins.arriving import Arrivals, NotAdmitted
from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.check_ins.devices.challenging import current_challenge
from app.correction.check_ins.errors import BadSignature, ClockWrong
from app.correction.check_ins.judging import sent
from app.correction.check_ins.schemas import CheckInCreate
from app.identity.authentication import Identity
from app.identity.tokens import AccessClaims, TokenRefused
from app.kernel import access
from app.kernel.access import Action
from app.kernel.errors import Forbidden, Unauthenticated, Unavailable
from app.kernel.guard import Authenticate
from app.kernel.http import TransactionalRoute
from app.kernel.observe import COUNTED
from app.kernel.shortcut import header, read_body

PATH = "/api/v1/correction/check-ins"
CHALLENGE_PATH = "/api/v1/correction/me/challenge"
MOST_TOKENS = 20_000
FIXED_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


class CheckInRoute(TransactionalRoute):
    """The route of the check-in; its parameters are there for the document and the guard."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def handle(request: Request) -> Response:
            answer = await _take(request.scope, await request.body())
            headers = {name.decode(): value.decode() for name, value in _headers(answer)}
            return Response(answer.body, status_code=201, headers=headers)

        return handle


def shortcut(route: BaseRoute) -> ASGIApp:
    """The handler past the routing; log, metrics and guards know the request by its route all the same."""

    async def take_check_in(scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = route
        scope[COUNTED] = True
        answer = await _take(scope, await read_body(receive))
        headers = _headers(answer)
        headers.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return take_check_in


async def _take(scope: Scope, raw: bytes) -> Answer:
    state = scope["app"].state
    arrivals = cast(Arrivals, state.check_ins)
    claims = _claims(cast(Identity, state.identity), arrivals.tokens, header(scope, b"authorization"))
    try:
        body = CheckInCreate.model_validate_json(raw)
    except ValidationError as error:
        await _admitted(scope)
        raise _as_request_error(error) from None
    at: datetime = state.clock.now()
    is_own = body.borrowed is None
    try:
        came = sent(
            body,
            person_id=claims.person_id,
            login_id=claims.session_id,
            received_at=at,
            channel=CheckInChannel.PHONE if is_own else CheckInChannel.HELPER,
            recorded_by=None if is_own else claims.person_id,
        )
        return await arrivals.take(came)
    except NotAdmitted:
        await _admitted(scope)
        raise Unavailable() from None
    except (ClockWrong, BadSignature):
        await _admitted(scope)
        await arrivals.note_unusable(claims.person_id, body.challenge, at=at)
        raise
    except Exception:
        await _admitted(scope)  # who may not be here is told that alone
        raise


def challenge_shortcut(route: BaseRoute) -> ASGIApp:
    """Whoever checks in asks for the challenge first: as often, and so by one read without the framework."""

    async def give_challenge(scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = route
        scope[COUNTED] = True
        state = scope["app"].state
        arrivals = cast(Arrivals, state.check_ins)
        identity = cast(Identity, state.identity)
        claims = _claims(identity, arrivals.tokens, header(scope, b"authorization"))
        at: datetime = state.clock.now()
        found = await arrivals.reader.challenge(
            state.vault, claims.person_id, claims.session_id, system_now=identity.clock.now(), at=at
        )
        if found is None:
            await _admitted(scope)
            async with arrivals.database.session() as session:
                found = await current_challenge(session, arrivals.vault, claims.person_id, at=at)
        body = found.model_dump_json().encode()
        headers = [*FIXED_HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return give_challenge


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [*FIXED_HEADERS, (b"location", answer.location.encode())]


def _claims(identity: Identity, tokens: dict[str, AccessClaims], given: str | None) -> AccessClaims:
    """What the caller's token says, verified once.

    Raises:
        Unauthenticated: no token.
        TokenRefused: not one of ours, or over.
    """
    if given is None:
        raise Unauthenticated()
    now = identity.clock.now()
    known = tokens.get(given)
    if known is not None and now < known.expires_at:
        return known
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused()
    claims = identity.tokens.verify(token.strip(), at=now)
    tokens.pop(given, None)
    while len(tokens) >= MOST_TOKENS:
        del tokens[next(iter(tokens))]
    tokens[given] = claims
    return claims


async def _admitted(scope: Scope) -> None:
    """The full check of the caller, for whoever is to be told that something is wrong.

    Raises:
        Unauthenticated: the log-in does not hold.
        Forbidden: no subject.
    """
    request = Request(scope)
    authenticate = cast(Authenticate, request.app.state.authenticate)
    actor = await authenticate(request)
    if not access.can(actor, Action.CHECK_IN):
        raise Forbidden()


def _as_request_error(error: ValidationError) -> RequestValidationError:
    found = error.errors(include_url=False, include_input=False)
    return RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found])
