"""One-time challenges: a nonce that belongs to one window of one person, given out only while it is open.

Nothing is stored: the nonce is an HMAC of window and person under the vault's index key, so that whoever asks
again gets the same one, and the window itself, answered once, is what uses it up. The phrase is read out loud
where a person answers by voice.
"""

import base64
import hmac
from uuid import UUID

from app.kernel.vault import Vault

CONTEXT = "check_in.challenge"
NONCE_BYTES = 16
PHRASE_DIGITS = 6
SPOKEN = "零一二三四五六七八九"


def nonce_of(vault: Vault, duty_id: UUID, person_id: UUID) -> str:
    """The nonce of one window for one person: 22 characters of base64url."""
    digest = vault.index(f"{duty_id.hex}{person_id.hex}", CONTEXT)
    return base64.urlsafe_b64encode(digest[:NONCE_BYTES]).rstrip(b"=").decode()


def phrase_of(vault: Vault, duty_id: UUID, person_id: UUID) -> str:
    """The digits to be read out, in Chinese."""
    digest = vault.index(f"{duty_id.hex}{person_id.hex}", CONTEXT)
    return "".join(SPOKEN[byte % 10] for byte in digest[NONCE_BYTES : NONCE_BYTES + PHRASE_DIGITS])


def is_nonce(vault: Vault, given: str, duty_id: UUID, person_id: UUID) -> bool:
    """Whether a nonce is that of the window and person, compared in constant time."""
    return hmac.compare_digest(given.encode(), nonce_of(vault, duty_id, person_id).encode())
