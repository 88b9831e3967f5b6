"""What the API of the wage ledger and of its workbook gives."""

from datetime import date
from typing import Any
from uuid import UUID

from app.kernel.http import Schema, example
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.ledger import RemarkCode
from app.legal_aid.group.schemas import FIGURES, MEMBER_ID, MonthPart

APPLICATION_ID = "0199e0a0-7c00-7000-8000-0000000000a1"
SUMS: dict[str, Any] = {"agreed_fen": 700000, "paid_fen": 100000, "owed_fen": 600000}
ROW: dict[str, Any] = FIGURES
NOBODY: dict[str, Any] = {"agreed_fen": 0, "paid_fen": 0, "owed_fen": 0}
_LEDGER_MEMBER: dict[str, Any] = {
    "member_id": MEMBER_ID,
    "number": 2,
    "name": "王小强",
    "status": "joined",
    "counts": True,
    "employment_from": "2026-03-01",
    "employment_to": "2026-06-30",
    "rows": [ROW],
    "gaps": ["2026-04"],
    "totals": SUMS,
}
_REMARK: dict[str, Any] = {
    "code": "differs_from_claim",
    "member_id": None,
    "month": None,
    "text": "台账合计 6,000.00 元，申请书上写的是 28,000.00 元，请核对",
}


class SumsView(Schema):
    """Sums in fen."""

    model_config = example(SUMS)
    agreed_fen: int
    paid_fen: int
    owed_fen: int


class RowView(MonthPart):
    """A row as it stands; ``owed_fen`` is computed."""

    model_config = example(ROW)


class MonthTotal(Schema):
    """What a month sums up to over those who joined."""

    model_config = example({"month": "2026-03", "totals": SUMS})
    month: str
    totals: SumsView


class RemarkView(Schema):
    """Something odd, in words; nothing is refused for it."""

    model_config = example(_REMARK)
    code: RemarkCode
    member_id: UUID | None
    month: str | None
    text: str


class LedgerMember(Schema):
    """One member's rows, months in order; ``gaps`` are the months that should be there and are not.

    ``counts``: joined, and therefore in the totals.
    """

    model_config = example(_LEDGER_MEMBER)
    member_id: UUID
    number: int
    name: str
    status: MemberStatus
    counts: bool
    employment_from: date | None
    employment_to: date | None
    rows: list[RowView]
    gaps: list[str]
    totals: SumsView


class LedgerView(Schema):
    """The grid: members × months. ``waiting`` sums those who have not joined yet, ``left`` those who left."""

    model_config = example(
        {
            "application_id": APPLICATION_ID,
            "version": 3,
            "is_editable": True,
            "period_from": "2026-03",
            "period_to": "2026-06",
            "claim_amount_fen": 2800000,
            "members": [_LEDGER_MEMBER],
            "months": [{"month": "2026-03", "totals": SUMS}],
            "totals": SUMS,
            "waiting": NOBODY,
            "left": NOBODY,
            "remarks": [_REMARK],
        }
    )
    application_id: UUID
    version: int
    is_editable: bool
    period_from: str | None
    period_to: str | None
    claim_amount_fen: int | None
    members: list[LedgerMember]
    months: list[MonthTotal]
    totals: SumsView
    waiting: SumsView
    left: SumsView
    remarks: list[RemarkView]


class SheetProblemView(Schema):
    """What is wrong in which row of the sheet, as the spreadsheet counts rows."""

    model_config = example(
        {
            "row": 3,
            "column": "月份",
            "rule": "before_employment",
            "message": "王小强 从 2026-03-01 开始工作，这个月还没有来上班",
        }
    )
    row: int | None
    column: str | None
    rule: str
    message: str


class SheetView(Schema):
    """What a workbook would change (``is_kept`` false) or has changed."""

    model_config = example(
        {
            "is_kept": False,
            "version": 3,
            "rows_read": 36,
            "added": 36,
            "changed": 0,
            "removed": 0,
            "problems": [],
            "ignored_columns": ["工种"],
            "totals": SUMS,
        }
    )
    is_kept: bool
    version: int
    rows_read: int
    added: int
    changed: int
    removed: int
    problems: list[SheetProblemView]
    ignored_columns: list[str]
    totals: SumsView
