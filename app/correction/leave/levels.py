"""What the levels may decide at an agency, and which agencies stand above an office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.leave.ladder import Limits
from app.correction.orders.models import CorrectionOrder
from app.kernel.agency_rules import rule_for
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.models import Agency

AHEAD = "correction.leave_apply_ahead"
DECIDE = "correction.leave_decide"
RETURN = "correction.leave_return_report"
CROSSING = "correction.regular_crossing_limit"
CONTACT = "correction.leave_contact_interval"


@dataclass(frozen=True, slots=True)
class Superiors:
    """Paths of the nearest agencies that serve the county and the level above; none where there is none here."""

    county_path: str | None
    upper_path: str | None


async def limits_of(session: AsyncSession, agency_id: UUID, on: date) -> Limits:
    """The limits in force at an office; unverified, so an agency may set them."""
    office, county, total, window = [
        await rule_for(session, f"correction.leave_{name}", agency_id=agency_id, on=on)
        for name in ("office_limit", "county_limit", "total_limit", "total_window")
    ]
    return Limits(office, county, total, window)


async def superiors_of(session: AsyncSession, order: CorrectionOrder) -> Superiors:
    """Who stands above the office of an order, told by the areas they serve."""
    chain = await _chain(session, order.agency_path)
    county = next((agency for agency in chain if _level(agency) is AreaLevel.COUNTY), None)
    above = next((agency for agency in chain if _level(agency) in (AreaLevel.CITY, AreaLevel.PROVINCE)), None)
    return Superiors(county and county.tree_path, above and above.tree_path)


async def _chain(session: AsyncSession, path: str) -> Sequence[Agency]:
    """The office and all above it, nearest first."""
    ids = [UUID(part) for part in path.strip("/").split("/")]
    found = (await session.scalars(select(Agency).where(col(Agency.id).in_(ids)))).all()
    return sorted(found, key=lambda agency: ids.index(agency.id), reverse=True)


def _level(agency: Agency) -> AreaLevel:
    return parse_code(agency.area_code).level
