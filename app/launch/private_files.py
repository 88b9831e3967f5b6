"""Generated secrets: random, one file per installation, readable by its owner alone."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from app.launch.errors import LaunchError


def write_private(path: Path, text: str, *, owner: tuple[int, int] | None = None) -> None:
    """Write a file with mode 0600 in one step: after a crash it is there whole, or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if owner:
        os.chown(partial, *owner)
    partial.rename(path)


def load_or_create(path: Path, create: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Read the secrets of this installation; make those that are missing (also names added by an upgrade).

    Raises LaunchError when the file is damaged: replacing it would make sealed data unreadable for good.
    """
    known: dict[str, str] = {}
    if path.exists():
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        try:
            known = dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise LaunchError(f"{path} is damaged; restore it from a backup (data is sealed with it).") from error
    complete = create() | known
    if complete != known:
        write_private(path, json.dumps(complete, indent=2) + "\n")
    return complete
