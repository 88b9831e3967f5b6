"""The roster's history, and the centre's answers to what lawyers ask to have changed, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.enums import ProposalStatus
from app.lawyers.roster import keeping, proposing, repository
from app.lawyers.roster.change_presenting import history, proposal_line, proposal_view
from app.lawyers.roster.change_schemas import ProposalLine, ProposalRejection, ProposalView, RosterChangeView
from app.lawyers.roster.models import RosterChange, RosterProposal

lawyers = api_router("/lawyers", "律师名册")
firms = api_router("/firms", "律师名册")
proposals = api_router("/roster-proposals", "律师名册")

Reader = Annotated[Actor, allowed(Action.ROSTER_READ)]
Approver = Annotated[Actor, allowed(Action.ROSTER_APPROVE)]


@lawyers.get("/{lawyer_id}/changes", summary="一名律师的登记的修改记录")
async def list_lawyer_changes(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Reader,
    page: PageDep,
    lawyer_id: UUID,
) -> Page[RosterChangeView]:
    await keeping.read_lawyer(session, actor, lawyer_id, at=at)
    statement = repository.changes_visible_to(actor, Action.ROSTER_READ)
    statement = statement.where(col(RosterChange.lawyer_id) == lawyer_id)
    rows = (await session.scalars(keyset(statement, page, col(RosterChange.at), col(RosterChange.id)))).all()
    kept, cursor = cut(rows, page, lambda change: (change.at, change.id))
    link_next(request, response, cursor)
    return Page(items=await history(session, kept), next_cursor=cursor)


@firms.get("/{firm_id}/changes", summary="一家律师事务所的登记的修改记录")
async def list_firm_changes(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    page: PageDep,
    firm_id: UUID,
) -> Page[RosterChangeView]:
    await keeping.read_firm(session, actor, firm_id, Action.ROSTER_READ)
    statement = repository.firm_changes_visible_to(actor, Action.ROSTER_READ)
    statement = statement.where(col(RosterChange.firm_id) == firm_id)
    rows = (await session.scalars(keyset(statement, page, col(RosterChange.at), col(RosterChange.id)))).all()
    kept, cursor = cut(rows, page, lambda change: (change.at, change.id))
    link_next(request, response, cursor)
    return Page(items=await history(session, kept), next_cursor=cursor)


@proposals.get("", summary="律师申请的修改，先提出的在前")
async def list_roster_proposals(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Approver,
    page: PageDep,
    status: Annotated[ProposalStatus, Query(description="审核到哪一步")] = ProposalStatus.WAITING,
) -> Page[ProposalLine]:
    statement = repository.proposals_visible_to(actor, Action.ROSTER_APPROVE)
    statement = statement.where(col(RosterProposal.status) == status)
    order = (col(RosterProposal.made_at), col(RosterProposal.id))
    found = (await session.execute(keyset(statement, page, *order, descending=False))).all()
    kept, cursor = cut(found, page, lambda one: (one[0].made_at, one[0].id))
    link_next(request, response, cursor)
    return Page(items=[proposal_line(one, lawyer) for one, lawyer in kept], next_cursor=cursor)


@proposals.get("/{proposal_id}", summary="查看律师申请的一次修改")
async def get_roster_proposal(*, session: SessionDep, at: Now, actor: Approver, proposal_id: UUID) -> ProposalView:
    return proposal_view(actor, *await proposing.read(session, actor, proposal_id, at=at))


@proposals.post("/{proposal_id}/approve", summary="同意律师申请的修改，马上生效")
async def approve_roster_proposal(
    *, session: SessionDep, at: Now, actor: Approver, proposal_id: UUID
) -> ProposalView:
    return proposal_view(actor, *await proposing.approve(session, actor, proposal_id, at=at))


@proposals.post("/{proposal_id}/reject", summary="不同意律师申请的修改，说明理由")
async def reject_roster_proposal(
    *, session: SessionDep, at: Now, actor: Approver, proposal_id: UUID, body: ProposalRejection
) -> ProposalView:
    return proposal_view(actor, *await proposing.reject(session, actor, proposal_id, reason=body.reason, at=at))
