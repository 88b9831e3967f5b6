"""Use cases of papers: list, open, preview, ask again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.names import content_disposition
from app.evidence.rules import OPENED_FOR
from app.evidence.storage.objects import ObjectStore
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import NotFound
from app.kernel.papers.rendering import Renderer, base_library
from app.kernel.vault import Vault
from app.legal_aid.models import Application
from app.legal_aid.papers import issuing, repository, templates
from app.legal_aid.papers.building import build_preview
from app.legal_aid.papers.codes import PaperKind, PaperStatus
from app.legal_aid.papers.errors import NoPreview, NotIssuedYet
from app.legal_aid.papers.models import OfficialPaper
from app.legal_aid.papers.schemas import Papers, PaperView, TemplateView
from app.legal_aid.papers.states import OPEN, paper_machine
from app.legal_aid.policies import holds, not_own
from app.legal_aid.repository import get_visible
from app.legal_aid.views import advises

PREVIEWED = frozenset({PaperKind.APPLICATION_FORM, PaperKind.HARDSHIP_STATEMENT, PaperKind.WAGE_LEDGER})
"""What the applicant fills in; the rest follows from an act of the centre."""
INTERNAL = frozenset({PaperKind.CLOSING_REPORT})
"""Between lawyer and centre: the log, the review and the subsidy stand in it; the applicant is not told of it."""


async def papers(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Papers:
    """The papers of a case; a look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
    """
    case = await _readable(session, actor, application_id)
    await _note(session, actor, case, at=at)
    rows = await repository.papers_of(session, actor, application_id)
    return Papers(items=[view(actor, case, row) for row in rows if _is_shown(actor, case, row)])


async def open_paper(
    session: AsyncSession, store: ObjectStore, actor: Actor, application_id: UUID, paper_id: UUID, *, at: datetime
) -> str:
    """A link, good for minutes, to the sealed PDF; recorded with its purpose.

    Raises:
        NotFound: not within reach.
        NotIssuedYet: it is being made, or failed.
    """
    case = await _readable(session, actor, application_id)
    paper = await repository.paper(session, actor, Action.PAPER_READ, application_id, paper_id)
    if not _is_shown(actor, case, paper):
        raise NotFound()
    if paper.status is not PaperStatus.ISSUED:
        raise NotIssuedYet(state=str(paper.status))
    await _note(session, actor, case, at=at, paper=paper)
    return store.presign_get(
        paper.object_key,
        version_id=paper.object_version,
        media_type="application/pdf",
        disposition=content_disposition(f"{title_of(paper.kind)}.pdf"),
        expires=OPENED_FOR,
    )


async def preview(
    session: AsyncSession,
    vault: Vault,
    renderer: Renderer,
    actor: Actor,
    application_id: UUID,
    *,
    kind: PaperKind,
    at: datetime,
) -> bytes:
    """A form as it stands now, printed over with 草稿 and not sealed.

    Raises:
        NotFound: not within reach.
        NoPreview: the paper is not one that the applicant fills in, or there is nothing in it.
        TemplateFailed: the agency's template does not draw it.
    """
    case = await _readable(session, actor, application_id)
    await _note(session, actor, case, at=at, note=f"预览{title_of(kind)}")
    contents = await build_preview(session, vault, case, kind, at=at) if kind in PREVIEWED else None
    if contents is None:
        raise NoPreview()
    if case.agency_id is None:
        template = templates.builtin(kind)
    else:
        template = await templates.in_force(session, case.agency_id, kind)
    drawn = await renderer.render(templates.sheet_of(contents, template.text, at=at))
    return drawn.pdf


async def reissue(
    session: AsyncSession, actor: Actor, application_id: UUID, paper_id: UUID, *, at: datetime
) -> PaperView:
    """Have a paper that failed made again, with the template that is in force then.

    Raises:
        NotFound: not within reach.
        WrongState: it did not fail.
        OwnCase, Recused: the officer stands back.
    """
    case = await get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    if refusal := not_own(case, actor):
        raise refusal
    paper = await repository.paper(session, actor, Action.APPLICATION_ACCEPT, application_id, paper_id)
    await paper_machine.fire(session, paper, "reissue", actor=actor, at=at)
    paper.failure = None
    await session.flush()
    await issuing.order(session, paper, at=at)
    return view(actor, case, paper)


def view(actor: Actor, case: Application, paper: OfficialPaper) -> PaperView:
    """``paper`` as ``actor`` sees it."""
    is_staff = advises(actor, case)
    actions = paper_machine.allowed_actions(actor, paper) if is_staff and not not_own(case, actor) else []
    if paper.status is PaperStatus.ISSUED:
        actions.append(OPEN)
    shown = set(PaperView.model_fields) - {"title", "failure", "allowed_actions"}
    values = paper.model_dump(include=shown)
    failure = paper.failure if is_staff else None
    return PaperView.model_validate(
        values | {"title": title_of(paper.kind), "failure": failure, "allowed_actions": actions}
    )


async def template_view(session: AsyncSession, actor: Actor, agency_id: UUID, kind: PaperKind) -> TemplateView:
    """The template in force at an agency of the caller's.

    Raises:
        NotFound: no such agency within reach.
    """
    found, version = await templates.read(session, actor, agency_id, kind)
    return TemplateView(
        kind=kind,
        title=title_of(kind),
        source=found.source,
        agency_id=found.agency_id,
        version=version,
        sha256=found.sha256,
        text=found.text,
        builtin_text=templates.builtin(kind).text,
        library=base_library(),
    )


def title_of(kind: PaperKind) -> str:
    """What papers of the kind are called."""
    return dictionaries()["paper_kind"][kind]


def _is_shown(actor: Actor, case: Application, paper: OfficialPaper) -> bool:
    return paper.kind not in INTERNAL or advises(actor, case) or holds(actor, case)


async def _readable(session: AsyncSession, actor: Actor, application_id: UUID) -> Application:
    return await get_visible(session, actor, Action.PAPER_READ, application_id)


async def _note(
    session: AsyncSession,
    actor: Actor,
    case: Application,
    *,
    at: datetime,
    paper: OfficialPaper | None = None,
    note: str | None = None,
) -> None:
    await audit.record_access(
        session,
        actor,
        Action.PAPER_READ,
        object_type=paper_machine.name if paper else "application",
        object_id=paper.id if paper else case.id,
        owner_id=case.owner_id,
        at=at,
        note=f"打开{title_of(paper.kind)}" if paper else note,
    )
