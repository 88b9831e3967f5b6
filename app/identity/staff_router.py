"""Administration of staff over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response, status

from app.identity import staff
from app.identity.authentication import IdentityDep, SystemNow
from app.identity.staff_schemas import GrantIn, PasswordReset, StaffIn, StaffOut
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, api_router, created
from app.kernel.paging import Page, PageDep, link_next

router = api_router("/staff", "工作人员")

Administrator = Annotated[Actor, allowed(Action.STAFF_MANAGE)]


@router.get("", summary="本机构及下级机构的工作人员")
async def list_staff(
    *, actor: Administrator, session: SessionDep, page: PageDep, at: Now, request: Request, response: Response
) -> Page[StaffOut]:
    members, cursor = await staff.list_staff(session, actor, page, at=at)
    link_next(request, response, cursor)
    return Page(items=[StaffOut.of(member) for member in members], next_cursor=cursor)


@router.post("", summary="开设工作人员账号", status_code=status.HTTP_201_CREATED)
async def create_staff(
    *,
    body: StaffIn,
    actor: Administrator,
    session: SessionDep,
    identity: IdentityDep,
    at: Now,
    response: Response,
) -> StaffOut:
    member = await staff.create_staff(session, identity.passwords, actor, body.new_staff(), at=at)
    created(response, "/staff", member.person.id)
    return StaffOut.of(member)


@router.get("/{person_id}", summary="一名工作人员")
async def get_staff(person_id: UUID, actor: Administrator, session: SessionDep, at: Now) -> StaffOut:
    return StaffOut.of(await staff.get_staff(session, actor, person_id, at=at))


@router.post("/{person_id}/roles", summary="授予角色", status_code=status.HTTP_201_CREATED)
async def grant_staff_role(
    person_id: UUID, body: GrantIn, actor: Administrator, session: SessionDep, at: Now
) -> StaffOut:
    member = await staff.grant_staff_role(session, actor, person_id, body.role, body.agency_id, at=at)
    return StaffOut.of(member)


@router.post("/{person_id}/roles/{grant_id}/revoke", summary="收回角色")
async def revoke_staff_role(
    *,
    person_id: UUID,
    grant_id: UUID,
    actor: Administrator,
    session: SessionDep,
    at: Now,
    system_now: SystemNow,
) -> StaffOut:
    member = await staff.revoke_staff_role(session, actor, person_id, grant_id, at=at, system_now=system_now)
    return StaffOut.of(member)


@router.post("/{person_id}/disable", summary="停用账号，立即下线")
async def disable_staff(
    person_id: UUID, actor: Administrator, session: SessionDep, at: Now, system_now: SystemNow
) -> StaffOut:
    member = await staff.set_disabled(session, actor, person_id, disabled=True, at=at, system_now=system_now)
    return StaffOut.of(member)


@router.post("/{person_id}/enable", summary="恢复账号")
async def enable_staff(
    person_id: UUID, actor: Administrator, session: SessionDep, at: Now, system_now: SystemNow
) -> StaffOut:
    member = await staff.set_disabled(session, actor, person_id, disabled=False, at=at, system_now=system_now)
    return StaffOut.of(member)


@router.post("/{person_id}/password", summary="重设密码，立即下线")
async def reset_staff_password(
    *,
    person_id: UUID,
    body: PasswordReset,
    actor: Administrator,
    session: SessionDep,
    identity: IdentityDep,
    at: Now,
    system_now: SystemNow,
) -> StaffOut:
    member = await staff.reset_password(
        session,
        identity.passwords,
        actor,
        person_id,
        password=body.password.get_secret_value(),
        reset_totp=body.reset_totp,
        at=at,
        system_now=system_now,
    )
    return StaffOut.of(member)
