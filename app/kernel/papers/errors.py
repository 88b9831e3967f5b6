"""What can go wrong with a paper, in plain Chinese."""

from collections.abc import Sequence

from app.kernel.errors import DomainError, FieldError, Invalid, Unavailable


class TemplateFailed(Invalid):
    """The template does not make a PDF of this data; ``line`` counts from 1 in the template's own text."""

    code = "template_failed"
    title = "文书模板有错误，没有生成文书"

    def __init__(self, message: str, *, line: int | None = None, fields: Sequence[FieldError] = ()) -> None:
        told = f"第 {line} 行：{message}" if line else message
        super().__init__(told, fields=fields, message=message, line=line)
        self.message = message
        self.line = line


class RendererUnavailable(Unavailable):
    """The process that makes PDFs could not be started; the same request may succeed later."""

    code = "renderer_unavailable"
    title = "暂时不能生成文书，请稍后再试"


class SealMissing(DomainError):
    """This installation has no key and certificate to seal papers with."""

    status = 503
    code = "seal_missing"
    title = "还没有配置电子签章的密钥和证书，不能出具文书"
