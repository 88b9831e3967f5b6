"""The one error a launcher shows: a sentence for the person at the terminal, no traceback."""

from pathlib import Path


class LaunchError(Exception):
    """Something could not be started. The message is shown as it is; `log` names a file worth reading."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log

    def tail(self, lines: int = 15) -> str:
        """The last lines of the log, or an empty string."""
        return log_tail(self.log, lines) if self.log else ""


class AlreadyRunning(LaunchError):
    """Another live process owns the same data directory. `owner` is its pid as text."""

    def __init__(self, message: str, *, owner: str = "unknown") -> None:
        super().__init__(message)
        self.owner = owner


def log_tail(path: Path, lines: int = 15) -> str:
    """The end of a log file without reading the whole of it (at most its last 16 KiB)."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 16_384))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
