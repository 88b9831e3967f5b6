"""A subsidy table for the demonstration; the numbers are invented and stand for nobody's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.clock import local_date
from app.legal_aid.quality.enums import RateCode
from app.legal_aid.quality.models import SubsidyRate

SOURCE = "演示数据，不是任何地方的真实标准"
_C = RateCode
DEMO_RATES: dict[RateCode, int] = {
    _C.DOCUMENT_DRAFTING: 30_000,
    _C.CIVIL_NON_LITIGATION: 80_000,
    _C.LABOUR_ARBITRATION: 120_000,
    _C.CIVIL_FIRST_INSTANCE: 180_000,
    _C.CIVIL_SECOND_INSTANCE: 160_000,
    _C.CIVIL_RETRIAL: 180_000,
    _C.CIVIL_ENFORCEMENT: 80_000,
    _C.ADMINISTRATIVE_REVIEW: 120_000,
    _C.ADMINISTRATIVE_FIRST_INSTANCE: 180_000,
    _C.ADMINISTRATIVE_SECOND_INSTANCE: 160_000,
    _C.STATE_COMPENSATION: 180_000,
    _C.CRIMINAL_INVESTIGATION: 100_000,
    _C.CRIMINAL_PROSECUTION: 100_000,
    _C.CRIMINAL_FIRST_INSTANCE: 180_000,
    _C.CRIMINAL_SECOND_INSTANCE: 160_000,
    _C.CRIMINAL_RETRIAL: 180_000,
    _C.DEATH_REVIEW: 240_000,
    _C.CRIMINAL_REPRESENTATION: 150_000,
    _C.EXTRA_RECIPIENT: 10_000,
    _C.EXTRA_RECIPIENTS_COUNTED: 20,
    _C.CROSS_COUNTY: 30_000,
    _C.GRADE_EXCELLENT: 110,
    _C.GRADE_GOOD: 100,
    _C.GRADE_QUALIFIED: 100,
    _C.GRADE_UNQUALIFIED: 60,
    _C.FORMER_LAWYER_SHARE: 30,
}
"""Fen, persons or percent, by the code."""


async def create_demo_rates(session: AsyncSession, agency_id: UUID, *, set_by: UUID, at: datetime) -> None:
    """Set :data:`DEMO_RATES` for an agency from the first day of the year on."""
    since = local_date(at).replace(month=1, day=1)
    session.add_all(
        SubsidyRate(
            agency_id=agency_id,
            code=code,
            effective_from=since,
            value=value,
            source=SOURCE,
            set_by=set_by,
            set_at=at,
        )
        for code, value in DEMO_RATES.items()
    )
