"""The caller's own data over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response, status

from app.identity import access_log, consents, people, profile
from app.identity.authentication import IdentityDep, SystemNow
from app.identity.models import ConsentDocument
from app.identity.schemas import (
    AccessLogEntry,
    ConsentDocumentOut,
    ConsentDocuments,
    ConsentIn,
    ConsentOut,
    Consents,
    Export,
    Me,
    PhoneBinding,
    PhoneOut,
    RealNameIn,
    RealNameOut,
)
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed, public
from app.kernel.http import Now, SessionDep, VaultDep, api_router
from app.kernel.paging import Page, PageDep, link_next

router = api_router("", "个人")

Caller = Annotated[Actor, allowed(Action.ACCOUNT_USE)]
RepeatableCaller = Annotated[Actor, allowed(Action.ACCOUNT_USE, repeatable=True)]


@router.get("/me", summary="我的资料、角色和可以办理的事")
async def get_me(actor: Caller, session: SessionDep, vault: VaultDep, at: Now) -> Me:
    return await profile.me(session, vault, actor, at=at)


@router.post("/me/phone", summary="绑定微信手机号", responses={429: {}})
async def bind_phone(
    *,
    body: PhoneBinding,
    actor: RepeatableCaller,
    session: SessionDep,
    identity: IdentityDep,
    vault: VaultDep,
    at: Now,
) -> PhoneOut:
    phone = await identity.wechat.phone_number(body.code)  # before the first SQL: no transaction is open yet
    people.set_phone(vault, await people.get_person(session, actor.person_id), phone, at=at)
    return PhoneOut.of(phone)


@router.put("/me/real-name", summary="登记姓名和证件", responses={429: {}})
async def declare_real_name(
    *, body: RealNameIn, actor: Caller, session: SessionDep, vault: VaultDep, at: Now, system_now: SystemNow
) -> RealNameOut:
    real_name = await people.declare_real_name(
        session, vault, actor.person_id, body.declaration(), at=at, system_now=system_now
    )
    return RealNameOut.of(real_name, await people.own_data(session, vault, actor.person_id))


@router.get("/me/access-log", summary="谁看过我的资料")
async def list_my_access_log(
    actor: Caller, session: SessionDep, page: PageDep, request: Request, response: Response
) -> Page[AccessLogEntry]:
    items, cursor = await access_log.access_log(session, actor.person_id, page)
    link_next(request, response, cursor)
    return Page(items=items, next_cursor=cursor)


@router.get("/me/export", summary="下载我的资料副本")
async def export_my_data(
    actor: Caller, session: SessionDep, vault: VaultDep, at: Now, system_now: SystemNow
) -> Export:
    return await profile.export(session, vault, actor, at=at, system_now=system_now)


@router.get(
    "/consent-documents",
    summary="现行的告知和同意文件",
    dependencies=[public("people read what they agree to before they log in")],
)
async def list_consent_documents(session: SessionDep, at: Now) -> ConsentDocuments:
    rows: list[ConsentDocument] = await consents.current_documents(session, at=at)
    return ConsentDocuments(items=[ConsentDocumentOut.model_validate(row) for row in rows])


@router.get("/me/consents", summary="我同意过什么")
async def list_my_consents(actor: Caller, session: SessionDep) -> Consents:
    rows = await consents.consents_of(session, actor.person_id)
    return Consents(items=[ConsentOut.model_validate(row) for row in rows])


@router.post("/me/consents", summary="同意一份文件", status_code=status.HTTP_201_CREATED)
async def give_consent(body: ConsentIn, actor: Caller, session: SessionDep, at: Now) -> ConsentOut:
    row = await consents.give(session, actor.person_id, body.document, body.version, at=at)
    return ConsentOut.model_validate(row)


@router.post("/me/consents/{consent_id}/withdraw", summary="撤回同意")
async def withdraw_consent(consent_id: UUID, actor: Caller, session: SessionDep, at: Now) -> ConsentOut:
    return ConsentOut.model_validate(await consents.withdraw(session, actor.person_id, consent_id, at=at))
