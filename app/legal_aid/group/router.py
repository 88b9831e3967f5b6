"""HTTP of the ledger, the list of members and the join code, under the application they belong to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created, etag
from app.kernel.spreadsheets import MEDIA_TYPE
from app.legal_aid.group import counter, exchange, inviting, keeping, listing
from app.legal_aid.group.answers import JoinCodeView, MemberDetail, MemberView, MemberViews
from app.legal_aid.group.ledger_answers import LedgerView, SheetView
from app.legal_aid.group.presenting import code_view, ledger_view, member_view, sheet_view
from app.legal_aid.group.schemas import JoinCodeWish, LedgerPart, MemberLedgerPart, MemberPart, MembershipJoin
from app.legal_aid.intake.schemas import IntakePerson
from app.legal_aid.repository import get_visible

router: APIRouter = api_router("/applications", "集体申请和工资台账")

Reader = Annotated[Actor, allowed(Action.LEDGER_READ)]
Editor = Annotated[Actor, allowed(Action.LEDGER_EDIT)]
Enterer = Annotated[Actor, allowed(Action.APPLICATION_ENTER)]
WORKBOOK = {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}, "example": "工资台账.xlsx"}}


async def _workbook(request: Request) -> bytes | None:
    """The body of a request that says it is a workbook; :mod:`body_limit` refused what is too large."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != MEDIA_TYPE:
        return None
    return await request.body()


Sheet = Annotated[bytes | None, Depends(_workbook)]


@router.get("/{application_id}/ledger", summary="查看工资台账")
async def get_ledger(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now, response: Response
) -> LedgerView:
    view = ledger_view(actor, await keeping.read(session, actor, application_id, at=at))
    etag(response, view.version)
    return view


@router.put("/{application_id}/ledger", summary="填写整份工资台账")
async def put_ledger(
    *,
    application_id: UUID,
    body: LedgerPart,
    version: IfMatch,
    actor: Editor,
    session: SessionDep,
    at: Now,
    response: Response,
) -> LedgerView:
    known = await keeping.replace(session, actor, application_id, body.entries(), version=version, at=at)
    etag(response, known.book.version)
    return ledger_view(actor, known)


@router.get(
    "/{application_id}/ledger/workbook",
    summary="导出工资台账（Excel）",
    response_class=Response,
    responses={200: {"content": WORKBOOK}},
)
async def export_ledger(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> Response:
    data = await exchange.export(session, actor, application_id, at=at)
    headers = {"Content-Disposition": 'attachment; filename="ledger.xlsx"'}
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


@router.post(
    "/{application_id}/ledger/workbook",
    summary="导入工资台账（Excel）：先看结果，commit=true 时全部导入或全部不导入",
    openapi_extra={"requestBody": {"required": True, "content": WORKBOOK}},
    responses={415: {}},
)
async def import_ledger(
    *,
    application_id: UUID,
    actor: Editor,
    sheet: Sheet,
    version: IfMatch,
    session: SessionDep,
    at: Now,
    response: Response,
    commit: Annotated[bool, Query(description="true 时导入，否则只看结果")] = False,
) -> SheetView:
    imported = await exchange.take_in(session, actor, application_id, sheet, keep=commit, version=version, at=at)
    etag(response, imported.ledger.book.version)
    return sheet_view(imported)


@router.put("/{application_id}/ledger/{member_id}", summary="填写一名成员的工资台账")
async def put_member_ledger(
    *,
    application_id: UUID,
    member_id: UUID,
    body: MemberLedgerPart,
    version: IfMatch,
    actor: Editor,
    session: SessionDep,
    at: Now,
    response: Response,
) -> LedgerView:
    entries = body.entries(member_id)
    known = await keeping.replace(
        session, actor, application_id, entries, version=version, at=at, member_id=member_id
    )
    etag(response, known.book.version)
    return ledger_view(actor, known)


@router.get("/{application_id}/members", summary="集体申请的成员")
async def list_members(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> MemberViews:
    return await listing.members(session, actor, application_id, at=at)


@router.post("/{application_id}/members", summary="登记一名成员，等本人加入", status_code=201)
async def add_member(
    *,
    application_id: UUID,
    body: MemberPart,
    actor: Editor,
    session: SessionDep,
    at: Now,
    response: Response,
) -> MemberView:
    member = await inviting.add_member(session, actor, application_id, body.facts(), at=at)
    created(response, f"/applications/{application_id}/members", member.id)
    case = await get_visible(session, actor, Action.LEDGER_EDIT, application_id)
    return member_view(actor, case, member)


@router.get("/{application_id}/members/{member_id}", summary="查看一名成员（查看会留下记录）")
async def get_member(
    *, application_id: UUID, member_id: UUID, actor: Reader, session: SessionDep, vault: VaultDep, at: Now
) -> MemberDetail:
    return await listing.member(session, vault, actor, application_id, member_id, at=at)


@router.put("/{application_id}/members/{member_id}", summary="更正一名成员的工作时间和合同情况")
async def put_member(
    *, application_id: UUID, member_id: UUID, body: MemberPart, actor: Editor, session: SessionDep, at: Now
) -> MemberView:
    facts = body.facts()
    member = await inviting.edit_member(session, actor, application_id, member_id, facts, at=at)
    case = await get_visible(session, actor, Action.LEDGER_EDIT, application_id)
    return member_view(actor, case, member)


@router.post("/{application_id}/members/{member_id}/cancel", summary="取消登记还没有加入的成员")
async def cancel_member(
    application_id: UUID, member_id: UUID, actor: Editor, session: SessionDep, at: Now
) -> MemberView:
    member = await inviting.cancel_member(session, actor, application_id, member_id, at=at)
    case = await get_visible(session, actor, Action.LEDGER_EDIT, application_id)
    return member_view(actor, case, member)


@router.put("/{application_id}/members/{member_id}/person", summary="成员到窗口：核对证件，登记身份")
async def identify_member(
    *,
    application_id: UUID,
    member_id: UUID,
    body: IntakePerson,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> MemberDetail:
    who, phone = body.declaration(), body.phone
    await counter.identify(
        session, vault, actor, application_id, member_id=member_id, declaration=who, phone=phone, at=at
    )
    return await listing.member(session, vault, actor, application_id, member_id, at=at)


@router.post("/{application_id}/members/{member_id}/admit", summary="成员到窗口：同意、签名（或按指印）并加入")
async def admit_member(
    *,
    application_id: UUID,
    member_id: UUID,
    body: MembershipJoin,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> MemberDetail:
    given = body.joining()
    await counter.admit(session, vault, actor, application_id, member_id=member_id, given=given, at=at)
    return await listing.member(session, vault, actor, application_id, member_id, at=at)


@router.get("/{application_id}/join-code", summary="邀请码的情况")
async def get_join_code(application_id: UUID, actor: Reader, session: SessionDep, at: Now) -> JoinCodeView:
    return await listing.join_code(session, actor, application_id, at=at)


@router.post("/{application_id}/join-code", summary="生成邀请码（以前的作废）", status_code=201)
async def make_join_code(
    *,
    application_id: UUID,
    body: JoinCodeWish,
    actor: Editor,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
) -> JoinCodeView:
    row, code = await inviting.make_code(
        session, vault, actor, application_id, max_uses=body.max_uses, valid_for=body.valid_for, at=at
    )
    return code_view(row, at, code)


@router.post("/{application_id}/join-code/revoke", summary="作废邀请码")
async def revoke_join_code(application_id: UUID, actor: Editor, session: SessionDep, at: Now) -> JoinCodeView:
    await inviting.revoke_code(session, actor, application_id, at=at)
    return code_view(None, at)
