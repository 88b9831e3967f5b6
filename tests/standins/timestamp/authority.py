"""The certificates of a time-stamping authority: a root, an authority under it, and the one that stamps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

POLICY = "1.3.6.1.4.1.99999.1"
YEARS_10 = timedelta(days=3650)
CONFIGURATION = """\
[tsa]
default_tsa = stamping
[stamping]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/intermediate.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = {policy}
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Validity:
    """From when to when the stamping certificate is valid."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class _Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_folder(
    folder: Path,
    name: str,
    *,
    at: datetime,
    validity: Validity | None = None,
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
    is_usage_critical: bool = True,
) -> Path:
    """Fill ``folder`` with a new authority called ``name``; returns the file of its root certificate."""
    root = _issue(f"{name} 根证书", None, at, constraint=x509.BasicConstraints(ca=True, path_length=1))
    between = _issue(f"{name} 中级证书", root, at, constraint=x509.BasicConstraints(ca=True, path_length=0))
    stamping = _issue(
        name,
        between,
        at,
        constraint=x509.BasicConstraints(ca=False, path_length=None),
        validity=validity,
        usage=x509.Extension(x509.ExtendedKeyUsage.oid, is_usage_critical, x509.ExtendedKeyUsage([usage])),
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file, pair in (("root.pem", root), ("intermediate.pem", between), ("tsa.pem", stamping)):
        (folder / file).write_bytes(pair.certificate.public_bytes(Encoding.PEM))
    key = folder / "tsa.key"
    key.touch(mode=0o600)
    key.write_bytes(stamping.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "serial").write_text("01\n", encoding="ascii")
    configuration = CONFIGURATION.format(folder=folder.absolute(), policy=POLICY)
    (folder / "openssl.cnf").write_text(configuration, encoding="utf-8")
    return folder / "root.pem"


def _issue(
    name: str,
    issuer: _Pair | None,
    at: datetime,
    *,
    constraint: x509.BasicConstraints,
    validity: Validity | None = None,
    usage: x509.Extension[x509.ExtendedKeyUsage] | None = None,
) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    signing = issuer.key if issuer else key
    period = validity or Validity(at - timedelta(days=1), at + YEARS_10)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.since)
        .not_valid_after(period.until)
        .add_extension(constraint, critical=True)
        .add_extension(_key_usage(constraint.ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if usage is not None:
        builder = builder.add_extension(usage.value, critical=usage.critical)
    return _Pair(builder.sign(signing, hashes.SHA256()), key)


def _key_usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
