"""An authority of an installation's own, for the demo and tests: a root and a signing certificate under it.

What it vouches for is nothing outside the installation; a real one gets its certificate from a licensed
provider (电子签名法 16 to 18) and names its files in the settings.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_FOR = timedelta(days=3650)
_BEFORE = timedelta(days=1)
"""Valid from a day ago: the clocks of two machines differ."""


@dataclass(frozen=True, slots=True)
class Authority:
    """PEM texts: the key that signs, its certificate followed by the root's."""

    key_pem: str
    certificates_pem: str


def make_authority(name: str, *, at: datetime) -> Authority:
    """Make a new root and a signing certificate called ``name`` under it."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"{name} 根证书")
    root = _certificate(root_name, root_key, root_name, root_key, at, is_root=True)
    leaf = _certificate(_name(name), key, root_name, root_key, at, is_root=False)
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    return Authority(
        key_pem=key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain).decode(),
        certificates_pem=(leaf.public_bytes(pem) + root.public_bytes(pem)).decode(),
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    is_root: bool,
) -> x509.Certificate:
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())
