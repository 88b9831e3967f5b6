"""What a reviewer reads: entries, outcome and the list of documents, without who the recipient is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.enums import EvidenceKind, EvidenceStatus
from app.evidence.models import Evidence
from app.identity.surnames import surname_only
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.legal_aid.handling.models import CaseOutcome, HandlingEntry
from app.legal_aid.handling.parties import everyones_names
from app.legal_aid.models import Application
from app.legal_aid.quality import peers, repository
from app.legal_aid.quality.criteria import form_of
from app.legal_aid.quality.masking import masked, masked_content
from app.legal_aid.quality.peer_answers import (
    CriterionView,
    PeerReviewDetail,
    ReviewedDocument,
    ReviewedEntry,
    ReviewedOutcome,
)
from app.legal_aid.quality.traces import looked

MOST_ENTRIES = 500
"""More than any file has; bounds the answer."""
NOT_LISTED = frozenset({EvidenceKind.SIGNATURE, EvidenceKind.ID_CARD})
"""Files that are about who somebody is."""


async def read(session: AsyncSession, actor: Actor, peer_review_id: UUID, *, at: datetime) -> PeerReviewDetail:
    """The record of the handling for the lawyer who assesses it; the applicant can see that it was read.

    Raises:
        NotFound: not asked of the caller, or taken back.
    """
    review = await repository.peer_review(session, actor, Action.PEER_REVIEW, peer_review_id)
    case = await session.get_one(Application, review.application_id)
    await looked(session, actor, Action.PEER_REVIEW, case, at=at, note="同行评估")
    names = await everyones_names(session, case)
    shown = await peers.line(session, actor, review)
    form = form_of(review.form_version)
    return PeerReviewDetail(
        **shown.model_dump(),
        recipient=surname_only(case.recipient_name or case.applicant_name or "某"),
        form_version=form.version,
        criteria=[CriterionView.model_validate(criterion) for criterion in form.criteria],
        entries=await _entries(session, case.id, names),
        outcome=await _outcome(session, case.id, names),
        documents=await _documents(session, case.id),
    )


async def _entries(session: AsyncSession, application_id: UUID, names: tuple[str, ...]) -> list[ReviewedEntry]:
    statement = (
        select(HandlingEntry)
        .where(col(HandlingEntry.application_id) == application_id)
        .order_by(col(HandlingEntry.id))
        .limit(MOST_ENTRIES)
    )
    return [
        ReviewedEntry(
            kind=row.kind.value,
            happened_at=row.happened_at,
            content=masked_content(row.content, names),
            files=len(row.evidence_ids),
        )
        for row in await session.scalars(statement)
    ]


async def _outcome(session: AsyncSession, application_id: UUID, names: tuple[str, ...]) -> ReviewedOutcome | None:
    row = await session.get(CaseOutcome, application_id)
    if row is None:
        return None
    return ReviewedOutcome(
        kind=row.kind.value,
        recovered_fen=row.recovered_fen,
        closing_on=row.closing_on,
        summary=masked(row.summary, names),
        report=masked(row.report, names) if row.report else None,
    )


async def _documents(session: AsyncSession, application_id: UUID) -> list[ReviewedDocument]:
    statement = (
        select(Evidence)
        .where(
            col(Evidence.matter_id) == application_id,
            col(Evidence.status) == EvidenceStatus.VERIFIED,
            col(Evidence.kind).not_in(NOT_LISTED),
        )
        .order_by(col(Evidence.id))
    )
    return [ReviewedDocument.model_validate(row) for row in await session.scalars(statement)]
