"""A hardship line for a demonstration, marked as such wherever it is shown: it is nobody's official figure."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.legal_aid.eligibility.models import HardshipLine

PROVINCE = "330000"
MONTHLY_FEN = 228_000
DOCUMENT = "演示用的数值，不是正式标准"


async def create_demo_lines(session: AsyncSession, *, at: datetime) -> None:
    """The province's line, in force since 2022."""
    line = HardshipLine(
        area_code=PROVINCE,
        effective_from=date(2022, 1, 1),
        monthly_fen=MONTHLY_FEN,
        document=DOCUMENT,
        set_at=at,
    )
    session.add(line)
    await session.flush()
