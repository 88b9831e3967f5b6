"""What can be wrong with a record of work, as a caller is told."""

from app.kernel.errors import Conflict, Invalid


class BadVisit(Invalid):
    """The visit cannot have been as entered."""

    code = "bad_visit"
    title = "查访记录有问题，请按提示修改"


class BadHelp(Invalid):
    """The help cannot have been as entered."""

    code = "bad_help_record"
    title = "帮扶记录有问题，请按提示修改"


class TooYoungToWork(Conflict):
    """社区矫正法 55: help to find work is for those of sixteen and over; before that, school."""

    code = "too_young_for_job_help"
    title = "未满十六周岁的，应当帮助上学，不能安排就业"
