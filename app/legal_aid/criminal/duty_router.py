"""HTTP of duty lawyers' help."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, created
from app.kernel.paging import Page, PageDep, link_next
from app.legal_aid.criminal import duty_helping, duty_listing
from app.legal_aid.criminal.duty_schemas import DutyHelpIn, DutyHelpLine, DutyHelpStatistics, DutyHelpView
from app.legal_aid.criminal.months import asked_for
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.schemas import Month

router: APIRouter = api_router("/duty-help", "值班律师法律帮助")

DutyLawyer = Annotated[Actor, allowed(Action.DUTY_HELP)]
Reader = Annotated[Actor, allowed(Action.DUTY_HELP_READ)]


@router.post("", summary="登记一次值班律师法律帮助", status_code=201)
async def record_duty_help(
    *,
    body: DutyHelpIn,
    actor: DutyLawyer,
    session: SessionDep,
    vault: VaultDep,
    lawyers: LawyerPortDep,
    at: Now,
    response: Response,
) -> DutyHelpView:
    row = await duty_helping.record(session, vault, lawyers, actor, body, at=at)
    created(response, "/duty-help", row.id)
    return await duty_listing.present(session, vault, row, at=at)


@router.get("", summary="值班律师法律帮助记录：律师看自己的，工作人员看本机构的")
async def list_duty_help(
    *,
    actor: Reader,
    session: SessionDep,
    at: Now,
    page: PageDep,
    request: Request,
    response: Response,
    month: Annotated[Month | None, Query(description="只看这个月，例如 2026-07")] = None,
) -> Page[DutyHelpLine]:
    found = await duty_listing.helps(session, actor, page, month, at=at)
    link_next(request, response, found.next_cursor)
    return found


@router.get("/statistics", summary="值班律师法律帮助统计，按月和种类")
async def count_duty_help(
    *,
    actor: Reader,
    session: SessionDep,
    at: Now,
    first: Annotated[Month | None, Query(alias="from", description="开始月份")] = None,
    last: Annotated[Month | None, Query(alias="to", description="结束月份，默认为本月")] = None,
) -> DutyHelpStatistics:
    return await duty_listing.statistics(session, actor, asked_for(first, last, at=at))


@router.get("/{duty_help_id}", summary="一次值班律师法律帮助（查看会留下记录）")
async def get_duty_help(
    duty_help_id: UUID, actor: Reader, session: SessionDep, vault: VaultDep, at: Now
) -> DutyHelpView:
    return await duty_listing.read(session, vault, actor, duty_help_id, at=at)
