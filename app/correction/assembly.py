"""What correction brings to the product: its routers, machines, handlers and jobs, in one place for the wiring."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from app.correction.activities import router as activities_router
from app.correction.activities.states import activity_machine
from app.correction.alarms import following as alarms_following
from app.correction.alarms import router as alarms_router
from app.correction.alarms import search_router, telling
from app.correction.alarms.states import alarm_machine, search_machine
from app.correction.areas.injunctions import router as injunctions_router
from app.correction.check_ins import router as check_ins_router
from app.correction.check_ins.arriving import Arrivals
from app.correction.check_ins.cards import Cards
from app.correction.check_ins.channels import router as check_in_channels_router
from app.correction.check_ins.confirming import asking as location_asking
from app.correction.check_ins.confirming import router as location_questions_router
from app.correction.check_ins.confirming.states import question_machine
from app.correction.check_ins.devices import router as check_in_devices_router
from app.correction.check_ins.faces import HumanReview
from app.correction.check_ins.reading import Reader
from app.correction.check_ins.writing import Writer
from app.correction.desk import moving as correction_moving
from app.correction.desk import router as correction_desk_router
from app.correction.discipline import following as discipline_following
from app.correction.discipline import objections_router as sanction_objections_router
from app.correction.discipline import router as discipline_router
from app.correction.discipline.states import objection_machine, sanction_machine
from app.correction.ending import jobs as correction_ending_jobs
from app.correction.ending import router as correction_ending_router
from app.correction.ending.states import order_handover_machine
from app.correction.leave import permit_router as crossing_permit_router
from app.correction.leave import permits as crossing_permits
from app.correction.leave import router as leave_router
from app.correction.leave import timing as leave_timing
from app.correction.leave.permit_states import permit_machine as crossing_permit_machine
from app.correction.leave.states import leave_machine
from app.correction.moving import following as order_following
from app.correction.moving import receiving as move_receiving
from app.correction.moving import router as moving_router
from app.correction.moving.states import move_machine
from app.correction.orders import handlers as correction_order_handlers
from app.correction.orders import router as correction_router
from app.correction.orders.groups import router as groups_router
from app.correction.orders.judgments import router as judgments_router
from app.correction.orders.minors import router as minors_router
from app.correction.orders.states import correction_machine
from app.correction.orders.tiers import router as tiers_router
from app.correction.orders.tiers.states import tier_machine
from app.correction.papers import issuing as correction_papers
from app.correction.papers import router as correction_papers_router
from app.correction.papers.states import correction_paper_machine
from app.correction.permits import router as special_permits_router
from app.correction.permits.states import permit_machine as special_permit_machine
from app.correction.positioning import jobs as positioning_jobs
from app.correction.positioning import router as positioning_router
from app.correction.positioning.purging import Kept
from app.correction.positioning.states import positioning_machine
from app.correction.reports import extension_router as report_extension_router
from app.correction.reports import overdue as correction_reports
from app.correction.reports import router as reports_router
from app.correction.reports.states import extension_machine as report_extension_machine
from app.correction.reports.states import report_machine
from app.correction.schedule import jobs as schedule_jobs
from app.correction.schedule import router as schedule_router
from app.correction.schedule import settings_router as schedule_settings_router
from app.correction.visits import router as visits_router
from app.kernel.bus import Bus
from app.kernel.clock import SystemClock
from app.kernel.database import Database
from app.kernel.states import Machine
from app.kernel.vault import Vault

HOT = check_ins_router.hot
"""The check-in itself, found before all others."""
SHORTCUTS = check_ins_router.SHORTCUTS
"""What goes past the framework's routing."""
ROUTERS: Sequence[APIRouter] = (
    alarms_router.router,
    search_router.router,
    discipline_router.router,
    sanction_objections_router.router,
    check_in_devices_router.router,
    check_in_channels_router.router,
    check_ins_router.router,
    injunctions_router.router,
    location_questions_router.router,
    reports_router.router,
    report_extension_router.router,
    special_permits_router.router,
    correction_desk_router.router,
    activities_router.router,
    visits_router.router,
    schedule_router.router,
    schedule_settings_router.router,
    leave_router.router,
    crossing_permit_router.router,
    moving_router.router,
    correction_router.router,
    judgments_router.router,
    groups_router.router,
    tiers_router.router,
    minors_router.router,
    correction_papers_router.router,
    correction_ending_router.router,
    correction_ending_router.handovers,
    positioning_router.orders,
    positioning_router.router,
)
MACHINES: Sequence[Machine[Any]] = (
    correction_machine,
    leave_machine,
    crossing_permit_machine,
    move_machine,
    alarm_machine,
    search_machine,
    sanction_machine,
    objection_machine,
    tier_machine,
    question_machine,
    report_machine,
    report_extension_machine,
    special_permit_machine,
    activity_machine,
    correction_paper_machine,
    order_handover_machine,
    positioning_machine,
)


def register(bus: Bus, press: correction_papers.Press, kept: Kept) -> None:
    """Subscribe every handler and register every job; ``kept`` says how long places stay."""
    correction_order_handlers.register(bus)
    correction_ending_jobs.register(bus)
    positioning_jobs.register(bus, kept)
    schedule_jobs.register(bus)
    location_asking.register(bus)
    correction_reports.register(bus)
    correction_moving.register(bus)
    telling.register(bus)
    alarms_following.register(bus)
    discipline_following.register(bus)
    correction_papers.register(bus, press)
    leave_timing.register(bus)
    crossing_permits.register(bus)
    move_receiving.register(bus)
    order_following.register(bus)


def build_arrivals(
    database: Database, vault: Vault, *, url: str, now: Callable[[], datetime], most_cards: int
) -> Arrivals:
    """What takes check-ins in, one a process; nothing is connected yet."""
    return Arrivals(
        database,
        vault,
        writer=Writer(url, system_now=SystemClock().now, now=now),
        reader=Reader(url),
        cards=Cards(most_cards),
        faces=HumanReview(),
    )
