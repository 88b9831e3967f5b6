"""What can go wrong with an application, in plain Chinese."""

from app.kernel.errors import Conflict, Forbidden, Invalid


class AlreadySubmitted(Conflict):
    """The application was handed in before; it stays as it is."""

    code = "already_submitted"
    title = "这份申请已经提交过了，不用再提交"


class NoLongerDraft(Conflict):
    """What was handed in is not edited any more."""

    code = "no_longer_draft"
    title = "申请已经提交，不能再改；要补充或更正请联系受理机构"


class Incomplete(Invalid):
    """Parts are missing; all of them are listed at once (法律援助法 43: 一次性告知)."""

    code = "application_incomplete"
    title = "还有内容没有填好，请按下面的提示补齐"


class NoForm(Invalid):
    """The category has no form here yet."""

    code = "category_without_form"
    title = "这类申请请到法律援助中心窗口或拨打 12348 办理"


class TooManyDrafts(Conflict):
    """The person keeps too many unfinished applications."""

    code = "too_many_drafts"
    title = "没有填完的申请太多了，请先填完或删除几份"


class AlreadyDecided(Conflict):
    """Someone else decided first; theirs stands."""

    code = "already_decided"
    title = "这份申请已经有人作出决定，请刷新查看"


class Recused(Forbidden):
    """Who has a stake in the case, or a tie to a party, stands back from it (回避)."""

    code = "recused"
    title = "您应当回避这个案件，请由其他工作人员办理"


class OwnCase(Forbidden):
    """Nobody handles their own application."""

    code = "own_case"
    title = "本人的申请应当回避，请由其他工作人员办理"
