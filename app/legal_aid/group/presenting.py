"""Members and ledgers as this caller may see them. Other members' private data is in none of it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.identity.numbers import mask_number
from app.kernel.actor import Actor
from app.kernel.areas.models import Agency
from app.kernel.clock_views import clock_views
from app.kernel.paging import Page, PageRequest, cut
from app.kernel.vault import Vault
from app.legal_aid import repository as applications
from app.legal_aid import views
from app.legal_aid.group import keeping, repository
from app.legal_aid.group.answers import (
    ConsentAsked,
    GroupCase,
    GroupLook,
    JoinCodeView,
    MembershipSummary,
    MembershipView,
    MemberView,
)
from app.legal_aid.group.codes import join_link
from app.legal_aid.group.consent import CONSENT_TEXT, CONSENT_VERSION
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.exchange import Imported
from app.legal_aid.group.files import matter_of
from app.legal_aid.group.keeping import Ledger
from app.legal_aid.group.ledger import Row, Span, Sums, by_month, by_worker, counted_rows, gaps, remarks, sums
from app.legal_aid.group.ledger_answers import (
    LedgerMember,
    LedgerView,
    MonthTotal,
    RemarkView,
    RowView,
    SheetProblemView,
    SheetView,
    SumsView,
)
from app.legal_aid.group.limits import WAGE_CATEGORIES
from app.legal_aid.group.models import BANK_ACCOUNT, MEMBER_NUMBER, GroupJoinCode, GroupMember
from app.legal_aid.group.offering import may_edit, member_actions
from app.legal_aid.group.schemas import ProofPart
from app.legal_aid.group.sides import opponents
from app.legal_aid.group.states import member_machine
from app.legal_aid.group.steps import steps
from app.legal_aid.models import Application
from app.legal_aid.rules import month_text
from app.legal_aid.states import application_machine


def ledger_view(actor: Actor, known: Ledger) -> LedgerView:
    """The grid with gaps, totals and oddities, and whether this caller may change it."""
    rows, workers = known.rows, known.workers
    counted, own = counted_rows(rows, workers), by_worker(rows)
    statuses = {member.id: member.status for member in known.members}
    waiting = [row for row in rows if statuses[row.worker_id] is MemberStatus.INVITED]
    left = [row for row in rows if statuses[row.worker_id] is MemberStatus.LEFT]
    return LedgerView(
        application_id=known.case.id,
        version=known.book.version,
        is_editable=may_edit(actor, known.case),
        period_from=month_text(known.claimed.first) if known.claimed else None,
        period_to=month_text(known.claimed.last) if known.claimed else None,
        claim_amount_fen=known.claimed_fen,
        members=[_ledger_member(known, member, own.get(member.id, [])) for member in known.members],
        months=[MonthTotal(month=month_text(m), totals=sums_view(sums(r))) for m, r in by_month(counted).items()],
        totals=sums_view(sums(counted)),
        waiting=sums_view(sums(waiting)),
        left=sums_view(sums(left)),
        remarks=[
            RemarkView(code=r.code, member_id=r.worker_id, month=_month(r.month), text=r.text)
            for r in remarks(rows, workers, known.claimed, known.claimed_fen, known.gone)
        ],
    )


def _ledger_member(known: Ledger, member: GroupMember, own: Sequence[Row]) -> LedgerMember:
    worker = keeping.worker_of(member)
    return LedgerMember(
        member_id=member.id,
        number=member.number,
        name=member.display_name,
        status=member.status,
        counts=worker.counts,
        employment_from=member.employment_from,
        employment_to=member.employment_to,
        rows=[row_view(row) for row in own],
        gaps=[month_text(month) for month in gaps(worker, own, known.claimed)],
        totals=sums_view(sums(own)),
    )


def sums_view(total: Sums) -> SumsView:
    """Sums for an answer."""
    return SumsView(agreed_fen=total.agreed_fen, paid_fen=total.paid_fen, owed_fen=total.owed_fen)


def row_view(row: Row) -> RowView:
    """A row for an answer."""
    agreed, paid = row.agreed_proof, row.paid_proof
    return RowView(
        month=month_text(row.month),
        agreed_fen=row.agreed_fen,
        paid_fen=row.paid_fen,
        owed_fen=row.owed_fen,
        note=row.note,
        agreed_proof=ProofPart(evidence_id=agreed.evidence_id, page=agreed.page) if agreed else None,
        paid_proof=ProofPart(evidence_id=paid.evidence_id, page=paid.page) if paid else None,
    )


def sheet_view(imported: Imported) -> SheetView:
    """What a workbook would change or has changed."""
    known = imported.ledger
    return SheetView(
        is_kept=imported.is_kept,
        version=known.book.version,
        rows_read=imported.rows_read,
        added=imported.added,
        changed=imported.changed,
        removed=imported.removed,
        problems=[SheetProblemView.model_validate(problem) for problem in imported.problems],
        ignored_columns=list(imported.ignored_columns),
        totals=sums_view(sums(counted_rows(known.rows, known.workers))),
    )


def member_view(actor: Actor, case: Application, member: GroupMember) -> MemberView:
    """A line of the list."""
    return MemberView(
        id=member.id,
        number=member.number,
        name=member.display_name,
        status=member.status,
        is_representative=member.is_representative,
        employment_from=member.employment_from,
        employment_to=member.employment_to,
        has_written_contract=member.has_written_contract,
        joined_at=member.joined_at,
        left_at=member.left_at,
        allowed_actions=member_actions(actor, case, member),
    )


def code_view(row: GroupJoinCode | None, at: datetime, code: str | None = None) -> JoinCodeView:
    """The state of a join code; the code itself only when it was just made."""
    if row is None:
        return JoinCodeView(code=None, link=None, is_open=False, max_uses=0, uses=0, expires_at=None)
    return JoinCodeView(
        code=code,
        link=join_link(code) if code else None,
        is_open=row.revoked_at is None and at < row.expires_at and row.uses < row.max_uses,
        max_uses=row.max_uses,
        uses=row.uses,
        expires_at=row.expires_at,
    )


async def group_case(session: AsyncSession, case: Application) -> GroupCase:
    """What the group claims and who acts for it."""
    claim = await applications.claim_of(session, case.id)
    agency = await session.get(Agency, case.agency_id) if case.agency_id else None
    return GroupCase(
        category=case.category,
        employer_name=next(iter(await opponents(session, case.id)), None),
        period_from=month_text(claim.period_from) if claim else None,
        period_to=month_text(claim.period_to) if claim else None,
        representative_name=await keeping.representative_name(session, case),
        members_joined=await repository.count_joined(session, case.id),
        status=case.status,
        agency=views.agency_view(agency),
    )


async def group_look(session: AsyncSession, actor: Actor, case: Application) -> GroupLook:
    """What a code leads to, with the text of the consent."""
    return GroupLook(
        case=await group_case(session, case),
        consent_version=CONSENT_VERSION,
        consent_text=CONSENT_TEXT,
        needs_real_name=not await people.has_real_name(session, actor.person_id),
    )


async def memberships(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[MembershipSummary]:
    """A page of the caller's memberships, newest first."""
    rows, cursor = cut(await repository.own_page(session, actor, page), page, lambda member: (member.id,))
    items = [await _summary(session, member) for member in rows]
    return Page(items=items, next_cursor=cursor)


async def _summary(session: AsyncSession, member: GroupMember) -> MembershipSummary:
    case = await session.get_one(Application, member.application_id)
    return MembershipSummary(
        id=member.id,
        number=member.number,
        status=member.status,
        joined_at=member.joined_at,
        case=await group_case(session, case),
    )


async def membership(
    session: AsyncSession, vault: Vault, actor: Actor, member_id: UUID, *, at: datetime
) -> MembershipView:
    """The caller's own membership.

    Raises:
        NotFound: none, or another person's.
    """
    member = await repository.own(session, actor, member_id)
    case = await session.get_one(Application, member.application_id)
    own, missing = await _own_rows(session, case, member)
    takes_part = member.status is MemberStatus.JOINED
    agency = await session.get(Agency, case.agency_id) if case.agency_id else None
    lawyer = await views.lawyer_view(session, case) if takes_part else None
    is_ended = case.status in application_machine.ends
    actions = [] if is_ended else member_machine.allowed_actions(actor, member)
    return MembershipView(
        id=member.id,
        number=member.number,
        name=member.display_name,
        status=member.status,
        matter_id=matter_of(member),
        employment_from=member.employment_from,
        employment_to=member.employment_to,
        has_written_contract=member.has_written_contract,
        document_number=_masked(vault, member.number_sealed, MEMBER_NUMBER),
        bank_account=_masked(vault, member.bank_account_sealed, BANK_ACCOUNT),
        consent_version=member.consent_version,
        consent_asked=ConsentAsked(version=CONSENT_VERSION, text=CONSENT_TEXT) if "join" in actions else None,
        signature_evidence_id=member.signature_evidence_id,
        joined_at=member.joined_at,
        left_at=member.left_at,
        case=await group_case(session, case),
        lawyer_name=lawyer.name if lawyer else None,
        holder=views.holder_of(case, agency, lawyer) if takes_part else None,
        clocks=await clock_views(session, case.id, at=at) if takes_part else [],
        steps=list(await steps(session, case.id)) if takes_part else [],
        rows=[row_view(row) for row in own],
        gaps=[month_text(month) for month in missing],
        totals=sums_view(sums(own)),
        group_totals=await _group_totals(session, case) if takes_part else None,
        allowed_actions=actions,
    )


async def _own_rows(
    session: AsyncSession, case: Application, member: GroupMember
) -> tuple[Sequence[Row], Sequence[date]]:
    if case.category not in WAGE_CATEGORIES:
        return [], []
    claim = await applications.claim_of(session, case.id)
    claimed = Span(claim.period_from, claim.period_to) if claim else None
    own = [keeping.row_of(row) for row in await repository.rows_of(session, case.id) if row.member_id == member.id]
    return own, gaps(keeping.worker_of(member), own, claimed)


async def _group_totals(session: AsyncSession, case: Application) -> SumsView:
    members = await repository.members_of(session, case.id)
    rows = [keeping.row_of(row) for row in await repository.rows_of(session, case.id)]
    return sums_view(sums(counted_rows(rows, map(keeping.worker_of, members))))


def _masked(vault: Vault, sealed: str | None, context: str) -> str | None:
    return mask_number(vault.open(sealed, context)) if sealed else None


def _month(month: date | None) -> str | None:
    return month_text(month) if month else None
