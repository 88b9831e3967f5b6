"""The pages: what is served at ``/``, the API's own at ``/docs``, and what either may load and run.

``/`` is the mini-program's H5 build, else a page that says what runs; ``/verify`` checks receipts of evidence in
the visitor's own browser. Nothing is loaded from another host except files of a case from object storage and the
tiles of a map, where an installation names one.

A build leaves compressed copies beside its files (``main.js.br``, ``main.js.gz``). Names of assets carry a hash of
what is in them, so that a phone keeps them for good; everything else it asks for again, and is told if it changed.
"""

import base64
import hashlib
import mimetypes
import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import fastapi_swagger.resources
from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from app.kernel.compression import accepts
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

CODINGS = {"br": ".br", "gzip": ".gz"}
"""Content codings of copies that a build leaves beside its files, smallest first, by their suffix."""
HASHED = re.compile(r"/assets/[^/]+[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+$")
FOR_GOOD = "public, max-age=31536000, immutable"

docs_router = APIRouter()


def root(settings: Settings) -> Path:
    """The directory to serve: the configured one, the H5 build if it was made, the plain page otherwise."""
    if settings.web_root is not None:
        return settings.web_root
    return H5_BUILD if (H5_BUILD / "index.html").is_file() else PLAIN_PAGE


def content_security_policy(html: str, storage: str | None, tiles: str | None = None) -> str:
    """What a page may load: its own host, files from ``storage``, and of inline scripts only those it has itself.

    Styles may be inline: both Swagger UI and uni-app set them, and they run nothing. Icons' fonts stand in the
    style sheet; a picture, film or recording just made on the phone is a ``blob:`` of the page's own.

    Args:
        html: the page, whose inline scripts are let run by their hashes.
        storage: URL that browsers reach object storage by; none for a page that has no business there.
        tiles: source of the map's pictures (:attr:`app.settings.Settings.map_tiles_source`).
    """
    files = _origin(storage) if storage else "'self'"
    pictures = f"{files} {tiles}" if tiles else files
    scripts = " ".join(["'self'", *(_hash(script) for script in INLINE_SCRIPT.findall(html))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        f"img-src 'self' data: blob: {pictures}; media-src 'self' blob: {files}; "
        f"connect-src 'self' blob: {files}; frame-src {files}; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class Pages(StaticFiles):
    """Static files, each under a policy of what it may load and use; types are never guessed from content."""

    def __init__(self, directory: Path, *, storage: str | None = None, tiles: str | None = None) -> None:
        super().__init__(directory=directory, html=True)
        self._storage, self._tiles = storage, tiles

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        path, asked = str(full_path), Headers(scope=scope)
        copies = _copies(path, stat_result)
        coding = next((each for each in copies if accepts(asked, each)), None)
        response: Response = FileResponse(
            f"{path}{CODINGS[coding]}" if coding else path,
            status_code=status_code,
            stat_result=copies[coding] if coding else stat_result,
            media_type=mimetypes.guess_type(path)[0],
        )
        if coding:
            response.headers["Content-Encoding"] = coding
        if copies:
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOR_GOOD if HASHED.search(path) else "no-cache"
        if self.is_not_modified(response.headers, asked):
            response = NotModifiedResponse(response.headers)
        html = _text(path, stat_result.st_mtime_ns) if path.endswith(".html") else ""
        return _protected(response, content_security_policy(html, self._storage, self._tiles), self._tiles)


def pages(settings: Settings) -> Pages:
    """What is served at ``/``."""
    return Pages(root(settings), storage=_storage(settings), tiles=settings.map_tiles_source)


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
    policy = content_security_policy(bytes(page.body).decode(), _storage(request.app.state.settings))
    return _protected(page, policy)


def swagger_assets() -> StaticFiles:
    """Scripts and styles of the API's pages, from the installed wheel."""
    return StaticFiles(directory=SWAGGER)


def _storage(settings: Settings) -> str:
    return settings.s3_public_endpoint or settings.s3_endpoint


def _origin(url: str) -> str:
    place = urlsplit(url)
    return f"{place.scheme}://{place.netloc}"


def _copies(path: str, plain: os.stat_result) -> dict[str, os.stat_result]:
    """The compressed copies of a file by their content coding, smallest first; an older one is not one."""
    found: dict[str, os.stat_result] = {}
    for coding, suffix in CODINGS.items():
        with suppress(OSError):
            copy = Path(path + suffix).stat()
            if copy.st_mtime_ns >= plain.st_mtime_ns:
                found[coding] = copy
    return found


R = TypeVar("R", bound=Response)


def _protected(response: R, policy: str, tiles: str | None = None) -> R:
    """Say what the page may load and use, and to whom it tells its address: to a map's host at most our name."""
    response.headers["Content-Security-Policy"] = policy
    response.headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=(self)"
    response.headers["Referrer-Policy"] = "strict-origin" if tiles else "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@lru_cache(maxsize=16)
def _text(path: str, changed_ns: int) -> str:
    return Path(path).read_text(encoding="utf-8")
