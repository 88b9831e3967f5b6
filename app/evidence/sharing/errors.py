"""What can go wrong with sharing, in plain Chinese."""

from app.kernel.errors import Conflict


class SharingMatterClosed(Conflict):
    """The case has ended: there is nothing left to work on together."""

    code = "sharing_matter_closed"
    title = "这件事已经结束，不能再共享材料"


class AlreadyShared(Conflict):
    """The agency reads files of this matter already."""

    code = "already_shared"
    title = "已经共享给这家机构了，要改范围或者日期，请先结束原来的共享"
