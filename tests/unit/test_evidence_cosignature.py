"""Countersignatures of witnesses: the form others use, and nothing else passes for one."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.custody.checkpoint import BadCheckpoint, Checkpoint, Fault, SigningKey
from app.evidence.custody.cosignature import cosign, read_answer, verify_cosignatures, witness_key

AT = datetime(2026, 5, 6, 8, 30, 12, tzinfo=UTC)
LOG = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), "log.example/custody")
WITNESS = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), "witness.example/w1")
VKEY = witness_key(WITNESS).text()
BODY = Checkpoint(LOG.name, 41, bytes(range(32))).body()
NOTE = LOG.sign(BODY)
LINE = cosign(WITNESS, BODY, at=AT)


def fault_of(note: str, vkey: str = VKEY) -> Fault:
    with pytest.raises(BadCheckpoint) as raised:
        verify_cosignatures(note, [vkey])
    return raised.value.reason


def test_line_reads_as_the_specification_shows_it() -> None:
    """Key id, 8 bytes of time, 64 of signature over two lines and the body, computed here by hand."""
    name, encoded = LINE.removeprefix("\u2014 ").split(" ")
    data = base64.b64decode(encoded)
    assert name == "witness.example/w1"
    assert LINE.endswith("\n")
    assert len(data) == 4 + 8 + 64
    assert int.from_bytes(data[4:12], "big") == int(AT.timestamp())
    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{BODY}".encode()
    Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))).public_key().verify(data[12:], message)


def test_says_who_and_when() -> None:
    (found,) = verify_cosignatures(NOTE + LINE, [VKEY])
    assert (found.witness, found.name, found.at, found.line) == (VKEY, "witness.example/w1", AT, LINE)


def test_passes_over_strangers() -> None:
    stranger = SigningKey(Ed25519PrivateKey.generate(), "stranger.example/w")
    assert verify_cosignatures(NOTE + cosign(stranger, BODY, at=AT), [VKEY]) == []
    assert verify_cosignatures(NOTE, [VKEY]) == []


def test_refuses_a_countersignature_of_another_head() -> None:
    other = cosign(WITNESS, Checkpoint(LOG.name, 42, bytes(32)).body(), at=AT)
    assert fault_of(NOTE + other) is Fault.WRONG_SIGNATURE


def test_refuses_a_log_key_where_a_witness_key_belongs() -> None:
    assert fault_of(NOTE + LINE, LOG.verifier) is Fault.KEY_FORM


def test_a_logs_own_signature_does_not_pass_for_a_countersignature() -> None:
    key = witness_key(LOG).text()
    assert verify_cosignatures(NOTE, [key]) == []


def test_answer_of_a_witness_holds_its_line_and_perhaps_others() -> None:
    stranger = SigningKey(Ed25519PrivateKey.generate(), "stranger.example/w")
    answer = cosign(stranger, BODY, at=AT) + LINE
    assert read_answer(BODY, answer, VKEY).line == LINE
    for junk in ("", "\n", "<html>", cosign(stranger, BODY, at=AT), LINE.strip(), f"\n{LINE}"):
        with pytest.raises(BadCheckpoint):
            read_answer(BODY, junk, VKEY)


@given(st.integers(0, 75), st.integers(0, 7))
def test_refuses_every_flipped_bit(place: int, bit: int) -> None:
    """A flipped key id makes it a stranger's; everything else is wrong."""
    name, encoded = LINE.removeprefix("\u2014 ").split(" ")
    data = bytearray(base64.b64decode(encoded))
    data[place] ^= 1 << bit
    note = f"{NOTE}\u2014 {name} {base64.b64encode(bytes(data)).decode()}\n"
    if place < 4:
        assert verify_cosignatures(note, [VKEY]) == []
    else:
        assert fault_of(note) is Fault.WRONG_SIGNATURE
