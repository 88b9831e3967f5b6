"""Consents: which documents are in force, who agreed to which version, and withdrawal.

Consent is asked only where it is the basis (个人信息保护法 arts. 13, 14, 29); what rests on a statutory duty
is done with or without it. Withdrawing ends the future, not what was done before (art. 15).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.identity import ConsentWithdrawn
from app.identity.enums import ConsentDocumentCode
from app.identity.errors import ConsentOutdated, UnknownConsent
from app.identity.models import Consent, ConsentDocument
from app.kernel import events
from app.kernel.clock import local_date
from app.kernel.database import new_id


async def current_documents(session: AsyncSession, *, at: datetime) -> list[ConsentDocument]:
    """The newest version in force of each document."""
    found = await session.execute(
        select(ConsentDocument)
        .where(col(ConsentDocument.effective_from) <= local_date(at))
        .ext(distinct_on(col(ConsentDocument.document)))
        .order_by(col(ConsentDocument.document), col(ConsentDocument.version).desc())
    )
    return list(found.scalars())


async def consents_of(session: AsyncSession, person_id: UUID) -> list[Consent]:
    """Every consent a person gave, withdrawn or not, newest first."""
    found = await session.execute(
        select(Consent)
        .where(col(Consent.person_id) == person_id)
        .order_by(col(Consent.given_at).desc(), col(Consent.id).desc())
        .limit(100)
    )
    return list(found.scalars())


async def give(
    session: AsyncSession, person_id: UUID, document: ConsentDocumentCode, version: int, *, at: datetime
) -> Consent:
    """Agree to a document; agreeing again to the same version changes nothing.

    Raises:
        ConsentOutdated: another version is in force.
    """
    current = {row.document: row.version for row in await current_documents(session, at=at)}
    if current.get(document) != version:
        raise ConsentOutdated(current_version=current.get(document))
    values = {
        "id": new_id(),
        "person_id": person_id,
        "document": document,
        "version": version,
        "given_at": at,
    }
    await session.execute(insert(Consent).values(**values).on_conflict_do_nothing())
    found = await session.execute(
        select(Consent).where(
            col(Consent.person_id) == person_id,
            col(Consent.document) == document,
            col(Consent.version) == version,
            col(Consent.withdrawn_at).is_(None),
        )
    )
    return found.scalar_one()


async def withdraw(session: AsyncSession, person_id: UUID, consent_id: UUID, *, at: datetime) -> Consent:
    """Withdraw a consent; withdrawing again changes nothing.

    Raises:
        UnknownConsent: the person gave none with that id.
    """
    found = await session.execute(
        select(Consent).where(col(Consent.id) == consent_id, col(Consent.person_id) == person_id).with_for_update()
    )
    consent = found.scalar_one_or_none()
    if consent is None:
        raise UnknownConsent()
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        await session.flush()
        event = ConsentWithdrawn(person_id=person_id, document=consent.document, version=consent.version)
        await events.record(session, event, at=at)
    return consent
