"""A lawyer's own entry on the roster, over HTTP: read it, ask for changes, see what became of them."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, api_router, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next
from app.lawyers.roster import keeping, proposing, repository
from app.lawyers.roster.change_presenting import history, proposal_view, wanted
from app.lawyers.roster.change_schemas import OwnEntry, ProposalIn, ProposalView, RosterChangeView
from app.lawyers.roster.models import RosterChange, RosterProposal
from app.lawyers.roster.presenting import detail

router = api_router("/lawyers/me", "律师本人")

Own = Annotated[Actor, allowed(Action.ROSTER_PROPOSE)]


@router.get("", summary="我在名册上的登记")
async def get_own_entry(*, response: Response, session: SessionDep, at: Now, actor: Own) -> OwnEntry:
    row = await keeping.own_row(session, actor)
    etag(response, row.lawyer.version)
    waiting = await proposing.waiting(session, row.lawyer.id)
    shown = proposal_view(actor, waiting, row.lawyer) if waiting else None
    return OwnEntry(entry=detail(row, at), proposal=shown)


@router.get("/changes", summary="我的登记的修改记录")
async def list_own_changes(
    *, request: Request, response: Response, session: SessionDep, actor: Own, page: PageDep
) -> Page[RosterChangeView]:
    row = await keeping.own_row(session, actor)
    statement = repository.changes_visible_to(actor, Action.ROSTER_PROPOSE)
    statement = statement.where(col(RosterChange.lawyer_id) == row.lawyer.id)
    rows = (await session.scalars(keyset(statement, page, col(RosterChange.at), col(RosterChange.id)))).all()
    kept, cursor = cut(rows, page, lambda change: (change.at, change.id))
    link_next(request, response, cursor)
    return Page(items=await history(session, kept), next_cursor=cursor)


@router.post("/proposals", summary="申请修改我的登记", status_code=201)
async def propose_own_change(
    *, session: SessionDep, at: Now, actor: Own, version: IfMatch, body: ProposalIn
) -> ProposalView:
    wish = wanted(body, local_date(at).year)
    made = await proposing.propose(session, actor, wish, note=body.note, version=version, at=at)
    return proposal_view(actor, *made)


@router.get("/proposals", summary="我申请过的修改")
async def list_own_proposals(
    *, request: Request, response: Response, session: SessionDep, actor: Own, page: PageDep
) -> Page[ProposalView]:
    statement = repository.proposals_visible_to(actor, Action.ROSTER_PROPOSE)
    order = (col(RosterProposal.made_at), col(RosterProposal.id))
    kept, cursor = cut(
        (await session.execute(keyset(statement, page, *order))).all(),
        page,
        lambda found: (found[0].made_at, found[0].id),
    )
    link_next(request, response, cursor)
    return Page(items=[proposal_view(actor, one, lawyer) for one, lawyer in kept], next_cursor=cursor)


@router.get("/proposals/{proposal_id}", summary="查看我申请的一次修改")
async def get_own_proposal(*, session: SessionDep, actor: Own, proposal_id: UUID) -> ProposalView:
    found = await proposing.find(session, actor, proposal_id, Action.ROSTER_PROPOSE)
    return proposal_view(actor, *found)


@router.post("/proposals/{proposal_id}/withdraw", summary="撤回我申请的修改")
async def withdraw_own_proposal(*, session: SessionDep, at: Now, actor: Own, proposal_id: UUID) -> ProposalView:
    return proposal_view(actor, *await proposing.withdraw(session, actor, proposal_id, at=at))
