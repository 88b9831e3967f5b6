"""What the API takes and gives about correction groups and plans."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.contracts.sexes import Sex
from app.correction.orders.codes import MemberKind
from app.kernel.http import LINE, LINES, Schema, example

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50, pattern=LINE)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=LINES)]
Help = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=LINES)]

MEMBER_EXAMPLE: dict[str, Any] = {
    "kind": "staff",
    "name": "沈敏",
    "sex": "woman",
    "knows_minors": True,
    "duty": "监督管理",
    "letter_signed_on": "2026-11-24",
}
GROUP_EXAMPLE: dict[str, Any] = {"members": [MEMBER_EXAMPLE]}
PLAN_EXAMPLE: dict[str, Any] = {
    "situation": "初次违法，认罪悔罪，家庭支持好。",
    "measures": "每月谈话一次，参加交通安全学习。",
    "help_wanted": "希望帮助找工作。",
}


class MemberIn(Schema):
    """A member of a group; ``knows_minors``: somebody who knows how minors are (社区矫正法 52)."""

    model_config = example(MEMBER_EXAMPLE)
    kind: MemberKind
    name: Name
    sex: Sex
    knows_minors: bool = False
    duty: Line | None = None
    letter_signed_on: date | None = None


class GroupIn(Schema):
    """Everybody in the group from now on."""

    model_config = example(GROUP_EXAMPLE)
    members: list[MemberIn] = Field(min_length=1, max_length=30)

    @model_validator(mode="after")
    def _each_once(self) -> "GroupIn":
        if len({(member.kind, member.name) for member in self.members}) < len(self.members):
            raise ValueError("同一个成员不能写两次")
        return self


class MemberOut(MemberIn):
    """A member as registered."""

    model_config = example(MEMBER_EXAMPLE | {"joined_at": "2026-11-24T01:00:00Z"})
    joined_at: datetime


class LackOut(Schema):
    """What the group lacks before correction can begin."""

    model_config = example(
        {
            "rule": "no_woman",
            "message": "矫正对象是女性，小组里要有女性成员",
            "article": "社区矫正法第二十五条第二款",
        }
    )
    rule: str
    message: str
    article: str


class GroupOut(Schema):
    """The group now, and what it lacks."""

    model_config = example(
        {"version": 2, "members": [MEMBER_EXAMPLE | {"joined_at": "2026-11-24T01:00:00Z"}], "lacks": []}
    )
    version: int
    members: list[MemberOut]
    lacks: list[LackOut]


class PlanIn(Schema):
    """A version of the individual plan: how things stand, what will be done, what help is wanted."""

    model_config = example(PLAN_EXAMPLE)
    situation: Text
    measures: Text
    help_wanted: Help | None = None


class PlanOut(Schema):
    """A version of the plan."""

    model_config = example(
        PLAN_EXAMPLE
        | {"id": "0199e0a0-7c00-7000-8000-00000000000c", "number": 1, "made_at": "2026-11-24T01:00:00Z"}
    )
    id: UUID
    number: int
    situation: str
    measures: str
    help_wanted: str | None
    made_at: datetime
