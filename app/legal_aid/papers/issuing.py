"""From a request to a sealed PDF that never changes: drawn and sealed by the worker, kept in object storage.

What stands in a paper is fixed in the transaction that asks for it; drawing, sealing and storing come after,
outside any transaction, and may be done again: the row says which stored version counts.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.enums import EvidenceStatus
from app.evidence.errors import ObjectMissing
from app.evidence.models import Evidence
from app.evidence.storage.objects import ObjectStore
from app.kernel import jobs, timers
from app.kernel.bus import JobContext
from app.kernel.papers.errors import SealMissing, TemplateFailed
from app.kernel.papers.rendering import Renderer, seal_sheet
from app.kernel.papers.sealing import Sealer, Stamp, require
from app.kernel.vault import Vault
from app.legal_aid.models import Application
from app.legal_aid.papers import contents as letters
from app.legal_aid.papers import form_contents as forms
from app.legal_aid.papers import repository, templates
from app.legal_aid.papers.codes import PaperKind, PaperStatus
from app.legal_aid.papers.contents import Contents
from app.legal_aid.papers.errors import SignatureUnusable
from app.legal_aid.papers.frame import FirmOf
from app.legal_aid.papers.models import CONTENTS, OfficialPaper
from app.legal_aid.papers.rules import document_number
from app.legal_aid.papers.states import paper_machine
from app.legal_aid.papers.templates import Template

logger = structlog.get_logger(__name__)

ISSUE = "legal_aid.issue_paper"
LOOK_AGAIN = timedelta(hours=1)
"""When a paper that was not issued by then is tried again, by product time."""
LARGEST_SIGNATURE = 20 * 1024 * 1024
FORMS: Mapping[PaperKind, type[Contents]] = {
    contents.kind: contents
    for contents in (
        forms.ApplicationForm,
        forms.HardshipStatement,
        forms.Receipt,
        forms.ClosingReport,
        forms.WageLedger,
        letters.DeficiencyNotice,
        letters.Grant,
        letters.Refusal,
        letters.Assignment,
        letters.Termination,
        letters.ObjectionDecision,
    )
}


@dataclass(frozen=True, slots=True)
class Press:
    """Everything papers are made with; ``sealer`` is none only where demo or tests name no seal."""

    renderer: Renderer
    sealer: Sealer | None
    store: ObjectStore
    vault: Vault
    seal_note: str
    """What the seal says below its star, e.g. 电子签章."""
    firm_of: FirmOf


@dataclass(frozen=True, slots=True)
class _Made:
    sealed: bytes
    template: Template
    missing: str


async def request(
    session: AsyncSession,
    vault: Vault,
    case: Application,
    contents: Contents,
    *,
    about_id: UUID,
    cause: str,
    at: datetime,
    signature_evidence_id: UUID | None = None,
) -> OfficialPaper:
    """Ask for a paper in this transaction; asked again about the same thing it is the paper there is.

    The application's row is locked by the caller. The number is given here.
    """
    kind = contents.kind
    if existing := await repository.about(session, case.id, kind, about_id):
        return existing
    sequence = await repository.next_sequence(session, case.id, kind)
    number = document_number(kind, case.number_year, case.number_sequence, sequence)
    final = contents.model_copy(update={"number": number, "draft": False})
    paper = OfficialPaper(
        application_id=case.id,
        applicant_id=case.applicant_id,
        kind=kind,
        about_id=about_id,
        sequence=sequence,
        number=number,
        cause=cause,
        contents_sealed=vault.seal(final.model_dump_json(), CONTENTS),
        signature_evidence_id=signature_evidence_id,
        object_key=f"papers/{secrets.token_hex(16)}",
        requested_at=at,
        updated_at=at,
    )
    session.add(paper)
    await session.flush()
    await order(session, paper, at=at)
    return paper


async def order(session: AsyncSession, paper: OfficialPaper, *, at: datetime) -> None:
    """Have the worker issue the paper, and look again later in case it could not."""
    payload = {"paper_id": str(paper.id)}
    await jobs.enqueue(session, ISSUE, payload)
    await timers.set_timer(session, ISSUE, key=str(paper.id), due_at=at + LOOK_AGAIN, payload=payload)


async def issue(context: JobContext, press: Press) -> None:
    """Draw, seal and store a paper that was asked for. Done before: nothing.

    Raises:
        StorageUnavailable, RendererUnavailable: the queue tries again, and the timer after it.
    """
    paper_id = UUID(str(context.payload["paper_id"]))
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not PaperStatus.REQUESTED:
            return
        await timers.set_timer(
            session,
            ISSUE,
            key=str(paper.id),
            due_at=context.at + LOOK_AGAIN,
            payload={"paper_id": str(paper.id)},
        )
        template, signature = await _needed(session, paper)
    try:
        made = await _make(press, paper, template, signature)
    except (TemplateFailed, SealMissing, SignatureUnusable) as error:
        await _fail(context, paper_id, str(error))
        return
    version = await press.store.put(paper.object_key, made.sealed, media_type="application/pdf")
    await _note(context, paper_id, made, version)


def read_contents(vault: Vault, paper: OfficialPaper) -> Contents:
    """What stands in the paper."""
    return FORMS[paper.kind].model_validate_json(vault.open(paper.contents_sealed, CONTENTS))


async def _needed(session: AsyncSession, paper: OfficialPaper) -> tuple[Template, Evidence | None]:
    case = await session.get_one(Application, paper.application_id)
    if case.agency_id is None:
        raise LookupError(f"paper {paper.id} of a case that no centre has")
    template = await templates.in_force(session, case.agency_id, paper.kind)
    if paper.signature_evidence_id is None:
        return template, None
    return template, await session.get_one(Evidence, paper.signature_evidence_id)


async def _make(press: Press, paper: OfficialPaper, template: Template, signature: Evidence | None) -> _Made:
    sealer = require(press.sealer)
    contents = read_contents(press.vault, paper)
    picture = await _picture(press.store, signature) if signature else None
    sheet = templates.sheet_of(contents, template.text, at=paper.requested_at, signature=picture)
    drawn = await press.renderer.render(sheet)
    name = contents.agency or ""
    seal = await press.renderer.render(seal_sheet(name, press.seal_note, dated=paper.requested_at))
    stamp = Stamp(seal.pdf, name, contents.title)
    sealed = await sealer.seal(drawn.pdf, stamp, drawn.seal)
    return _Made(sealed, template, drawn.missing)


async def _picture(store: ObjectStore, item: Evidence) -> bytes:
    """The bytes of the drawn signature, the very ones that were verified.

    Raises:
        SignatureUnusable: they are not there any more, or are others.
    """
    parts: list[bytes] = []
    try:
        if item.status is not EvidenceStatus.VERIFIED or item.size_bytes > LARGEST_SIGNATURE:
            raise SignatureUnusable("签名图片没有核验通过")
        await store.read_through(item.object_key, parts.append, version_id=item.object_version)
    except ObjectMissing as error:
        raise SignatureUnusable("签名图片已经找不到了") from error
    picture = b"".join(parts)
    if hashlib.sha256(picture).hexdigest() != item.sha256:
        raise SignatureUnusable("签名图片和核验时的不一样")
    return picture


async def _note(context: JobContext, paper_id: UUID, made: _Made, version: str | None) -> None:
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not PaperStatus.REQUESTED:
            return
        paper.template_source, paper.template_version = made.template.source, made.template.sha256
        paper.sha256, paper.size_bytes = hashlib.sha256(made.sealed).hexdigest(), len(made.sealed)
        paper.object_version, paper.issued_at, paper.failure = version, context.at, None
        paper.missing_characters = made.missing[:200] or None
        await paper_machine.fire(session, paper, "issue", actor=None, at=context.at)
        await timers.cancel_timer(session, ISSUE, key=str(paper.id))


async def _fail(context: JobContext, paper_id: UUID, why: str) -> None:
    logger.warning("paper failed", paper_id=str(paper_id), why=why)
    async with context.database.transaction() as session:
        paper = await repository.locked(session, paper_id)
        if paper.status is not PaperStatus.REQUESTED:
            return
        paper.failure = why[:500]
        await paper_machine.fire(session, paper, "fail", actor=None, at=context.at)
        await timers.cancel_timer(session, ISSUE, key=str(paper.id))
