"""What legal aid is given of this domain, in one object; ``wiring`` hands it over."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import AssignmentRecord, Choice, DutyDay, Need, Shortlist, Standing
from app.lawyers.assigning import asking, recounting, workload
from app.lawyers.matching import shortlist
from app.lawyers.roster import repository as roster


class LawyersForLegalAid:
    """Matching and assignments; each call works within the caller's transaction."""

    async def shortlist(
        self, session: AsyncSession, need: Need, *, at: datetime, relaxed: Collection[str] = ()
    ) -> Shortlist:
        """As :func:`app.lawyers.matching.shortlist.shortlist`."""
        return await shortlist.shortlist(session, need, at=at, relaxed=relaxed)

    async def standing(
        self, session: AsyncSession, need: Need, lawyer_id: UUID, *, at: datetime, relaxed: Collection[str] = ()
    ) -> Standing:
        """As :func:`app.lawyers.matching.shortlist.standing`."""
        return await shortlist.standing(session, need, lawyer_id, at=at, relaxed=relaxed)

    async def assign(self, session: AsyncSession, need: Need, choice: Choice, *, at: datetime) -> UUID:
        """As :func:`app.lawyers.assigning.asking.assign`."""
        return await asking.assign(session, need, choice, at=at)

    async def withdraw(self, session: AsyncSession, matter_id: UUID, at: datetime) -> None:
        """As :func:`app.lawyers.assigning.asking.withdraw`."""
        await asking.withdraw(session, matter_id, at)

    async def assignments(self, session: AsyncSession, matter_id: UUID) -> list[AssignmentRecord]:
        """As :func:`app.lawyers.assigning.recounting.assignments_of`."""
        return await recounting.assignments_of(session, matter_id)

    async def duty_days(self, session: AsyncSession, person_id: UUID, since: date, until: date) -> list[DutyDay]:
        """As :func:`app.lawyers.assigning.workload.duty_days`."""
        return await workload.duty_days(session, person_id, since, until)

    async def is_on_roster(self, session: AsyncSession, agency_id: UUID, person_id: UUID) -> bool:
        """Whether this person is a lawyer on the centre's roster who is not suspended."""
        return await roster.serves(session, agency_id, person_id)
