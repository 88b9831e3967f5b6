"""SQL of deficiency notices and their items."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.legal_aid.deciding.enums import DeficiencyStatus
from app.legal_aid.deciding.errors import NoOpenNotice
from app.legal_aid.deciding.models import DeficiencyItem, DeficiencyNotice
from app.legal_aid.deciding.visibility import Subject, SubjectKind, subject_of
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.eligibility.models import ApplicationMaterial


async def notices_of(session: AsyncSession, application_id: UUID) -> Sequence[DeficiencyNotice]:
    """Every notice of the case, the first one first."""
    statement = select(DeficiencyNotice).where(col(DeficiencyNotice.application_id) == application_id)
    return (await session.execute(statement.order_by(col(DeficiencyNotice.sequence)))).scalars().all()


async def items_of(session: AsyncSession, notices: Sequence[DeficiencyNotice]) -> Sequence[DeficiencyItem]:
    """The items of these notices, in the order they are numbered."""
    statement = select(DeficiencyItem).where(col(DeficiencyItem.notice_id).in_([row.id for row in notices]))
    ordered = statement.order_by(col(DeficiencyItem.notice_id), col(DeficiencyItem.position))
    return (await session.execute(ordered)).scalars().all()


async def open_notice(session: AsyncSession, application_id: UUID) -> DeficiencyNotice:
    """The notice that waits for an answer.

    Raises:
        NoOpenNotice: none does.
    """
    for notice in await notices_of(session, application_id):
        if notice.status is DeficiencyStatus.OPEN:
            return notice
    raise NoOpenNotice()


def answered_subjects(items: Sequence[DeficiencyItem]) -> Mapping[Subject, datetime]:
    """When the applicant last said or sent something about each subject they were asked about."""
    latest: dict[Subject, datetime] = {}
    for item in items:
        subject = subject_of(item.code, material=item.material, section=item.section, evidence_id=item.evidence_id)
        if subject is not None and item.answered_at is not None:
            latest[subject] = max(item.answered_at, latest.get(subject, item.answered_at))
    return latest


async def materials_changed(session: AsyncSession, application_id: UUID) -> Mapping[Subject, datetime]:
    """When something was last given for each material of the checklist."""
    given = ApplicationMaterial
    statement = select(given).where(col(given.application_id) == application_id).order_by(col(given.given_at))
    rows = (await session.execute(statement)).scalars()
    return {Subject(SubjectKind.MATERIAL, row.item): row.given_at for row in rows}


async def give_materials(
    session: AsyncSession, application_id: UUID, items: Sequence[DeficiencyItem], *, by: UUID, at: datetime
) -> None:
    """Files that answer a missing material count for it on the checklist from now on."""
    rows = [
        {
            "application_id": application_id,
            "item": MaterialCode(item.material),
            "evidence_id": evidence_id,
            "given_by": by,
            "given_at": at,
        }
        for item in items
        if item.material is not None
        for evidence_id in item.answer_evidence_ids
    ]
    if rows:
        await session.execute(insert(ApplicationMaterial).values(rows).on_conflict_do_nothing())
