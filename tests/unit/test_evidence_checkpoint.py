"""Signed heads as text: the C2SP formats to the letter, and nothing but them."""

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.custody import schemas
from app.evidence.custody.checkpoint import (
    BadCheckpoint,
    Checkpoint,
    Fault,
    KeyUnusable,
    NoteSignature,
    SigningKey,
    VerifierKey,
    parse,
    parse_key,
    verify,
)
from app.evidence.custody.cosignature import verify_cosignatures
from app.kernel.signing_keys import make_signing_key

NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
NEUMANN_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
"""Key, text and signature of the documentation of Go's package ``sumdb/note``, from which C2SP took the format."""
SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
"""The published key of Go's checksum database."""
BEHIND_THE_SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo"
    "+zyWE+xeMcTOAYQ8=\n"
)
"""The example of C2SP ``tlog-checkpoint``."""
ORIGIN = "aid.linan.gov.cn/custody"
HEAD = Checkpoint(ORIGIN, 1234, hashlib.sha256(b"root").digest())


def key(name: str = ORIGIN, seed: bytes = b"now") -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed).digest()), name)


NOTE = key().sign(HEAD.body())
ROOT_LINE = base64.b64encode(HEAD.root_hash).decode()


def fault(note: str, *vkeys: str) -> Fault:
    with pytest.raises(BadCheckpoint) as caught:
        verify(note, vkeys or [key().verifier])
    return caught.value.reason


def test_the_published_note_of_another_implementation_verifies() -> None:
    known = parse_key(NEUMANN)
    assert (known.name, known.algorithm, known.text()) == ("PeterNeumann", 1, NEUMANN)
    data = base64.b64decode(NEUMANN_SIGNATURE)
    line = NoteSignature("PeterNeumann", data[:4], data[4:])
    assert known.made(line)
    assert known.verify_bytes(line.signature, NEUMANN_TEXT.encode())
    assert line.line() == f"— PeterNeumann {NEUMANN_SIGNATURE}\n"
    assert parse_key(SUMDB).text() == SUMDB


def test_the_example_of_the_specification_is_read() -> None:
    head, body, [line] = parse(BEHIND_THE_SOFA)
    assert (head.origin, head.tree_size) == ("example.com/behind-the-sofa", 20852163)
    assert head.body() == body == BEHIND_THE_SOFA.partition("\n\n")[0] + "\n"
    assert body + "\n" + line.line() == BEHIND_THE_SOFA


def test_what_is_signed_verifies_and_reads_back() -> None:
    assert f"{ORIGIN}\n1234\n{ROOT_LINE}\n\n— {ORIGIN} " in NOTE
    assert verify(NOTE, [key().verifier]) == HEAD
    head, body, [line] = parse(NOTE)
    assert (head, body, line.name, len(line.signature)) == (HEAD, HEAD.body(), ORIGIN, 64)
    name_and_key = ORIGIN.encode() + b"\n\x01" + key().public
    assert line.key_id == hashlib.sha256(name_and_key).digest()[:4]


def test_a_head_signed_by_a_former_key_still_verifies() -> None:
    former = key(seed=b"before").sign(HEAD.body())
    assert fault(former) is Fault.UNKNOWN_KEY
    assert verify(former, [key().verifier, key(seed=b"before").verifier]) == HEAD


def test_signatures_of_strangers_are_passed_over() -> None:
    stranger = key("witness.example/one", b"stranger")
    line = stranger.sign(HEAD.body()).rpartition("\n\n")[2]
    assert verify(NOTE + line, [key().verifier]) == HEAD
    same_name = key(seed=b"stranger").sign(HEAD.body()).rpartition("\n\n")[2]
    assert verify(NOTE + same_name, [key().verifier]) == HEAD
    other_kind = NoteSignature(ORIGIN, b"\x00\x01\x02\x03", b"?").line()
    assert verify(NOTE + other_kind, [key().verifier]) == HEAD


def test_a_note_signed_by_strangers_alone_is_refused() -> None:
    assert fault(key(seed=b"stranger").sign(HEAD.body())) is Fault.UNKNOWN_KEY
    assert fault(key("other.example/log").sign(HEAD.body())) is Fault.UNKNOWN_KEY


def test_a_key_of_another_log_does_not_sign_for_this_one() -> None:
    other = key("other.example/log")
    assert fault(other.sign(HEAD.body()), other.verifier) is Fault.UNKNOWN_KEY


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    wrong = key().sign(Checkpoint(ORIGIN, 1235, HEAD.root_hash).body()).rpartition("\n\n")[2]
    assert fault(f"{HEAD.body()}\n{wrong}") is Fault.WRONG_SIGNATURE
    assert fault(NOTE + wrong) is Fault.WRONG_SIGNATURE
    short = NoteSignature(ORIGIN, key().key.key_id, b"short").line()
    assert fault(f"{HEAD.body()}\n{short}") is Fault.WRONG_SIGNATURE


@given(st.integers(0, len(NOTE) - 1), st.sampled_from("0aZ/+=\n — é\x00\ud800"))
@settings(deadline=None, max_examples=400)
def test_no_changed_note_verifies(place: int, character: str) -> None:
    changed = NOTE[:place] + character + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(BadCheckpoint):
            verify(changed, [key().verifier])


@given(st.integers(0, len(NOTE) - 1))
@settings(deadline=None, max_examples=200)
def test_no_shortened_note_verifies(place: int) -> None:
    for changed in (NOTE[:place], NOTE[:place] + NOTE[place + 1 :]):
        with pytest.raises(BadCheckpoint):
            verify(changed, [key().verifier])


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=200)
def test_anything_at_all_is_refused_politely(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        verify(text, [key().verifier])
    with pytest.raises(BadCheckpoint):
        parse_key(text)


def signed(body: str) -> str:
    """A body of any form with a right signature: the form alone must be refused."""
    return key().sign(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"\n1234\n{ROOT_LINE}\n", Fault.ORIGIN),
        (f"{ORIGIN}\n01234\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n+1234\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n-1\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n 1234\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n١٢٣٤\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n1_234\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n9223372036854775808\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n{'9' * 5000}\n{ROOT_LINE}\n", Fault.SIZE),
        (f"{ORIGIN}\n1234\n{ROOT_LINE[:-1]}\n", Fault.ROOT),
        (f"{ORIGIN}\n1234\n{ROOT_LINE} \n", Fault.ROOT),
        (f"{ORIGIN}\n1234\n{base64.b64encode(bytes(31)).decode()}\n", Fault.ROOT),
        (f"{ORIGIN}\n1234\n{HEAD.root_hash.hex()}\n", Fault.ROOT),
        (f"{ORIGIN}\n1234\n{ROOT_LINE}\nmore\n", Fault.FORM),
        (f"{ORIGIN}\n1234\n", Fault.FORM),
        (f"{ORIGIN}\r\n1234\r\n{ROOT_LINE}\r\n", Fault.FORM),
    ],
)
def test_bodies_of_another_form_are_refused_even_when_signed(body: str, reason: Fault) -> None:
    assert fault(signed(body)) is reason


def test_base64_has_one_form() -> None:
    loose = ROOT_LINE[:-2] + chr(ord(ROOT_LINE[-2]) + 1) + "="
    assert base64.b64decode(loose) == HEAD.root_hash, "the last bits are ignored by lenient decoders"
    assert fault(signed(f"{ORIGIN}\n1234\n{loose}\n")) is Fault.ROOT


@pytest.mark.parametrize(
    "line",
    [
        "- aid.linan.gov.cn/custody AAAAAAA=\n",
        "— aid.linan.gov.cn/custody\n",
        "— aid.linan.gov.cn/custody  AAAAAAA=\n",
        "— aid.linan.gov.cn/custody AAAAAA==\n",
        "— aid+linan AAAAAAA=\n",
        "— aid\u00a0linan AAAAAAA=\n",
        "— aid.linan.gov.cn/custody AAAAAAB=\n",
        "nonsense\n",
    ],
)
def test_malformed_signature_lines_spoil_the_note(line: str) -> None:
    assert fault(NOTE + line) is Fault.SIGNATURE_FORM


def test_a_note_has_a_signature_and_an_end() -> None:
    assert fault(HEAD.body()) is Fault.FORM
    assert fault(HEAD.body() + "\n") is Fault.FORM
    assert fault(NOTE.rstrip("\n")) is Fault.FORM
    assert fault(NOTE + "x" * 70_000 + "\n") is Fault.FORM


def test_an_empty_tree_has_size_zero() -> None:
    empty = Checkpoint(ORIGIN, 0, hashlib.sha256().digest())
    assert verify(key().sign(empty.body()), [key().verifier]) == empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+c74f20a3",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("c74f20a3", "C74F20A3"),
        NEUMANN.replace("Peter", "Pet er"),
        NEUMANN + "=",
        NEUMANN[:-4],
    ],
)
def test_malformed_keys_are_refused(text: str) -> None:
    assert fault(NOTE, text) is Fault.KEY_FORM


def test_a_witness_key_is_no_key_of_a_log() -> None:
    assert fault(NOTE, VerifierKey(ORIGIN, 4, key().public).text()) is Fault.KEY_FORM


def test_a_key_comes_from_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(make_signing_key(), encoding="ascii")
    assert verify(
        SigningKey.from_pem(file, ORIGIN).sign(HEAD.body()), [SigningKey.from_pem(file, ORIGIN).verifier]
    )
    curve = generate_private_key(SECP256R1())
    file.write_bytes(curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyUnusable, match="not an Ed25519 key"):
        SigningKey.from_pem(file, ORIGIN)
    file.write_text("nonsense", encoding="ascii")
    with pytest.raises(KeyUnusable, match="key"):
        SigningKey.from_pem(file, ORIGIN)
    with pytest.raises(KeyUnusable, match="nowhere"):
        SigningKey.from_pem(tmp_path / "nowhere.pem", ORIGIN)
    with pytest.raises(ValueError, match="neither spaces"):
        key("two words")


def test_the_examples_of_the_documentation_hold() -> None:
    head = verify(schemas.NOTE, [schemas.VKEY])
    assert head.root_hash.hex() == schemas.ROOT
    [witness] = verify_cosignatures(schemas.NOTE + schemas.COSIGNATURE, [schemas.WITNESS])
    assert witness.witness == schemas.WITNESS
