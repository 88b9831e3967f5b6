"""The keys of the ledger: the one that signs its heads now, and those that did before."""

from dataclasses import dataclass

from app.evidence.custody.checkpoint import ED25519, BadCheckpoint, KeyUnusable, SigningKey, parse_key
from app.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class LedgerKeys:
    """What signs, and by what everybody verifies.

    Attributes:
        name: origin of the log, which is the name of its keys.
        signing: none where settings name none, which only the demo and tests may; nothing is sequenced then.
        former: verifier keys (``vkey``) that signed older heads; they stay valid for those.
    """

    name: str
    signing: SigningKey | None
    former: tuple[str, ...] = ()

    @property
    def log(self) -> list[str]:
        """Verifier keys of the log, the present one first."""
        present = [self.signing.verifier] if self.signing else []
        return [*present, *(key for key in self.former if key not in present)]


def build_ledger_keys(settings: Settings) -> LedgerKeys:
    """The keys that settings name.

    Raises:
        SettingsError: one cannot be read; the message names the variable.
    """
    signing = None
    if settings.ledger_key_file is not None:
        try:
            signing = SigningKey.from_pem(settings.ledger_key_file, settings.ledger_name)
        except KeyUnusable as error:
            raise SettingsError(f"YJT_LEDGER_KEY_FILE: {error}") from error
    return LedgerKeys(settings.ledger_name, signing, _former(settings))


def _former(settings: Settings) -> tuple[str, ...]:
    """Verifier keys separated by commas or spaces."""
    keys = settings.ledger_former_keys.replace(",", " ").split()
    for text in keys:
        try:
            key = parse_key(text)
        except BadCheckpoint as error:
            raise SettingsError(f"YJT_LEDGER_FORMER_KEYS: {text!r} is {error}") from error
        if key.algorithm != ED25519:
            raise SettingsError(f"YJT_LEDGER_FORMER_KEYS: {text!r} is no key of a log")
    return tuple(keys)
