"""The words of notices, as data. Plain Chinese for a phone: what happened, and what to do now.

``{…}`` are the fields that :mod:`app.notices.rules` fills in. No statutory number stands here: periods are
shown, with their article, by the clocks of the case itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.dictionaries import labels


class NoticeTemplate(StrEnum):
    """One kind of notice."""

    APPLICATION_SUBMITTED = "application_submitted"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_ACCEPTED = "application_accepted"
    APPLICATION_GRANTED = "application_granted"
    APPLICATION_REFUSED = "application_refused"
    APPLICATION_ASSIGNED = "application_assigned"
    APPLICATION_TAKEN = "application_taken"
    APPLICATION_RETURNED = "application_returned"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    APPLICATION_TERMINATED = "application_terminated"
    HANDLING_ENDED = "handling_ended"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    APPLICATION_SUPPLEMENTED = "application_supplemented"
    APPLICATION_LAPSED = "application_lapsed"
    APPLICATION_TRANSFERRED = "application_transferred"
    APPLICATION_TRANSFERRED_IN = "application_transferred_in"
    APPLICATION_DUPLICATE = "application_duplicate"
    APPLICATION_ADVANCED = "application_advanced"
    OBJECTION_FILED = "objection_filed"
    OBJECTION_DECIDED = "objection_decided"
    LAWYER_REPLACED = "lawyer_replaced"
    HANDLING_HANDED_OVER = "handling_handed_over"
    LAWYER_REPLACEMENT_REQUESTED = "lawyer_replacement_requested"
    LAWYER_REPLACEMENT_REFUSED = "lawyer_replacement_refused"
    AGREEMENT_DUE = "agreement_due"
    CASE_PROGRESS = "case_progress"
    LAWYER_REPORTED = "lawyer_reported"
    HEARING_SET = "hearing_set"
    HEARING_NEAR = "hearing_near"
    LAWYER_OVERDUE = "lawyer_overdue"
    CASE_CONCLUDED = "case_concluded"
    FILE_HANDED_IN = "file_handed_in"
    FILE_RETURNED = "file_returned"
    CASE_CLOSED = "case_closed"
    FILE_APPROVED = "file_approved"
    SUPPLEMENT_DUE_SOON = "supplement_due_soon"
    FORMALITIES_DUE_SOON = "formalities_due_soon"
    FORMALITIES_OVERDUE = "formalities_overdue"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    GROUP_CASE_MOVED = "group_case_moved"
    PEER_REVIEW_APPOINTED = "peer_review_appointed"
    MONEY_DEMAND_REPORTED = "money_demand_reported"
    SUBSIDY_PAID = "subsidy_paid"
    ARCHIVE_FAILED = "archive_failed"
    NAME_CORRECTED = "name_corrected"
    APPLICATION_OVERDUE = "application_overdue"
    HELP_FORWARDED = "help_forwarded"
    AUTHORITY_ENDS_CASE = "authority_ends_case"
    AUTHORITY_FOLLOWED_UP = "authority_followed_up"
    EVIDENCE_REJECTED = "evidence_rejected"
    EVIDENCE_SHARED = "evidence_shared"
    EVIDENCE_SHARED_WITH_US = "evidence_shared_with_us"
    SHARING_ENDED = "sharing_ended"
    SHARING_WITH_US_ENDED = "sharing_with_us_ended"
    LAWYER_OFFERED = "lawyer_offered"
    OFFER_EXPIRED = "offer_expired"
    OFFER_WITHDRAWN = "offer_withdrawn"
    OFFER_TAKEN_BY_OTHER = "offer_taken_by_other"
    FIRM_ASKED = "firm_asked"
    ROSTER_ENTRY_CHANGED = "roster_entry_changed"
    ROSTER_PROPOSAL_MADE = "roster_proposal_made"
    ROSTER_PROPOSAL_APPROVED = "roster_proposal_approved"
    ROSTER_PROPOSAL_REJECTED = "roster_proposal_rejected"
    CORRECTION_BEGUN = "correction_begun"
    TIER_PROPOSED = "tier_proposed"
    TIER_CHANGED = "tier_changed"
    LEAVE_ON_DUTY = "leave_on_duty"
    DUTY_CHANGED = "duty_changed"
    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    LOGIN_REVOKED = "login_revoked"
    CLOCK_AT_RISK = "clock_at_risk"
    CLOCK_OVERDUE = "clock_overdue"
    CLOCK_RECOMPUTED = "clock_recomputed"


@dataclass(frozen=True, slots=True)
class Words:
    """Title and body of a notice."""

    title: str
    body: str


_T = NoticeTemplate

WORDS: dict[NoticeTemplate, Words] = {
    _T.APPLICATION_SUBMITTED: Words(
        "申请已提交", "我们收到了您的法律援助申请。由谁办理、什么时候办完，点开就能看到。"
    ),
    _T.APPLICATION_RECEIVED: Words("有新的申请", "有人向本机构提交了法律援助申请，请点开受理。"),
    _T.APPLICATION_ACCEPTED: Words("申请已受理", "法律援助中心已经受理您的申请。现在不用您做什么，请等审查决定。"),
    _T.APPLICATION_GRANTED: Words("同意给予法律援助", "您的申请已经批准，不收您的钱。接下来为您安排律师。"),
    _T.APPLICATION_REFUSED: Words(
        "决定不给予法律援助", "您的申请没有批准。理由写在决定里；如果您不同意，可以按决定里写的办法提出异议。"
    ),
    _T.APPLICATION_ASSIGNED: Words("正在为您联系律师", "已经请一位律师接您的案件，等律师答复后马上告诉您。"),
    _T.APPLICATION_TAKEN: Words("您的律师定了", "{lawyer}律师接下了您的案件，会和您约时间见面。"),
    _T.APPLICATION_RETURNED: Words(
        "正在另找律师", "上一位律师不能办理您的案件，我们正在为您另找一位，您不用重新申请。"
    ),
    _T.APPLICATION_WITHDRAWN: Words("申请已撤回", "您的申请已经撤回。以后需要时，可以重新申请。"),
    _T.APPLICATION_TERMINATED: Words(
        "法律援助已终止", "您这件案件的法律援助已经终止。理由写在决定里；如果您不同意，可以提出异议。"
    ),
    _T.HANDLING_ENDED: Words(
        "案件已终止援助",
        "请您办理的一件案件，法律援助中心已决定终止援助。您不用再办理，案件资料也不再对您开放。"
        "已经办理的，请在收到终止决定书后，按规定的期限把结案材料交到法律援助中心。",
    ),
    _T.SUPPLEMENT_REQUESTED: Words(
        "需要补充材料", "要补的东西一次全写在告知书里，请在告知书写的日期前补齐。补好以前，审查时间停下来不算。"
    ),
    _T.APPLICATION_SUPPLEMENTED: Words("申请人补充了材料", "申请人按告知书补充了材料，请点开继续审查。"),
    _T.APPLICATION_LAPSED: Words(
        "申请视为撤回", "您没有在告知书写的日期前补充材料，这份申请视为撤回。您可以重新申请，以前的材料都还在。"
    ),
    _T.APPLICATION_TRANSFERRED: Words(
        "申请已转到有管辖权的机构", "您的申请已经转给负责这个地方的法律援助机构。申请日期不变，您不用重新提交。"
    ),
    _T.APPLICATION_TRANSFERRED_IN: Words(
        "收到转来的申请", "别的机构转来一份法律援助申请，收到申请的日期不变，请点开受理。"
    ),
    _T.APPLICATION_DUPLICATE: Words(
        "已由先收到的机构办理", "同一件事您已经向另一家法律援助机构申请过，由先收到的机构办理，您不用再做什么。"
    ),
    _T.APPLICATION_ADVANCED: Words(
        "先给您提供法律援助", "您的事情很急，我们先为您安排律师。还差的手续以后补，补办的最后一天写在申请里。"
    ),
    _T.OBJECTION_FILED: Words("收到异议", "有申请人对法律援助决定提出异议，请点开审查。"),
    _T.OBJECTION_DECIDED: Words("异议有结果了", "司法局审查了您的异议，结果和理由点开就能看到。"),
    _T.LAWYER_REPLACED: Words("正在为您换律师", "您的案件要换一位律师，我们正在安排，您不用重新申请。"),
    _T.HANDLING_HANDED_OVER: Words("案件已改派", "您承办的一件案件已改由别的律师办理，请按要求移交材料。"),
    _T.LAWYER_REPLACEMENT_REQUESTED: Words("有人申请更换律师", "一件案件有更换律师的申请，请点开审查决定。"),
    _T.LAWYER_REPLACEMENT_REFUSED: Words(
        "更换律师的申请有结果了", "法律援助中心没有同意更换律师，理由点开就能看到。"
    ),
    _T.AGREEMENT_DUE: Words(
        "请和律师签委托协议",
        "请尽快和您的律师签好委托协议和授权委托书，签好了律师才能替您办事。不收您的钱。",
    ),
    _T.CASE_PROGRESS: Words("案件有新进展", "您的律师记录了案件的新进展，点开就能看到。"),
    _T.LAWYER_REPORTED: Words("律师有情况报告", "一件案件的律师向中心报告了情况，请点开处理。"),
    _T.HEARING_SET: Words("开庭时间定了", "开庭时间是{starts_at}。在哪里开庭、要带什么，点开就能看到。"),
    _T.HEARING_NEAR: Words("快要开庭了", "{starts_at}开庭。在哪里开庭、要带什么，点开就能看到，请不要迟到。"),
    _T.LAWYER_OVERDUE: Words("律师办理超期", "“{rule}”应在{due_on}前办完，律师还没有办，请点开督促。"),
    _T.CASE_CONCLUDED: Words("案件办完了", "律师报告您的案件已经办完，结果点开就能看到。请您评价律师的服务。"),
    _T.FILE_HANDED_IN: Words("收到结案材料", "律师提交了结案归档材料，请点开审查。"),
    _T.FILE_RETURNED: Words(
        "结案材料需要补齐", "您提交的结案材料还不齐，要补什么写在审查意见里，请补齐后再提交。"
    ),
    _T.CASE_CLOSED: Words("案件已结案", "您的法律援助案件已经结案。如果还有问题，可以拨打 12348。"),
    _T.FILE_APPROVED: Words("结案材料审查通过", "您承办的案件已经结案，办案补贴按标准计算好了，点开就能看到。"),
    _T.SUPPLEMENT_DUE_SOON: Words(
        "快到最后一天了，请补充材料",
        "告知书要求补充的内容，最后一天是{due_on}。过了这天还没有补充，这份申请视为撤回。"
        "有困难请联系{office}，也可以拨打 12348。",
    ),
    _T.FORMALITIES_DUE_SOON: Words(
        "请补办手续",
        "先行提供法律援助还差的手续，最后一天是{due_on}，请在这天以前补齐。有困难请联系{office}。",
    ),
    _T.FORMALITIES_OVERDUE: Words(
        "先行援助的手续没有补齐", "受援人没有在{due_on}前补办手续，请联系受援人，或者审查是否终止援助。"
    ),
    _T.MEMBER_JOINED: Words("有人加入了集体申请", "{member}已经同意并签名，加入了您代表的集体申请。"),
    _T.MEMBER_LEFT: Words("有人退出了集体申请", "{member}退出了集体申请，台账里的金额不再计入合计。"),
    _T.GROUP_CASE_MOVED: Words(
        "集体申请有新进展", "您参加的集体申请现在的状态是：{status}。点开可以看到由谁办理、什么时候办完。"
    ),
    _T.PEER_REVIEW_APPOINTED: Words(
        "请您评估一件案件", "法律援助中心请您评估一件已办完的案件，请点开按评估表打分。"
    ),
    _T.MONEY_DEMAND_REPORTED: Words(
        "回访中反映有人收钱", "受援人在回访中说有人向他收取钱物。法律援助不收受援人任何钱物，请马上核查。"
    ),
    _T.SUBSIDY_PAID: Words(
        "办案补贴已发放", "您承办案件的补贴已经发放，免征增值税和个人所得税，金额点开就能看到。"
    ),
    _T.ARCHIVE_FAILED: Words(
        "案卷没有生成成功", "一件已归档案件的电子案卷没有生成成功，原因写在案卷里，请核对后重新生成。"
    ),
    _T.NAME_CORRECTED: Words(
        "申请上的姓名或证件号码已更正",
        "工作人员核对证件原件后，更正了申请上写错的姓名或者证件号码。如果更正得不对，请马上联系法律援助中心。",
    ),
    _T.APPLICATION_OVERDUE: Words(
        "您的申请超期了",
        "“{rule}”本应在{due_on}前办完，现在还没有办完，我们已经提醒办理单位。"
        "您的申请由{office}办理，可以直接去问；也可以拨打 12348 咨询。",
    ),
    _T.HELP_FORWARDED: Words(
        "值班律师转交了申请", "{lawyer}律师转交来一份法律援助申请，请点开登记。登记以前，转交的时间一直在计算。"
    ),
    _T.AUTHORITY_ENDS_CASE: Words("办案机关来了通知", "办案机关通知：{what}。应当终止援助的，请点开作出决定。"),
    _T.AUTHORITY_FOLLOWED_UP: Words("办案机关来了通知", "您承办的一件案件，办案机关通知：{what}。请点开查看。"),
    _T.EVIDENCE_REJECTED: Words("有一份材料没有传好", "{reason}。请重新拍照或者选择文件再传，其他材料都还在。"),
    _T.EVIDENCE_SHARED: Words(
        "另一家机构可以看您的材料",
        "为了{purpose}，{sender}把您这件事的{what}给{receiver}查看，到{until}为止。对方只能看，不能改。"
        "谁打开过，您都能看到。有疑问可以打上面的电话。",
    ),
    _T.EVIDENCE_SHARED_WITH_US: Words(
        "有材料共享给本机构",
        "{sender}把一件事的{what}共享给本机构，用于{purpose}，到{until}为止。请只为这件事查看，到期自动关闭。",
    ),
    _T.SHARING_ENDED: Words("材料不再给别的机构看", "{receiver}不能再看您这件事的材料了。"),
    _T.SHARING_WITH_US_ENDED: Words(
        "共享的材料已经收回", "{sender}共享给本机构的材料已经收回，不能再查看。还需要的，请和对方联系。"
    ),
    _T.LAWYER_OFFERED: Words(
        "有新的派案",
        "请在 {expires_at} 前答复接受还是谢绝。答复前请先核对有没有利益冲突。",
    ),
    _T.OFFER_EXPIRED: Words("派案已过期", "您没有在规定时间内答复，这件案件会派给别的律师。"),
    _T.OFFER_TAKEN_BY_OTHER: Words(
        "已有律师接受", "这件案件同时询问了几名律师，已有其他律师先接受，您不用再答复。"
    ),
    _T.FIRM_ASKED: Words(
        "请本所安排承办律师", "法律援助中心请贵所安排一名律师承办一件案件，请在{name_by}前确定人选。"
    ),
    _T.OFFER_WITHDRAWN: Words("派案已收回", "法律援助中心收回了派给您的案件，您不用再办理。"),
    _T.ROSTER_ENTRY_CHANGED: Words(
        "您的登记有改动",
        "法律援助中心修改了您在名册上的登记：{fields}。请点开核对，有不对的可以申请修改。",
    ),
    _T.ROSTER_PROPOSAL_MADE: Words("有人申请修改登记", "{lawyer}申请修改自己在名册上的登记，请审核。"),
    _T.ROSTER_PROPOSAL_APPROVED: Words("登记已经修改", "法律援助中心同意了您申请的修改，现在已经生效。"),
    _T.ROSTER_PROPOSAL_REJECTED: Words(
        "没有同意修改登记", "法律援助中心没有同意您申请的修改。点开可以看到理由，改正后可以重新申请。"
    ),
    _T.CORRECTION_BEGUN: Words(
        "手续已经办好",
        "手续已经办好。点开可以看到期限、活动区域和要做的事。不明白的，请问{office}。",
    ),
    _T.TIER_PROPOSED: Words("有一份类别调整等您审批", "司法所提出调整一人的管理类别，请点开看评估和理由，作出决定。"),
    _T.TIER_CHANGED: Words(
        "您的类别有变化",
        "您的类别现在是：{tier}。要做的事会跟着变，点开可以看到理由。有不同意见，可以找{office}。",
    ),
    _T.LEAVE_ON_DUTY: Words("值班需要换人", "{lawyer}请假的日子里有 {days} 天已经排了值班，请另外安排人值班。"),
    _T.DUTY_CHANGED: Words("值班安排有变化", "您的值班安排有变化：{changes}。"),
    _T.ROLE_GRANTED: Words("您有了新的身份", "您现在可以以“{role}”的身份使用一键通。"),
    _T.ROLE_REVOKED: Words("您的身份已停用", "您不再是一键通的“{role}”。如有疑问，请联系所在机构的管理员。"),
    _T.LOGIN_REVOKED: Words(
        "登录有异常，已经下线",
        "有人重复使用了您的登录凭证，为了安全，我们让那台设备下了线。如果不是您本人，请尽快修改密码。",
    ),
    _T.CLOCK_AT_RISK: Words("快到期了", "“{rule}”最后一天是{due_on}，请尽快办理。"),
    _T.CLOCK_OVERDUE: Words("已经超期", "“{rule}”应在{due_on}前办完，请马上办理。"),
    _T.CLOCK_RECOMPUTED: Words(
        "到期日有变化", "放假安排公布后重新计算：“{rule}”最后一天原来是{was_on}，现在是{due_on}。"
    ),
}

labels(NoticeTemplate, {template: words.title for template, words in WORDS.items()})
