"""Rows of the roster as the API shows them, and back."""

from datetime import datetime

from app.kernel.clock import local_date
from app.lawyers.roster.entering import Entry
from app.lawyers.roster.repository import RosterRow
from app.lawyers.roster.schemas import LawyerDetail, LawyerEdit, LawyerIn, LawyerView, SpecialtyIO


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
            SpecialtyIO(specialty=group, years=max(local_date(at).year - since, 0))
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


def entry(body: LawyerIn | LawyerEdit, *, suspension_reason: str | None) -> Entry:
    """What the caller entered; of a specialty named twice the last counts."""
    return Entry(
        firm_id=body.firm_id,
        capacity=body.capacity,
        specialties={item.specialty: item.years for item in body.specialties},
        areas=body.areas,
        suspension_reason=suspension_reason,
        knows_minors=body.knows_minors,
        weekly_capacity=body.weekly_capacity,
        languages=body.languages,
        skills=body.skills,
        defence_since=body.defence_since,
        former_office=body.former_office,
        left_office_on=body.left_office_on,
        heads_firm=body.heads_firm,
    )
