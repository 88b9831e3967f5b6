"""Timestamps of a real `openssl ts`: good ones say what they prove, and no other passes for one."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.evidence.custody.der import token_in
from app.evidence.custody.timestamps import BadTimestamp, Fault, chain_pem, verify_timestamp
from tests.standins.timestamp.authority import POLICY, Validity, make_folder
from tests.standins.timestamp.responder import OPENSSL, Responder, query_over

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")

BODY = "yijiantong.local/custody\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    make_folder(folder, "测试时间戳", at=NOW)
    return folder


@pytest.fixture(scope="module")
def token(authority: Path) -> bytes:
    return stamped(authority)


@pytest.fixture(scope="module")
def root(authority: Path) -> str:
    return (authority / "root.pem").read_text()


def stamped(folder: Path, text: str = BODY) -> bytes:
    status, token = token_in(Responder(folder).stamp(query_over(text.encode())))
    assert status == 0
    assert token is not None
    return token


def fault_of(check: Callable[[], object]) -> Fault:
    with pytest.raises(BadTimestamp) as raised:
        check()
    return raised.value.fault


def test_says_when_and_by_whom(token: bytes, root: str) -> None:
    stamp = verify_timestamp(token, root, BODY, policy=POLICY)
    assert abs(stamp.gen_time - datetime.now(UTC)) < timedelta(minutes=1)
    assert stamp.authority == "测试时间戳"
    assert stamp.root == "测试时间戳 根证书"
    assert stamp.policy == POLICY
    assert not stamp.is_root_given


def test_chain_holds_every_certificate_from_signer_to_root(token: bytes, root: str) -> None:
    chain = chain_pem(token, root)
    assert chain.count("BEGIN CERTIFICATE") == 3
    assert chain.endswith(root)
    assert verify_timestamp(token, chain, BODY, roots_pem=root).is_root_given


def test_trusts_nobody_but_the_given_root(token: bytes, root: str, tmp_path: Path) -> None:
    stranger = make_folder(tmp_path, "测试时间戳", at=NOW).read_text()
    chain = chain_pem(token, root)
    assert fault_of(lambda: verify_timestamp(token, chain, BODY, roots_pem=stranger)) is Fault.SIGNATURE
    assert fault_of(lambda: verify_timestamp(token, stranger, BODY)) is Fault.SIGNATURE


def test_refuses_a_chain_without_a_root(token: bytes, authority: Path) -> None:
    between = (authority / "intermediate.pem").read_text()
    assert fault_of(lambda: verify_timestamp(token, between, BODY)) is Fault.CERTIFICATES
    assert fault_of(lambda: verify_timestamp(token, "", BODY)) is Fault.CERTIFICATES
    assert fault_of(lambda: verify_timestamp(token, "no certificate", BODY)) is Fault.CERTIFICATES


def test_refuses_a_stamp_over_another_text(token: bytes, root: str) -> None:
    assert fault_of(lambda: verify_timestamp(token, root, BODY.replace("3", "4"))) is Fault.OTHER_TEXT


def test_refuses_an_answer_to_another_request_or_policy(token: bytes, root: str) -> None:
    assert fault_of(lambda: verify_timestamp(token, root, BODY, nonce=1)) is Fault.NONCE
    assert fault_of(lambda: verify_timestamp(token, root, BODY, policy="1.2.3")) is Fault.POLICY


def test_refuses_a_certificate_that_was_not_valid_then(tmp_path: Path) -> None:
    past = Validity(NOW - timedelta(days=20), NOW - timedelta(days=10))
    root = make_folder(tmp_path, "过期", at=NOW, validity=past).read_text()
    assert fault_of(lambda: verify_timestamp(stamped(tmp_path), root, BODY)) is Fault.SIGNATURE


@pytest.mark.parametrize(
    ("usage", "is_critical"),
    [(ExtendedKeyUsageOID.CODE_SIGNING, True), (ExtendedKeyUsageOID.TIME_STAMPING, False)],
)
def test_refuses_a_certificate_for_other_purposes(
    token: bytes, tmp_path: Path, usage: ObjectIdentifier, is_critical: bool
) -> None:
    root = make_folder(tmp_path, "别的用途", at=NOW, usage=usage, is_usage_critical=is_critical).read_text()
    assert fault_of(lambda: verify_timestamp(resigned(token, tmp_path), root, BODY)) is Fault.PURPOSE


def resigned(token: bytes, folder: Path) -> bytes:
    """What ``token`` states, signed by the certificate in ``folder``, which `openssl ts` itself refuses to use."""
    (folder / "token").write_bytes(token)
    common = [OPENSSL, "cms", "-inform", "DER", "-outform", "DER"]
    content = ["-verify", "-noverify", "-in", str(folder / "token"), "-out", str(folder / "content")]
    subprocess.run([*common, *content], check=True, capture_output=True)
    signer = ["-signer", str(folder / "tsa.pem"), "-inkey", str(folder / "tsa.key")]
    chain = [
        "-cades",
        "-certfile",
        str(folder / "intermediate.pem"),
        "-econtent_type",
        "1.2.840.113549.1.9.16.1.4",
    ]
    files = ["-in", str(folder / "content"), "-out", str(folder / "resigned")]
    subprocess.run(
        [*common, "-sign", "-binary", "-nodetach", *signer, *chain, *files], check=True, capture_output=True
    )
    return (folder / "resigned").read_bytes()


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_an_altered_byte_is_refused_or_changes_nothing_that_is_said(token: bytes, root: str) -> None:
    """CMS does not sign its version numbers and the name of the signature's algorithm; a dozen bytes in all."""
    said = verify_timestamp(token, root, BODY)
    let_pass = 0
    for place in range(0, len(token), 5):
        altered = bytearray(token)
        altered[place] ^= 0x01
        try:
            assert verify_timestamp(bytes(altered), root, BODY) == said
            let_pass += 1
        except BadTimestamp:
            continue
    assert let_pass < 5


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80", b"\x30\x00", b"\x30\x84\xff\xff\xff\xff", bytes(300)])
def test_refuses_junk(junk: bytes, root: str) -> None:
    assert fault_of(lambda: verify_timestamp(junk, root, BODY)) is Fault.MALFORMED
