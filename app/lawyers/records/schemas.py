"""What the API tells of the cases a lawyer brought to an end."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.contracts.categories import CaseCategory, CaseGroup
from app.kernel.http import Schema, example

_LINE = {"category": "labour_remuneration", "group": "labour", "cases_done": 12, "quality": 0.82}


class RecordLine(Schema):
    """Cases of one category. ``quality`` is told to the lawyer only where enough cases hide each single one."""

    model_config = example(_LINE)

    category: CaseCategory
    group: CaseGroup
    cases_done: int
    quality: Annotated[float, Field(description="办案质量，0 到 1；还不知道的为空")] | None


class RecordView(Schema):
    """What a lawyer did, most cases first."""

    model_config = example(
        {"lawyer_id": "01937b3e-0000-7000-8000-000000000021", "cases_done": 12, "items": [_LINE]}
    )

    lawyer_id: UUID
    cases_done: int
    items: list[RecordLine]
