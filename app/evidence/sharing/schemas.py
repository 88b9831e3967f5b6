"""What the API of opening and sharing takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from app.evidence.enums import EvidenceMatterAction
from app.evidence.schemas import MATTER
from app.evidence.sharing.enums import OpeningPurpose, SharingAction, SharingPurpose
from app.evidence.sharing.granting import Asked
from app.evidence.sharing.openings import Shown
from app.kernel.actor import Role
from app.kernel.http import Schema, example
from app.kernel.paging import Page

MOST_FILES = 200
Text200 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

_AGENCY = "0199e0a0-7c00-7000-8000-0000000000c1"
_SHARING: dict[str, Any] = {
    "id": "0199e0a0-7c00-7000-8000-0000000000d1",
    "matter_id": MATTER,
    "agency_id": _AGENCY,
    "agency_name": "赫章县法律援助中心",
    "granted_by_agency_id": "0199e0a0-7c00-7000-8000-0000000000c2",
    "granted_by_agency_name": "西湖区法律援助中心",
    "purpose": "remote_mediation",
    "reason": "两地司法所联合调解拖欠工资，需要核对考勤和转账记录",
    "is_whole": True,
    "evidence_ids": [],
    "since": "2026-11-20T01:00:00Z",
    "until": "2026-12-19",
    "ended_at": None,
    "in_force": True,
    "allowed_actions": ["end"],
}


class Opening(Schema):
    """What a file is opened for; without it, what people in the caller's role open files for."""

    model_config = example({"purpose": None, "note": None})
    purpose: OpeningPurpose | None = Field(default=None, description="打开的目的，见字典 opening_purpose")
    note: Text200 | None = Field(default=None, description="补充说明，材料所属的人能看到")


class OpeningOut(Schema):
    """One time somebody opened a file. ``by`` is masked."""

    model_config = example(
        {
            "id": "0199e0a0-7c00-7000-8000-0000000000f1",
            "at": "2026-11-20T01:00:00Z",
            "by": "王*",
            "role": "officer",
            "agency_name": "西湖区法律援助中心",
            "purpose": "review",
            "note": None,
        }
    )
    id: UUID
    at: datetime
    by: str
    role: Role
    agency_name: str | None
    purpose: OpeningPurpose
    note: str | None

    @classmethod
    def of(cls, shown: Shown) -> "OpeningOut":
        """An opening as it is shown."""
        row = shown.row
        return cls(
            id=row.id,
            at=row.at,
            by=shown.by,
            role=row.role,
            agency_name=shown.agency,
            purpose=row.purpose,
            note=row.note,
        )


class SharingIn(Schema):
    """Files of a matter for another agency to read, until the end of a day."""

    model_config = example(
        {
            "matter_id": MATTER,
            "agency_id": _AGENCY,
            "purpose": "remote_mediation",
            "reason": "两地司法所联合调解拖欠工资，需要核对考勤和转账记录",
            "until": "2026-12-19",
        }
    )
    matter_id: UUID = Field(description="哪件事（申请的编号）")
    agency_id: UUID = Field(description="给哪家机构看")
    purpose: SharingPurpose
    reason: Text200 = Field(description="为什么共享、按什么安排，材料所属的人能看到")
    until: date = Field(description="最后一天，这一天还能看")
    evidence_ids: list[UUID] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_FILES,
        description="只共享这些材料；不填是全部核验过的材料，签名和手印除外",
    )

    @field_validator("evidence_ids")
    @classmethod
    def _once(cls, value: list[UUID] | None) -> list[UUID] | None:
        return None if value is None else list(dict.fromkeys(value))

    def asked(self) -> Asked:
        """The same for the use case."""
        return Asked(self.matter_id, self.agency_id, self.purpose, self.reason, self.until, self.evidence_ids)


class SharingOut(Schema):
    """What is shared with whom, until the end of which day; ``evidence_ids`` is empty where everything is."""

    model_config = example(_SHARING)
    id: UUID
    matter_id: UUID
    agency_id: UUID
    agency_name: str
    granted_by_agency_id: UUID
    granted_by_agency_name: str
    purpose: SharingPurpose
    reason: str
    is_whole: bool
    evidence_ids: list[UUID]
    since: datetime
    until: date
    ended_at: datetime | None = Field(description="提前结束的时间")
    in_force: bool = Field(description="对方现在能不能看")
    allowed_actions: list[SharingAction] = Field(description="现在可以做的事，见字典 sharing_action")


class SharingPage(Page[SharingOut]):
    """A page of a matter's sharings, and what may be done with the matter's files as a whole."""

    model_config = example({"items": [_SHARING], "next_cursor": None, "allowed_actions": ["bundle", "share"]})
    allowed_actions: list[EvidenceMatterAction] = Field(
        description="现在可以对这件事的材料做的事，见字典 evidence_matter_action"
    )
