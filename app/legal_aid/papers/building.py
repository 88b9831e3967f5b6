"""Papers from a case, one builder a kind: what stands in a paper is what the case says at that moment."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.agency_rules import rule_for
from app.kernel.areas.models import Agency
from app.kernel.dictionaries import dictionaries
from app.kernel.vault import Vault
from app.legal_aid.deciding.periods import FORMALITIES
from app.legal_aid.enums import DecisionOutcome
from app.legal_aid.models import Application, Decision
from app.legal_aid.papers import asking, closing, filling, repository
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.contents import Assignment, Contents, Grant, Refusal, Termination
from app.legal_aid.papers.frame import GIVEN, FirmOf, Frame, due_on, granted_on, load, person_name
from app.legal_aid.papers.repository import decisions_of

SIGN_AGREEMENT = "legal_aid.sign_agreement"


@dataclass(frozen=True, slots=True)
class Built:
    """Contents, what they are about, and the drawn signature that belongs in them."""

    contents: Contents
    about_id: UUID
    signature_evidence_id: UUID | None = None


Builder = Callable[[AsyncSession, Frame], Awaitable[Built | None]]


async def build(
    session: AsyncSession,
    vault: Vault,
    case: Application,
    kind: PaperKind,
    *,
    at: datetime,
    firm_of: FirmOf | None = None,
) -> Built | None:
    """What the paper says now; nothing where the case has nothing for it."""
    return await BUILDERS[kind](session, await load(session, vault, case, at=at, firm_of=firm_of))


async def build_preview(
    session: AsyncSession, vault: Vault, case: Application, kind: PaperKind, *, at: datetime
) -> Contents | None:
    """The same as a draft: without a date, printed over, without the signature."""
    built = await build(session, vault, case, kind, at=at)
    if built is None:
        return None
    return built.contents.model_copy(update={"draft": True, "dated": None, "agency": None, "signature": None})


async def _application_form(session: AsyncSession, frame: Frame) -> Built | None:
    contents = await filling.application_form(session, frame)
    return Built(contents, frame.case.id, frame.case.signature_evidence_id)


async def _hardship_statement(session: AsyncSession, frame: Frame) -> Built | None:
    contents = await filling.hardship_statement(session, frame)
    return Built(contents, frame.case.id, frame.case.signature_evidence_id) if contents else None


async def _wage_ledger(session: AsyncSession, frame: Frame) -> Built | None:
    contents = await filling.wage_ledger(session, frame)
    return Built(contents, frame.case.id, frame.case.signature_evidence_id) if contents else None


async def _receipt(session: AsyncSession, frame: Frame) -> Built | None:
    """At acceptance, and again for what came as the answer to a notice after that."""
    if frame.case.number_sequence is None:
        return None
    answered = await asking.answered_notice(session, frame)
    about_id = answered.id if answered else frame.case.id
    return Built(await filling.receipt(session, frame), about_id)


async def _deficiency_notice(session: AsyncSession, frame: Frame) -> Built | None:
    notice = await asking.last_notice(session, frame)
    return Built(await asking.deficiency_notice(session, frame, notice), notice.id) if notice else None


async def _objection_decision(session: AsyncSession, frame: Frame) -> Built | None:
    objection = await asking.reviewed_objection(session, frame)
    return Built(await asking.objection_decision(session, frame, objection), objection.id) if objection else None


async def _grant(session: AsyncSession, frame: Frame) -> Built | None:
    decision = await _decision(session, frame, *GIVEN)
    if decision is None:
        return None
    urgency = frame.case.urgency if decision.outcome is DecisionOutcome.ADVANCED else None
    contents = Grant(
        agency=_name(frame.agency),
        dated=frame.on,
        matter=frame.matter(),
        basis=decision.basis,
        urgency=dictionaries()["urgency_ground"][urgency] if urgency else None,
        formalities_by=await due_on(session, frame.case, FORMALITIES) if urgency else None,
        is_correction=decision.outcome is DecisionOutcome.CORRECTED,
        phone=frame.agency.phone if frame.agency else None,
    )
    return Built(contents, decision.id)


async def _refusal(session: AsyncSession, frame: Frame) -> Built | None:
    decision = await _decision(session, frame, DecisionOutcome.REFUSED)
    if decision is None or decision.reasons is None or decision.remedy is None:
        return None
    contents = Refusal(
        agency=_name(frame.agency),
        dated=frame.on,
        matter=frame.matter(),
        basis=decision.basis,
        reasons=decision.reasons,
        remedy=decision.remedy,
    )
    return Built(contents, decision.id)


async def _termination(session: AsyncSession, frame: Frame) -> Built | None:
    decision = await _decision(session, frame, DecisionOutcome.TERMINATED)
    if decision is None or decision.reasons is None or decision.remedy is None or decision.ground is None:
        return None
    contents = Termination(
        agency=_name(frame.agency),
        dated=frame.on,
        matter=frame.matter(),
        granted_on=await granted_on(session, frame.case),
        grant_number=await _grant_number(session, frame),
        basis=decision.basis,
        ground=dictionaries()["termination_ground"][decision.ground],
        reasons=decision.reasons,
        remedy=decision.remedy,
    )
    return Built(contents, decision.id)


async def _assignment(session: AsyncSession, frame: Frame) -> Built | None:
    """About the offer the lawyer took: one who follows another gets a notice of their own."""
    case, agency = frame.case, frame.agency
    if agency is None or case.lawyer_person_id is None or case.offer_id is None:
        return None
    sign = await rule_for(session, SIGN_AGREEMENT, agency_id=agency.id, on=frame.on)
    contents = Assignment(
        agency=agency.name,
        dated=frame.on,
        matter=frame.matter(),
        lawyer=await person_name(session, case),
        firm=frame.firm,
        granted_on=await granted_on(session, case),
        grant_number=await _grant_number(session, frame),
        sign_within_days=sign.value,
        recipient_phone=frame.applicant.phone,
        centre_phone=agency.phone,
    )
    return Built(contents, case.offer_id)


async def _closing_report(session: AsyncSession, frame: Frame) -> Built | None:
    return Built(await closing.closing_report(session, frame), frame.case.id)


async def _decision(session: AsyncSession, frame: Frame, *outcomes: DecisionOutcome) -> Decision | None:
    """The last decision of one of these outcomes."""
    found = [decision for decision in await decisions_of(session, frame.case.id) if decision.outcome in outcomes]
    return found[-1] if found else None


async def _grant_number(session: AsyncSession, frame: Frame) -> str | None:
    paper = await repository.newest(session, frame.case.id, PaperKind.GRANT)
    return paper.number if paper else None


def _name(agency: Agency | None) -> str | None:
    return agency.name if agency else None


BUILDERS: Mapping[PaperKind, Builder] = {
    PaperKind.APPLICATION_FORM: _application_form,
    PaperKind.HARDSHIP_STATEMENT: _hardship_statement,
    PaperKind.WAGE_LEDGER: _wage_ledger,
    PaperKind.RECEIPT: _receipt,
    PaperKind.DEFICIENCY_NOTICE: _deficiency_notice,
    PaperKind.OBJECTION_DECISION: _objection_decision,
    PaperKind.GRANT: _grant,
    PaperKind.REFUSAL: _refusal,
    PaperKind.TERMINATION: _termination,
    PaperKind.ASSIGNMENT: _assignment,
    PaperKind.CLOSING_REPORT: _closing_report,
}
