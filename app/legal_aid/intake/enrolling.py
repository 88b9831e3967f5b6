"""Whose application staff enter: the person whose document was shown, and the centre that may take it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people_shown
from app.identity.models import Person
from app.identity.people import Declaration
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault


async def own_centre(session: AsyncSession, actor: Actor, agency_id: UUID, *, at: datetime) -> Agency:
    """The legal-aid centre named, if it is one the caller works for; which others exist is not told.

    Raises:
        Invalid: it is not.
    """
    agency = await agency_by_id(session, agency_id)
    is_theirs = (
        agency is not None
        and agency.kind is AgencyKind.LEGAL_AID_CENTRE
        and (agency.valid_to is None or agency.valid_to > local_date(at))
        and access.reaches_agency(actor, Action.APPLICATION_ENTER, agency.tree_path)
    )
    if agency is None or not is_theirs:
        message = "请选择您所在的法律援助中心"
        raise Invalid(fields=[FieldError("agency_id", "not_yours", message)])
    return agency


async def enrol(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    declaration: Declaration,
    *,
    phone: str | None,
    field: str,
    at: datetime,
) -> Person:
    """As :func:`app.identity.people_shown.enrol`: the applicant whose document was shown."""
    own = "不能登记自己的申请，请由其他工作人员办理"
    return await people_shown.enrol(session, vault, actor, declaration, phone=phone, field=field, at=at, own=own)
