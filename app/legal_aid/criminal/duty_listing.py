"""Duty lawyers' help as it is read: one record, lists, counts by kind and month."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.numbers import mask_number
from app.identity.surnames import surname_only
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views_of
from app.kernel.paging import Page, PageRequest, cut
from app.kernel.vault import Vault
from app.legal_aid.criminal import duty_repository as repository
from app.legal_aid.criminal.duty_helping import OBJECT_TYPE
from app.legal_aid.criminal.duty_schemas import (
    DutyHelpLine,
    DutyHelpStatistics,
    DutyHelpView,
    KindCount,
    MonthCount,
)
from app.legal_aid.criminal.enums import HelpKind
from app.legal_aid.criminal.models import DUTY_NUMBER, DutyHelp
from app.legal_aid.criminal.months import period_of

COPIED = (
    "id",
    "agency_id",
    "lawyer_person_id",
    "helped_at",
    "place_kind",
    "place_name",
    "authority_kind",
    "authority_name",
    "handed_over_at",
    "application_id",
)


async def helps(
    session: AsyncSession, actor: Actor, page: PageRequest, month: str | None, *, at: datetime
) -> Page[DutyHelpLine]:
    """What the caller recorded or is responsible for, the latest help first; people by family name."""
    rows = await repository.listed(session, actor, page, period_of(month, month) if month else None)
    kept, cursor = cut(rows, page, lambda row: (row.helped_at, row.id))
    shown = await _shown(session, kept, at=at)
    lines = [DutyHelpLine(person=surname_only(row.person_name), **shown[row.id]) for row in kept]
    return Page(items=lines, next_cursor=cursor)


async def read(
    session: AsyncSession, vault: Vault, actor: Actor, duty_help_id: UUID, *, at: datetime
) -> DutyHelpView:
    """One record; a look by somebody other than its lawyer is noted.

    Raises:
        NotFound: not within reach.
    """
    row = await repository.get_visible(session, actor, duty_help_id)
    await audit.record_access(
        session,
        actor,
        Action.DUTY_HELP_READ,
        object_type=OBJECT_TYPE,
        object_id=row.id,
        owner_id=row.lawyer_person_id,
        at=at,
    )
    return await present(session, vault, row, at=at)


async def present(session: AsyncSession, vault: Vault, row: DutyHelp, *, at: datetime) -> DutyHelpView:
    """The whole record for a caller whose reach was checked."""
    shown = await _shown(session, [row], at=at)
    sealed = row.person_number_sealed
    return DutyHelpView(
        person=row.person_name,
        number=mask_number(vault.open(sealed, DUTY_NUMBER)) if sealed else None,
        notes=row.notes,
        **shown[row.id],
    )


async def statistics(session: AsyncSession, actor: Actor, period: tuple[datetime, datetime]) -> DutyHelpStatistics:
    """Counts of what the caller may see, by month and kind."""
    by_kind: dict[str, dict[HelpKind, int]] = {}
    for month, kind, count in await repository.totals_by_kind(session, actor, period):
        by_kind.setdefault(month, {})[kind] = count
    months: list[MonthCount] = []
    for month, total in await repository.totals(session, actor, period):
        counted = by_kind.get(month, {})
        kinds = [KindCount(kind=kind, count=counted[kind]) for kind in HelpKind if kind in counted]
        months.append(MonthCount(month=month, total=total, kinds=kinds))
    return DutyHelpStatistics(items=months)


async def _shown(session: AsyncSession, rows: Sequence[DutyHelp], *, at: datetime) -> dict[UUID, dict[str, Any]]:
    """What a line and the whole record have in common, with one query a kind of detail."""
    ids = [row.id for row in rows]
    kinds = await repository.kinds_of(session, ids)
    clocks = await clock_views_of(session, ids, at=at, ended=True)
    names = await people.names(session, {row.lawyer_person_id for row in rows})
    return {
        row.id: {name: getattr(row, name) for name in COPIED}
        | {
            "kinds": kinds[row.id],
            "lawyer_name": names.get(row.lawyer_person_id, "值班律师"),
            "forwarding": next(iter(clocks[row.id]), None),
        }
        for row in rows
    }
