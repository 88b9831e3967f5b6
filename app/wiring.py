"""The only importer of all domains: their routers, machines, event handlers, jobs and ports, in one place."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from app.contracts.correction_leave import LeaveExtended
from app.contracts.identity import ConsentWithdrawn, PersonRegistered, RealNameDeclared
from app.contracts.lawyers import (
    OfferAccepted,
    OfferDeclined,
)
from app.contracts.legal_aid import (
    ApplicationArchived,
)
from app.correction import assembly as correction
from app.correction.check_ins.arriving import Arrivals
from app.correction.papers.issuing import Press as CorrectionPress
from app.correction.positioning.purging import Kept
from app.evidence import jobs as evidence_jobs
from app.evidence import router as evidence_router
from app.evidence.bundles import making as bundle_making
from app.evidence.bundles import router as bundles_router
from app.evidence.catalogue import router as catalogue_router
from app.evidence.custody import jobs as custody_jobs
from app.evidence.custody import outside_jobs, witness_router
from app.evidence.custody import router as custody_router
from app.evidence.custody.keys import LedgerKeys, build_ledger_keys
from app.evidence.custody.stamping import build_authority
from app.evidence.custody.witnesses import Neighbours, build_neighbours
from app.evidence.errors import StorageUnavailable
from app.evidence.previews import router as previews_router
from app.evidence.receipts import router as receipts_router
from app.evidence.scanning.measuring import measure
from app.evidence.scanning.scanner import build_scanner
from app.evidence.sharing import grants_router
from app.evidence.sharing import router as sharing_router
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore, build_object_store
from app.evidence.uploading import router as uploading_router
from app.identity import auth_router, colleagues_router, demo_router, me_router, sessions, staff_router, throttle
from app.identity.authentication import Identity, authenticate, build_identity
from app.kernel import calendar_router, client_router, clock_jobs, idempotency, jobs, partitions, router
from app.kernel.areas import agency_router
from app.kernel.areas import router as area_router
from app.kernel.bus import Bus, Event, Payload, every
from app.kernel.clock import Clock, MovableClock, SystemClock
from app.kernel.database import Database, make_engine
from app.kernel.papers.rendering import Renderer
from app.kernel.papers.sealing import Sealer, build_sealer
from app.kernel.states import Machine
from app.kernel.vault import Vault
from app.lawyers.assigning import handlers as lawyers_handlers
from app.lawyers.assigning import pace_router
from app.lawyers.assigning import router as offers_router
from app.lawyers.assigning.needs import NeedPort
from app.lawyers.assigning.port import LawyersForLegalAid
from app.lawyers.assigning.states import ASSIGNMENT, OFFER
from app.lawyers.batch import committing as batch_committing
from app.lawyers.batch import planning as batch_planning
from app.lawyers.batch import router as batch_router
from app.lawyers.batch.states import BATCH
from app.lawyers.conflicts import router as conflicts_router
from app.lawyers.exchange import committing as roster_committing
from app.lawyers.exchange import router as exchange_router
from app.lawyers.exchange.states import roster_import_machine
from app.lawyers.fairness import router as fairness_router
from app.lawyers.matching import reviewing
from app.lawyers.matching import router as matching_router
from app.lawyers.records import handlers as record_handlers
from app.lawyers.records import router as records_router
from app.lawyers.roster import changes_router, own_router, rota_router
from app.lawyers.roster import entering as roster_entering
from app.lawyers.roster import router as roster_router
from app.lawyers.roster.states import ROSTER_PROPOSAL
from app.legal_aid import handlers as legal_aid_handlers
from app.legal_aid import router as legal_aid_router
from app.legal_aid.applying import router as applying_router
from app.legal_aid.criminal import duty_router
from app.legal_aid.criminal import router as criminal_router
from app.legal_aid.deciding import (
    decisions_router,
    deficiency_router,
    objections_router,
    queue_router,
)
from app.legal_aid.deciding import handlers as deciding_handlers
from app.legal_aid.eligibility import router as eligibility_router
from app.legal_aid.group import handlers as group_handlers
from app.legal_aid.group import membership_router
from app.legal_aid.group import router as group_router
from app.legal_aid.group.states import member_machine
from app.legal_aid.handling import attempts_router, closing_router, hearings
from app.legal_aid.handling import router as handling_router
from app.legal_aid.handling.queueing import WaitingCases
from app.legal_aid.handling.seeking import LegalAidNeeds
from app.legal_aid.intake import router as intake_router
from app.legal_aid.papers import handlers as paper_handlers
from app.legal_aid.papers import router as papers_router
from app.legal_aid.papers.issuing import Press
from app.legal_aid.papers.states import paper_machine
from app.legal_aid.quality import archive_jobs, peer_router, rate_router
from app.legal_aid.quality import router as quality_router
from app.legal_aid.quality.closed_facts import closed_facts
from app.legal_aid.quality.peer_states import peer_review_machine
from app.legal_aid.states import application_machine
from app.notices import router as notices_router
from app.notices import service as notices
from app.settings import Settings

DAILY = "kernel.housekeeping"
ROUTERS: Sequence[APIRouter] = (
    correction.HOT,
    router.router,
    client_router.router,
    area_router.router,
    agency_router.router,
    calendar_router.router,
    auth_router.router,
    me_router.router,
    staff_router.router,
    colleagues_router.router,
    uploading_router.router,
    evidence_router.router,
    catalogue_router.router,
    receipts_router.router,
    sharing_router.router,
    custody_router.router,
    custody_router.history,
    previews_router.router,
    witness_router.router,
    grants_router.router,
    bundles_router.router,
    offers_router.offers,
    batch_router.batches,
    offers_router.firm_requests,
    offers_router.own,
    pace_router.router,
    own_router.router,
    roster_router.firms,
    roster_router.lawyers,
    exchange_router.rosters,
    exchange_router.imports,
    changes_router.lawyers,
    changes_router.firms,
    changes_router.proposals,
    rota_router.leave,
    rota_router.shifts,
    conflicts_router.router,
    records_router.router,
    fairness_router.router,
    matching_router.router,
    notices_router.router,
    queue_router.router,
    decisions_router.router,
    deficiency_router.router,
    deficiency_router.statistics_router,
    objections_router.router,
    applying_router.router,
    handling_router.router,
    attempts_router.router,
    closing_router.router,
    closing_router.lawyer_router,
    intake_router.router,
    intake_router.cases,
    criminal_router.notifications,
    criminal_router.cases,
    duty_router.router,
    eligibility_router.router,
    eligibility_router.applications,
    group_router.router,
    membership_router.router,
    papers_router.router,
    papers_router.template_router,
    papers_router.certificate_router,
    quality_router.router,
    peer_router.cases,
    peer_router.router,
    rate_router.router,
    legal_aid_router.router,
    *correction.ROUTERS,
)
SHORTCUTS = correction.SHORTCUTS
"""What goes past the framework's routing."""
LARGER_BODIES = exchange_router.LARGER_BODIES
"""Paths whose requests may be larger than others."""
DEMO_ROUTERS: Sequence[APIRouter] = (router.demo_router, demo_router.router)
MACHINES: Sequence[Machine[Any]] = (
    evidence_machine,
    ASSIGNMENT,
    OFFER,
    BATCH,
    roster_import_machine,
    ROSTER_PROPOSAL,
    application_machine,
    member_machine,
    paper_machine,
    peer_review_machine,
    *correction.MACHINES,
)

UNHANDLED_EVENTS: Mapping[type[Event], str] = {
    LeaveExtended: "the leave that goes on from it tells that it was approved",
    PersonRegistered: "registration is the first log-in itself; nobody else acts on it",
    RealNameDeclared: "those who need a name ask for it when it counts",
    ConsentWithdrawn: "no domain rests on consent alone; one that comes to subscribes",
    ApplicationArchived: "the case has ended for everyone but the archive",
    OfferAccepted: "the assignment tells that it was taken",
    OfferDeclined: "the lawyer asked to be left out; the assignment tells when nobody is left",
}
"""Events nobody subscribes to, each with the reason."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a process needs, built once and handed down."""

    settings: Settings
    clock: Clock
    vault: Vault
    bus: Bus
    database: Database
    identity: Identity
    object_store: ObjectStore
    renderer: Renderer
    sealer: Sealer | None
    ledger_keys: LedgerKeys
    neighbours: Neighbours
    needs: NeedPort
    check_ins: Arrivals


def build_services(
    settings: Settings, clock: Clock | None = None, *, engine: AsyncEngine | None = None
) -> Services:
    """Build everything from settings, on an ``engine`` where one is given; nothing is connected yet."""
    bus = Bus()
    url = settings.database_url.get_secret_value()
    vault = Vault(settings.field_key_ring, bytes.fromhex(settings.index_key.get_secret_value()))
    engine = engine or make_engine(url, pool_size=settings.database_pool_size)
    database = Database(engine, bus=bus, vault=vault)
    clock = clock or (MovableClock() if settings.is_movable else SystemClock())
    services = Services(
        settings=settings,
        clock=clock,
        vault=vault,
        bus=bus,
        database=database,
        identity=build_identity(settings),
        object_store=build_object_store(settings),
        renderer=Renderer(settings.paper_fonts),
        sealer=build_sealer(settings),
        ledger_keys=build_ledger_keys(settings),
        neighbours=build_neighbours(settings),
        needs=LegalAidNeeds(),
        check_ins=correction.build_arrivals(
            database, vault, url=url, now=clock.now, most_cards=settings.check_in_cards
        ),
    )
    register(services)
    return services


def register(services: Services) -> None:
    """Subscribe every handler and register every job."""
    bus = services.bus
    bus.register(DAILY, _housekeeping)
    bus.repeat(DAILY, every(timedelta(days=1)))
    clock_jobs.register(bus)
    partitions.register(bus)
    evidence_jobs.register(bus, services.object_store, services.settings)
    custody_jobs.register(bus, services.object_store, services.ledger_keys)
    outside_jobs.register(bus, build_authority(services.settings), services.neighbours.witnesses)
    correction.register(bus, _correction_press(services), _kept(services.settings))
    lawyers_handlers.register(bus, services.needs)
    batch_planning.register(bus, WaitingCases(LawyersForLegalAid()))
    batch_committing.register(bus, WaitingCases(LawyersForLegalAid()))
    record_handlers.register(bus, closed_facts)
    roster_committing.register(bus, services.vault)
    paper_handlers.register(bus, _press(services))
    archive_jobs.register(bus, services.object_store, services.ledger_keys)
    binding = bundle_making.Bindery(services.object_store, services.renderer, services.ledger_keys)
    bundle_making.register(bus, binding)
    notices.register(bus)
    legal_aid_handlers.register(bus)
    deciding_handlers.register(bus)
    group_handlers.register(bus)
    hearings.register(bus)


def _press(services: Services) -> Press:
    note = _seal_note(services.settings)
    return Press(
        services.renderer, services.sealer, services.object_store, services.vault, note, roster_entering.firm_of
    )


def _correction_press(services: Services) -> CorrectionPress:
    note = _seal_note(services.settings)
    return CorrectionPress(services.renderer, services.sealer, services.object_store, services.vault, note)


def _kept(settings: Settings) -> Kept:
    return Kept(
        check_ins=timedelta(days=settings.check_in_location_days),
        positions=timedelta(days=settings.positioning_location_days),
    )


def _seal_note(settings: Settings) -> str:
    return "演示专用" if settings.is_movable else "电子签章"


def attach(app: FastAPI, services: Services) -> None:
    """Hang the services on the application, where dependencies find them."""
    state = app.state
    state.services = services
    state.settings = services.settings
    state.clock = services.clock
    state.vault = services.vault
    state.bus = services.bus
    state.database = services.database
    state.identity = services.identity
    state.check_ins = services.check_ins
    state.authenticate = authenticate
    state.lawyer_port = LawyersForLegalAid()
    state.need_port = services.needs
    state.matter_queue = WaitingCases(LawyersForLegalAid())
    state.reviewer_port = reviewing
    state.object_store = services.object_store
    state.renderer = services.renderer
    state.sealer = services.sealer
    state.ledger_keys = services.ledger_keys
    state.neighbours = services.neighbours
    state.readiness = (services.object_store.check,)
    state.measures = (partial(measure, services.database, build_scanner(services.settings)),)


async def prepare(services: Services) -> None:
    """What a starting process does; storage that is down now is prepared by the readiness check later."""
    with suppress(StorageUnavailable):
        await services.object_store.ensure_bucket()


async def close(services: Services) -> None:
    """Close what the services hold open."""
    await services.check_ins.close()
    services.object_store.close()
    await services.identity.close()
    await services.database.close()


async def _housekeeping(session: AsyncSession, payload: Payload, at: datetime) -> None:
    await idempotency.purge(session, at)
    await jobs.forget_handled(session, at)
    await sessions.purge(session, SystemClock().now())
    await throttle.purge(session, SystemClock().now())
