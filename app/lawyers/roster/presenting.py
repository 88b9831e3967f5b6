"""Rows of the roster as the API shows them, and back."""

from collections.abc import Sequence
from datetime import datetime

from app.contracts.categories import CaseGroup
from app.contracts.sexes import Sex
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.lawyers.enums import WorkerKind
from app.lawyers.roster import keeping
from app.lawyers.roster.entering import Certificate, Entry
from app.lawyers.roster.keeping import Shown
from app.lawyers.roster.repository import RosterRow
from app.lawyers.roster.schemas import LawyerDetail, LawyerEdit, LawyerIn, LawyerView, SpecialtyIO, SpecialtyView


def line(row: RosterRow, at: datetime) -> LawyerView:
    """A lawyer as a line of the roster."""
    one = row.lawyer
    return LawyerView(
        id=one.id,
        name=one.name,
        firm_id=one.firm_id,
        firm=row.firm_name,
        agency_id=one.agency_id,
        kind=one.kind,
        sex=one.sex,
        specialties=[
            SpecialtyView(
                specialty=group, years=max(local_date(at).year - since, 0), cases_done=row.cases.get(group, 0)
            )
            for group, since in row.specialties.items()
        ],
        languages=row.languages,
        skills=row.skills,
        weekly_capacity=one.weekly_capacity,
        heads_firm=one.heads_firm,
        areas=row.areas,
        knows_minors=one.knows_minors,
        capacity=one.capacity,
        open_cases=one.open_cases,
        suspended=one.suspended_at is not None,
    )


def detail(row: RosterRow, at: datetime) -> LawyerDetail:
    """A lawyer with licence and suspension."""
    more = set(LawyerDetail.model_fields) - set(LawyerView.model_fields)
    return LawyerDetail(**line(row, at).model_dump(), **{name: getattr(row.lawyer, name) for name in more})


def entry(body: LawyerIn | LawyerEdit) -> Entry:
    """What the caller entered; of a specialty named twice the last counts."""
    return Entry(
        firm_id=body.firm_id,
        specialties=specialties(body.specialties),
        suspension_reason=body.suspension_reason if isinstance(body, LawyerEdit) else None,
        heads_firm=body.heads_firm,
        capacity=body.capacity,
        weekly_capacity=body.weekly_capacity,
        areas=body.areas,
        languages=body.languages,
        skills=body.skills,
        knows_minors=body.knows_minors,
        defence_since=body.defence_since,
        former_office=body.former_office,
        left_office_on=body.left_office_on,
    )


def specialties(given: Sequence[SpecialtyIO]) -> dict[CaseGroup, int]:
    """Years by specialty.

    Raises:
        Invalid: one is there twice; nobody knows which of the years holds.
    """
    found = {item.specialty: item.years for item in given}
    if len(found) < len(given):
        raise Invalid(fields=[FieldError("specialties", "twice", "同一项专长只能填写一次")])
    return found


def since_years(given: Sequence[SpecialtyIO], this_year: int) -> dict[CaseGroup, int]:
    """The year in which each specialty began, specialties in one order."""
    return {group: this_year - years for group, years in sorted(specialties(given).items())}


def shown(body: LawyerIn) -> Shown:
    """The documents the caller saw; the identity document's number says the sex where a certificate does not."""
    declaration = body.person.declaration()
    sex = body.sex or keeping.sex_on(declaration)
    return Shown(declaration, body.person.phone, body.licence_number, certificate(body, sex))


def certificate(body: LawyerIn | LawyerEdit, sex: Sex | None) -> Certificate | None:
    """The certificate the caller saw, if any.

    Raises:
        Invalid: half of what is needed, or a kind without its document.
    """
    if body.certificate_number is None:
        if body.kind in (None, WorkerKind.LAWYER) or body.licence_number is not None:
            return None
        raise Invalid(fields=[FieldError("certificate_number", "missing", "请填写证书号码")])
    if body.kind is None:
        raise Invalid(fields=[FieldError("kind", "missing", "请选择类别")])
    if body.certified_since is None:
        raise Invalid(fields=[FieldError("certified_since", "missing", "请填写发证年份")])
    return Certificate(body.kind, body.certificate_number, body.certified_since, sex)
