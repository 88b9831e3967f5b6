"""Drafts: begun, filled in part by part, given up. A part is saved as a whole and checked alone."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.lookups import require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, PreconditionFailed
from app.legal_aid import repository
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.errors import NoForm, NoLongerDraft, TooManyDrafts
from app.legal_aid.models import ApplicantStatement, Application, EventPlace, WageClaim
from app.legal_aid.rules import ONLINE_CATEGORIES, OPEN_DRAFTS, parse_month, period_problems
from app.legal_aid.schemas import ApplicantPart, PlacePart, WageClaimPart
from app.legal_aid.states import application_machine

Part = TypeVar("Part", ApplicantStatement, WageClaim, EventPlace)


async def start(session: AsyncSession, actor: Actor, category: CaseCategory, *, at: datetime) -> Application:
    """A new draft; files can be uploaded to it at once.

    Raises:
        NoForm: the category is taken at the window.
        TooManyDrafts: finish or give up some first.
    """
    if category not in ONLINE_CATEGORIES:
        raise NoForm(fields=[FieldError("category", "no_form", NoForm.title)])
    if await repository.count_drafts(session, actor.person_id) >= OPEN_DRAFTS:
        raise TooManyDrafts()
    case = Application(applicant_id=actor.person_id, category=category, created_at=at, updated_at=at)
    session.add(case)
    await session.flush()
    await matters.open_matter(session, case.id, actor.person_id, at)
    return case


async def save_applicant(
    session: AsyncSession, actor: Actor, application_id: UUID, part: ApplicantPart, *, version: int, at: datetime
) -> Application:
    """Save what the applicant says about themselves.

    Raises:
        NotFound, NoLongerDraft, PreconditionFailed: see :func:`_save`.
    """
    case = await _draft(session, actor, application_id)
    return await _save(session, case, ApplicantStatement, part.model_dump(), version=version, at=at)


async def save_claim(
    session: AsyncSession, actor: Actor, application_id: UUID, part: WageClaimPart, *, version: int, at: datetime
) -> Application:
    """Save the wages claimed.

    Raises:
        Invalid: a month to come, or the end before the start.
        NotFound, NoLongerDraft, PreconditionFailed: see :func:`_save`.
    """
    case = await _draft(session, actor, application_id)
    months = {"period_from": parse_month(part.period_from), "period_to": parse_month(part.period_to)}
    if problems := period_problems(**months, today=local_date(at)):
        raise Invalid(fields=problems)
    return await _save(session, case, WageClaim, part.model_dump() | months, version=version, at=at)


async def save_place(
    session: AsyncSession, actor: Actor, application_id: UUID, part: PlacePart, *, version: int, at: datetime
) -> Application:
    """Save where it happened; the area is a county or something within one.

    Raises:
        UnknownArea: no such area today, or too large a one to find the competent centre.
        NotFound, NoLongerDraft, PreconditionFailed: see :func:`_save`.
    """
    case = await _draft(session, actor, application_id)
    area = await require_area(session, part.area_code, local_date(at))
    if area.level not in {AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE}:
        raise UnknownArea.at("area_code", "请选到县（市、区）或乡镇、街道")
    values = part.model_dump() | {"area_code": area.code}
    return await _save(session, case, EventPlace, values, version=version, at=at)


async def discard(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Give a draft up.

    Raises:
        NotFound: not the caller's.
        WrongState: handed in already; then it is withdrawn.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DRAFT, application_id, lock=True)
    await application_machine.fire(session, case, "discard", actor=actor, at=at)
    await conclude(session, case, at=at)
    return case


async def _draft(session: AsyncSession, actor: Actor, application_id: UUID) -> Application:
    case = await repository.get_visible(session, actor, Action.APPLICATION_DRAFT, application_id, lock=True)
    if case.status is not ApplicationStatus.DRAFT:
        raise NoLongerDraft()
    return case


async def _save(
    session: AsyncSession,
    case: Application,
    model: type[Part],
    values: dict[str, Any],
    *,
    version: int,
    at: datetime,
) -> Application:
    """Write one part; the same content again is no change, whatever version it was sent for.

    A phone on a weak network repeats a PUT whose answer was lost: RFC 9110, 13.1.1 lets a precondition pass
    when the change has been applied already.

    Raises:
        PreconditionFailed: the application changed since ``version``, to something else.
    """
    row = await session.get(model, case.id)
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return case
    if case.version != version:
        raise PreconditionFailed()
    if row is None:
        session.add(model(application_id=case.id, **values))
    else:
        row.sqlmodel_update(values)
    case.version += 1
    case.updated_at = at
    await session.flush()
    return case
