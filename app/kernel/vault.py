"""Field encryption with key rotation, and blind indexes for looking sealed values up.

A sealed value is ``v1.<kid>.<base64url(nonce ‖ ciphertext ‖ tag)>`` under AES-256-GCM (NIST SP 800-38D);
the context (``table.column``) is bound as associated data, so a value moved to another column does not
open. A blind index is HMAC-SHA-256 over the context and the normalised value with a key of its own.
"""

import base64
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
NONCE_BYTES = 12


class SealBroken(Exception):
    """The value was altered, belongs to another column, or its key is gone."""


class Vault:
    """Seals, opens and indexes personal fields.

    Args:
        keys: key ring by key id, 32 bytes each; the first seals, all open.
        index_key: key of the blind indexes, 32 bytes or more.
    """

    def __init__(self, keys: dict[str, bytes], index_key: bytes) -> None:
        if not keys:
            raise ValueError("a vault needs a key")
        self._ciphers = {kid: AESGCM(key) for kid, key in keys.items()}
        self._current = next(iter(keys))
        self._index_key = index_key

    def seal(self, plaintext: str, context: str) -> str:
        """Encrypt with the current key, bound to ``context``."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, plaintext.encode(), context.encode())
        return f"{VERSION}.{self._current}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, context: str) -> str:
        """Decrypt.

        Raises:
            SealBroken: altered, from another context, or sealed with a key not in the ring.
        """
        version, _, rest = sealed.partition(".")
        kid, _, body = rest.partition(".")
        cipher = self._ciphers.get(kid)
        if version != VERSION or cipher is None:
            raise SealBroken(f"no key {kid!r} for {context}")
        try:
            raw = base64.b64decode(body, altchars=b"-_", validate=True)
            if base64.urlsafe_b64encode(raw).decode() != body:
                raise SealBroken(context)
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken(context) from error

    @property
    def current_prefix(self) -> str:
        """What every value sealed with the current key begins with."""
        return f"{VERSION}.{self._current}."

    def index(self, value: str, context: str) -> bytes:
        """The 32-byte blind index of a normalised value."""
        message = context.encode() + b"\x00" + value.encode()
        return hmac.digest(self._index_key, message, "sha256")
