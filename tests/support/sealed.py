"""What pyHanko says about the signature of a PDF."""

import io
from dataclasses import dataclass
from typing import Any, cast

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the signed bytes are untouched, and whether signature, chain and coverage are all good."""

    is_intact: bool
    is_good: bool
    signer: str
    reason: str


async def verdict(pdf: bytes, certificates_pem: str) -> Verdict:
    """Validate the only signature, trusting the last certificate of the file."""
    chain = list(cast(Any, load_certs_from_pemder_data)(certificates_pem.encode()))
    signature = cast(Any, PdfFileReader(io.BytesIO(pdf))).embedded_signatures[0]
    status = await cast(Any, async_validate_pdf_signature)(signature, ValidationContext(trust_roots=chain[-1:]))
    return Verdict(
        is_intact=bool(status.intact),
        is_good=bool(status.bottom_line),
        signer=str(status.signing_cert.subject.native["common_name"]),
        reason=str(signature.sig_object.get("/Reason", "")),
    )
