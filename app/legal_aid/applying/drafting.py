"""Drafts: begun, opened for editing section by section, given up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.categories import CaseCategory
from app.evidence import matters
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.kernel.database import Table
from app.kernel.errors import PreconditionFailed
from app.legal_aid import repository
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.forms import misplaced
from app.legal_aid.applying.models import ReopenedSection
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationChannel, ApplicationStatus
from app.legal_aid.errors import (
    EnterForApplicant,
    NoLongerDraft,
    SectionNotAsked,
    SectionNotForCategory,
    SignedByApplicant,
    TooManyDrafts,
)
from app.legal_aid.group import handlers as group
from app.legal_aid.models import Application
from app.legal_aid.rules import OPEN_DRAFTS
from app.legal_aid.states import application_machine

Row = TypeVar("Row", bound=Table)


async def start(session: AsyncSession, actor: Actor, category: CaseCategory, *, at: datetime) -> Application:
    """A new draft; files can be uploaded to it at once.

    Raises:
        EnterForApplicant: staff; what they fill in for others is entered elsewhere.
        TooManyDrafts: finish or give up some first.
    """
    if not access.has_scope(actor, Action.APPLICATION_DRAFT, Scope.OWN):
        raise EnterForApplicant()
    if await repository.count_drafts(session, actor.person_id) >= OPEN_DRAFTS:
        raise TooManyDrafts()
    case = Application(applicant_id=actor.person_id, category=category, created_at=at, updated_at=at)
    session.add(case)
    await session.flush()
    await matters.open_matter(session, case.id, actor.person_id, at)
    return case


async def discard(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Give a draft up; who joined it and signed is told.

    Raises:
        NotFound: not the caller's.
        WrongState: handed in already; then it is withdrawn.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DRAFT, application_id, lock=True)
    await application_machine.fire(session, case, "discard", actor=actor, at=at)
    if case.is_group:
        await group.tell_others(session, case, at)
    await conclude(session, case, at=at)
    return case


async def open_section(session: AsyncSession, actor: Actor, application_id: UUID, section: Section) -> Application:
    """The application, locked, if the caller may edit this section of it now.

    Raises:
        NotFound: not within reach.
        NoLongerDraft: handed in, and nothing is to be supplemented.
        SectionNotAsked: the notice asked for other things.
        SignedByApplicant: staff, in a case that the applicant filled in.
        SectionNotForCategory: the category's form has no such section.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_DRAFT, application_id, lock=True)
    if case.status not in {ApplicationStatus.DRAFT, ApplicationStatus.SUPPLEMENTING}:
        raise NoLongerDraft()
    if case.applicant_id != actor.person_id and case.channel is ApplicationChannel.SELF_SERVICE:
        raise SignedByApplicant()
    if problem := misplaced(case.category, section):
        raise SectionNotForCategory(fields=[problem])
    if case.status is ApplicationStatus.SUPPLEMENTING:
        reopened = await session.get(ReopenedSection, {"application_id": case.id, "section": section})
        if reopened is None:
            raise SectionNotAsked()
    return case


async def reopen_sections(session: AsyncSession, case: Application, sections: Collection[Section]) -> None:
    """Let exactly these sections be edited while the application is supplemented; none closes them all."""
    await session.execute(delete(ReopenedSection).where(col(ReopenedSection.application_id) == case.id))
    session.add_all(ReopenedSection(application_id=case.id, section=section) for section in sections)
    await session.flush()


async def save_row(
    session: AsyncSession,
    case: Application,
    model: type[Row],
    values: dict[str, Any],
    *,
    version: int,
    at: datetime,
) -> Application:
    """Write a section that is one row; the same content again is no change, whatever version it was sent for.

    A phone on a weak network repeats a PUT whose answer was lost: RFC 9110, 13.1.1 lets a precondition pass
    when the change has been applied already.

    Raises:
        PreconditionFailed: the application changed since ``version``, to something else.
    """
    row = await session.get(model, case.id)
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return case
    require_version(case, version)
    await write_row(session, case, model, values)
    return await changed(session, case, at=at)


async def write_row(session: AsyncSession, case: Application, model: type[Row], values: dict[str, Any]) -> None:
    """The row of a section as these values say."""
    row = await session.get(model, case.id)
    if row is None:
        session.add(model(**{"application_id": case.id, **values}))
    else:
        row.sqlmodel_update(values)


def require_version(case: Application, version: int) -> None:
    """Nobody overwrites what they have not seen.

    Raises:
        PreconditionFailed: the application changed since ``version``.
    """
    if case.version != version:
        raise PreconditionFailed()


async def changed(session: AsyncSession, case: Application, *, at: datetime) -> Application:
    """One more version of the application."""
    case.version += 1
    case.updated_at = at
    await session.flush()
    return case
