"""Codes of handling that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class AgreementAuthority(StrEnum):
    """How far the power of attorney goes (民事诉讼法 62: special matters need special authority)."""

    GENERAL = "general"
    SPECIAL = "special"


class ExcuseGround(StrEnum):
    """148号令 art. 27: why the agreement could not be signed in its five days."""

    RECIPIENT = "recipient"
    OBJECTIVE = "objective"


class EntryKind(StrEnum):
    """What an entry of the handling log is about; most follow from 148号令 arts. 29 to 36."""

    FIRST_MEETING = "first_meeting"
    CLIENT_MEETING = "client_meeting"
    PROGRESS = "progress"
    INQUIRY_ANSWERED = "inquiry_answered"
    INVESTIGATION = "investigation"
    CENTRE_REPORT = "centre_report"
    HEARING = "hearing"
    HEARING_RESULT = "hearing_result"
    MEDIATION_CONSENT = "mediation_consent"
    WRITTEN_OPINION = "written_opinion"
    DOCUMENT_FILED = "document_filed"
    CHANGE_OF_FACTS = "change_of_facts"
    HANDED_OVER = "handed_over"


class ToldItem(StrEnum):
    """What the recipient is told at the first meeting (148号令 30)."""

    ROLE = "role"
    JUDICIAL_ASSISTANCE = "judicial_assistance"
    MAIN_RISKS = "main_risks"
    RIGHTS_AND_DUTIES = "rights_and_duties"


class ReportGround(StrEnum):
    """148号令 art. 36: what the lawyer reports to the centre."""

    SERIOUS_DOUBT = "serious_doubt"
    MASS_INCIDENT = "mass_incident"
    SOCIAL_IMPACT = "social_impact"
    COMPLEX = "complex"


class HearingKind(StrEnum):
    """What kind of session it is."""

    TRIAL = "trial"
    ARBITRATION = "arbitration"
    MEDIATION = "mediation"
    QUESTIONING = "questioning"
    OTHER = "other"


class ConsentForm(StrEnum):
    """How the recipient's consent was given."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class ReplacementGround(StrEnum):
    """Why another lawyer is asked for: by the recipient (148号令 37) or by the lawyer (38)."""

    NOT_PERFORMING = "not_performing"
    CONFLICT = "conflict"
    CANNOT_CONTINUE = "cannot_continue"


class ReplacementOutcome(StrEnum):
    """What became of the request; it lapses when the case ends before it is decided."""

    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class ReplacementAction(StrEnum):
    """What may be done with an open request."""

    APPROVE = "approve"
    REFUSE = "refuse"


class OutcomeKind(StrEnum):
    """How the matter ended for the recipient."""

    JUDGMENT_WON = "judgment_won"
    PARTLY_WON = "partly_won"
    LOST = "lost"
    MEDIATED = "mediated"
    SETTLED = "settled"
    WITHDRAWN_SUIT = "withdrawn_suit"
    ARBITRATION_AWARD = "arbitration_award"
    ADMINISTRATIVE_DECISION = "administrative_decision"
    CASE_DROPPED = "case_dropped"
    NOT_PROSECUTED = "not_prosecuted"
    ACQUITTED = "acquitted"
    EXEMPTED_FROM_PUNISHMENT = "exempted_from_punishment"
    LIGHTER_THAN_CHARGED = "lighter_than_charged"
    AS_CHARGED = "as_charged"
    STAGE_ENDED = "stage_ended"
    OTHER = "other"


class ClosingBasis(StrEnum):
    """148号令 art. 40: by what the matter counts as over; each has its own closing day."""

    INVESTIGATION = "investigation"
    PROSECUTION_REVIEW = "prosecution_review"
    COURT_DOCUMENT = "court_document"
    ARBITRATION_DOCUMENT = "arbitration_document"
    REVIEW_DECISION = "review_decision"
    SETTLEMENT = "settlement"
    PERFORMANCE = "performance"
    OTHER = "other"


class ClosingItem(StrEnum):
    """What the closing file of a case holds."""

    AGREEMENT = "agreement"
    FIRST_MEETING = "first_meeting"
    CLIENT_MEETING = "client_meeting"
    PROGRESS = "progress"
    MEDIATION_CONSENT = "mediation_consent"
    HEARING_OR_OPINION = "hearing_or_opinion"
    WRITTEN_OPINION = "written_opinion"
    OUTCOME = "outcome"
    LEGAL_DOCUMENT = "legal_document"
    REPORT = "report"


class CalendarKind(StrEnum):
    """What stands in a lawyer's calendar."""

    DEADLINE = "deadline"
    REPORT = "report"
    HEARING = "hearing"
    DUTY = "duty"


labels(
    AgreementAuthority,
    {AgreementAuthority.GENERAL: "一般授权", AgreementAuthority.SPECIAL: "特别授权"},
)
labels(
    ExcuseGround,
    {ExcuseGround.RECIPIENT: "受援人的原因", ExcuseGround.OBJECTIVE: "客观原因"},
)
labels(
    EntryKind,
    {
        EntryKind.FIRST_MEETING: "第一次约见受援人",
        EntryKind.CLIENT_MEETING: "会见笔录",
        EntryKind.PROGRESS: "办理进展",
        EntryKind.INQUIRY_ANSWERED: "答复受援人询问",
        EntryKind.INVESTIGATION: "调查取证",
        EntryKind.CENTRE_REPORT: "向法律援助机构报告",
        EntryKind.HEARING: "开庭安排",
        EntryKind.HEARING_RESULT: "开庭情况",
        EntryKind.MEDIATION_CONSENT: "受援人同意调解、和解",
        EntryKind.WRITTEN_OPINION: "书面意见",
        EntryKind.DOCUMENT_FILED: "提交法律文书",
        EntryKind.CHANGE_OF_FACTS: "报告应当终止援助的情形",
        EntryKind.HANDED_OVER: "更换律师，移交材料",
    },
)
labels(
    ToldItem,
    {
        ToldItem.ROLE: "律师的代理职责",
        ToldItem.JUDICIAL_ASSISTANCE: "可能符合司法救助条件，怎样申请",
        ToldItem.MAIN_RISKS: "案件的主要风险",
        ToldItem.RIGHTS_AND_DUTIES: "受援人的权利和义务",
    },
)
labels(
    ReportGround,
    {
        ReportGround.SERIOUS_DOUBT: "主要证据认定、适用法律有重大疑义",
        ReportGround.MASS_INCIDENT: "涉及群体性事件",
        ReportGround.SOCIAL_IMPACT: "有重大社会影响",
        ReportGround.COMPLEX: "其他复杂、疑难情形",
    },
)
labels(
    HearingKind,
    {
        HearingKind.TRIAL: "法庭开庭",
        HearingKind.ARBITRATION: "仲裁开庭",
        HearingKind.MEDIATION: "调解",
        HearingKind.QUESTIONING: "讯问、询问",
        HearingKind.OTHER: "其他",
    },
)
labels(ConsentForm, {ConsentForm.PAPER: "纸质签名", ConsentForm.ELECTRONIC: "电子签名"})
labels(
    ReplacementGround,
    {
        ReplacementGround.NOT_PERFORMING: "律师没有依法履行职责",
        ReplacementGround.CONFLICT: "律师和案件有利害关系",
        ReplacementGround.CANNOT_CONTINUE: "律师因故不能继续办理",
    },
)
labels(
    ReplacementOutcome,
    {
        ReplacementOutcome.APPROVED: "同意更换",
        ReplacementOutcome.REFUSED: "不同意更换",
        ReplacementOutcome.LAPSED: "援助已经终止，不再决定",
    },
)
labels(ReplacementAction, {ReplacementAction.APPROVE: "同意更换律师", ReplacementAction.REFUSE: "不同意更换律师"})
labels(
    OutcomeKind,
    {
        OutcomeKind.JUDGMENT_WON: "胜诉",
        OutcomeKind.PARTLY_WON: "部分胜诉",
        OutcomeKind.LOST: "败诉",
        OutcomeKind.MEDIATED: "调解结案",
        OutcomeKind.SETTLED: "和解",
        OutcomeKind.WITHDRAWN_SUIT: "撤诉",
        OutcomeKind.ARBITRATION_AWARD: "仲裁裁决",
        OutcomeKind.ADMINISTRATIVE_DECISION: "行政决定",
        OutcomeKind.CASE_DROPPED: "撤销案件",
        OutcomeKind.NOT_PROSECUTED: "不起诉",
        OutcomeKind.ACQUITTED: "宣告无罪",
        OutcomeKind.EXEMPTED_FROM_PUNISHMENT: "免予刑事处罚",
        OutcomeKind.LIGHTER_THAN_CHARGED: "比指控的轻",
        OutcomeKind.AS_CHARGED: "按指控认定",
        OutcomeKind.STAGE_ENDED: "本阶段办结，案件移送下一阶段",
        OutcomeKind.OTHER: "其他",
    },
)
labels(
    ClosingBasis,
    {
        ClosingBasis.INVESTIGATION: "侦查阶段：收到起诉意见书或者撤销案件的文书",
        ClosingBasis.PROSECUTION_REVIEW: "审查起诉阶段：收到起诉书或者不起诉决定书",
        ClosingBasis.COURT_DOCUMENT: "审判阶段：收到判决书、裁定书、调解书",
        ClosingBasis.ARBITRATION_DOCUMENT: "劳动仲裁：收到仲裁裁决书、调解书",
        ClosingBasis.REVIEW_DECISION: "行政复议：收到行政复议决定书",
        ClosingBasis.SETTLEMENT: "非诉讼：双方达成和解、调解协议",
        ClosingBasis.PERFORMANCE: "非诉讼：义务人开始履行义务",
        ClosingBasis.OTHER: "其他办结情形",
    },
)
labels(
    ClosingItem,
    {
        ClosingItem.AGREEMENT: "委托协议和授权委托书",
        ClosingItem.FIRST_MEETING: "第一次约见记录",
        ClosingItem.CLIENT_MEETING: "会见笔录",
        ClosingItem.PROGRESS: "向受援人通报进展的记录",
        ClosingItem.MEDIATION_CONSENT: "受援人同意调解、和解的材料",
        ClosingItem.HEARING_OR_OPINION: "开庭情况或者书面意见",
        ClosingItem.WRITTEN_OPINION: "书面辩护、代理意见",
        ClosingItem.OUTCOME: "办理结果",
        ClosingItem.LEGAL_DOCUMENT: "法律文书副本",
        ClosingItem.REPORT: "办理情况报告",
    },
)
labels(
    CalendarKind,
    {
        CalendarKind.DEADLINE: "到期事项",
        CalendarKind.REPORT: "提交报告和结案材料",
        CalendarKind.HEARING: "开庭",
        CalendarKind.DUTY: "值班",
    },
)
