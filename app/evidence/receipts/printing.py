"""The receipt as a PDF under the seal of the agency that has the matter, if the installation has a seal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody.keys import LedgerKeys
from app.evidence.receipts import building, drawing
from app.evidence.receipts.format import Receipt
from app.kernel.actor import Actor
from app.kernel.papers.rendering import Renderer, seal_sheet
from app.kernel.papers.sealing import Sealer, Stamp


@dataclass(frozen=True, slots=True)
class Printer:
    """What receipts are printed with; ``is_demo`` is said on the seal."""

    renderer: Renderer
    sealer: Sealer | None
    public_url: str
    is_demo: bool


async def printed(
    session: AsyncSession, printer: Printer, keys: LedgerKeys, actor: Actor, evidence_id: UUID, *, at: datetime
) -> bytes:
    """The receipt's PDF; its transaction is over before it is drawn, which takes a moment.

    Raises:
        NotFound, NotVerifiedYet, NotSequencedYet: as for the JSON.
        RendererUnavailable: it cannot be drawn now.
    """
    item, receipt = await building.receipt_for(session, actor, evidence_id, keys, at=at)
    agency = await building.agency_name(session, item.matter_id)
    await session.commit()
    return await draw(printer, receipt, agency=agency, at=at)


async def draw(printer: Printer, receipt: Receipt, *, agency: str | None, at: datetime) -> bytes:
    """The PDF; sealed where there is a seal and an agency whose it is.

    A receipt proves what it does with or without a seal, so a missing one stops nothing.
    """
    sheet = drawing.sheet(receipt, public_url=printer.public_url, agency=agency, at=at)
    drawn = await printer.renderer.render(sheet)
    if printer.sealer is None or agency is None:
        return drawn.pdf
    note = "演示专用" if printer.is_demo else "电子签章"
    seal = await printer.renderer.render(seal_sheet(agency, note, dated=at))
    return await printer.sealer.seal(drawn.pdf, Stamp(seal.pdf, agency, drawing.TITLE), drawn.seal)


def saved_as(evidence_id: UUID, ending: str) -> dict[str, str]:
    """Headers by which the receipt is saved under a name that tells nothing about anybody."""
    return {"Content-Disposition": f'attachment; filename="receipt-{evidence_id}.{ending}"'}
