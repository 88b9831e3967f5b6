"""Structured logs, request ids and metrics. A log line carries ids; never a token, number or statement."""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kernel.database import new_id
from app.kernel.problems import respond, translate

REQUESTS = Counter("yjt_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("yjt_http_request_seconds", "Time to answer", ["method", "route"])
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})
COUNTED = "yijiantong.counted"
"""In the scope of a request whose success is only counted: the row it wrote says more than a line could."""


def configure_logging(*, as_json: bool) -> None:
    """One line an event on standard error: JSON for machines, aligned text for people."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING)


class Observer:
    """ASGI middleware: gives the request an id, logs one line about it, counts it by route template.

    What nothing below caught is answered here, so that every log line about it carries the id.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._log = structlog.get_logger("yjt.request").bind()
        self._meters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _given_id(scope) or new_id().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status, answering = 500, False
        began = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                answering = True
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception as error:
            if answering:
                raise
            await respond(Request(scope), translate(error))(scope, receive, send_with_id)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = str(getattr(scope.get("route"), "path", "unmatched"))
        method: str = scope["method"]
        requests, took = self._meters_of(method, route, status)
        requests.inc()
        took.observe(seconds)
        if scope["path"] not in QUIET and not (COUNTED in scope and status < 300):
            self._log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))

    def _meters_of(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The meters of one kind of answer, looked up under the library's locks once only."""
        key = (method, route, status)
        if key not in self._meters:
            self._meters[key] = REQUESTS.labels(method, route, str(status)), SECONDS.labels(method, route)
        return self._meters[key]


def _given_id(scope: MutableMapping[str, Any]) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and REQUEST_ID.match(text := value.decode("latin-1")):
            return text
    return None
