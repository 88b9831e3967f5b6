"""The rhythm of each tier at an agency: its own setting, else that of those above it, else our default."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import CorrectionTier
from app.correction.schedule.models import TierSchedule
from app.correction.schedule.planning import DEFAULTS, Hours, Rhythm
from app.kernel import access, audit, jobs
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound

SETTLE_ALL = "correction.plan_duties"
"""The job that plans everybody's check-ins again."""
NUMBERS = (
    "period", "checks", "spots", "spot_minutes", "on_rest_days", "checks_on_leave", "spots_on_leave",
    "explain_hours", "gap_hours", "lost_hours", "lost_misses",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of some agencies and those above them: setter's path → tier → what holds from which day."""

    by_path: Mapping[str, Mapping[CorrectionTier, Sequence[tuple[date, Rhythm]]]]

    def rhythm(self, agency_path: str, tier: CorrectionTier, on: date) -> Rhythm:
        """What holds for a tier at an agency on a day: the nearest agency's, then the latest."""
        for path in _upwards(agency_path):
            held = [rhythm for day, rhythm in self.by_path.get(path, {}).get(tier, ()) if day <= on]
            if held:
                return held[-1]
        return DEFAULTS[tier]

    def stretches(
        self, agency_path: str, tier: CorrectionTier, first: date, last: date
    ) -> list[tuple[date, date, Rhythm]]:
        """The days ``first`` to ``last`` cut where another setting comes into force."""
        changes = {
            day
            for path in _upwards(agency_path)
            for day, _ in self.by_path.get(path, {}).get(tier, ())
            if first < day <= last
        }
        begins = [first, *sorted(changes)]
        ends = [day - timedelta(days=1) for day in begins[1:]] + [last]
        return [
            (begin, end, self.rhythm(agency_path, tier, begin)) for begin, end in zip(begins, ends, strict=True)
        ]


async def load_settings(session: AsyncSession, agency_paths: Collection[str]) -> Settings:
    """What was set at these agencies and above them."""
    above = {path for agency_path in agency_paths for path in _upwards(agency_path)}
    statement = (
        select(TierSchedule, Agency.tree_path)
        .join(Agency, col(Agency.id) == col(TierSchedule.agency_id))
        .where(col(Agency.tree_path).in_(above))
        .order_by(col(TierSchedule.effective_from))
    )
    by_path: dict[str, dict[CorrectionTier, list[tuple[date, Rhythm]]]] = {}
    for row, path in await session.execute(statement):
        held = by_path.setdefault(path, {}).setdefault(row.tier, [])
        held.append((row.effective_from, rhythm_of(row)))
    return Settings(by_path)


async def settings_within_reach(session: AsyncSession, actor: Actor, agency_id: UUID) -> tuple[Agency, Settings]:
    """An agency and what holds there.

    Raises:
        NotFound: no such agency, or beyond the actor's reach.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.SCHEDULE_SET, agency.tree_path):
        raise NotFound()
    return agency, await load_settings(session, [agency.tree_path])


async def set_schedule(
    session: AsyncSession,
    actor: Actor,
    agency_id: UUID,
    tier: CorrectionTier,
    rhythm: Rhythm,
    *,
    effective_from: date,
    at: datetime,
) -> None:
    """Set a tier's rhythm from a day on, tomorrow at the earliest; windows of later days are planned again.

    Raises:
        NotFound: beyond the actor's reach.
        Invalid: a day that has begun: nobody may owe today what was not owed this morning.
    """
    agency, _ = await settings_within_reach(session, actor, agency_id)
    if effective_from <= local_date(at):
        raise Invalid(fields=[FieldError("effective_from", "past", "最早从明天开始生效")])
    values = {name: getattr(rhythm, name) for name in NUMBERS} | {
        "windows": [minute for hours in rhythm.windows for minute in (hours.begin, hours.end)],
        "spot_begin": rhythm.spot_hours.begin,
        "spot_end": rhythm.spot_hours.end,
        "set_by": actor.person_id,
        "set_at": at,
    }
    key = {"agency_id": agency.id, "tier": tier, "effective_from": effective_from}
    statement = insert(TierSchedule).values(**key, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
    audit.add_entry(
        session,
        actor,
        Action.SCHEDULE_SET,
        object_type="tier_schedule",
        object_id=agency.id,
        owner_id=None,
        at=at,
        note=f"设定签到安排：{tier}",
    )
    await jobs.enqueue(session, SETTLE_ALL, {"below": agency.tree_path}, since=at)


def rhythm_of(row: TierSchedule) -> Rhythm:
    """A row as the planner reads it."""
    pairs = zip(row.windows[::2], row.windows[1::2], strict=True)
    return Rhythm(
        **{name: getattr(row, name) for name in NUMBERS},
        windows=tuple(Hours(begin, end) for begin, end in pairs),
        spot_hours=Hours(row.spot_begin, row.spot_end),
    )


def _upwards(agency_path: str) -> list[str]:
    """Paths of the agency and of those above it, nearest first."""
    parts = agency_path.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(len(parts), 0, -1)]
