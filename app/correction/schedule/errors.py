"""What can be wrong with explaining or excusing a check-in owed."""

from app.kernel.errors import Conflict


class NothingToExplain(Conflict):
    """It was answered or excused, or has not opened."""

    code = "nothing_to_explain"
    title = "这次签到不用说明"


class NotExcusable(Conflict):
    """What was answered needs no excuse."""

    code = "not_excusable"
    title = "这次签到已经完成，不用再免除"


class NothingExplained(Conflict):
    """There is no explanation that could be looked into."""

    code = "nothing_explained"
    title = "本人还没有说明情况，说明的时间也还没有过"


class NoExcusedPeriod(Conflict):
    """No excused days run or are to come."""

    code = "no_excused_period"
    title = "现在没有免签到的日子"
