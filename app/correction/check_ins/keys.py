"""Phones' public keys: read, refused if they are none, and what they signed. Pure.

Ed25519 (RFC 8032): 32 bytes. P-256: ECDSA with SHA-256 (FIPS 186-5), the point as SEC 1 (33 or 65 bytes) or as
SubjectPublicKeyInfo in DER; a signature is DER or the 64 bytes ``r ‖ s`` of WebCrypto.
"""

import base64
import binascii
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from app.correction.enums import KeyAlgorithm

RAW_BYTES = 64
_ECDSA = ec.ECDSA(hashes.SHA256())

Verify = Callable[[bytes, bytes], bool]
"""Whether a signature (first) is of a message (second)."""


class KeyRefused(ValueError):
    """The bytes are no key of the algorithm."""


def normal_key(algorithm: KeyAlgorithm, given: bytes) -> bytes:
    """The key in the one form that is stored: 32 bytes, or the point uncompressed.

    Raises:
        KeyRefused: not a key of this algorithm.
    """
    try:
        if algorithm is KeyAlgorithm.ED25519:
            return Ed25519PublicKey.from_public_bytes(given).public_bytes_raw()
        return _p256(given).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyRefused(str(error)) from error


def verifier(algorithm: KeyAlgorithm, key: bytes) -> Verify:
    """The check of one stored key, loaded once."""
    if algorithm is KeyAlgorithm.ED25519:
        ed25519 = Ed25519PublicKey.from_public_bytes(key)

        def is_ed25519(signature: bytes, message: bytes) -> bool:
            try:
                ed25519.verify(signature, message)
            except InvalidSignature:
                return False
            return True

        return is_ed25519
    p256 = _p256(key)

    def is_p256(signature: bytes, message: bytes) -> bool:
        try:
            p256.verify(_der(signature), message, _ECDSA)
        except (InvalidSignature, ValueError):
            return False
        return True

    return is_p256


def from_base64url(value: str) -> bytes:
    """Bytes of base64url, with or without padding.

    Raises:
        KeyRefused: it is not base64url.
    """
    try:
        return base64.b64decode(
            value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError) as error:
        raise KeyRefused("not base64url") from error


def _p256(given: bytes) -> ec.EllipticCurvePublicKey:
    if given[:1] == b"\x30":
        loaded = load_der_public_key(given)
        if not isinstance(loaded, ec.EllipticCurvePublicKey) or not isinstance(loaded.curve, ec.SECP256R1):
            raise ValueError("not a key on P-256")
        return loaded
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), given)


def _der(signature: bytes) -> bytes:
    if len(signature) != RAW_BYTES:
        return signature
    half = RAW_BYTES // 2
    return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
