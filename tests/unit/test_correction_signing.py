"""The text that phones sign, its vectors, and keys of both algorithms."""

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from app.correction.check_ins.canonical import milliseconds
from app.correction.check_ins.challenges import is_nonce, nonce_of, phrase_of
from app.correction.check_ins.keys import KeyRefused, from_base64url, normal_key, verifier
from app.correction.check_ins.schemas import CheckInCreate
from app.correction.enums import KeyAlgorithm
from app.correction.ids import EPOCH, time_of, timed_id
from app.kernel.vault import Vault

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "docs" / "check-in-signing-vectors.json").read_text(encoding="utf-8")
)
VAULT = Vault({"k": b"k" * 32}, b"i" * 32)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_text_of_an_attempt_is_that_of_the_published_vector(vector: dict[str, Any]) -> None:
    text = CheckInCreate.model_validate(vector["attempt"]).signed_text()
    assert text.decode() == vector["text"]
    signature = vector["attempt"].get("signature")
    if signature is not None:
        verify = verifier(KeyAlgorithm.ED25519, from_base64url(vector["public_key"]))
        assert verify(from_base64url(signature["value"]), text)
        assert not verify(from_base64url(signature["value"]), text + b"\n")


def test_p256_keys_and_signatures_are_taken_in_every_form_phones_give() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    key = private.public_key()
    forms = [
        key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint),
        key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    ]
    stored = {normal_key(KeyAlgorithm.P256, form) for form in forms}
    assert len(stored) == 1
    verify = verifier(KeyAlgorithm.P256, stored.pop())
    der = private.sign(b"text", ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(der)
    raw = r.to_bytes(32) + s.to_bytes(32)
    assert verify(der, b"text")
    assert verify(raw, b"text")
    assert not verify(raw, b"other")
    assert not verify(b"", b"text")


def test_what_is_no_key_is_refused() -> None:
    wrong_curve = ec.generate_private_key(ec.SECP384R1()).public_key()
    der = wrong_curve.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for algorithm, given_bytes in (
        (KeyAlgorithm.ED25519, b"short"),
        (KeyAlgorithm.P256, b"\x04" + b"\x01" * 64),
        (KeyAlgorithm.P256, der),
        (KeyAlgorithm.P256, b"0junk"),
    ):
        with pytest.raises(KeyRefused):
            normal_key(algorithm, given_bytes)
    with pytest.raises(KeyRefused):
        from_base64url("not base64!")
    ed25519 = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert normal_key(KeyAlgorithm.ED25519, ed25519) == ed25519
    assert from_base64url(base64.urlsafe_b64encode(ed25519).decode()) == ed25519


@given(st.uuids(), st.uuids(), st.uuids())
def test_a_nonce_is_that_of_one_window_and_one_person(duty_id: UUID, person_id: UUID, other: UUID) -> None:
    nonce = nonce_of(VAULT, duty_id, person_id)
    assert is_nonce(VAULT, nonce, duty_id, person_id)
    assert is_nonce(VAULT, nonce, duty_id, other) is (other == person_id)
    assert is_nonce(VAULT, nonce, other, person_id) is (other == duty_id)
    assert (len(nonce), len(phrase_of(VAULT, duty_id, person_id))) == (22, 6)


@given(st.integers(0, 7_000_000_000_000_000).map(lambda us: EPOCH + timedelta(microseconds=us)), st.uuids())
def test_an_attempts_id_says_when_it_was_made_to_the_millisecond(moment: datetime, person_id: UUID) -> None:
    identifier = timed_id(moment, person_id, "attempt")
    assert identifier == timed_id(moment, person_id, "attempt")
    assert moment - time_of(identifier) < timedelta(milliseconds=1)
    assert milliseconds(moment) == milliseconds(time_of(identifier))
