"""HTTP of one's own memberships: come with a code, look, sign, join, leave."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.identity.authentication import SystemNow
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.group import coming, joining, presenting
from app.legal_aid.group.answers import GroupLook, MembershipSummary, MembershipView
from app.legal_aid.group.schemas import (
    BankAccountPart,
    CodeLook,
    MembershipJoin,
    MembershipLeave,
    MembershipStart,
)

router: APIRouter = api_router("/memberships", "参加集体申请")

Member = Annotated[Actor, allowed(Action.MEMBERSHIP)]
RepeatableMember = Annotated[Actor, allowed(Action.MEMBERSHIP, repeatable=True)]


@router.post("/look", summary="凭邀请码看看集体申请的情况和说明", responses={429: {}})
async def look_at_group(
    *,
    body: CodeLook,
    actor: RepeatableMember,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    system_now: SystemNow,
) -> GroupLook:
    case = await coming.look(session, vault, actor, body.code, at=at, system_now=system_now)
    return await presenting.group_look(session, actor, case)


@router.post("", summary="凭邀请码开始加入", status_code=201, responses={429: {}})
async def start_membership(
    *,
    body: MembershipStart,
    actor: Member,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    system_now: SystemNow,
    response: Response,
) -> MembershipView:
    member = await coming.start(session, vault, actor, body.code, body.member_number, at=at, system_now=system_now)
    created(response, "/memberships", member.id)
    return await presenting.membership(session, vault, actor, member.id, at=at)


@router.get("", summary="我参加的集体申请")
async def list_memberships(
    actor: Member, session: SessionDep, page: PageDep, request: Request, response: Response
) -> Page[MembershipSummary]:
    found = await presenting.memberships(session, actor, page)
    link_next(request, response, found.next_cursor)
    return found


@router.get("/{member_id}", summary="查看我参加的一件集体申请")
async def get_membership(
    member_id: UUID, actor: Member, session: SessionDep, vault: VaultDep, at: Now
) -> MembershipView:
    return await presenting.membership(session, vault, actor, member_id, at=at)


@router.post("/{member_id}/join", summary="同意、签名并加入")
async def join_membership(
    *,
    member_id: UUID,
    body: MembershipJoin,
    actor: Member,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> MembershipView:
    await joining.join(session, vault, actor, member_id, body.joining(), at=at)
    return await presenting.membership(session, vault, actor, member_id, at=at)


@router.post("/{member_id}/decline", summary="不加入")
async def decline_membership(
    member_id: UUID, actor: Member, session: SessionDep, vault: VaultDep, at: Now
) -> MembershipView:
    await joining.decline(session, actor, member_id, at=at)
    return await presenting.membership(session, vault, actor, member_id, at=at)


@router.post("/{member_id}/leave", summary="退出集体申请，并说明原因")
async def leave_membership(
    *,
    member_id: UUID,
    body: MembershipLeave,
    actor: Member,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> MembershipView:
    await joining.leave(session, actor, member_id, body.reason, at=at)
    return await presenting.membership(session, vault, actor, member_id, at=at)


@router.put("/{member_id}/bank-account", summary="填写收取工资的银行账号")
async def put_membership_bank_account(
    *,
    member_id: UUID,
    body: BankAccountPart,
    actor: Member,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> MembershipView:
    await joining.set_bank_account(session, vault, actor, member_id, body.bank_account, at=at)
    return await presenting.membership(session, vault, actor, member_id, at=at)
