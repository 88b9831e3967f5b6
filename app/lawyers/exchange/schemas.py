"""What the API of imports gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.kernel.http import Schema, example
from app.lawyers.enums import ImportStatus, LineOutcome

IMPORT_ID = "01937b3e-0000-7000-8000-000000000061"


class RosterImportView(Schema):
    """What a file would change on the roster, or changed."""

    model_config = example(
        {
            "id": IMPORT_ID,
            "agency_id": "01937b3e-0000-7000-8000-000000000002",
            "status": "previewed",
            "uploaded_at": "2026-11-02T01:00:00Z",
            "committed_at": None,
            "row_count": 42,
            "new_count": 3,
            "changed_count": 5,
            "unchanged_count": 32,
            "bad_count": 2,
            "firms": ["湖畔律师事务所"],
            "ignored_columns": ["备注"],
            "is_outdated": False,
            "allowed_actions": ["discard"],
        }
    )

    id: UUID
    agency_id: UUID
    status: ImportStatus
    uploaded_at: datetime
    committed_at: datetime | None
    row_count: Annotated[int, Field(description="表里有内容的行数")]
    new_count: int
    changed_count: int
    unchanged_count: int
    bad_count: Annotated[int, Field(description="有问题的行数；只要有一行，就全部不导入")]
    firms: Annotated[list[str], Field(description="会新登记或者改动的律所")]
    ignored_columns: Annotated[list[str], Field(description="不认识、没有读的列")]
    is_outdated: Annotated[bool, Field(description="检查以后名册有变动，没有导入，请重新核对")]
    allowed_actions: list[str]


class LineProblem(Schema):
    """Something wrong in a row; ``column`` is the heading, null where it is the whole row."""

    model_config = example(
        {"column": "律师执业证号", "rule": "length", "message": "律师执业证号是 17 位数字，请核对"}
    )

    column: str | None
    rule: str
    message: str


class RosterImportLineView(Schema):
    """A row of the file, counted as the spreadsheet counts; rows that change nothing are not listed."""

    model_config = example(
        {"row": 3, "outcome": "changed", "name": "李明", "changed": ["同时承办上限"], "problems": []}
    )

    row: int
    outcome: LineOutcome
    name: str | None
    changed: Annotated[list[str], Field(description="会改动的列")]
    problems: list[LineProblem]
