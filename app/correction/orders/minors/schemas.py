"""What the API takes and gives about closed files and guardians."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.enums import CorrectionCategory, CorrectionStatus
from app.correction.orders.judgments.schemas import FILE_EXAMPLE, OrderFile
from app.correction.orders.schemas import DETAIL_EXAMPLE, ORDER, PERSON_EXAMPLE, OrderDetail, PersonReceived
from app.kernel.dictionaries import labels
from app.kernel.http import LINE, Schema, example

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=LINE)]
STAFF = "0199e0a0-7c00-7000-8000-00000000000e"


class ClosedFilePurpose(StrEnum):
    """What a closed file may be opened for (社区矫正法 54; 刑事诉讼法 286): everything else is refused."""

    SUPERVISION = "supervision"
    JUDICIAL = "judicial"
    LAWFUL_QUERY = "lawful_query"


labels(
    ClosedFilePurpose,
    {
        ClosedFilePurpose.SUPERVISION: "监督管理、教育帮扶",
        ClosedFilePurpose.JUDICIAL: "司法机关办案需要",
        ClosedFilePurpose.LAWFUL_QUERY: "有关单位根据国家规定查询",
    },
)


class OpeningIn(Schema):
    """Why the file is opened; the person can read it."""

    model_config = example({"purpose": "supervision", "note": "准备本月的谈话"})
    purpose: ClosedFilePurpose
    note: Note


class ClosedFileOut(Schema):
    """A closed file in a list: nothing tells who it is about."""

    model_config = example(
        {
            "order_id": ORDER,
            "initial": "王某",
            "category": "probation",
            "status": "under_correction",
            "is_minor": True,
            "staff_ids": [STAFF],
        }
    )
    order_id: UUID
    initial: str
    category: CorrectionCategory
    status: CorrectionStatus
    is_minor: bool
    staff_ids: list[UUID]


class OpenedFile(Schema):
    """A closed file that was opened."""

    model_config = example({"order": DETAIL_EXAMPLE, "file": FILE_EXAMPLE})
    order: OrderDetail
    file: OrderFile


class StaffIn(Schema):
    """The officers who handle the file from now on, all of them."""

    model_config = example({"staff_ids": [STAFF]})
    staff_ids: list[UUID] = Field(min_length=1, max_length=10)


class GuardianIn(Schema):
    """The guardian, by the document shown."""

    model_config = example({"person": PERSON_EXAMPLE | {"name": "王建军", "number": "440524188001010014"}})
    person: PersonReceived
