"""Logging in and out over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Request, status

from app.identity import people, sessions, staff_login
from app.identity.auth_schemas import (
    PasswordChange,
    RefreshRequest,
    SessionOut,
    Sessions,
    StaffLogin,
    Tokens,
    TotpConfirmation,
    TotpSecret,
    WechatLogin,
)
from app.identity.authentication import IdentityDep, SystemNow
from app.identity.enums import LoginMethod, RevokeReason
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed, public
from app.kernel.http import Now, SessionDep, VaultDep, api_router

router = api_router("", "登录")

Device = Annotated[str | None, Header(alias="User-Agent", include_in_schema=False)]
Caller = Annotated[Actor, allowed(Action.ACCOUNT_USE)]
RepeatableCaller = Annotated[Actor, allowed(Action.ACCOUNT_USE, repeatable=True)]


@router.post(
    "/auth/wechat/login",
    summary="用微信登录；第一次登录会自动登记为申请人",
    responses={403: {}, 429: {}},
    dependencies=[public("logging in is how one gets a token")],
)
async def log_in_by_wechat(
    *,
    body: WechatLogin,
    session: SessionDep,
    identity: IdentityDep,
    vault: VaultDep,
    at: Now,
    system_now: SystemNow,
    device: Device = None,
) -> Tokens:
    openid = await identity.wechat.code2session(body.code)  # before the first SQL: no transaction is open yet
    person = await people.person_by_wechat(session, vault, openid, at=at)
    pair = await sessions.open_session(
        session, identity.tokens, person, method=LoginMethod.WECHAT, device=device, at=system_now
    )
    return Tokens.of(pair)


@router.post(
    "/auth/staff/login",
    summary="工作人员用用户名和密码登录",
    responses={401: {}, 403: {}, 429: {}},
    dependencies=[public("logging in is how one gets a token")],
)
async def log_in_as_staff(
    *,
    body: StaffLogin,
    request: Request,
    identity: IdentityDep,
    vault: VaultDep,
    system_now: SystemNow,
    device: Device = None,
) -> Tokens:
    pair = await staff_login.log_in(
        request.app.state.database,
        vault,
        identity.tokens,
        identity.passwords,
        username=body.username,
        password=body.password.get_secret_value(),
        code=body.totp,
        device=device,
        at=system_now,
    )
    return Tokens.of(pair)


@router.post(
    "/auth/refresh",
    summary="用刷新凭证换取新的登录凭证",
    responses={401: {}},
    dependencies=[public("the refresh token itself is the proof")],
)
async def refresh_tokens(
    body: RefreshRequest, session: SessionDep, identity: IdentityDep, system_now: SystemNow
) -> Tokens:
    return Tokens.of(await sessions.refresh(session, identity.tokens, body.refresh_token, at=system_now))


@router.post("/auth/logout", summary="退出登录", status_code=status.HTTP_204_NO_CONTENT)
async def log_out(actor: RepeatableCaller, session: SessionDep, system_now: SystemNow) -> None:
    await sessions.revoke(session, actor.person_id, actor.session_id, reason=RevokeReason.LOGOUT, at=system_now)


@router.get("/me/sessions", summary="我在哪些设备上登录着")
async def list_my_sessions(actor: Caller, session: SessionDep, system_now: SystemNow) -> Sessions:
    rows = await sessions.open_sessions(session, actor.person_id, at=system_now)
    return Sessions(items=[SessionOut.of(row, actor.session_id) for row in rows])


@router.post("/me/sessions/{session_id}/revoke", summary="让一台设备下线", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_my_session(
    session_id: UUID, actor: RepeatableCaller, session: SessionDep, system_now: SystemNow
) -> None:
    await sessions.revoke(session, actor.person_id, session_id, reason=RevokeReason.OWNER, at=system_now)


@router.put("/me/password", summary="修改自己的密码", status_code=status.HTTP_204_NO_CONTENT)
async def change_my_password(
    *,
    body: PasswordChange,
    request: Request,
    actor: Caller,
    identity: IdentityDep,
    vault: VaultDep,
    system_now: SystemNow,
) -> None:
    await staff_login.change_password(
        request.app.state.database,
        vault,
        identity.passwords,
        actor.person_id,
        actor.session_id,
        current=body.current.get_secret_value(),
        new=body.new.get_secret_value(),
        at=system_now,
    )


@router.post("/me/totp", summary="获取动态口令密钥", status_code=status.HTTP_201_CREATED)
async def start_totp(actor: RepeatableCaller, session: SessionDep, vault: VaultDep) -> TotpSecret:
    secret, uri = await staff_login.start_totp(session, vault, actor.person_id)
    return TotpSecret(secret=secret, uri=uri)


@router.post("/me/totp/confirm", summary="启用动态口令", status_code=status.HTTP_204_NO_CONTENT)
async def confirm_totp(
    body: TotpConfirmation,
    actor: RepeatableCaller,
    session: SessionDep,
    vault: VaultDep,
    system_now: SystemNow,
) -> None:
    await staff_login.confirm_totp(session, vault, actor.person_id, body.code, at=system_now)
