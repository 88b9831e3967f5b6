"""Whether migrations and demo data have to be looked at: loading the whole application only to find nothing to do
would double the time of every start after the first."""

import hashlib
from pathlib import Path

from app.launch.installation import REPOSITORY

_SOURCES = ("alembic/versions", "app")


def fingerprint(database: str) -> str:
    """Changes with the code of migrations and application, and with the database (`database` tells it apart)."""
    digest = hashlib.sha256(database.encode())
    for source in _SOURCES:
        for path in sorted((REPOSITORY / source).rglob("*.py")):
            digest.update(str(path.relative_to(REPOSITORY)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Prepared:
    """Remembers for which code and database preparing succeeded, in one file."""

    def __init__(self, note: Path, database: str | None) -> None:
        """`database=None`: one of somebody else's, which may have changed behind our back."""
        self._note = note
        self._fingerprint = fingerprint(database) if database else None

    def __bool__(self) -> bool:
        try:
            known = self._note.read_text(encoding="utf-8")
        except OSError:
            return False
        return known == self._fingerprint

    def forget(self) -> None:
        """Before preparing: an interrupted one counts as none."""
        self._note.unlink(missing_ok=True)

    def remember(self) -> None:
        """After preparing succeeded."""
        if self._fingerprint:
            self._note.write_text(self._fingerprint, encoding="utf-8")
