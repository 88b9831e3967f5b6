"""Codes of group claims that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class MemberStatus(StrEnum):
    """How far someone is in a group: only who joined counts."""

    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    CANCELLED = "cancelled"


class GroupAction(StrEnum):
    """What may be done with a group as a whole."""

    ADD_MEMBER = "add_member"
    MAKE_JOIN_CODE = "make_join_code"


labels(
    MemberStatus,
    {
        MemberStatus.INVITED: "等待本人同意和签名",
        MemberStatus.JOINED: "已加入",
        MemberStatus.LEFT: "已退出",
        MemberStatus.CANCELLED: "没有加入",
    },
)
labels(GroupAction, {GroupAction.ADD_MEMBER: "登记一名成员", GroupAction.MAKE_JOIN_CODE: "生成邀请码"})

LIVE = (MemberStatus.INVITED, MemberStatus.JOINED)
"""Who takes part or may still."""
