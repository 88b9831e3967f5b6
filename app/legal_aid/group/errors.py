"""What can go wrong with a group claim or its ledger, in plain Chinese."""

from app.kernel.errors import Conflict, DomainError, Invalid, TooManyRequests, constraint_error


class NoGroupHere(Conflict):
    """The category is not one that several people claim in together."""

    code = "category_without_group"
    title = "这类申请不能多人一起提出，请各自申请"


class NoLedgerHere(Conflict):
    """Wages by month are no fact of this category."""

    code = "category_without_ledger"
    title = "这类申请没有工资台账"


class GroupClosed(Conflict):
    """The case is past the point where members or figures change."""

    code = "group_closed"
    title = "这个案件已经办完或者结束，不能再改成员和台账"


class GroupFull(Conflict):
    """As many members as one case may have."""

    code = "group_full"
    title = "一个案件的成员已经到上限"


class CodeRefused(Invalid):
    """No such code, or it ran out, was revoked or used up: which of these is not told to who guesses.

    The attempt stays counted.
    """

    code = "join_code_refused"
    title = "邀请码不对，或者已经失效，请向代表人要新的邀请码"
    commits = True


class TooManyCodes(TooManyRequests):
    """Too many wrong codes."""

    code = "too_many_codes"
    title = "邀请码输错太多次，请稍后再试"


class AlreadyMember(Conflict):
    """A person, or a document, takes part once."""

    code = "already_member"
    title = "您已经在这个集体申请里了，不用再加入"


class MemberChoice(Conflict):
    """Several entered members have the caller's name."""

    code = "member_choice"
    title = "名单里有几位同名的成员，请向代表人问您的成员编号，再填写编号加入"


class NamedLikeEmployer(Conflict):
    """Who bears the name of the other side joins only after the representative entered them as a member."""

    code = "named_like_employer"
    title = "您的姓名和被申请的一方相同。请代表人先把您登记到成员名单，或者到窗口办理"


class RealNameMissing(Conflict):
    """Nobody claims without name and document."""

    code = "real_name_missing"
    title = "请先填写真实姓名和证件号码，再加入"


class JoinRefused(Invalid):
    """Consent or signature is missing, or a date is wrong; every reason is told."""

    code = "join_refused"
    title = "还不能加入，请按下面的提示补齐"


class RepresentativeStays(Conflict):
    """The group would be without the one who acts for it."""

    code = "representative_stays"
    title = "您是代表人，不能退出；可以撤回整个申请，或者请受理机构更换代表人"


class LedgerRefused(Invalid):
    """Rows contradict each other or the list of members; every reason is told."""

    code = "ledger_refused"
    title = "台账里有对不上的地方，请按提示修改，没有保存任何一行"


class SheetRefused(Invalid):
    """A workbook with bad rows was to be taken over; ``problems`` lists them all, nothing was kept."""

    code = "sheet_refused"
    title = "表格里有问题，请按提示修改后再导入，没有导入任何一行"


class NotASheet(DomainError):
    """The body does not say it is a workbook."""

    status = 415
    code = "not_a_sheet"
    title = "请上传 Excel 工作簿（.xlsx）"


constraint_error("uq_group_member_person", AlreadyMember)
constraint_error("uq_group_member_document", AlreadyMember)
