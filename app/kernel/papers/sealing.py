"""The agency's seal: a PAdES signature (ETSI EN 319 142) over the whole PDF, after which no byte may change.

The signature certifies: readers show every later change, also one appended (电子签名法 13). Its time is the
machine's, since certificates are valid by real time; the date of the letter is the product's.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from anyio import CapacityLimiter, to_thread
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from pydantic import SecretStr
from pyhanko import keys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle

from app.kernel.papers.errors import SealMissing
from app.kernel.papers.rendering import SealPlace
from app.settings import Settings, SettingsError

_keys = cast(Any, keys)  # typed in part only
FIELD = "Seal"
SEAL_MM = 42.0
"""Diameter of a county agency's seal (国发〔1999〕25号: 4.2 cm)."""
_POINTS_A_MM = 72 / 25.4


class SealUnusable(Exception):
    """Key and certificate do not fit together or cannot be read; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a seal shows and says: its picture as a one-page PDF, whose it is, and what was sealed."""

    picture: bytes
    agency_name: str
    title: str


class Sealer:
    """Signs with one key; safe for concurrent use.

    Args:
        key: PEM file of the private key, encrypted where ``password`` is given.
        certificates: PEM file of its certificate, followed by those of its issuers.

    Raises:
        SealUnusable: at once, not at the first paper.
    """

    def __init__(self, key: Path, certificates: Path, password: SecretStr | None = None) -> None:
        try:
            self.certificates_pem = certificates.read_text(encoding="ascii")
            chain = list(_keys.load_certs_from_pemder_data(self.certificates_pem.encode()))
            public = load_pem_x509_certificate(self.certificates_pem.encode()).public_key()
        except (OSError, ValueError) as error:
            raise SealUnusable(f"{certificates}: {error}") from error
        secret = password.get_secret_value().encode() if password else None
        try:
            own = load_pem_private_key(key.read_bytes(), secret).public_key()
            private = _keys.load_private_key_from_pemder(str(key), passphrase=secret)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SealUnusable(f"{key}: {error}") from error
        if _spki(own) != _spki(public):
            raise SealUnusable(f"{key} is not the key of the first certificate in {certificates}")
        self._signer = cast(Any, signers.SimpleSigner)(
            signing_cert=chain[0], signing_key=private, cert_registry=None
        )
        self._signer.cert_registry.register_multiple(chain[1:])
        self._limiter = CapacityLimiter(2)

    async def seal(self, pdf: bytes, stamp: Stamp, place: SealPlace | None) -> bytes:
        """The sealed PDF; the seal is drawn where ``place`` says, or stays unseen where there is none."""
        return await to_thread.run_sync(self._seal, pdf, stamp, place, limiter=self._limiter)

    def _seal(self, pdf: bytes, stamp: Stamp, place: SealPlace | None) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=stamp.agency_name,
            reason=stamp.title,
        )
        with TemporaryDirectory() as folder:  # the library takes the picture by name only
            picture = Path(folder, "seal.pdf")
            picture.write_bytes(stamp.picture)
            signer = signers.PdfSigner(
                metadata,
                signer=self._signer,
                stamp_style=StaticStampStyle.from_pdf_file(str(picture), border_width=0) if place else None,
                new_field_spec=_field(writer, place),
            )
            signed = cast("io.BytesIO", cast(Any, signer).sign_pdf(writer))
        return signed.getvalue()


def build_sealer(settings: Settings) -> Sealer | None:
    """The seal that settings name; none where they name none, which only the demo and tests may.

    Raises:
        SettingsError: it does not seal; the message says why.
    """
    key, certificate, password = settings.seal_key_file, settings.seal_certificate_file, settings.seal_key_password
    if key is None or certificate is None:
        return None
    try:
        return _sealer(key, certificate, password)
    except SealUnusable as error:
        raise SettingsError(f"YJT_SEAL_KEY_FILE, YJT_SEAL_CERTIFICATE_FILE: {error}") from error


@cache
def _sealer(key: Path, certificate: Path, password: SecretStr | None) -> Sealer:
    return Sealer(key, certificate, password)


def require(sealer: Sealer | None) -> Sealer:
    """The sealer of this installation.

    Raises:
        SealMissing: none is set.
    """
    if sealer is None:
        raise SealMissing()
    return sealer


def _field(writer: IncrementalPdfFileWriter, place: SealPlace | None) -> SigFieldSpec:
    if place is None:
        return fields.SigFieldSpec(FIELD)
    page = place.page - 1
    found = cast(Any, writer).find_page_for_modification(page)[0].get_object()
    _, _, _, height = cast("list[float]", found["/MediaBox"])
    half = SEAL_MM * _POINTS_A_MM / 2
    x, y = place.x_pt, float(height) - place.y_pt
    box = (round(x - half), round(y - half), round(x + half), round(y + half))
    return fields.SigFieldSpec(FIELD, on_page=page, box=box)


def _spki(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
