"""Answering the deficiency notice, bit by bit or at once; and what happens when nobody does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.evidence.enums import SIGNING
from app.evidence.models import Evidence
from app.kernel.access import Action
from app.kernel.actor import STAFF, Actor
from app.kernel.clock_store import stop_if_running
from app.kernel.errors import FieldError
from app.legal_aid import repository
from app.legal_aid.applying.drafting import reopen_sections
from app.legal_aid.deciding.enums import DeficiencyStatus
from app.legal_aid.deciding.errors import NoOpenNotice, SupplementProblem
from app.legal_aid.deciding.models import DeficiencyItem, DeficiencyNotice
from app.legal_aid.deciding.notice_schemas import AnswerIn
from app.legal_aid.deciding.notice_store import give_materials, items_of, open_notice
from app.legal_aid.deciding.periods import SUPPLEMENT, run_on
from app.legal_aid.deciding.receiving import extend_receipt
from app.legal_aid.ending import close_notice, conclude
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.policies import stands_back
from app.legal_aid.states import application_machine


async def save_answers(
    session: AsyncSession, actor: Actor, application_id: UUID, answers: Sequence[AnswerIn]
) -> Application:
    """Keep answers that are ready, so that nothing is lost on a weak network; the notice stays open.

    Raises:
        NotFound: not within reach.
        NoOpenNotice: nothing is asked for.
        Recused: the officer stands back.
        SupplementProblem: an item that was not asked, or a file of another case.
    """
    case, notice = await _asked(session, actor, application_id)
    items = {item.id: item for item in await items_of(session, [notice])}
    await _write(session, case, items, answers)
    return case


async def supplement(
    session: AsyncSession, actor: Actor, application_id: UUID, answers: Sequence[AnswerIn], *, at: datetime
) -> Application:
    """Hand the answers in, together with those saved before: the centre's clocks run on (148号令 13, 17). An
    officer does the same for what was brought to the counter.

    Raises:
        NotFound: not within reach.
        NoOpenNotice: nothing is asked for.
        Recused: the officer stands back.
        SupplementProblem: an item not asked or not answered, a file of another case or not verified.
    """
    case, notice = await _asked(session, actor, application_id)
    rows = await items_of(session, [notice])
    await _write(session, case, {item.id: item for item in rows}, answers)
    files = await _verified(session, case, rows)
    for item in rows:
        item.answered_at, item.answered_by = at, actor.person_id
    await give_materials(session, case.id, rows, by=actor.person_id, at=at)
    await close_notice(session, case, DeficiencyStatus.ANSWERED, at=at)
    await reopen_sections(session, case, ())
    _renew_signature(case, files)
    name = "supplement" if case.number_sequence is None else "explain"
    await application_machine.fire(session, case, name, actor=actor, at=at)
    await stop_if_running(session, case.id, SUPPLEMENT, at=at)
    await run_on(session, case, at=at)
    if case.number_sequence is not None:
        is_staff = not STAFF.isdisjoint(actor.roles) and actor.person_id != case.applicant_id
        await extend_receipt(session, case, by=actor.person_id if is_staff else notice.issued_by, at=at)
    return case


async def lapse(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """Nobody answered in time: the application counts as withdrawn (法律援助法 43(2))."""
    await close_notice(session, case, DeficiencyStatus.LAPSED, at=at)
    await application_machine.fire(session, case, "lapse", actor=None, at=at)
    await conclude(session, case, at=at)


async def _asked(
    session: AsyncSession, actor: Actor, application_id: UUID
) -> tuple[Application, DeficiencyNotice]:
    case = await repository.get_visible(session, actor, Action.APPLICATION_SUPPLEMENT, application_id, lock=True)
    if case.status is not ApplicationStatus.SUPPLEMENTING:
        raise NoOpenNotice()
    if refusal := stands_back(case, actor):
        raise refusal
    return case, await open_notice(session, case.id)


async def _write(
    session: AsyncSession,
    case: Application,
    items: Mapping[UUID, DeficiencyItem],
    answers: Sequence[AnswerIn],
) -> None:
    named = {evidence_id for answer in answers for evidence_id in answer.evidence_ids}
    known = await matters.items_of(session, case.id, named)
    problems: list[FieldError] = []
    for number, answer in enumerate(answers):
        if answer.item_id not in items:
            problems.append(FieldError(f"answers.{number}.item_id", "not_asked", "告知书没有要求补充这一项"))
        if not known.keys() >= set(answer.evidence_ids):
            problems.append(FieldError(f"answers.{number}.evidence_ids", "not_of_case", "这个案件没有这份材料"))
    if problems:
        raise SupplementProblem(fields=problems)
    for answer in answers:
        item = items[answer.item_id]
        item.explanation = answer.explanation
        item.answer_evidence_ids = list(dict.fromkeys(answer.evidence_ids))
    await session.flush()


async def _verified(
    session: AsyncSession, case: Application, rows: Sequence[DeficiencyItem]
) -> Mapping[UUID, Evidence]:
    """The files of the answers; every item must be answered, by verified files or by words."""
    named = {evidence_id for item in rows for evidence_id in item.answer_evidence_ids}
    files = {
        key: item
        for key, item in (await matters.items_of(session, case.id, named)).items()
        if item.verified_at is not None
    }
    problems: list[FieldError] = []
    for item in rows:
        if not item.answer_evidence_ids and item.explanation is None:
            problems.append(FieldError(f"items.{item.position}", "not_answered", f"还没有补充：{item.text}"))
        elif not files.keys() >= set(item.answer_evidence_ids):
            message = "材料还没有核验完，请等核验通过后再提交"
            problems.append(FieldError(f"items.{item.position}", "not_verified", message))
    if problems:
        raise SupplementProblem(fields=problems)
    return files


def _renew_signature(case: Application, files: Mapping[UUID, Evidence]) -> None:
    """A signature among the answers is the one the case goes on with."""
    signatures = [key for key, item in files.items() if item.kind in SIGNING]
    if signatures:
        case.signature_evidence_id = max(signatures)
