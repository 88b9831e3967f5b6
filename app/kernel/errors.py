"""Errors a caller can act on, and their translation to RFC 9457 problem details.

Everything below a router raises a :class:`DomainError`. ``title`` is plain Chinese that a resident
understands; ``code`` is stable and for machines; ``fields`` name each offending input and its rule.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class FieldError:
    """One offending input: dotted path, stable rule code, plain-Chinese message."""

    field: str
    rule: str
    message: str


class DomainError(Exception):
    """Base of all errors a client is told about.

    ``commits`` marks the rare error whose point is what was written before it (a failed log-in that is
    counted, a stolen token that revokes its family): the edge commits instead of rolling back.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "系统出错了，请稍后再试"
    commits: ClassVar[bool] = False

    def __init__(
        self,
        detail: str | None = None,
        *,
        fields: Sequence[FieldError] = (),
        retry_after_s: int | None = None,
        **extra: JsonValue,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = tuple(fields)
        self.retry_after_s = retry_after_s
        self.extra = extra

    def problem(self, instance: str | None = None) -> dict[str, JsonValue]:
        """The problem document (RFC 9457), members in reading order."""
        body: dict[str, JsonValue] = {
            "type": f"urn:yijiantong:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            body["detail"] = self.detail
        if instance:
            body["instance"] = instance
        if self.fields:
            body["errors"] = [asdict(field) for field in self.fields]
        return self.extra | body

    def headers(self) -> dict[str, str]:
        """Headers that belong to the answer."""
        return {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}


class Unauthenticated(DomainError):
    """No valid log-in."""

    status = 401
    code = "unauthenticated"
    title = "请先登录"

    def headers(self) -> dict[str, str]:
        return super().headers() | {"WWW-Authenticate": "Bearer"}


class Forbidden(DomainError):
    """The caller's roles do not include this action."""

    status = 403
    code = "forbidden"
    title = "您没有办理这件事的权限"


class NotFound(DomainError):
    """Nothing there, or nothing this caller may know of."""

    status = 404
    code = "not_found"
    title = "没有找到，或者您不能查看"


class Conflict(DomainError):
    """The request does not fit the present state."""

    status = 409
    code = "conflict"
    title = "现在不能这样操作"


class PreconditionFailed(DomainError):
    """Someone else changed it first."""

    status = 412
    code = "precondition_failed"
    title = "内容已被更新，请刷新后再改"


class PreconditionRequired(DomainError):
    """An edit without If-Match would overwrite blindly."""

    status = 428
    code = "precondition_required"
    title = "请先刷新再修改"


class Invalid(DomainError):
    """The input breaks a rule."""

    status = 422
    code = "invalid"
    title = "填写的内容有问题，请按提示修改"


class TooManyRequests(DomainError):
    """Slow down."""

    status = 429
    code = "too_many_requests"
    title = "操作太频繁，请稍等一会儿"


class Unavailable(DomainError):
    """Something we depend on does not answer; the caller may try again unchanged."""

    status = 503
    code = "unavailable"
    title = "系统正忙，您的内容没有丢，请稍后再试"

    def __init__(self, detail: str | None = None, *, retry_after_s: int = 5) -> None:
        super().__init__(detail, retry_after_s=retry_after_s)


_CONSTRAINTS: dict[str, type[DomainError]] = {}


def constraint_error(constraint: str, error: type[DomainError]) -> None:
    """Tell a violated constraint, by name, as ``error``."""
    _CONSTRAINTS[constraint] = error


def error_of_constraint(constraint: str | None) -> type[DomainError]:
    """The error that a violated constraint means; :class:`Conflict` where none was declared."""
    return _CONSTRAINTS.get(constraint or "", Conflict)
