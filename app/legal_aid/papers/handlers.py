"""Which event asks for which papers, and the worker's part in issuing them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts import legal_aid as contract
from app.contracts.legal_aid import ApplicationEvent
from app.kernel.bus import Bus, EventHandler, JobContext
from app.legal_aid import repository as cases
from app.legal_aid.papers import issuing
from app.legal_aid.papers.building import build
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.issuing import Press

PAPERS: Mapping[type[ApplicationEvent], Sequence[PaperKind]] = {
    contract.ApplicationSubmitted: (
        PaperKind.APPLICATION_FORM,
        PaperKind.HARDSHIP_STATEMENT,
        PaperKind.WAGE_LEDGER,
    ),
    contract.ApplicationAccepted: (PaperKind.RECEIPT,),
    contract.ApplicationGranted: (PaperKind.GRANT,),
    contract.ApplicationAdvanced: (PaperKind.GRANT, PaperKind.RECEIPT),
    contract.SupplementRequested: (PaperKind.DEFICIENCY_NOTICE,),
    contract.ApplicationSupplemented: (PaperKind.RECEIPT,),
    contract.ObjectionDecided: (PaperKind.OBJECTION_DECISION, PaperKind.GRANT),
    contract.ApplicationRefused: (PaperKind.REFUSAL,),
    contract.ApplicationTaken: (PaperKind.ASSIGNMENT,),
    contract.ApplicationTerminated: (PaperKind.TERMINATION,),
    contract.ApplicationClosed: (PaperKind.CLOSING_REPORT,),
}


def register(bus: Bus, press: Press) -> None:
    """Subscribe one handler an event, and register the job that issues; called by ``wiring``."""
    for event, kinds in PAPERS.items():
        bus.subscribe(event, f"legal_aid.papers_of_{event.__name__}", asker(press, event.__name__, kinds))

    async def issue(context: JobContext) -> None:
        await issuing.issue(context, press)

    bus.register_external(issuing.ISSUE, issue)


def asker(press: Press, cause: str, kinds: Sequence[PaperKind]) -> EventHandler[ApplicationEvent]:
    """The handler that asks for these papers of the case, whose row it locks."""

    async def ask(session: AsyncSession, event: ApplicationEvent, at: datetime) -> None:
        case = await cases.locked(session, event.application_id)
        if case is None:
            return
        for kind in kinds:
            built = await build(session, press.vault, case, kind, at=at, firm_of=press.firm_of)
            if built is None:
                continue
            await issuing.request(
                session,
                press.vault,
                case,
                built.contents,
                about_id=built.about_id,
                cause=cause,
                at=at,
                signature_evidence_id=built.signature_evidence_id,
            )

    return ask
