"""A notice with what became of it, for the view of its case."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.clock_views import ClockView, clock_views
from app.legal_aid.criminal.afterwards import follow_ups, informings
from app.legal_aid.criminal.consistency import NOTIFY
from app.legal_aid.criminal.models import AuthorityFollowUp, AuthorityNotice
from app.legal_aid.criminal.notice_answers import AuthorityNoticeView, FollowUpView, InformedView
from app.legal_aid.rules import ASSIGN_NOTIFIED


async def notice_view(session: AsyncSession, application_id: UUID, *, at: datetime) -> AuthorityNoticeView | None:
    """The notice of a case; none where no authority notified it."""
    notice = await session.get(AuthorityNotice, application_id)
    if notice is None:
        return None
    clocks = await clock_views(session, application_id, at=at, ended=True)
    clocks = [clock for clock in clocks if clock.rule_code in {NOTIFY, ASSIGN_NOTIFIED}]
    due_on = _due_on(clocks)
    told = await informings(session, application_id)
    return AuthorityNoticeView(
        authority_kind=notice.authority_kind,
        authority_name=notice.authority_name,
        case_number=notice.case_number,
        stage=notice.stage,
        grounds=notice.grounds,
        basis_arose_on=notice.basis_arose_on,
        notified_at=notice.notified_at,
        clocks=clocks,
        informed=[
            InformedView(
                lawyer_person_id=row.lawyer_person_id,
                informed_on=row.informed_on,
                is_late=row is told[0] and due_on is not None and row.informed_on > due_on,
            )
            for row in told
        ],
        follow_ups=[_follow_up(row) for row in await follow_ups(session, application_id)],
    )


def _due_on(clocks: list[ClockView]) -> date | None:
    """The last of the centre's three days to assign and tell (art. 36); for later lawyers there is none."""
    return max((clock.due_on for clock in clocks if clock.rule_code == ASSIGN_NOTIFIED), default=None)


def _follow_up(row: AuthorityFollowUp) -> FollowUpView:
    return FollowUpView(
        id=row.id,
        kind=row.kind,
        told_on=row.told_on,
        stage=row.stage,
        note=row.note,
        ends_aid_on=row.kind.ground,
    )
