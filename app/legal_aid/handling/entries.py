"""The handling log: what the lawyer did, when, and what the recipient may read of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import CaseProgressed, CaseReported
from app.identity import people
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.errors import FieldError
from app.kernel.paging import Page, PageRequest, cut
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.handling import hearings, repository
from app.legal_aid.handling.answers import EntryView
from app.legal_aid.handling.contents import EntryContent, FirstMeeting, HearingResult, MediationConsent
from app.legal_aid.handling.enums import ConsentForm, EntryKind
from app.legal_aid.handling.errors import EntryInvalid
from app.legal_aid.handling.models import HandlingEntry
from app.legal_aid.handling.proofs import evidence_problems
from app.legal_aid.handling.reading import sees_all, to_read
from app.legal_aid.handling.rules import (
    DEFENCE,
    PROVEN,
    VISIBLE,
    moment_problems,
    told_problems,
)
from app.legal_aid.handling.schemas import EntryIn
from app.legal_aid.models import Application
from app.legal_aid.papers.rules import PartyDocument, electronic_form_allowed

NEWS = frozenset({EntryKind.PROGRESS, EntryKind.INQUIRY_ANSWERED, EntryKind.HEARING_RESULT})
"""Kinds the recipient is told of at once; hearings ahead have a notice of their own."""
REPORTS = frozenset({EntryKind.CENTRE_REPORT, EntryKind.CHANGE_OF_FACTS})
"""Kinds the officers are told of at once."""

CONTENT: TypeAdapter[EntryContent] = TypeAdapter(EntryContent)


async def record(
    session: AsyncSession, actor: Actor, application_id: UUID, given: EntryIn, *, at: datetime
) -> HandlingEntry:
    """Write an entry of the log, and tell whom it concerns.

    Raises:
        NotFound: not the lawyer's case.
        WrongState: not taken yet, or handed in.
        EntryInvalid: with everything that is wrong.
        AlreadyCorrected: the older entry was put right before.
    """
    case = await repository.at_work(session, actor, application_id)
    taken_at = await repository.taken_at(session, case.id)
    problems = list(moment_problems(given.content.kind, given.happened_at, taken_at=taken_at, at=at))
    problems += _content_problems(case, given)
    problems += await evidence_problems(session, case.id, given.evidence_ids)
    problems += await _reference_problems(session, case, actor, given)
    if problems:
        raise EntryInvalid(fields=problems)
    entry = HandlingEntry(
        application_id=case.id,
        kind=given.content.kind,
        happened_at=given.happened_at,
        entered_at=at,
        author_id=actor.person_id,
        visible_to_recipient=given.content.kind in VISIBLE,
        content=given.content.model_dump(mode="json"),
        evidence_ids=given.evidence_ids,
        corrects_id=given.corrects_id,
    )
    session.add(entry)
    await session.flush()
    await _tell(session, case, entry, at)
    return entry


async def log(
    session: AsyncSession, actor: Actor, application_id: UUID, page: PageRequest, *, at: datetime
) -> Page[EntryView]:
    """A page of the log, newest first; the recipient sees what is for them, lawyer and centre all of it.

    Raises:
        NotFound, Forbidden: see :func:`~app.legal_aid.handling.reading.to_read`.
    """
    case = await to_read(session, actor, application_id, note="办案记录", at=at)
    rows = await repository.entries(session, case.id, page, visible_only=not sees_all(actor, case))
    kept, cursor = cut(rows, page, lambda row: (row.id,))
    return Page(items=await present(session, kept), next_cursor=cursor)


async def present(session: AsyncSession, rows: Sequence[HandlingEntry]) -> list[EntryView]:
    """Entries with the names of their authors, two queries a page."""
    names = await people.names(session, {row.author_id for row in rows})
    corrections = await repository.corrections_of(session, [row.id for row in rows])
    return [
        EntryView(
            id=row.id,
            kind=row.kind,
            happened_at=row.happened_at,
            entered_at=row.entered_at,
            author=names.get(row.author_id, "承办律师")
            if row.kind is not EntryKind.HANDED_OVER
            else "法律援助机构",
            visible_to_recipient=row.visible_to_recipient,
            content=CONTENT.validate_python(row.content),
            evidence_ids=row.evidence_ids,
            corrects_id=row.corrects_id,
            corrected_by_id=corrections.get(row.id),
        )
        for row in rows
    ]


def _content_problems(case: Application, given: EntryIn) -> Sequence[FieldError]:
    """What the kind itself asks for."""
    content, problems = given.content, list[FieldError]()
    if content.kind in PROVEN and not given.evidence_ids:
        problems.append(FieldError("evidence_ids", "missing", "请上传有签名的笔录或者材料，再选到这里"))
    if content.kind is EntryKind.CLIENT_MEETING and case.category not in DEFENCE:
        problems.append(FieldError("content.kind", "not_for_category", "会见笔录只用于刑事辩护和强制医疗案件"))
    if isinstance(content, FirstMeeting):
        problems += told_problems(content.told, content.not_told_reason)
    if isinstance(content, MediationConsent) and content.form is ConsentForm.ELECTRONIC:
        problems += _form_problems(case)
    return problems


def _form_problems(case: Application) -> Sequence[FieldError]:
    form = electronic_form_allowed(PartyDocument.MEDIATION, case.category)
    if form.is_allowed:
        return []
    return [FieldError("content.form", "paper_needed", f"{form.reason}，再上传扫描件（{form.source}）")]


async def _reference_problems(
    session: AsyncSession, case: Application, actor: Actor, given: EntryIn
) -> Sequence[FieldError]:
    """Entries named by this one are of the same case; one's own entries alone are put right, by the same kind."""
    problems: list[FieldError] = []
    if given.corrects_id is not None:
        old = await repository.entry_of(session, case.id, given.corrects_id)
        if old is None or old.kind is not given.content.kind or old.author_id != actor.person_id:
            problems.append(FieldError("corrects_id", "not_correctable", "只能更正自己在本案写的同一类记录"))
    if isinstance(given.content, HearingResult):
        hearing = await repository.entry_of(session, case.id, given.content.hearing_id)
        if hearing is None or hearing.kind is not EntryKind.HEARING:
            problems.append(FieldError("content.hearing_id", "not_a_hearing", "请选择本案的一次开庭安排"))
        elif hearing.happened_at > given.happened_at:
            problems.append(FieldError("happened_at", "before_hearing", "开庭情况的时间不能早于开庭时间"))
    return problems


async def _tell(session: AsyncSession, case: Application, entry: HandlingEntry, at: datetime) -> None:
    shared = {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": agency_of(case)}
    if entry.kind in NEWS:
        await events.record(session, CaseProgressed.model_validate(shared | {"entry_id": entry.id}), at=at)
    elif entry.kind in REPORTS:
        await events.record(session, CaseReported.model_validate(shared | {"entry_id": entry.id}), at=at)
    elif entry.kind is EntryKind.HEARING:
        await hearings.announce(session, case, entry, at=at)
