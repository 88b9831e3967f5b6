"""Codes of papers that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class CorrectionPaperKind(StrEnum):
    """The official papers there are."""

    REPORT_NOTICE = "report_notice"
    ANNOUNCEMENT = "announcement"
    GROUP_RESPONSIBILITY = "group_responsibility"
    LEAVE_DECISION = "leave_decision"
    MOVE_DECISION = "move_decision"
    COMMENDATION = "commendation"
    ADMONITION = "admonition"
    WARNING = "warning"
    POLICE_PENALTY_PROPOSAL = "police_penalty_proposal"
    PROBATION_REVOCATION_PROPOSAL = "probation_revocation_proposal"
    PAROLE_REVOCATION_PROPOSAL = "parole_revocation_proposal"
    IMPRISONMENT_PROPOSAL = "imprisonment_proposal"
    COMMUTATION_PROPOSAL = "commutation_proposal"
    POSITIONING_DECISION = "positioning_decision"
    POSITIONING_END = "positioning_end"
    APPRAISAL = "appraisal"
    END_CERTIFICATE = "end_certificate"
    TERMINATION_NOTICE = "termination_notice"


class CorrectionPaperStatus(StrEnum):
    """How far a paper has come; once issued it never changes."""

    REQUESTED = "requested"
    ISSUED = "issued"
    FAILED = "failed"


labels(
    CorrectionPaperKind,
    {
        CorrectionPaperKind.REPORT_NOTICE: "社区矫正报到告知书",
        CorrectionPaperKind.ANNOUNCEMENT: "社区矫正宣告书",
        CorrectionPaperKind.GROUP_RESPONSIBILITY: "社区矫正小组责任书",
        CorrectionPaperKind.LEAVE_DECISION: "外出审批决定书",
        CorrectionPaperKind.MOVE_DECISION: "变更执行地决定书",
        CorrectionPaperKind.COMMENDATION: "表扬决定书",
        CorrectionPaperKind.ADMONITION: "训诫决定书",
        CorrectionPaperKind.WARNING: "警告决定书",
        CorrectionPaperKind.POLICE_PENALTY_PROPOSAL: "提请治安管理处罚建议书",
        CorrectionPaperKind.PROBATION_REVOCATION_PROPOSAL: "提请撤销缓刑建议书",
        CorrectionPaperKind.PAROLE_REVOCATION_PROPOSAL: "提请撤销假释建议书",
        CorrectionPaperKind.IMPRISONMENT_PROPOSAL: "提请收监执行建议书",
        CorrectionPaperKind.COMMUTATION_PROPOSAL: "减刑建议书",
        CorrectionPaperKind.POSITIONING_DECISION: "使用电子定位装置决定书",
        CorrectionPaperKind.POSITIONING_END: "解除电子定位装置通知书",
        CorrectionPaperKind.APPRAISAL: "社区矫正期满鉴定书",
        CorrectionPaperKind.END_CERTIFICATE: "解除社区矫正证明书",
        CorrectionPaperKind.TERMINATION_NOTICE: "终止社区矫正通知书",
    },
)
labels(
    CorrectionPaperStatus,
    {
        CorrectionPaperStatus.REQUESTED: "正在出具",
        CorrectionPaperStatus.ISSUED: "已出具",
        CorrectionPaperStatus.FAILED: "没有出具成功",
    },
)
