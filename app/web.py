"""Where the pages served at ``/`` come from: the mini-program's H5 build, else a page that says what runs."""

from pathlib import Path

from app.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent
H5_BUILD = REPOSITORY / "miniprogram" / "dist" / "build" / "h5"
PLAIN_PAGE = Path(__file__).resolve().parent / "static"


def root(settings: Settings) -> Path:
    """The directory to serve: the configured one, the H5 build if it was made, the plain page otherwise."""
    if settings.web_root is not None:
        return settings.web_root
    return H5_BUILD if (H5_BUILD / "index.html").is_file() else PLAIN_PAGE
