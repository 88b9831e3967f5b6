"""From a request to a sealed PDF that never changes: drawn and sealed by the worker, kept in object storage.

Drawing, sealing and storing happen outside any transaction and may be done again: the row says which stored
version counts. What fails waits, with its reason, for staff to have it made again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.papers import repository
from app.correction.papers.codes import CorrectionPaperStatus
from app.correction.papers.contents import Contents
from app.correction.papers.models import CONTENTS, CorrectionPaper
from app.correction.papers.states import correction_paper_machine
from app.evidence.storage.objects import ObjectStore
from app.kernel import jobs, timers
from app.kernel.bus import Bus, JobContext
from app.kernel.papers.errors import SealMissing, TemplateFailed
from app.kernel.papers.rendering import Renderer, Sheet, seal_sheet
from app.kernel.papers.sealing import Sealer, Stamp, require
from app.kernel.vault import Vault

logger = structlog.get_logger(__name__)

ISSUE = "correction.issue_paper"
LOOK_AGAIN = timedelta(hours=1)
"""When a paper that was not issued by then is tried again, by product time."""


@dataclass(frozen=True, slots=True)
class Press:
    """Everything papers are made with; ``sealer`` is none only where demo or tests name no seal.

    ``seal_note`` is what the seal says below its star.
    """

    renderer: Renderer
    sealer: Sealer | None
    store: ObjectStore
    vault: Vault
    seal_note: str


@dataclass(frozen=True, slots=True)
class _Made:
    sealed: bytes
    missing: str


def register(bus: Bus, press: Press) -> None:
    """Register the job that issues; called by ``wiring``."""

    async def run(context: JobContext) -> None:
        await issue(context, press)

    bus.register_external(ISSUE, run)


async def order_issue(session: AsyncSession, paper: CorrectionPaper, *, at: datetime) -> None:
    """Have the worker issue the paper, and look again later in case it could not."""
    await jobs.enqueue(session, ISSUE, {"paper_id": str(paper.id)}, since=at)
    await _look_again(session, paper.id, at)


async def issue(context: JobContext, press: Press) -> None:
    """Draw, seal and store a paper that was asked for. Done before: nothing.

    Raises:
        StorageUnavailable, RendererUnavailable: the queue tries again, and the timer after it.
    """
    paper_id = UUID(str(context.payload["paper_id"]))
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not CorrectionPaperStatus.REQUESTED:
            return
        await _look_again(session, paper_id, context.at)
    contents = Contents.model_validate_json(press.vault.open(paper.contents_sealed, CONTENTS))
    try:
        made = await _make(press, contents, at=paper.requested_at)
    except (TemplateFailed, SealMissing) as error:
        await _fail(context, paper_id, str(error))
        return
    version = await press.store.put(paper.object_key, made.sealed, media_type="application/pdf")
    await _note(context, paper_id, made, version)


@cache
def template() -> str:
    """The layout of every paper."""
    return Path(__file__).with_name("templates").joinpath("letter.typ").read_text(encoding="utf-8")


@cache
def template_version() -> str:
    """SHA-256 of the layout; every paper notes it."""
    return hashlib.sha256(template().encode()).hexdigest()


async def _make(press: Press, contents: Contents, *, at: datetime) -> _Made:
    sealer = require(press.sealer)
    drawn = await press.renderer.render(Sheet(template(), contents.model_dump(mode="json"), at))
    seal = await press.renderer.render(seal_sheet(contents.agency, press.seal_note, dated=at))
    stamp = Stamp(seal.pdf, contents.agency, contents.title)
    return _Made(await sealer.seal(drawn.pdf, stamp, drawn.seal), drawn.missing)


async def _look_again(session: AsyncSession, paper_id: UUID, at: datetime) -> None:
    payload = {"paper_id": str(paper_id)}
    await timers.set_timer(session, ISSUE, key=str(paper_id), due_at=at + LOOK_AGAIN, payload=payload)


async def _note(context: JobContext, paper_id: UUID, made: _Made, version: str | None) -> None:
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not CorrectionPaperStatus.REQUESTED:
            return
        paper.template_version, paper.failure = template_version(), None
        paper.sha256, paper.size_bytes = hashlib.sha256(made.sealed).hexdigest(), len(made.sealed)
        paper.object_version, paper.issued_at = version, context.at
        paper.missing_characters = made.missing[:200] or None
        await correction_paper_machine.fire(session, paper, "issue", actor=None, at=context.at)
        await timers.cancel_timer(session, ISSUE, key=str(paper.id))


async def _fail(context: JobContext, paper_id: UUID, why: str) -> None:
    logger.warning("paper failed", paper_id=str(paper_id), why=why)
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not CorrectionPaperStatus.REQUESTED:
            return
        paper.failure = why[:500]
        await correction_paper_machine.fire(session, paper, "fail", actor=None, at=context.at)
        await timers.cancel_timer(session, ISSUE, key=str(paper.id))
