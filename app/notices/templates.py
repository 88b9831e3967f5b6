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
    SUMMARY_DUE = "summary_due"
    SUMMARY_NOT_IN = "summary_not_in"
    SUMMARY_HANDED_IN = "summary_handed_in"
    TERM_CHANGED = "term_changed"
    CORRECTION_ENDED = "correction_ended"
    RESETTLEMENT_DUE = "resettlement_due"
    ORDER_HANDED_OVER = "order_handed_over"
    HANDOVER_PROPOSED = "handover_proposed"
    HANDOVER_REFUSED = "handover_refused"
    POSITIONING_PROPOSED = "positioning_proposed"
    POSITIONING_DECIDED = "positioning_decided"
    POSITIONING_APPROVED = "positioning_approved"
    POSITIONING_ENDS_SOON = "positioning_ends_soon"
    POSITIONING_ENDED = "positioning_ended"
    DEVICE_BATTERY_LOW = "device_battery_low"
    DEVICE_TO_BE_CHARGED = "device_to_be_charged"
    HELP_FORWARDED = "help_forwarded"
    AUTHORITY_ENDS_CASE = "authority_ends_case"
    AUTHORITY_FOLLOWED_UP = "authority_followed_up"
    ALARM_TOLD = "alarm_told"
    ALARM_TO_VERIFY = "alarm_to_verify"
    ALARM_STATED = "alarm_stated"
    ALARM_CLEARED = "alarm_cleared"
    BREACH_CONFIRMED = "breach_confirmed"
    BREACH_RETRACTED = "breach_retracted"
    BREACH_CONTRADICTED = "breach_contradicted"
    SEARCH_OPENED = "search_opened"
    SANCTION_PROPOSED = "sanction_proposed"
    SANCTION_TO_DECIDE = "sanction_to_decide"
    SANCTION_DECIDED = "sanction_decided"
    SANCTION_SUBMITTED = "sanction_submitted"
    REWARD_DECIDED = "reward_decided"
    SANCTION_REJECTED = "sanction_rejected"
    SANCTION_REVOKED = "sanction_revoked"
    SANCTION_ANSWERED = "sanction_answered"
    SANCTION_OBJECTED = "sanction_objected"
    SANCTION_OBJECTION_DECIDED = "sanction_objection_decided"
    CHANGE_REPORTED = "change_reported"
    REPORT_ASKED_AGAIN = "report_asked_again"
    REPORT_COMPLETED = "report_completed"
    REPORT_NOT_RECEIVED = "report_not_received"
    REPORT_EXCUSED = "report_excused"
    REPORT_INTERVAL_DECIDED = "report_interval_decided"
    PERMIT_ASKED = "permit_asked"
    PERMIT_DECIDED = "permit_decided"
    PERMIT_REVOKED = "permit_revoked"
    ACTIVITY_OFFERED = "activity_offered"
    ACTIVITY_CALLED_OFF = "activity_called_off"
    LOCATION_ASKED = "location_asked"
    LOCATION_UNANSWERED = "location_unanswered"
    CHECK_IN_DUE = "check_in_due"
    CHECK_IN_LAST_CALL = "check_in_last_call"
    CHECK_IN_MISSED = "check_in_missed"
    CHECK_IN_TRIED = "check_in_tried"
    CHECK_IN_LATE = "check_in_late"
    CHECK_IN_EXPLAINED = "check_in_explained"
    CHECK_IN_EXCUSED = "check_in_excused"
    EXPLANATION_NOT_ACCEPTED = "explanation_not_accepted"
    LEAVE_WAITS = "leave_waits"
    LEAVE_APPROVED = "leave_approved"
    LEAVE_FILED = "leave_filed"
    LEAVE_REFUSED = "leave_refused"
    LEAVE_UNDECIDED = "leave_undecided"
    LEAVE_DELAYED = "leave_delayed"
    LEAVE_LAPSED = "leave_lapsed"
    LEAVE_EXTENSION_LAPSED = "leave_extension_lapsed"
    LEAVE_CANCELLED = "leave_cancelled"
    LEAVE_RECALLED = "leave_recalled"
    LEAVE_RETURN_DUE = "leave_return_due"
    LEAVE_OVERDUE = "leave_overdue"
    LEAVE_RETURNED = "leave_returned"
    LEAVE_CANNOT_RETURN = "leave_cannot_return"
    LEAVE_CONTACT_DUE = "leave_contact_due"
    LEAVE_CONTACT_UNMET = "leave_contact_unmet"
    LEAVE_CONTACT_UNMET_TOLD = "leave_contact_unmet_told"
    CROSSING_WAITS = "crossing_waits"
    CROSSING_APPROVED = "crossing_approved"
    CROSSING_REFUSED = "crossing_refused"
    CROSSING_ENDING = "crossing_ending"
    CROSSING_ENDED = "crossing_ended"
    MOVE_WAITS = "move_waits"
    MOVE_CONSULTED = "move_consulted"
    MOVE_ANSWERED = "move_answered"
    MOVE_APPROVED = "move_approved"
    MOVE_COMING = "move_coming"
    MOVE_REFUSED = "move_refused"
    MOVE_COMPLETED = "move_completed"
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
    _T.SUMMARY_DUE: Words(
        "请写一份总结",
        "请在{due_on}前交一份个人总结，写字、拍照、录音都可以。不会写的，请工作人员帮您记：{office}。",
    ),
    _T.SUMMARY_NOT_IN: Words(
        "有一份个人总结还没有交", "有人的期限到{ends_on}为止，个人总结还没有交，请点开联系本人，并作出书面鉴定。"
    ),
    _T.SUMMARY_HANDED_IN: Words("收到一份个人总结", "有人交了个人总结，请点开作出书面鉴定。"),
    _T.TERM_CHANGED: Words("期限有变化", "您的期限原来到{was_on}为止，现在到{ends_on}为止。依据点开就能看到。"),
    _T.CORRECTION_ENDED: Words(
        "手续已经办结", "结果和文书点开就能看到，从现在起不用再签到、报告。有困难可以找：{office}。"
    ),
    _T.RESETTLEMENT_DUE: Words("请衔接安置帮教", "有一个人的手续已经办结，请点开，和安置帮教衔接并登记。"),
    _T.ORDER_HANDED_OVER: Words("换了办理单位", "以后由{office}和您联系，您原来的记录都在，不用重新办理。"),
    _T.HANDOVER_PROPOSED: Words("有一个人要移交给本所", "另一个司法所提出移交，请点开接收，或者写明为什么不收。"),
    _T.HANDOVER_REFUSED: Words("移交没有被接收", "对方没有接收，理由点开就能看到。"),
    _T.POSITIONING_PROPOSED: Words("有一份申请等您审批", "有一份使用电子定位装置的申请，请点开看情形和理由。"),
    _T.POSITIONING_DECIDED: Words("电子定位的申请有结果了", "结果和理由点开就能看到。"),
    _T.POSITIONING_APPROVED: Words(
        "您收到一份决定",
        "经批准，到{to_on}为止要佩戴一个装置，理由和要求点开就能看到。不同意可以提出异议，也可以问：{office}。",
    ),
    _T.POSITIONING_ENDS_SOON: Words(
        "电子定位快到期了", "有一份电子定位到{to_on}期满。不需要的，请马上解除；确实需要的，请先评估再申请延长。"
    ),
    _T.POSITIONING_ENDED: Words(
        "不用再佩戴装置了", "佩戴装置的期限已经结束，不再收集位置。请把装置交还：{office}。"
    ),
    _T.DEVICE_BATTERY_LOW: Words(
        "装置快没电了", "请给装置充电。电量低是设备问题，不算违规。充不上电的，请告诉：{office}。"
    ),
    _T.DEVICE_TO_BE_CHARGED: Words(
        "有一个装置快没电了", "请点开看是哪一个装置，提醒充电。电量低是设备故障，不是违规。"
    ),
    _T.HELP_FORWARDED: Words(
        "值班律师转交了申请", "{lawyer}律师转交来一份法律援助申请，请点开登记。登记以前，转交的时间一直在计算。"
    ),
    _T.AUTHORITY_ENDS_CASE: Words("办案机关来了通知", "办案机关通知：{what}。应当终止援助的，请点开作出决定。"),
    _T.AUTHORITY_FOLLOWED_UP: Words("办案机关来了通知", "您承办的一件案件，办案机关通知：{what}。请点开查看。"),
    _T.ALARM_TOLD: Words(
        "有一件事请您说明",
        "系统发现：{cause}。这只是提醒，不等于违规，没有人认定您违规。请点开说明情况，也可以打电话说：{office}。",
    ),
    _T.ALARM_TO_VERIFY: Words("有新的提醒要核实", "{cause}，请点开核实。没有核实、没有听过说明，不能认定违规。"),
    _T.ALARM_STATED: Words("本人说明了情况", "关于“{cause}”的提醒，本人已经说明情况，请点开查看。"),
    _T.ALARM_CLEARED: Words("提醒已经查清", "关于“{cause}”的提醒已经查清，不算违规，不计入考核，您不用再做什么。"),
    _T.BREACH_CONFIRMED: Words(
        "认定了一次违规",
        "关于“{cause}”，经过核实认定为违规，理由点开就能看到。您仍可以说明情况；觉得不对，可以联系：{office}。",
    ),
    _T.BREACH_RETRACTED: Words(
        "违规认定已经撤回", "关于“{cause}”的违规认定已经撤回，会重新核实，请再说明一次情况。"
    ),
    _T.BREACH_CONTRADICTED: Words(
        "请重新看一次违规认定", "关于“{cause}”的违规认定以后，又收到了本人的材料或说明，请点开看是否要重新核实。"
    ),
    _T.SEARCH_OPENED: Words("请马上查找", "有一个人联系不上，请点开，马上组织查找，并登记查找经过。"),
    _T.SANCTION_PROPOSED: Words(
        "请您说明和申辩",
        "工作人员建议：{measure}，现在还没有决定。请点开看理由，说明情况，也可以打电话说：{office}。",
    ),
    _T.SANCTION_TO_DECIDE: Words("有奖惩建议要审批", "有一份{measure}的建议等待审批，请点开查看。"),
    _T.SANCTION_DECIDED: Words(
        "您收到一份决定", "决定：{measure}。理由点开就能看到。如果您不同意，可以提出异议，由县司法局审查。"
    ),
    _T.SANCTION_SUBMITTED: Words(
        "有一份建议已经提交", "{measure}的建议已经批准提交，由有权机关决定。您可以提出异议，也可以请律师申辩。"
    ),
    _T.REWARD_DECIDED: Words("好消息", "决定：{measure}。理由点开就能看到，请继续保持。"),
    _T.SANCTION_REJECTED: Words("奖惩建议没有批准", "您提出的{measure}建议没有批准，理由点开就能看到。"),
    _T.SANCTION_REVOKED: Words("决定已经撤销", "对您的{measure}已经撤销，不再计算次数。"),
    _T.SANCTION_ANSWERED: Words("有权机关答复了", "关于{measure}，有权机关已经答复，结果点开就能看到。"),
    _T.SANCTION_OBJECTED: Words("收到奖惩异议", "有人对{measure}提出异议，请点开审查。"),
    _T.SANCTION_OBJECTION_DECIDED: Words(
        "异议有结果了", "县司法局审查了您对{measure}的异议，结果和理由点开就能看到。"
    ),
    _T.CHANGE_REPORTED: Words("有人报告了变化情况", "本所有一份变化情况的报告，请点开查看。"),
    _T.REPORT_ASKED_AGAIN: Words(
        "报告需要补充", "您交的报告还缺一些内容，要补什么点开就能看到，一次都写清了。已经交过就不算逾期。"
    ),
    _T.REPORT_COMPLETED: Words("报告补充好了", "一份报告按要求补充好了，请点开审阅。"),
    _T.REPORT_NOT_RECEIVED: Words(
        "还没有收到您的报告",
        "我们没有收到您的“{kind}”，最后一天是{due_on}。如果是手机、网络或者别的原因，请在{explain_by}前点开说明，"
        "也可以打电话告诉{office}。没有交的请现在交，可以打字，也可以录音。",
    ),
    _T.REPORT_EXCUSED: Words("这次报告不用交了", "工作人员了解了情况，这一期报告您不用交了。"),
    _T.REPORT_INTERVAL_DECIDED: Words(
        "延长报告间隔有结果了", "上级社区矫正机构{outcome}延长报告间隔，点开可以看到。"
    ),
    _T.PERMIT_ASKED: Words("有申请等待审批", "有人申请进入限制的场所或者接触特定人员，请点开审批。"),
    _T.PERMIT_DECIDED: Words(
        "您的申请有结果了", "社区矫正机构{outcome}您的申请，理由和时间点开就能看到。不要超过批准的时间。"
    ),
    _T.PERMIT_REVOKED: Words("批准已经收回", "以前批准您的一项申请从现在起不再有效，理由点开就能看到。"),
    _T.ACTIVITY_OFFERED: Words(
        "请您参加活动", "{office}为您安排了{starts_at}的活动。去不了的请点开说明，不会因此处罚您。"
    ),
    _T.ACTIVITY_CALLED_OFF: Words("活动取消了", "原定{starts_at}的活动取消了，您不用去。"),
    _T.CHECK_IN_DUE: Words(
        "请签到",
        "请在{closes_at}前签到。手机没电、没有网络的，可以当面签到，也可以打电话签到；没有网络时签的，有了网络会自动补交。",
    ),
    _T.CHECK_IN_LAST_CALL: Words(
        "签到时间快到了", "请在{closes_at}前签到。手机签不了的，可以打电话签到，或者点开“签不了”，说明原因。"
    ),
    _T.CHECK_IN_MISSED: Words(
        "没有收到您的签到",
        "{opens_at}到{closes_at}没有收到您的签到。这不等于违规。手机没网时签过的，联网后会补交，不算没签。"
        "有别的原因，请在{explain_until}前点开说明，也可以打电话说：{office}。",
    ),
    _T.LOCATION_ASKED: Words(
        "请再签到一次",
        "刚才的定位可能有偏差。请在{opens_at}到{closes_at}之间，到窗边或室外再签到一次。有事请联系：{office}。",
    ),
    _T.LOCATION_UNANSWERED: Words(
        "请打电话核实一次定位", "一次定位需要核实，没有等到第二次签到。请点开查看，打电话核实后登记。"
    ),
    _T.CHECK_IN_TRIED: Words(
        "看到您试过签到",
        "{opens_at}到{closes_at}您试过签到，没有成功。不算没签到，也不算违规。请检查手机，或者联系：{office}。",
    ),
    _T.CHECK_IN_LATE: Words("补交的签到收到了", "{opens_at}那次签到收到了，不算没签到，您不用再做什么。"),
    _T.CHECK_IN_EXPLAINED: Words("有人说明了没签到的原因", "本所有人说明了没有签到的原因，请点开查看。"),
    _T.CHECK_IN_EXCUSED: Words("这次不用签到了", "{opens_at}那次签到，工作人员了解了情况，不用补，也不算没签到。"),
    _T.EXPLANATION_NOT_ACCEPTED: Words(
        "您的说明需要核实",
        "{opens_at}那次没有收到签到，您的说明还需要核实，现在没有人认定您违规。请等工作人员联系，也可以打电话问：{office}。",
    ),
    _T.LEAVE_WAITS: Words("有外出申请等待审批", "有一份外出申请需要您审批，请点开办理。批准以前申请人不能出发。"),
    _T.LEAVE_APPROVED: Words(
        "外出申请批准了", "您的外出申请已经批准。请按批准的时间和地点外出，保持电话畅通，到期以前返回并报告。"
    ),
    _T.LEAVE_FILED: Words("司法所批准了外出，请备案", "司法所批准了一份外出申请，报您备案，请点开查看。"),
    _T.LEAVE_REFUSED: Words(
        "外出申请没有批准", "您的外出申请没有批准，理由点开就能看到。不同意的可以向司法局反映。"
    ),
    _T.LEAVE_UNDECIDED: Words(
        "外出申请还没有批下来",
        "今天是您申请外出的日子，申请还没有审批。这是审批耽误了，不是您的责任，不会因此认定违规。"
        "请先不要出发，马上联系{office}，我们也已经催办。",
    ),
    _T.LEAVE_DELAYED: Words(
        "外出申请没有按时审批", "有一份外出申请到了出发的日子还没有审批，请马上办理。耽误审批不能算在申请人头上。"
    ),
    _T.LEAVE_LAPSED: Words(
        "外出申请过期了",
        "您申请外出的日子已经过去，一直没有审批。这不是您的责任，不会留下不好的记录。还需要外出的，请重新申请，"
        "或者联系{office}。",
    ),
    _T.LEAVE_EXTENSION_LAPSED: Words(
        "延长外出的申请没有审批",
        "您报告不能按时返回，申请一直没有审批。这不是您的责任，不算逾期。请在{return_by}前返回并报告，"
        "还不能返回的，请马上联系{office}。",
    ),
    _T.LEAVE_CANCELLED: Words("有人不外出了", "一份批准过的外出已经取消，请点开查看。"),
    _T.LEAVE_RECALLED: Words(
        "请提前返回", "请在{return_by}前返回并报告。为什么要提前返回，点开就能看到。有困难请马上联系{office}。"
    ),
    _T.LEAVE_RETURN_DUE: Words(
        "外出快到期了", "请在{return_by}前返回并报告。不能按时返回的，请在到期以前点开说明原因，或者联系{office}。"
    ),
    _T.LEAVE_OVERDUE: Words(
        "没有收到您返回的报告",
        "您的外出到{return_by}为止，我们还没有收到您返回的报告。已经回来的，请点开报告；不能回来的，请说明原因，"
        "也可以打电话给{office}。说明以前不会认定违规。",
    ),
    _T.LEAVE_RETURNED: Words("有人外出返回了", "一位外出的人报告已经返回，请点开办理返回手续。"),
    _T.LEAVE_CANNOT_RETURN: Words(
        "有人不能按时返回", "一位外出的人报告不能按时返回，申请延长，请点开办理。决定以前不算逾期。"
    ),
    _T.LEAVE_CONTACT_DUE: Words(
        "今天请报告", "您在外出，今天（{due_on}）请按要求报告一次，也可以打电话给{office}。"
    ),
    _T.LEAVE_CONTACT_UNMET: Words(
        "没有收到您的报告",
        "您在外出，{due_on}没有收到您的报告。请马上补报，或者打电话给{office}。这不等于违规。",
    ),
    _T.LEAVE_CONTACT_UNMET_TOLD: Words(
        "外出的人没有报告", "一位外出的人{due_on}没有报告，已经先提醒本人。请打电话联系，了解情况。"
    ),
    _T.CROSSING_WAITS: Words("有经常往返的申请", "有人申请经常跨市、县往返，请点开审批。"),
    _T.CROSSING_APPROVED: Words("经常往返批准了", "您可以按批准的地点、时间往返，到期前可以申请续期。"),
    _T.CROSSING_REFUSED: Words("经常往返没有批准", "您申请的经常往返没有批准，理由点开就能看到。"),
    _T.CROSSING_ENDING: Words("经常往返快到期了", "批准的往返到{last_on}为止。还需要的，请现在申请续期。"),
    _T.CROSSING_ENDED: Words("经常往返已经停止", "批准的往返已经停止。要去那里，请申请外出或者重新申请往返。"),
    _T.MOVE_WAITS: Words("有变更执行地的申请", "有人申请变更执行地，请点开，书面征求新执行地的意见。"),
    _T.MOVE_CONSULTED: Words("有人想转到本所", "另一家机构征求意见，有人想把执行地变更到本所，请点开核实后回复。"),
    _T.MOVE_ANSWERED: Words("新执行地回复了", "一份变更执行地的申请，新执行地已经回复，请点开作出决定。"),
    _T.MOVE_APPROVED: Words(
        "变更执行地批准了", "请按决定书上写的日期到新的地方报到。报到以前仍由原来的司法所管理，照常签到。"
    ),
    _T.MOVE_COMING: Words("有人要来报到", "已经批准一个人变更执行地到本所，请准备接收，人到了请点开登记。"),
    _T.MOVE_REFUSED: Words("变更执行地没有批准", "您变更执行地的申请没有批准，理由点开就能看到。"),
    _T.MOVE_COMPLETED: Words("转出的人已经报到", "一位变更执行地的人已经到新执行地报到，由新执行地管理。"),
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
    _T.TIER_PROPOSED: Words(
        "有一份类别调整等您审批", "司法所提出调整一人的管理类别，请点开看评估和理由，作出决定。"
    ),
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
