"""Saving the sections: each as a whole, each checked alone, everything wrong told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.lookups import require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault
from app.legal_aid.applying import checks
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.drafting import changed, open_section, require_version, save_row, write_row
from app.legal_aid.applying.models import (
    ApplicantStatement,
    CriminalMatter,
    DisputeForum,
    EventPlace,
    HardshipStatement,
    MatterStatement,
    UrgencyStatement,
    WageClaim,
)
from app.legal_aid.applying.parts import (
    CriminalPart,
    ForumPart,
    HardshipPart,
    MatterPart,
    OtherSidePart,
    UrgencyPart,
)
from app.legal_aid.applying.sides import (
    Side,
    employer_code,
    own_side_problems,
    read_sides,
    same_sides,
    write_sides,
)
from app.legal_aid.eligibility.facts import CriminalFacts, Facts, contradictions
from app.legal_aid.models import Application
from app.legal_aid.rules import parse_month, period_problems
from app.legal_aid.schemas import ApplicantPart, PlacePart, WageClaimPart


@dataclass(frozen=True, slots=True)
class Edit:
    """Who edits which application, knowing which version of it, when; as every section's save takes it."""

    session: AsyncSession
    actor: Actor
    application_id: UUID
    version: int
    at: datetime

    @property
    def today(self) -> date:
        """The civil date."""
        return local_date(self.at)

    async def open(self, section: Section) -> Application:
        """The application if this section of it may be edited, locked; see :func:`drafting.open_section`."""
        return await open_section(self.session, self.actor, self.application_id, section)


def _refuse(problems: Sequence[FieldError]) -> None:
    if problems:
        raise Invalid(fields=problems)


async def save_applicant(edit: Edit, part: ApplicantPart) -> Application:
    """Save what the applicant says about themselves, or about whom they apply for.

    Raises:
        Invalid: statuses that nobody has at once.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.APPLICANT)
    _refuse(contradictions(Facts(category=case.category, statuses=frozenset(part.statuses))))
    values = part.model_dump(exclude={"is_migrant_worker"})
    return await save_row(edit.session, case, ApplicantStatement, values, version=edit.version, at=edit.at)


async def save_claim(edit: Edit, vault: Vault, part: WageClaimPart) -> Application:
    """Save the wages claimed.

    Raises:
        Invalid: a month to come, the end before the start, oneself as the employer, or a wrong credit code.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.CLAIM)
    months = {"period_from": parse_month(part.period_from), "period_to": parse_month(part.period_to)}
    problems = [*period_problems(**months, today=edit.today)]
    problems += await own_side_problems(edit.session, case, [("employer_name", part.employer_name)])
    code = employer_code(vault, part.employer_credit_code, today=edit.today, problems=problems)
    _refuse(problems)
    values = part.model_dump() | months | code
    return await save_row(edit.session, case, WageClaim, values, version=edit.version, at=edit.at)


async def save_matter(edit: Edit, vault: Vault, part: MatterPart) -> Application:
    """Save what happened, who the other side is and what is asked for.

    Raises:
        Invalid: a day to come, a party named twice or on both sides, a number that can be none.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.MATTER)
    problems = [*checks.event_problems(part.event_on, edit.today)]
    sides = await _read_sides(edit, vault, case, part.other_sides, problems)
    _refuse(problems)
    values = part.model_dump(exclude={"other_sides"})
    row = await edit.session.get(MatterStatement, case.id)
    same = row is not None and all(getattr(row, name) == value for name, value in values.items())
    if same and await same_sides(edit.session, case, sides):
        return case
    require_version(case, edit.version)
    await write_row(edit.session, case, MatterStatement, values)
    await write_sides(edit.session, case, sides)
    return await changed(edit.session, case, at=edit.at)


async def save_criminal(edit: Edit, vault: Vault, part: CriminalPart) -> Application:
    """Save the criminal case: its stage, the person's role, the authority that handles it.

    Raises:
        Invalid: stage, role, authority and grounds that do not go together; a party named twice; a number that
            can be none.
        UnknownArea: no such area today.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.CRIMINAL)
    problems = [
        *checks.criminal_problems(
            part.stage,
            part.role,
            part.authority_kind,
            in_custody=part.is_in_custody,
            custody_place=part.custody_place,
        )
    ]
    problems += _criminal_contradictions(case, part)
    sides = await _read_sides(edit, vault, case, part.other_sides, problems)
    _refuse(problems)
    area = await require_area(edit.session, part.area_code, edit.today)
    values = part.model_dump(exclude={"other_sides"})
    values |= {"area_code": area.code, "grounds": sorted(set(part.grounds))}
    row = await edit.session.get(CriminalMatter, case.id)
    same = row is not None and all(getattr(row, name) == value for name, value in values.items())
    if same and await same_sides(edit.session, case, sides):
        return case
    require_version(case, edit.version)
    await write_row(edit.session, case, CriminalMatter, values)
    await write_sides(edit.session, case, sides)
    return await changed(edit.session, case, at=edit.at)


async def save_place(edit: Edit, part: PlacePart) -> Application:
    """Save where it happened; the area is a county or something within one.

    Raises:
        UnknownArea: no such area today, or too large a one to find the competent centre.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.PLACE)
    area = await require_area(edit.session, part.area_code, edit.today)
    if area.level not in {AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE}:
        raise UnknownArea.at("area_code", "请选到县（市、区）或乡镇、街道")
    values = part.model_dump() | {"area_code": area.code}
    return await save_row(edit.session, case, EventPlace, values, version=edit.version, at=edit.at)


async def save_forum(edit: Edit, part: ForumPart) -> Application:
    """Save which body handles the dispute, if any does (法律援助法 38); a higher court's area may be a city.

    Raises:
        Invalid: a body without its place, or a stage that it does not have.
        UnknownArea: no such area today.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.FORUM)
    others = {"name": part.name, "case_number": part.case_number}
    _refuse([*checks.forum_problems(part.kind, area_code=part.area_code, stage=part.stage, others=others)])
    values = part.model_dump()
    if part.area_code is not None:
        values["area_code"] = (await require_area(edit.session, part.area_code, edit.today)).code
    return await save_row(edit.session, case, DisputeForum, values, version=edit.version, at=edit.at)


async def save_hardship(edit: Edit, part: HardshipPart) -> Application:
    """Save the 经济困难状况说明表; one that is not needed does no harm.

    Raises:
        Invalid: more income alone than together, or an opponent in a household of one.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.HARDSHIP)
    stated = Facts(
        category=case.category,
        household_size=part.household_size,
        household_income_fen=part.household_income_fen,
        own_income_fen=part.own_income_fen,
        opponent_in_household=part.opponent_in_household,
    )
    _refuse(contradictions(stated))
    return await save_row(
        edit.session, case, HardshipStatement, part.model_dump(), version=edit.version, at=edit.at
    )


async def save_urgency(edit: Edit, part: UrgencyPart) -> Application:
    """Save why it is urgent (法律援助法 44), or that it is not.

    Raises:
        Invalid: no last day where one decides, one that has passed, or one that cannot be meant.
        DomainError: see :meth:`Edit.open` and :func:`drafting.save_row`.
    """
    case = await edit.open(Section.URGENCY)
    _refuse([*checks.urgency_problems(part.ground, part.limitation_on, part.explanation, edit.today)])
    row = await edit.session.get(UrgencyStatement, case.id)
    before = (case.urgency, case.limitation_on, row.explanation if row else None)
    if before == (part.ground, part.limitation_on, part.explanation):
        return case
    require_version(case, edit.version)
    case.urgency, case.limitation_on = part.ground, part.limitation_on
    if part.explanation is not None:
        await write_row(edit.session, case, UrgencyStatement, {"explanation": part.explanation})
    elif row is not None:
        await edit.session.delete(row)
    return await changed(edit.session, case, at=edit.at)


def _criminal_contradictions(case: Application, part: CriminalPart) -> list[FieldError]:
    """What eligibility finds impossible, named by this section's own fields."""
    stated = CriminalFacts(
        role=part.role,
        stage=part.stage,
        grounds=frozenset(part.grounds),
        is_ordinary_procedure=part.is_ordinary_procedure,
    )
    found = contradictions(Facts(category=case.category, criminal=stated))
    return [FieldError(error.field.removeprefix("criminal."), error.rule, error.message) for error in found]


async def _read_sides(
    edit: Edit, vault: Vault, case: Application, parts: Sequence[OtherSidePart], problems: list[FieldError]
) -> list[Side]:
    return await read_sides(edit.session, vault, case, parts, today=edit.today, problems=problems)
