"""Receipts over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from app.evidence.custody.witness_router import LedgerKeysDep
from app.evidence.dependencies import Reader, SettingsDep
from app.evidence.receipts import building, printing
from app.evidence.receipts.format import write
from app.evidence.receipts.printing import Printer
from app.evidence.receipts.schemas import ReceiptOut
from app.kernel.http import Now, SessionDep, api_router

router = api_router("/evidence", "证据材料")

PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7"}}
    }
}


async def _printer(request: Request, settings: SettingsDep) -> Printer:
    state = request.app.state
    return Printer(state.renderer, state.sealer, settings.public_address, settings.is_movable)


PrinterDep = Annotated[Printer, Depends(_printer)]


@router.get(
    "/{evidence_id}/receipt", summary="下载一份材料的保管凭证，以后可以离线核对", response_model=ReceiptOut
)
async def get_evidence_receipt(
    evidence_id: UUID, session: SessionDep, actor: Reader, keys: LedgerKeysDep, at: Now
) -> Response:
    _, receipt = await building.receipt_for(session, actor, evidence_id, keys, at=at)
    return Response(write(receipt), media_type="application/json", headers=printing.saved_as(evidence_id, "json"))


@router.get(
    "/{evidence_id}/receipt.pdf",
    summary="下载一份材料的保管凭证（PDF，带二维码）",
    response_class=Response,
    responses=PDF,
)
async def get_evidence_receipt_pdf(
    *, evidence_id: UUID, session: SessionDep, actor: Reader, keys: LedgerKeysDep, printer: PrinterDep, at: Now
) -> Response:
    pdf = await printing.printed(session, printer, keys, actor, evidence_id, at=at)
    return Response(pdf, media_type="application/pdf", headers=printing.saved_as(evidence_id, "pdf"))
