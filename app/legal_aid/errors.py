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


class EnterForApplicant(Conflict):
    """Whoever works at a centre starts nothing of their own here; they enter it for somebody."""

    code = "enter_for_applicant"
    title = "工作人员请用“代为登记”，为来访的人填写申请"


class SectionNotForCategory(Invalid):
    """The section belongs to the form of another category."""

    code = "section_not_for_category"
    title = "这类申请没有这一部分，请填写这类申请自己的内容"


class SectionNotAsked(Conflict):
    """While materials are supplemented, only what the notice asked for is edited (法律援助法 43)."""

    code = "section_not_asked"
    title = "告知书没有要求补充这一部分，不能修改"


class SignedByApplicant(Forbidden):
    """Staff fill in what they enter for somebody; what a person wrote and signed themselves is theirs."""

    code = "signed_by_applicant"
    title = "这是申请人自己填写的申请，请由申请人自己修改"


class RepresentativeIsOtherSide(Invalid):
    """The infringer does not apply for whom they harmed (法律援助法 40)."""

    code = "representative_is_other_side"
    title = "代为申请的人是对方，不能由对方代为申请，请由其他法定代理人或者近亲属申请"


class AnotherPerson(Conflict):
    """A slip is put right; another person is another application."""

    code = "another_person"
    title = "姓名和证件号码都不一样，或者号码差得太多、是别人的：这是另一个人，不能用更正的办法，请由本人重新申请"


class NothingToCorrect(Invalid):
    """Name and number are as they were signed."""

    code = "nothing_to_correct"
    title = "姓名和证件号码和原来一样，没有要更正的"


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
