"""Other bureaus: those that countersign our heads, and those whose heads we countersign, as settings name them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.evidence.custody.checkpoint import ED25519, BadCheckpoint, VerifierKey, parse_key
from app.evidence.custody.cosignature import COSIGNATURE
from app.settings import LOOPBACK, Settings, SettingsError

LONGEST_KEY = 200
"""Characters of a ``vkey``; the column holds no more."""
ADD = "add-checkpoint"


@dataclass(frozen=True, slots=True)
class Witness:
    """Who countersigns our heads: its key, and the address that heads are sent to."""

    key: VerifierKey
    url: str

    @property
    def vkey(self) -> str:
        """Its key as receipts carry it."""
        return self.key.text()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``witnesses`` countersign our heads; we countersign those of the ``logs`` (keys by origin)."""

    witnesses: tuple[Witness, ...]
    logs: dict[str, list[str]]

    @property
    def witness_keys(self) -> list[str]:
        """Keys of our witnesses, for receipts."""
        return [each.vkey for each in self.witnesses]


def build_neighbours(settings: Settings) -> Neighbours:
    """What settings say of other bureaus.

    Raises:
        SettingsError: a key or an address is malformed; the message names the variable.
    """
    return Neighbours(_witnesses(settings), _logs(settings))


def _witnesses(settings: Settings) -> tuple[Witness, ...]:
    """Pairs of key and submission prefix, separated by commas or lines."""
    found: list[Witness] = []
    for pair in settings.ledger_witnesses.replace("\n", ",").split(","):
        if not pair.strip():
            continue
        text, _, url = pair.strip().partition(" ")
        key = _key(text, COSIGNATURE, "YJT_LEDGER_WITNESSES")
        parts = urlsplit(url.strip())
        is_private = parts.scheme == "https" or parts.hostname in LOOPBACK or settings.is_movable
        if parts.scheme not in ("http", "https") or not parts.hostname or not is_private:
            raise SettingsError(f"YJT_LEDGER_WITNESSES: {key.name} needs the URL of a server, with https://")
        found.append(Witness(key, f"{url.strip().rstrip('/')}/{ADD}"))
    if len({each.vkey for each in found}) < len(found):
        raise SettingsError("YJT_LEDGER_WITNESSES: one witness is named twice")
    return tuple(found)


def _logs(settings: Settings) -> dict[str, list[str]]:
    """Keys of logs by origin; several keys of one origin are its present and former ones."""
    logs: dict[str, list[str]] = {}
    for text in settings.witnessed_logs.replace(",", " ").split():
        key = _key(text, ED25519, "YJT_WITNESSED_LOGS")
        logs.setdefault(key.name, []).append(text)
    return logs


def _key(text: str, algorithm: int, setting: str) -> VerifierKey:
    try:
        key = parse_key(text)
    except BadCheckpoint as error:
        raise SettingsError(f"{setting}: {text!r} is {error}") from error
    if key.algorithm != algorithm or len(text) > LONGEST_KEY:
        kind = "a witness" if algorithm == COSIGNATURE else "a log"
        raise SettingsError(f"{setting}: {text!r} is no key of {kind}, or too long")
    return key
