"""Which template a paper is made with: the nearest agency's own, else ours; and how an agency sets one."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.errors import FieldError, NotFound, PreconditionFailed
from app.kernel.papers.errors import TemplateFailed
from app.kernel.papers.rendering import Renderer, Sheet
from app.legal_aid.papers import samples
from app.legal_aid.papers.codes import PaperKind, TemplateSource
from app.legal_aid.papers.contents import Contents
from app.legal_aid.papers.models import PaperTemplate

FOLDER = Path(__file__).with_name("templates")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
"""A picture of one point, in place of a signature while a template is tried."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template in force. ``agency_id`` and ``number`` say whose it is and its how-manieth; ours has neither."""

    text: str
    source: TemplateSource
    agency_id: UUID | None = None
    number: int = 0

    @property
    def sha256(self) -> str:
        """Of its text; every paper notes it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def builtin(kind: PaperKind) -> Template:
    """Ours."""
    return Template((FOLDER / f"{kind.value}.typ").read_text(encoding="utf-8"), TemplateSource.BUILTIN)


async def in_force(session: AsyncSession, agency_id: UUID, kind: PaperKind) -> Template:
    """The template of the agency or of the nearest one above it that has its own, else ours."""
    own, setter = aliased(Agency), aliased(Agency)
    newest = (
        select(PaperTemplate.agency_id, func.max(col(PaperTemplate.version)).label("version"))
        .where(col(PaperTemplate.kind) == kind)
        .group_by(col(PaperTemplate.agency_id))
        .subquery()
    )
    statement = (
        select(PaperTemplate)
        .join(
            newest,
            (newest.c.agency_id == col(PaperTemplate.agency_id))
            & (newest.c.version == col(PaperTemplate.version)),
        )
        .join(setter, col(setter.id) == col(PaperTemplate.agency_id))
        .join(own, col(own.tree_path).startswith(col(setter.tree_path)))
        .where(col(own.id) == agency_id, col(PaperTemplate.kind) == kind, ~col(PaperTemplate.is_withdrawn))
        .order_by(func.length(setter.tree_path).desc())
        .limit(1)
    )
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        return builtin(kind)
    return Template(found.source, TemplateSource.AGENCY, found.agency_id, found.version)


async def read(session: AsyncSession, actor: Actor, agency_id: UUID, kind: PaperKind) -> tuple[Template, int]:
    """The template in force at an agency of the caller's, and the number of the agency's own last one (0: none).

    Raises:
        NotFound: no such agency within reach.
    """
    await _managed(session, actor, agency_id)
    newest = await _newest(session, agency_id, kind)
    return await in_force(session, agency_id, kind), newest.version if newest else 0


async def put(
    session: AsyncSession,
    renderer: Renderer,
    actor: Actor,
    agency_id: UUID,
    *,
    kind: PaperKind,
    text: str,
    version: int,
    at: datetime,
) -> int:
    """Keep a template after it drew the shortest and the longest contents; returns its number.

    Raises:
        NotFound: no such agency within reach.
        PreconditionFailed: someone else set one since ``version``.
        TemplateFailed: with line and message; nothing is kept.
    """
    await _managed(session, actor, agency_id)
    newest = await _newest(session, agency_id, kind)
    if version != (newest.version if newest else 0):
        raise PreconditionFailed()
    await try_out(renderer, kind, text, at=at)
    return _add(session, actor, agency_id, kind=kind, text=text, number=version + 1, is_withdrawn=False, at=at)


async def withdraw(
    session: AsyncSession, actor: Actor, agency_id: UUID, kind: PaperKind, *, version: int, at: datetime
) -> int:
    """Go back to the template of the agency above, or ours; one that has none stays so.

    Raises:
        NotFound: no such agency within reach.
        PreconditionFailed: someone else set one since ``version``.
    """
    await _managed(session, actor, agency_id)
    newest = await _newest(session, agency_id, kind)
    if version != (newest.version if newest else 0):
        raise PreconditionFailed()
    if newest is None or newest.is_withdrawn:
        return version
    return _add(
        session, actor, agency_id, kind=kind, text=newest.source, number=version + 1, is_withdrawn=True, at=at
    )


async def try_out(renderer: Renderer, kind: PaperKind, text: str, *, at: datetime) -> None:
    """Draw the shortest and the longest sample: with a place for the seal, and each another paper.

    Raises:
        TemplateFailed: one of them does not come out, has no seal, or says the same whatever the case is.
    """
    try:
        drawn = [
            await renderer.render(sheet_of(sample, text, at=at, signature=DOT))
            for sample in (samples.SHORTEST[kind](), samples.LONGEST[kind]())
        ]
        if drawn[-1].seal is None:  # the shortest may be of a form without its centre yet
            raise TemplateFailed("模板里没有盖章的位置，请在最后写上 #sealed(data.agency, data.dated)")
        if drawn[0].pdf == drawn[1].pdf:
            raise TemplateFailed("模板没有用到案件的内容，每件案件的文书都会一样")
    except TemplateFailed as error:
        place = f"第 {error.line} 行：" if error.line else ""
        told = [FieldError("text", "template_failed", f"{place}{error.message}")]
        raise TemplateFailed(error.message, line=error.line, fields=told) from error


def sheet_of(contents: Contents, template: str, *, at: datetime, signature: bytes | None = None) -> Sheet:
    """Contents on a template, with the signature's picture where they name one."""
    data = contents.model_dump(mode="json")
    name = data.get("signature")
    pictures: Mapping[str, bytes] = {}
    if isinstance(name, str) and signature is not None:
        pictures = {name: signature}
    else:
        data = {key: None if key == "signature" else value for key, value in data.items()}
    return Sheet(template, data, at, pictures)


async def _managed(session: AsyncSession, actor: Actor, agency_id: UUID) -> None:
    agency = await session.get(Agency, agency_id, with_for_update={"key_share": True})
    if agency is None or not access.reaches_agency(actor, Action.PAPER_TEMPLATE_SET, agency.tree_path):
        raise NotFound()


async def _newest(session: AsyncSession, agency_id: UUID, kind: PaperKind) -> PaperTemplate | None:
    statement = (
        select(PaperTemplate)
        .where(col(PaperTemplate.agency_id) == agency_id, col(PaperTemplate.kind) == kind)
        .order_by(col(PaperTemplate.version).desc())
        .limit(1)
    )
    return (await session.scalars(statement)).one_or_none()


def _add(
    session: AsyncSession,
    actor: Actor,
    agency_id: UUID,
    *,
    kind: PaperKind,
    text: str,
    number: int,
    is_withdrawn: bool,
    at: datetime,
) -> int:
    session.add(
        PaperTemplate(
            agency_id=agency_id,
            kind=kind,
            version=number,
            source=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            is_withdrawn=is_withdrawn,
            set_by=actor.person_id,
            set_at=at,
        )
    )
    audit.add_entry(
        session,
        actor,
        Action.PAPER_TEMPLATE_SET,
        object_type="agency",
        object_id=agency_id,
        owner_id=None,
        at=at,
        note=kind.value,
    )
    return number
