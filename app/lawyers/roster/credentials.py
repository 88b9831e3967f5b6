"""By what a worker may give legal aid: a lawyer's licence, or the certificate of another worker. Pure."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.contracts.sexes import Sex
from app.kernel.errors import FieldError, Invalid
from app.lawyers.enums import WorkerKind
from app.lawyers.errors import LicenceInvalid, SerialDiffers
from app.lawyers.roster import licence
from app.lawyers.roster.facts import LawyerFacts


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a grass-roots legal worker or a volunteer has in place of a licence.

    ``since`` is the year it was given; ``sex`` as the identity document says, none to leave it as it is.
    """

    kind: WorkerKind
    number: str
    since: int
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an entry says of them; fields as in :class:`~app.lawyers.roster.facts.LawyerFacts`."""

    kind: WorkerKind
    licence_number: str | None
    certificate_number: str | None
    practising_since: int
    sex: Sex

    def columns(self) -> dict[str, Any]:
        """Field by field."""
        return asdict(self)


def read(
    licence_number: str | None,
    certificate: Certificate | None,
    *,
    today: date,
    before: LawyerFacts | None = None,
) -> Credentials:
    """Check what was shown. ``before`` is the entry it changes: a number may change, the serial for life may not.

    Sex and year are what the licence number says. Exactly one of the two is given.

    Raises:
        LicenceInvalid: the number is none.
        SerialDiffers: it is another lawyer's than the entry's.
        Invalid: both or neither were shown, a lawyer by certificate, or nothing says whether man or woman.
    """
    if licence_number is not None and certificate is None:
        return _by_licence(licence_number, today, before)
    if certificate is None or licence_number is not None or certificate.kind is WorkerKind.LAWYER:
        message = "律师请填执业证号；基层法律服务工作者和志愿者请填证书号码"
        raise Invalid(fields=[FieldError("licence_number", "credentials", message)])
    number = "".join(certificate.number.split()).upper()
    if not number:
        raise Invalid(fields=[FieldError("certificate_number", "missing", "请填写证书号码")])
    sex = certificate.sex or (before.sex if before else None)
    if sex is None:
        raise Invalid(fields=[FieldError("sex", "missing", "这种证件看不出性别，请选择")])
    return Credentials(certificate.kind, None, number, certificate.since, sex)


def kept(before: LawyerFacts) -> Credentials:
    """Those of an entry, as they stand."""
    return Credentials(
        before.kind, before.licence_number, before.certificate_number, before.practising_since, before.sex
    )


def _by_licence(number: str, today: date, before: LawyerFacts | None) -> Credentials:
    try:
        parsed = licence.parse(number, today=today)
    except licence.LicenceRefused as refused:
        raise LicenceInvalid(fields=[FieldError("licence_number", refused.rule, refused.message)]) from None
    if before is not None and before.licence_number is not None:
        known = licence.serial_of(before.licence_number)
        if parsed.serial != known:
            raise SerialDiffers(fields=[FieldError("licence_number", "serial", SerialDiffers.title)])
    sex = Sex.WOMAN if parsed.is_woman else Sex.MAN
    return Credentials(WorkerKind.LAWYER, parsed.number, None, parsed.year, sex)
