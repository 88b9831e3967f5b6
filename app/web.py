"""The pages: what is served at ``/``, the API's own at ``/docs``, and what either may load and run.

``/`` is the mini-program's H5 build, else a page that says what runs; ``/verify`` checks receipts of evidence in
the visitor's own browser. Nothing is loaded from another host except files of a case from object storage.
"""

import base64
import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import fastapi_swagger.resources
from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.kernel.guard import public
from app.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent
H5_BUILD = REPOSITORY / "miniprogram" / "dist" / "build" / "h5"
PLAIN_PAGE = Path(__file__).resolve().parent / "static" / "plain"
VERIFY_PAGE = Path(__file__).resolve().parent / "static" / "verify"
VERIFY_URL = "/verify"
SWAGGER = Path(next(iter(fastapi_swagger.resources.__path__)))
SWAGGER_URL = "/docs/assets"
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)

docs_router = APIRouter()


def root(settings: Settings) -> Path:
    """The directory to serve: the configured one, the H5 build if it was made, the plain page otherwise."""
    if settings.web_root is not None:
        return settings.web_root
    return H5_BUILD if (H5_BUILD / "index.html").is_file() else PLAIN_PAGE


def content_security_policy(html: str, storage: str | None) -> str:
    """What a page may load: its own host, files from ``storage``, and of inline scripts only those it has itself.

    Styles may be inline: both Swagger UI and uni-app set them, and they run nothing.

    Args:
        html: the page, whose inline scripts are let run by their hashes.
        storage: URL that browsers reach object storage by; none for a page that has no business there.
    """
    place = urlsplit(storage or "")
    files = f"{place.scheme}://{place.netloc}" if storage else "'self'"
    scripts = " ".join(["'self'", *(_hash(script) for script in INLINE_SCRIPT.findall(html))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob: {files}; connect-src 'self' {files}; frame-src {files}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class Pages(StaticFiles):
    """Static files, each under a policy of what it may load; types are never guessed from content."""

    def __init__(self, directory: Path, *, storage: str | None = None) -> None:
        super().__init__(directory=directory, html=True)
        self._storage = storage

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = str(full_path)
        html = _text(path, stat_result.st_mtime_ns) if path.endswith(".html") else ""
        return _protected(response, html, self._storage)


def pages(settings: Settings) -> Pages:
    """What is served at ``/``."""
    return Pages(root(settings), storage=_storage(settings))


def verify_page() -> Pages:
    """The page that checks receipts: it loads nothing from, and sends nothing to, any other host."""
    return Pages(VERIFY_PAGE)


@docs_router.get(
    "/docs", include_in_schema=False, dependencies=[public("the API's documentation holds no personal data")]
)
async def get_docs_page(request: Request) -> HTMLResponse:
    """The API's pages: Swagger UI from this host, which asks no validator elsewhere."""
    page = get_swagger_ui_html(
        openapi_url=str(request.app.openapi_url),
        title=f"{request.app.title} · 接口说明",
        swagger_js_url=f"{SWAGGER_URL}/swagger-ui-bundle.js",
        swagger_css_url=f"{SWAGGER_URL}/swagger-ui.css",
        swagger_favicon_url=f"{SWAGGER_URL}/favicon-32x32.png",
        swagger_ui_parameters={"validatorUrl": None},
    )
    _protected(page, bytes(page.body).decode(), _storage(request.app.state.settings))
    return page


def swagger_assets() -> StaticFiles:
    """Scripts and styles of the API's pages, from the installed wheel."""
    return StaticFiles(directory=SWAGGER)


def _storage(settings: Settings) -> str:
    return settings.s3_public_endpoint or settings.s3_endpoint


def _protected(response: Response, html: str, storage: str | None) -> Response:
    response.headers["Content-Security-Policy"] = content_security_policy(html, storage)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@lru_cache(maxsize=16)
def _text(path: str, changed_ns: int) -> str:
    return Path(path).read_text(encoding="utf-8")
