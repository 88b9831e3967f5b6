"""Turns every failure of a request into a problem document; nothing of the API leaves as HTML or a bare string."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import cast

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException

from app.kernel.errors import DomainError, FieldError, Invalid, NotFound, Unavailable, error_of_constraint

logger = structlog.get_logger(__name__)

MESSAGES = {
    "missing": "这一项必须填写",
    "string_too_short": "至少要 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "格式不对",
    "string_type": "应该是文字",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "int_from_float": "必须是整数",
    "int_parsing": "必须是整数",
    "int_type": "必须是整数",
    "bool_parsing": "只能填是或否",
    "bool_type": "只能填是或否",
    "finite_number": "必须是普通数字",
    "enum": "不在可选范围内",
    "literal_error": "不在可选范围内",
    "uuid_parsing": "编号格式不对",
    "date_from_datetime_parsing": "没有这一天，或者格式不对；日期应写成 2026-01-31 这样",
    "date_from_datetime_inexact": "日期应写成 2026-01-31 这样",
    "date_parsing": "没有这一天，或者格式不对；日期应写成 2026-01-31 这样",
    "datetime_parsing": "没有这个时间，或者格式不对；应写成 2026-01-31T09:00:00+08:00 这样",
    "datetime_from_date_parsing": "没有这个时间，或者格式不对；应写成 2026-01-31T09:00:00+08:00 这样",
    "datetime_type": "时间应写成 2026-01-31T09:00:00+08:00 这样",
    "date_type": "日期应写成 2026-01-31 这样",
    "extra_forbidden": "没有这一项，请去掉",
    "json_invalid": "内容读不出来，应为 JSON",
    "too_short": "至少要 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "timezone_aware": "时间要带时区",
}
WITHOUT = r"^[^\x00"
"""How patterns begin that only say which characters a text may not have."""
CONNECTION_LOST = re.compile(r"Connection|CannotConnectNow|AdminShutdown|CrashShutdown|Interface")
"""Names of asyncpg's errors that mean the server went away or is not up yet."""


class MethodNotAllowed(DomainError):
    status = 405
    code = "method_not_allowed"
    title = "不支持这种操作"


def respond(request: Request, error: DomainError) -> JSONResponse:
    """The problem document as ``application/problem+json``."""
    return JSONResponse(
        error.problem(request.url.path),
        status_code=error.status,
        headers=error.headers(),
        media_type="application/problem+json",
    )


def field_errors(error: RequestValidationError) -> list[FieldError]:
    """Validation errors as dotted paths with a stable rule and a Chinese message."""
    found: list[FieldError] = []
    for item in error.errors():
        location: Sequence[object] = item["loc"]
        rule: str = item["type"]
        path = ".".join(str(part) for part in location[1:]) or str(location[0])
        found.append(
            FieldError("body" if rule == "json_invalid" else path, rule, _message(rule, item.get("ctx", {})))
        )
    return found


def _message(rule: str, context: Mapping[str, object]) -> str:
    """What a person reads about one broken rule, with its bound; a rule of our own brings its own words."""
    if rule == "value_error":
        return str(context["error"])
    if rule == "string_pattern_mismatch" and str(context.get("pattern", "")).startswith(WITHOUT):
        return "里面有看不见的控制字符，请删掉后重新输入"
    return MESSAGES.get(rule, "内容不符合要求").format_map(context)


def from_database(error: DBAPIError) -> DomainError:
    """A database failure: a broken rule by its constraint's name, a value no column can hold (a NUL character,
    a forged cursor) as invalid input, otherwise "try again"."""
    if isinstance(error, IntegrityError):
        cause = getattr(error.orig, "__cause__", None)
        name: str | None = getattr(cause, "constraint_name", None)
        logger.info("constraint violated", constraint=name)
        return error_of_constraint(name)()
    origin = cast(object, getattr(error.orig, "__cause__", None))
    if isinstance(origin, asyncpg.DataError):
        logger.warning("database refused a value", error=type(origin).__name__, statement=error.statement)
        return Invalid()
    cause = type(origin).__name__
    lost = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    if lost or CONNECTION_LOST.search(cause):
        logger.warning("database unavailable", error=cause)
        return Unavailable()
    logger.error("database error", exc_info=error)
    return DomainError()


def translate(error: Exception) -> DomainError:
    """Any exception as the DomainError a client is told."""
    match error:
        case DomainError():
            told = error
        case RequestValidationError():
            told = Invalid(fields=field_errors(error))
        case HTTPException(status_code=404):
            told = NotFound()
        case HTTPException(status_code=405):
            told = MethodNotAllowed()
        case HTTPException(status_code=400):
            told = Invalid("请求的内容读不出来，应为 JSON")
        case DBAPIError():
            told = from_database(error)
        case TimeoutError() | OSError():
            logger.warning("dependency unavailable", error=type(error).__name__)
            told = Unavailable()
        case _:
            logger.error("unhandled", exc_info=error)
            told = DomainError()
    return told


def install(app: FastAPI) -> None:
    """Route the failures the framework hands over through :func:`translate`; the observer takes the rest."""

    async def handle(request: Request, error: Exception) -> JSONResponse:
        return respond(request, translate(error))

    handler: Callable[[Request, Exception], Awaitable[JSONResponse]] = handle
    for kind in (
        DomainError,
        RequestValidationError,
        HTTPException,
        DBAPIError,
        TimeoutError,
        OSError,
    ):
        app.add_exception_handler(kind, handler)
