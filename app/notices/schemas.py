"""What the API of notices gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.kernel.http import Schema, example
from app.kernel.paging import Page
from app.notices.templates import NoticeTemplate


class NoticeView(Schema):
    """A notice; ``object_type`` and ``object_id`` name the case it leads to."""

    model_config = example(
        {
            "id": "01937b3e-0000-7000-8000-000000000051",
            "template": "application_taken",
            "title": "您的律师定了",
            "body": "李明律师接下了您的案件，会和您约时间见面。",
            "object_type": "application",
            "object_id": "01937b3e-0000-7000-8000-000000000041",
            "created_at": "2026-12-01T01:00:00Z",
            "read_at": None,
        }
    )

    id: UUID
    template: NoticeTemplate
    title: str
    body: str
    object_type: str | None
    object_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class NoticePage(Page[NoticeView]):
    """A page of the inbox, newest first."""

    unread: Annotated[int, Field(description="没读的通知有几条；100 表示 100 条或者更多")]
