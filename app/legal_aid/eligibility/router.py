"""HTTP of eligibility: the self-test for anyone, an application's own answer and materials, the hardship lines."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed, public
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, link_next
from app.legal_aid.eligibility import giving, lines
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.eligibility.lines import NewLine
from app.legal_aid.eligibility.schemas import (
    Checklist,
    EligibilityView,
    GivenEvidence,
    HardshipLineIn,
    HardshipLineView,
    SelfTest,
)
from app.legal_aid.eligibility.self_test import self_test

router: APIRouter = api_router("/legal-aid", "法律援助条件")
applications: APIRouter = api_router("/applications", "法律援助条件")

Reader = Annotated[Actor, allowed(Action.APPLICATION_READ)]
Giver = Annotated[Actor, allowed(Action.APPLICATION_SUPPLEMENT)]
LineSetter = Annotated[Actor, allowed(Action.HARDSHIP_LINE_SET)]


@router.post(
    "/eligibility",
    summary="自测：能不能申请法律援助、要带什么、去哪里（不用登录，什么都不保存）",
    dependencies=[public("people ask whether they may apply before they log in; nothing is stored")],
)
async def assess_eligibility(body: SelfTest, session: SessionDep, at: Now) -> EligibilityView:
    return await self_test(session, body, at=at)


@router.get("/hardship-lines", summary="经济困难标准")
async def list_hardship_lines(
    *, actor: LineSetter, session: SessionDep, page: PageDep, request: Request, response: Response
) -> Page[HardshipLineView]:
    rows = await lines.listed(session, actor, page)
    kept, cursor = cut(rows, page, lambda line: (line.area_code, line.effective_from))
    link_next(request, response, cursor)
    return Page(items=[HardshipLineView.model_validate(line) for line in kept], next_cursor=cursor)


@router.post("/hardship-lines", summary="设定一个地区从某日起的经济困难标准", status_code=201)
async def set_hardship_line(
    actor: LineSetter, session: SessionDep, at: Now, body: HardshipLineIn
) -> HardshipLineView:
    line = await lines.set_line(session, actor, NewLine(**body.model_dump()), at=at)
    return HardshipLineView.model_validate(line)


@applications.get("/{application_id}/eligibility", summary="这份申请符合哪些条件、要带什么、去哪里")
async def get_application_eligibility(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now
) -> EligibilityView:
    return await giving.read_eligibility(session, actor, application_id, at=at)


@applications.get("/{application_id}/materials", summary="这份申请要提交的材料，和已经提交的")
async def list_application_materials(
    application_id: UUID, actor: Reader, session: SessionDep, at: Now
) -> Checklist:
    return await giving.read_checklist(session, actor, application_id, at=at)


@applications.put("/{application_id}/materials/{item_code}", summary="用哪些已上传的文件作为这项材料")
async def put_application_material(
    *,
    application_id: UUID,
    item_code: MaterialCode,
    body: GivenEvidence,
    actor: Giver,
    session: SessionDep,
    at: Now,
) -> Checklist:
    return await giving.give(session, actor, application_id, item_code, body.evidence_ids, at=at)
