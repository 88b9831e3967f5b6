"""The fairness report: for those who watch over a centre, and for its lawyers without other people.

The whole is reckoned at once: a fair share is a part of all. A firm of one lawyer is that lawyer, so lawyers read
of their own firm alone; of two, each would find the other by subtraction, so of so few they read nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseGroup
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.paging import Page, PageRequest, cut
from app.lawyers.fairness import repository, table
from app.lawyers.fairness.counting import Field, Figures, Line, Share, figures
from app.lawyers.fairness.periods import Period
from app.lawyers.fairness.presenting import (
    choices_view,
    counts_view,
    firm_view,
    furthest,
    indices_view,
    lawyer_view,
    specialty_view,
)
from app.lawyers.fairness.schemas import FairnessReport, FairnessTable, LawyerFairness

MOST_FURTHEST = 10
FEWEST_TOGETHER = 3
"""Lawyers of a firm, or with a specialty, from which on a lawyer reads of them together."""
_limiter = CapacityLimiter(2)
"""Reports reckoned at a time, beside the loop: of ten thousand lawyers one takes a good part of a second."""


@dataclass(frozen=True, slots=True)
class Known:
    """The figures, cut to what the caller may read: ``own_id`` is the lawyer who reads, none for staff."""

    figures: Figures
    own_id: UUID | None

    @property
    def own(self) -> Line | None:
        """The lawyer who reads."""
        return next((one for one in self.figures.lines if one.member.lawyer_id == self.own_id), None)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Lawyers the caller may read of."""
        return self.figures.lines if self.own_id is None else tuple([self.own] if self.own else [])

    @property
    def firms(self) -> tuple[Share, ...]:
        """Firms the caller may read of."""
        if self.own_id is None:
            return self.figures.firms
        own = self.own.member.firm_id if self.own else None
        return tuple(
            one
            for one in self.figures.firms
            if one.firm_id == own and one.indices.lawyers not in range(2, FEWEST_TOGETHER)
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        """Specialties the caller may read of: who alone has one reads of themselves."""
        if self.own_id is None:
            return self.figures.fields
        own = self.own.member.specialties if self.own else frozenset[CaseGroup]()
        return tuple(
            one
            for one in self.figures.fields
            if one.indices.lawyers >= FEWEST_TOGETHER or (one.indices.lawyers == 1 and one.specialty in own)
        )


async def report(session: AsyncSession, actor: Actor, agency_id: UUID, period: Period) -> FairnessReport:
    """The report without its list of lawyers.

    Raises:
        NotFound: neither a centre the caller watches over nor one on whose roster the caller is.
    """
    known = await _known(session, actor, agency_id, period, note="派案公平情况")
    choices = await repository.choices(session, agency_id, period)
    own, found = known.own, known.figures
    return FairnessReport(
        agency_id=agency_id,
        first_day=period.first,
        last_day=period.last,
        days=period.days,
        counts=counts_view(found.tally),
        indices=indices_view(found.indices),
        choices=choices_view(choices),
        furthest=[lawyer_view(line) for line in furthest(found.lines, MOST_FURTHEST)] if own is None else [],
        firms=[firm_view(share) for share in known.firms],
        specialties=[specialty_view(one) for one in known.fields],
        own=None if own is None else lawyer_view(own),
    )


async def lawyers(
    session: AsyncSession, actor: Actor, agency_id: UUID, period: Period, page: PageRequest
) -> Page[LawyerFairness]:
    """Lawyers against their fair shares, by name.

    Raises:
        NotFound: as :func:`report`.
        Invalid: the cursor belongs to another list.
    """
    after = _place(page)
    known = await _known(session, actor, agency_id, period, note="派案公平情况：律师")
    rows = [line for line in known.lines if after is None or _key(line) > after]
    kept, cursor = cut(rows[: page.limit + 1], page, _key)
    return Page(items=[lawyer_view(line) for line in kept], next_cursor=cursor)


async def as_csv(
    session: AsyncSession, actor: Actor, agency_id: UUID, period: Period, part: FairnessTable
) -> bytes:
    """A part of the report as a table.

    Raises:
        NotFound: as :func:`report`.
    """
    known = await _known(session, actor, agency_id, period, note="导出派案公平情况")
    match part:
        case FairnessTable.LAWYERS:
            return table.lawyers_csv(known.lines)
        case FairnessTable.FIRMS:
            return table.firms_csv(known.firms)
        case FairnessTable.SPECIALTIES:
            return table.specialties_csv(known.fields)
        case _:
            assert_never(part)


async def _known(session: AsyncSession, actor: Actor, agency_id: UUID, period: Period, *, note: str) -> Known:
    own_id = await _reader(session, actor, agency_id)
    members = await repository.members(session, agency_id, period)
    counts = await repository.counts(session, agency_id, period)
    found = await to_thread.run_sync(figures, members, counts, limiter=_limiter)
    if own_id is None:
        await _looked(session, actor, agency_id, period.at, note)
    return Known(found, own_id)


async def _reader(session: AsyncSession, actor: Actor, agency_id: UUID) -> UUID | None:
    """None for staff within reach; otherwise the lawyer of this roster who the caller is."""
    agency = await agency_by_id(session, agency_id)
    if agency is None:
        raise NotFound()
    if access.reaches_agency(actor, Action.FAIRNESS_READ, agency.tree_path):
        return None
    own = await repository.lawyer_on(session, agency_id, actor.person_id)
    if own is None:
        raise NotFound()
    return own


async def _looked(session: AsyncSession, actor: Actor, agency_id: UUID, at: datetime, note: str) -> None:
    await audit.record_access(
        session,
        actor,
        Action.FAIRNESS_READ,
        object_type="agency",
        object_id=agency_id,
        owner_id=None,
        at=at,
        note=note,
    )


def _place(page: PageRequest) -> tuple[str, UUID] | None:
    match page.after:
        case None:
            return None
        case (str(name), UUID() as lawyer_id):
            return name, lawyer_id
        case _:
            raise Invalid(fields=[FieldError("cursor", "cursor", "翻页位置不对，请从第一页重新开始")])


def _key(line: Line) -> tuple[str, UUID]:
    return line.member.name, line.member.lawyer_id
