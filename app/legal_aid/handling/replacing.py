"""Another lawyer: asked for by recipient or lawyer, decided by the centre (法律援助法 55; 148号令 37, 38)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import LawyerReplacementRefused, LawyerReplacementRequested
from app.evidence import matters
from app.identity import people
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.clock_store import start_clock, stop_clock
from app.kernel.errors import FieldError, Invalid
from app.kernel.states import WrongState
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group import files as group_files
from app.legal_aid.handling import agreement, repository
from app.legal_aid.handling.answers import ReplacementView
from app.legal_aid.handling.enums import EntryKind, ReplacementAction, ReplacementGround, ReplacementOutcome
from app.legal_aid.handling.errors import NoReplacementPending, ReplacementPending
from app.legal_aid.handling.models import HandlingEntry, ReplacementRequest
from app.legal_aid.handling.proofs import evidence_problems
from app.legal_aid.handling.reading import is_centre, to_read
from app.legal_aid.handling.rules import DECIDE_REPLACEMENT
from app.legal_aid.handling.schemas import ReplacementIn
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPort
from app.legal_aid.repository import get_visible
from app.legal_aid.rules import ASSIGN
from app.legal_aid.states import application_machine


async def request(
    session: AsyncSession, actor: Actor, application_id: UUID, given: ReplacementIn, *, at: datetime
) -> Application:
    """Ask the centre for another lawyer; its five days begin. The lawyer works on until it is decided.

    Raises:
        NotFound: neither the recipient's nor the lawyer's case.
        WrongState: no lawyer handles it.
        ReplacementPending: a request waits already.
        Invalid: the ground is the other side's, or the proof is missing or not the case's.
    """
    case = await get_visible(session, actor, Action.CASE_REPLACE, application_id, lock=True)
    if case.status is not ApplicationStatus.IN_HANDLING:
        raise WrongState(state=case.status.value)
    if await repository.open_replacement(session, case.id) is not None:
        raise ReplacementPending()
    problems = list(_ground_problems(case, actor, given))
    problems += await evidence_problems(session, case.id, given.evidence_ids)
    if problems:
        raise Invalid(fields=problems)
    row = ReplacementRequest(
        application_id=case.id,
        lawyer_person_id=repository.lawyer_of(case),
        requested_by=actor.person_id,
        ground=given.ground,
        reasons=given.reasons,
        evidence_ids=given.evidence_ids,
        filed_at=at,
    )
    session.add(row)
    await session.flush()
    await start_clock(
        session,
        DECIDE_REPLACEMENT,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.DECIDER,
        at=at,
    )
    told = LawyerReplacementRequested(
        application_id=case.id,
        applicant_id=case.applicant_id,
        agency_id=agency_of(case),
        lawyer_person_id=row.lawyer_person_id,
    )
    await events.record(session, told, at=at)
    return case


async def approve(
    session: AsyncSession,
    lawyers: LawyerPort,
    actor: Actor,
    application_id: UUID,
    reasons: str | None,
    *,
    at: datetime,
) -> Application:
    """Replace the lawyer, who hands the file over; three days to assign another begin.

    The former lawyer reads nothing any more; log and evidence stay for the one who follows.

    Raises:
        NotFound: not within reach.
        NoReplacementPending: nothing to decide.
        OwnCase, Recused: the decider must stand back.
    """
    case, row = await _to_decide(session, actor, application_id)
    former = row.lawyer_person_id
    _decide(row, actor, ReplacementOutcome.APPROVED, reasons, at)
    await lawyers.withdraw(session, case.id, at)
    await application_machine.fire(session, case, "replace_lawyer", actor=actor, at=at, reason=_cut(reasons))
    await matters.end_reader(session, case.id, former, at)
    await _write_handover(session, case, actor, at)
    case.lawyer_person_id, case.offer_id, case.assignment_id = None, None, None
    if case.is_group:
        await group_files.follow_all(session, case, at=at)
    await agreement.end_signing(session, case.id, at=at, is_done=False)
    await stop_clock(session, case.id, DECIDE_REPLACEMENT, at=at)
    await start_clock(
        session,
        ASSIGN,
        object_type=application_machine.name,
        object_id=case.id,
        agency_id=agency_of(case),
        holder=Role.OFFICER,
        at=at,
    )
    return case


async def refuse(
    session: AsyncSession, actor: Actor, application_id: UUID, reasons: str, *, at: datetime
) -> Application:
    """The lawyer stays; whoever asked is told why.

    Raises:
        As :func:`approve`.
    """
    case, row = await _to_decide(session, actor, application_id)
    _decide(row, actor, ReplacementOutcome.REFUSED, reasons, at)
    await stop_clock(session, case.id, DECIDE_REPLACEMENT, at=at)
    audit.add_entry(
        session,
        actor,
        Action.APPLICATION_DECIDE,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note="不同意更换律师",
    )
    told = LawyerReplacementRefused(
        application_id=case.id,
        applicant_id=case.applicant_id,
        agency_id=agency_of(case),
        requested_by=row.requested_by,
    )
    await events.record(session, told, at=at)
    return case


async def listed(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> list[ReplacementView]:
    """Requests of the case: all for the centre, one's own for recipient and lawyer.

    Raises:
        NotFound, Forbidden: see :func:`~app.legal_aid.handling.reading.to_read`.
    """
    case = await to_read(session, actor, application_id, note="更换律师的申请", at=at)
    by = None if is_centre(actor, case) else actor.person_id
    rows = await repository.replacements(session, case.id, by=by)
    return await present(session, actor, case, rows)


async def present(
    session: AsyncSession, actor: Actor, case: Application, rows: Sequence[ReplacementRequest]
) -> list[ReplacementView]:
    """Requests as this caller may see them, with what may be done."""
    names = await people.names(session, {row.lawyer_person_id for row in rows})
    may_decide = "replace_lawyer" in application_machine.allowed_actions(actor, case)
    return [
        ReplacementView(
            id=row.id,
            ground=row.ground,
            is_by_lawyer=row.requested_by == row.lawyer_person_id,
            lawyer=names.get(row.lawyer_person_id, "承办律师"),
            reasons=row.reasons,
            evidence_ids=row.evidence_ids,
            filed_at=row.filed_at,
            decided_at=row.decided_at,
            outcome=row.outcome,
            decision_reasons=row.decision_reasons,
            allowed_actions=list(ReplacementAction) if may_decide and row.decided_at is None else [],
        )
        for row in rows
    ]


async def _to_decide(
    session: AsyncSession, actor: Actor, application_id: UUID
) -> tuple[Application, ReplacementRequest]:
    """The case and its open request, both locked by the case's row."""
    case = await get_visible(session, actor, Action.APPLICATION_DECIDE, application_id, lock=True)
    row = await repository.open_replacement(session, case.id)
    if row is None:
        raise NoReplacementPending()
    application_machine.require(case, "replace_lawyer", actor)
    return case, row


def _decide(
    row: ReplacementRequest, actor: Actor, outcome: ReplacementOutcome, reasons: str | None, at: datetime
) -> None:
    row.outcome, row.decision_reasons = outcome, reasons
    row.decided_at, row.decided_by = at, actor.person_id


def _ground_problems(case: Application, actor: Actor, given: ReplacementIn) -> Sequence[FieldError]:
    """A lawyer reports a conflict or that they cannot go on; a recipient proves a failure or a conflict."""
    is_lawyer = actor.person_id == case.lawyer_person_id
    if is_lawyer and given.ground is ReplacementGround.NOT_PERFORMING:
        return [FieldError("ground", "not_for_lawyer", "律师只能报告利害关系或者不能继续办理")]
    if not is_lawyer and given.ground is ReplacementGround.CANNOT_CONTINUE:
        return [FieldError("ground", "not_for_recipient", "律师不能继续办理的，由律师自己报告")]
    if not is_lawyer and not given.evidence_ids:
        return [FieldError("evidence_ids", "missing", "请提供证据，例如聊天记录、通话记录的截图")]
    return []


async def _write_handover(session: AsyncSession, case: Application, actor: Actor, at: datetime) -> None:
    """The file stays in the case; the log says how much the next lawyer takes over."""
    counts = await matters.counts(session, case.id)
    entries = await repository.count_entries(session, case.id)
    content = {"kind": EntryKind.HANDED_OVER.value, "entries": entries, "files": counts.verified}
    session.add(
        HandlingEntry(
            application_id=case.id,
            kind=EntryKind.HANDED_OVER,
            happened_at=at,
            entered_at=at,
            author_id=actor.person_id,
            visible_to_recipient=True,
            content=content,
        )
    )


def _cut(reasons: str | None) -> str | None:
    """As much as the history takes."""
    return None if reasons is None else reasons[:500]
