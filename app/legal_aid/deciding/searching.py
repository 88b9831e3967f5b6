"""Finding a case by its number, by a name, or by a document number, within the caller's own agencies."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, and_, label, or_, select, true, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.identity import people
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.areas.models import Agency
from app.kernel.clock import start_of
from app.kernel.errors import FieldError, Invalid
from app.kernel.paging import Page, PageRequest, cut, keyset
from app.kernel.vault import Vault
from app.legal_aid.answers import ApplicationSummary
from app.legal_aid.deciding import listing
from app.legal_aid.deciding.queue_schemas import SearchIn
from app.legal_aid.models import Application
from app.legal_aid.repository import reach
from app.legal_aid.states import application_machine

SEARCH = Action.APPLICATION_QUEUE
NUMBER = re.compile(r"[〔\[(（]?([0-9]{4})[〕\])）]?[^0-9]{0,10}?0*([0-9]{1,7})号?")
"""〔2026〕法援字第00012号, or as one says it: 2026-12."""
AFTER_ALL = "\U0010ffff"
"""The last character there is: a text followed by it comes after everything that begins with the text."""


async def search(
    session: AsyncSession, vault: Vault, actor: Actor, page: PageRequest, wanted: SearchIn, *, at: datetime
) -> Page[ApplicationSummary]:
    """Cases that were handed in and fit everything given, the newest first. A search by document number is
    recorded, and so is every case it finds.

    Raises:
        Invalid: no case number, or a period that ends before it begins.
        NumberInvalid: no such document number is possible.
    """
    index = _number_index(vault, wanted, at)
    hits = (await session.execute(search_page(actor, page, wanted, index))).all()
    kept, cursor = cut(hits, page, lambda hit: (hit[1], hit[0]))
    ids = [hit[0] for hit in kept]
    found = await session.execute(select(Application).where(col(Application.id).in_(ids)))
    cases = sorted(found.scalars(), key=lambda case: ids.index(case.id))
    if index is not None:
        _note(session, actor, cases, at)
    return Page(items=await listing.summaries(session, actor, cases, at), next_cursor=cursor)


def search_page(actor: Actor, page: PageRequest, wanted: SearchIn, index: bytes | None) -> Select[UUID, datetime]:
    """Id and filing time of a page of hits and one more. Few cases have one document number (``index``, blind);
    everything else is read agency by agency, each in its index, no more rows than the page holds.

    Raises:
        Invalid: no case number, or a period that ends before it begins.
    """
    filed = type_coerce(col(Application.submitted_at), DateTime(timezone=True))
    hits = select(label("id", col(Application.id)), label("filed", filed)).where(*_fits(wanted, index))
    key = (col(Application.submitted_at), col(Application.id))
    if index is not None:
        return keyset(hits.where(reach(actor, SEARCH)), page, *key)
    paths = access.agency_paths(actor, SEARCH)
    agencies = select(col(Agency.id)).where(subtree_clause(col(Agency.id), paths)).subquery("reached")
    inner = keyset(hits.where(col(Application.agency_id) == agencies.c.id), page, *key)
    hit = inner.correlate(agencies).lateral("hit")
    ids = select(hit.c.id, hit.c.filed).select_from(agencies.join(hit, true()))
    return ids.order_by(hit.c.filed.desc(), hit.c.id.desc()).limit(page.limit + 1)


def _fits(wanted: SearchIn, index: bytes | None) -> list[ColumnElement[bool]]:
    case = Application
    clauses: list[ColumnElement[bool]] = [col(case.submitted_at).is_not(None)]
    if wanted.number is not None:
        year, sequence = parse_number(wanted.number)
        clauses += [col(case.number_year) == year, col(case.number_sequence) == sequence]
    if wanted.name is not None:
        clauses.append(
            or_(_begins(col(case.applicant_name), wanted.name), _begins(col(case.recipient_name), wanted.name))
        )
    if index is not None:
        clauses.append(col(case.applicant_number_index) == index)
    if wanted.status is not None:
        clauses.append(col(case.status) == wanted.status)
    if wanted.category is not None:
        clauses.append(col(case.category) == wanted.category)
    if wanted.submitted_from is not None:
        clauses.append(col(case.submitted_at) >= start_of(wanted.submitted_from))
    if wanted.submitted_to is not None:
        clauses.append(col(case.submitted_at) < start_of(wanted.submitted_to + timedelta(days=1)))
    if wanted.submitted_from and wanted.submitted_to and wanted.submitted_from > wanted.submitted_to:
        raise Invalid(fields=[FieldError("submitted_to", "order", "结束日期不能早于开始日期")])
    return clauses


def parse_number(text: str) -> tuple[int, int]:
    """Year and sequence of a case number.

    Raises:
        Invalid: not written like one.
    """
    match = NUMBER.fullmatch(text)
    if match is None:
        raise Invalid(fields=[FieldError("number", "number", "案号应写成 2026-12 或者〔2026〕法援字第00012号")])
    return int(match[1]), int(match[2])


def _begins(column: Mapped[str | None], text: str) -> ColumnElement[bool]:
    """Names that begin with ``text``, as a range of the pattern index, whatever the plan knows of the text."""
    return and_(column.op("~>=~")(text), column.op("~<~")(text + AFTER_ALL))


def _number_index(vault: Vault, wanted: SearchIn, at: datetime) -> bytes | None:
    if wanted.document_number is None:
        return None
    declaration = people.Declaration("", wanted.document_kind, wanted.document_number, wanted.issuing_country)
    return people.index_of(vault, declaration, at=at)


def _note(session: AsyncSession, actor: Actor, found: Sequence[Application], at: datetime) -> None:
    """One entry for the search itself, and one for each person it found."""
    note = "按证件号码查找"
    seen: list[tuple[str, UUID, UUID | None]] = [("application_search", actor.person_id, None)]
    seen += [(application_machine.name, case.id, case.owner_id) for case in found]
    for object_type, object_id, owner_id in seen:
        audit.add_entry(
            session,
            actor,
            SEARCH,
            object_type=object_type,
            object_id=object_id,
            owner_id=owner_id,
            at=at,
            note=note,
        )
