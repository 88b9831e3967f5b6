"""Closed files and what a guardian sees, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from app.correction.orders import views
from app.correction.orders.judgments.views import order_file
from app.correction.orders.minors import keeping
from app.correction.orders.minors.schemas import ClosedFileOut, GuardianIn, OpenedFile, OpeningIn, StaffIn
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.schemas import OrderDetail
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import Now, SessionDep, VaultDep, api_router, etag
from app.kernel.paging import Page, PageDep, cut, keyset, link_next

router = api_router("/correction", "社区矫正：未成年人和封存的档案")

Opener = Annotated[Actor, allowed(Action.MINOR_FILE_OPEN)]
Opening = Annotated[Actor, allowed(Action.MINOR_FILE_OPEN, repeatable=True)]
Assigner = Annotated[Actor, allowed(Action.MINOR_STAFF_ASSIGN)]
Manager = Annotated[Actor, allowed(Action.SUBJECT_MANAGE)]
Guardian = Annotated[Actor, allowed(Action.WARD_READ)]


@router.get("/minor-files", summary="由我承办的未成年人、封存档案")
async def list_closed_files(
    *, request: Request, response: Response, session: SessionDep, actor: Opener, page: PageDep
) -> Page[ClosedFileOut]:
    statement = keyset(keeping.closed_files(actor), page, col(CorrectionOrder.id))
    kept, cursor = cut((await session.scalars(statement)).all(), page, lambda row: (row.id,))
    link_next(request, response, cursor)
    names = await keeping.names_of(session, kept)
    return Page(items=[keeping.listed(order, names.get(order.person_id)) for order in kept], next_cursor=cursor)


@router.post("/minor-files/{minor_order_id}/openings", summary="说明用途，打开档案")
async def open_closed_file(
    *,
    response: Response,
    session: SessionDep,
    at: Now,
    actor: Opening,
    minor_order_id: UUID,
    opening: OpeningIn,
) -> OpenedFile:
    order = await keeping.open_file(session, actor, minor_order_id, opening, at=at)
    etag(response, order.version)
    shown = await views.order_detail(session, actor, order, at=at)
    return OpenedFile(order=shown, file=await order_file(session, actor, order, at=at))


@router.put("/minor-files/{minor_order_id}/staff", summary="指定承办人员")
async def assign_closed_file(
    session: SessionDep, at: Now, actor: Assigner, minor_order_id: UUID, given: StaffIn
) -> ClosedFileOut:
    order = await keeping.assign_staff(session, actor, minor_order_id, given.staff_ids, at=at)
    names = await keeping.names_of(session, [order])
    return keeping.listed(order, names.get(order.person_id))


@router.put("/minor-files/{minor_order_id}/guardian", summary="登记监护人")
async def set_guardian(
    *, session: SessionDep, vault: VaultDep, at: Now, actor: Manager, minor_order_id: UUID, given: GuardianIn
) -> ClosedFileOut:
    order = await keeping.set_guardian(session, vault, actor, minor_order_id, given.person, at=at)
    names = await keeping.names_of(session, [order])
    return keeping.listed(order, names.get(order.person_id))


@router.get("/wards", summary="我监护的人的矫正情况")
async def list_my_wards(session: SessionDep, at: Now, actor: Guardian) -> list[OrderDetail]:
    orders = await keeping.wards(session, actor)
    return [await views.order_detail(session, actor, order, at=at) for order in orders]
