"""What an authority's timestamp proves (RFC 3161): that a text existed at a time, by whose word.

Everything here works offline. Who is trusted is the caller's to say: roots of the caller's own, or, failing those,
the root that came along with the token, which proves only that *some* authority of that name signed; the
:class:`Stamp` says which it was.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client import TimeStampResponse, VerificationError, decode_timestamp_response
from rfc3161_client.verify import VerifierBuilder

from app.evidence.custody.der import named_signer, response_of

SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
LONGEST_CHAIN = 8


class Fault(StrEnum):
    """Why a timestamp proves nothing; the value is a sentence for people."""

    MALFORMED = "时间戳的数据损坏，读不出来"
    OTHER_TEXT = "时间戳盖的不是这一份签名树头"
    ALGORITHM = "时间戳用的摘要算法不是 SHA-256"
    NO_CERTIFICATE = "时间戳里没有签发机构的证书"
    CERTIFICATES = "时间戳机构的证书读不出来，或者没有根证书"
    PURPOSE = "签发时间戳的证书不是专门用来盖时间戳的"
    NONCE = "时间戳不是对这一次请求的回答"
    POLICY = "时间戳不是按约定的策略签发的"
    SIGNATURE = "时间戳的签名不对，或者它的证书不是由可信的根证书签发、或在签发时已经失效"
    REFUSED = "时间戳机构拒绝了请求"
    TIME = "时间戳机构说的时间和本机时间相差太大"


class BadTimestamp(Exception):
    """A timestamp that proves nothing.

    Attributes:
        fault: which check failed.
        reason: the same as a sentence.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.reason = fault.value


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a good timestamp says.

    Attributes:
        gen_time: when the authority signed, in UTC.
        authority: name of who signed, and ``root`` of whom it is trusted by.
        serial: number of the timestamp at the authority.
        policy: under which policy of the authority, a dotted OID.
        is_root_given: whether the root was the verifier's own choice; otherwise it came along with the token.
    """

    gen_time: datetime
    authority: str
    root: str
    serial: int
    policy: str
    is_root_given: bool


def verify_timestamp(
    token_der: bytes,
    certificates_pem: str,
    body: str | bytes,
    *,
    roots_pem: str | None = None,
    nonce: int | None = None,
    policy: str | None = None,
) -> Stamp:
    """Check all of a token (CMS ContentInfo, DER) over ``body``; certificates must be valid at its time.

    Args:
        certificates_pem: the authority's chain as it came along: intermediates, and the root.
        roots_pem: whom the verifier trusts; then no self-signed one of ``certificates_pem`` counts.
        nonce: of the request, where it is known.
        policy: demanded one, a dotted OID.

    Raises:
        BadTimestamp: with what is wrong.
    """
    token = _read(token_der)
    info = token.response.tst_info
    if info.message_imprint.hash_algorithm != SHA256:
        raise BadTimestamp(Fault.ALGORITHM)
    text = body.encode() if isinstance(body, str) else body
    if info.message_imprint.message != hashlib.sha256(text).digest():
        raise BadTimestamp(Fault.OTHER_TEXT)
    came = _certificates(certificates_pem)
    given = _certificates(roots_pem or "")
    roots = [each for each in (came if roots_pem is None else given) if is_self_signed(each)]
    between = [each for each in came + given if not is_self_signed(each)]
    if not roots:
        raise BadTimestamp(Fault.CERTIFICATES)
    if not _may_stamp(token.signer):
        raise BadTimestamp(Fault.PURPOSE)
    verifier = VerifierBuilder(
        policy_id=x509.ObjectIdentifier(policy) if policy else None,
        intermediates=between,
        roots=roots,
        nonce=nonce,
    ).build()
    try:
        verifier.verify_message(token.response, text)
    except (VerificationError, ValueError) as error:
        raise BadTimestamp(_fault_of(str(error))) from error
    return Stamp(
        gen_time=info.gen_time.astimezone(UTC),
        authority=name_of(token.signer.subject),
        root=name_of(chain_from(token.signer, [*token.certificates, *between, *roots])[-1].subject),
        serial=info.serial_number,
        policy=info.policy.dotted_string,
        is_root_given=roots_pem is not None,
    )


def chain_pem(token_der: bytes, known_pem: str) -> str:
    """The token's signer, its intermediates and its root as PEM, from the token and what is ``known``.

    Raises:
        BadTimestamp: the token or the certificates cannot be read.
    """
    token = _read(token_der)
    chain = chain_from(token.signer, [*token.certificates, *_certificates(known_pem)])
    return "".join(each.public_bytes(Encoding.PEM).decode("ascii") for each in chain)


def chain_from(signer: x509.Certificate, known: list[x509.Certificate]) -> list[x509.Certificate]:
    """``signer``, who issued it, and so on to a self-signed one or as far as ``known`` reaches."""
    chain = [signer]
    while not is_self_signed(chain[-1]) and len(chain) < LONGEST_CHAIN:
        issuer = next((each for each in known if _issued(each, chain[-1])), None)
        if issuer is None:
            break
        chain.append(issuer)
    return chain


def is_self_signed(certificate: x509.Certificate) -> bool:
    """Whether it can only be trusted for its own sake."""
    return certificate.issuer == certificate.subject


def name_of(name: x509.Name) -> str:
    """A name as people read it: common name and organisation."""
    kinds = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    parts = [str(each.value) for kind in kinds for each in name.get_attributes_for_oid(kind)]
    return "，".join(dict.fromkeys(parts)) or name.rfc4514_string()


@dataclass(frozen=True, slots=True)
class _Token:
    response: TimeStampResponse
    certificates: list[x509.Certificate]
    signer: x509.Certificate


def _read(token_der: bytes) -> _Token:
    """All that the token says of itself; the libraries fail in many ways at bytes that make no sense."""
    try:
        response = decode_timestamp_response(response_of(token_der))
        certificates = [x509.load_der_x509_certificate(each) for each in response.signed_data.certificates]
        (signer,) = response.signed_data.signer_infos
        named = (signer.issuer, signer.serial_number)
        algorithm, digest = named_signer(token_der)
        _ = response.tst_info.gen_time, response.tst_info.serial_number, [_names(each) for each in certificates]
    except Exception as error:
        raise BadTimestamp(Fault.MALFORMED) from error
    for certificate in certificates:
        der = certificate.public_bytes(Encoding.DER)
        if (certificate.issuer, certificate.serial_number) == named and _digest(algorithm, der) == digest:
            return _Token(response, certificates, certificate)
    raise BadTimestamp(Fault.NO_CERTIFICATE)


def _digest(algorithm: str, data: bytes) -> bytes:
    return hashlib.new(algorithm, data, usedforsecurity=False).digest()


def _certificates(pem: str) -> list[x509.Certificate]:
    if not pem.strip():
        return []
    try:
        certificates = x509.load_pem_x509_certificates(pem.encode())
        _ = [_names(each) for each in certificates]
    except Exception as error:
        raise BadTimestamp(Fault.CERTIFICATES) from error
    return certificates


def _names(certificate: x509.Certificate) -> tuple[x509.Name, x509.Name]:
    """Both names, which are read only when asked for."""
    return certificate.issuer, certificate.subject


def _may_stamp(certificate: x509.Certificate) -> bool:
    """Whether it is for timestamps and nothing else (RFC 3161, section 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _fault_of(message: str) -> Fault:
    """The library tells its refusals apart by words alone."""
    words = {"Nonce": Fault.NONCE, "Policy": Fault.POLICY}
    return next((fault for word, fault in words.items() if word in message), Fault.SIGNATURE)
