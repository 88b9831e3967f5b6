"""The only importer of all domains: their routers, machines, event handlers, jobs and ports, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.legal_aid import ApplicationTerminated, ApplicationWithdrawn
from app.correction import jobs as correction_jobs
from app.correction import router as correction_router
from app.correction.states import correction_machine
from app.identity import auth_router, demo_router, me_router, sessions, staff_router, throttle
from app.identity.authentication import Identity, authenticate, build_identity
from app.kernel import calendar_router, clock_jobs, idempotency, jobs, router
from app.kernel.areas import agency_router
from app.kernel.areas import router as area_router
from app.kernel.bus import Bus, Payload, every
from app.kernel.clock import Clock, MovableClock, SystemClock
from app.kernel.database import Database
from app.kernel.states import Machine
from app.kernel.vault import Vault
from app.lawyers import handlers as lawyers_handlers
from app.lawyers import offering
from app.lawyers import router as lawyers_router
from app.lawyers.states import OFFER
from app.settings import Settings

DAILY = "kernel.housekeeping"
ROUTERS: Sequence[APIRouter] = (
    router.router,
    area_router.router,
    agency_router.router,
    calendar_router.router,
    auth_router.router,
    me_router.router,
    staff_router.router,
    lawyers_router.offers,
    lawyers_router.firms,
    lawyers_router.lawyers,
    correction_router.router,
)
DEMO_ROUTERS: Sequence[APIRouter] = (router.demo_router, demo_router.router)
MACHINES: Sequence[Machine[Any]] = (OFFER, correction_machine)


@dataclass(frozen=True, slots=True)
class Services:
    """What a process needs, built once and handed down."""

    settings: Settings
    clock: Clock
    vault: Vault
    bus: Bus
    database: Database
    identity: Identity


def build_services(settings: Settings, clock: Clock | None = None) -> Services:
    """Build everything from settings; nothing is connected yet."""
    bus = Bus()
    database = Database(settings.database_url.get_secret_value(), bus=bus, pool_size=settings.database_pool_size)
    services = Services(
        settings=settings,
        clock=clock or (MovableClock() if settings.is_movable else SystemClock()),
        vault=Vault(settings.field_key_ring, bytes.fromhex(settings.index_key.get_secret_value())),
        bus=bus,
        database=database,
        identity=build_identity(settings),
    )
    register(services)
    return services


def register(services: Services) -> None:
    """Subscribe every handler and register every job."""
    bus = services.bus
    bus.register(DAILY, _housekeeping)
    bus.repeat(DAILY, every(timedelta(days=1)))
    clock_jobs.register(bus)
    correction_jobs.register(bus)
    bus.register(offering.EXPIRE, offering.expire_offer)
    bus.subscribe(ApplicationWithdrawn, "lawyers.release_on_withdrawal", lawyers_handlers.release)
    bus.subscribe(ApplicationTerminated, "lawyers.release_on_termination", lawyers_handlers.release)


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
    state.authenticate = authenticate
    state.lawyer_port = offering
    state.readiness = ()


async def close(services: Services) -> None:
    """Close what the services hold open."""
    await services.identity.close()
    await services.database.close()


async def _housekeeping(session: AsyncSession, payload: Payload, at: datetime) -> None:
    await idempotency.purge(session, at)
    await jobs.forget_handled(session, at)
    await sessions.purge(session, SystemClock().now())
    await throttle.purge(session, SystemClock().now())
