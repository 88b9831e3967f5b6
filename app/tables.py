"""Imports every module that defines tables, so that the metadata is complete."""

import re

from app.correction.activities import models as correction_activities
from app.correction.alarms import models as correction_alarms
from app.correction.alarms import search_models as correction_searches
from app.correction.areas import models as correction_areas
from app.correction.areas.injunctions import models as correction_injunctions
from app.correction.check_ins import models as correction_check_ins
from app.correction.check_ins.confirming import models as correction_confirming
from app.correction.discipline import models as correction_discipline
from app.correction.ending import models as correction_ending
from app.correction.leave import models as correction_leave
from app.correction.moving import models as correction_moving
from app.correction.orders import models as correction_orders
from app.correction.orders.groups import models as correction_groups
from app.correction.orders.judgments import models as correction_judgments
from app.correction.orders.tiers import models as correction_tiers
from app.correction.papers import models as correction_papers
from app.correction.permits import models as correction_special_permits
from app.correction.positioning import models as correction_positioning
from app.correction.reports import models as correction_reports
from app.correction.schedule import models as correction_schedule
from app.correction.visits import models as correction_visits
from app.evidence import models as evidence
from app.evidence.bundles import models as evidence_bundles
from app.evidence.custody import models as custody
from app.evidence.previews import models as evidence_previews
from app.evidence.sharing import models as evidence_sharing
from app.identity import models as identity
from app.kernel import (
    agency_rules,
    audit,
    calendar_store,
    clock_models,
    demo_clock,
    events,
    idempotency,
    jobs,
    states,
    timers,
)
from app.kernel.areas import models as areas
from app.kernel.database import Table
from app.lawyers.assigning import models as lawyers_assigning
from app.lawyers.batch import models as lawyers_batch
from app.lawyers.conflicts import models as lawyers_conflicts
from app.lawyers.exchange import models as lawyers_exchange
from app.lawyers.matching import models as lawyers_matching
from app.lawyers.records import models as lawyers_records
from app.lawyers.roster import models as lawyers_roster
from app.legal_aid import models as legal_aid
from app.legal_aid.applying import models as legal_aid_applying
from app.legal_aid.criminal import models as legal_aid_criminal
from app.legal_aid.deciding import models as deciding
from app.legal_aid.eligibility import models as legal_aid_eligibility
from app.legal_aid.group import models as legal_aid_group
from app.legal_aid.handling import models as legal_aid_handling
from app.legal_aid.intake import models as legal_aid_intake
from app.legal_aid.papers import models as papers
from app.legal_aid.quality import models as legal_aid_quality
from app.notices import models as notices

METADATA = Table.metadata
PARTITION = re.compile(r"(check_in|check_in_fix|check_in_duty|device_position)_(default|\d{8})\Z")
"""Slices of tables cut by time, made and dropped by a job."""
FOREIGN_TABLES = frozenset(
    {"pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules", "alembic_version"}
)
MODULES = (
    legal_aid_handling,
    correction_alarms,
    correction_searches,
    correction_discipline,
    correction_areas,
    correction_injunctions,
    correction_check_ins,
    correction_confirming,
    correction_ending,
    correction_leave,
    correction_moving,
    correction_orders,
    correction_groups,
    correction_judgments,
    correction_tiers,
    correction_papers,
    correction_positioning,
    correction_reports,
    correction_special_permits,
    correction_activities,
    correction_visits,
    correction_schedule,
    areas,
    audit,
    demo_clock,
    events,
    idempotency,
    identity,
    jobs,
    states,
    timers,
    agency_rules,
    calendar_store,
    clock_models,
    evidence,
    custody,
    evidence_previews,
    evidence_sharing,
    evidence_bundles,
    lawyers_assigning,
    lawyers_batch,
    lawyers_conflicts,
    lawyers_matching,
    lawyers_records,
    lawyers_exchange,
    lawyers_roster,
    notices,
    legal_aid,
    deciding,
    papers,
    legal_aid_applying,
    legal_aid_eligibility,
    legal_aid_group,
    legal_aid_quality,
    legal_aid_criminal,
    legal_aid_intake,
)
