"""Use cases of papers: list, open, have one made again. Each look of staff is recorded."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.errors import PaperNotIssued
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.correction.papers import issuing, repository
from app.correction.papers.codes import CorrectionPaperStatus
from app.correction.papers.contents import title_of
from app.correction.papers.models import CorrectionPaper
from app.correction.papers.schemas import CorrectionPaperOut, CorrectionPapers
from app.correction.papers.states import OPEN, correction_paper_machine
from app.evidence.names import content_disposition
from app.evidence.rules import OPENED_FOR
from app.evidence.storage.objects import ObjectStore
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor


async def papers(session: AsyncSession, actor: Actor, order_id: UUID, *, at: datetime) -> CorrectionPapers:
    """The papers of an order.

    Raises:
        NotFound: beyond the actor's reach.
    """
    order = await order_for(session, actor, Action.CORRECTION_PAPER_READ, order_id)
    await _note(session, actor, order, at=at, note="查看文书目录")
    rows = await repository.papers_of(session, order.id)
    return CorrectionPapers(items=[paper_out(actor, row) for row in rows])


async def open_paper(
    session: AsyncSession, store: ObjectStore, actor: Actor, order_id: UUID, paper_id: UUID, *, at: datetime
) -> str:
    """A link, good for minutes, to the sealed PDF.

    Raises:
        NotFound: beyond the actor's reach.
        PaperNotIssued: it is being made, or failed.
    """
    order = await order_for(session, actor, Action.CORRECTION_PAPER_READ, order_id)
    paper = await repository.paper_of(session, order.id, paper_id)
    if paper.status is not CorrectionPaperStatus.ISSUED:
        raise PaperNotIssued(state=str(paper.status))
    title = title_of(paper.kind)
    await _note(session, actor, order, at=at, note=f"打开{title}", paper=paper)
    return store.presign_get(
        paper.object_key,
        version_id=paper.object_version,
        media_type="application/pdf",
        disposition=content_disposition(f"{title}.pdf"),
        expires=OPENED_FOR,
    )


async def reissue(
    session: AsyncSession, actor: Actor, order_id: UUID, paper_id: UUID, *, at: datetime
) -> CorrectionPaperOut:
    """Have a paper that failed made again; what stands in it stays.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it did not fail.
    """
    order = await order_for(session, actor, Action.SUBJECT_MANAGE, order_id)
    paper = await repository.paper_of(session, order.id, paper_id)
    await correction_paper_machine.fire(session, paper, "reissue", actor=actor, at=at)
    paper.failure = None
    await session.flush()
    await issuing.order_issue(session, paper, at=at)
    return paper_out(actor, paper)


def paper_out(actor: Actor, paper: CorrectionPaper) -> CorrectionPaperOut:
    """``paper`` as ``actor`` sees it."""
    actions = correction_paper_machine.allowed_actions(actor, paper)
    if paper.status is CorrectionPaperStatus.ISSUED:
        actions.append(OPEN)
    shown = set(CorrectionPaperOut.model_fields) - {"title", "failure", "allowed_actions"}
    values = paper.model_dump(include=shown)
    failure = None if actor.person_id == paper.person_id else paper.failure
    return CorrectionPaperOut(**values, title=title_of(paper.kind), failure=failure, allowed_actions=actions)


async def _note(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    *,
    at: datetime,
    note: str,
    paper: CorrectionPaper | None = None,
) -> None:
    await audit.record_access(
        session,
        actor,
        Action.CORRECTION_PAPER_READ,
        object_type=correction_paper_machine.name if paper else "correction_order",
        object_id=paper.id if paper else order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )
