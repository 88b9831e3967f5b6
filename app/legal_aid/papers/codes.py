"""Codes of papers that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class PaperKind(StrEnum):
    """The official papers there are."""

    APPLICATION_FORM = "application_form"
    HARDSHIP_STATEMENT = "hardship_statement"
    RECEIPT = "receipt"
    DEFICIENCY_NOTICE = "deficiency_notice"
    GRANT = "grant"
    REFUSAL = "refusal"
    ASSIGNMENT = "assignment"
    TERMINATION = "termination"
    OBJECTION_DECISION = "objection_decision"
    CLOSING_REPORT = "closing_report"
    WAGE_LEDGER = "wage_ledger"


class PaperStatus(StrEnum):
    """How far a paper has come; once issued it never changes."""

    REQUESTED = "requested"
    ISSUED = "issued"
    FAILED = "failed"


class TemplateSource(StrEnum):
    """Whose template a paper was made with."""

    BUILTIN = "builtin"
    AGENCY = "agency"


labels(
    PaperKind,
    {
        PaperKind.APPLICATION_FORM: "法律援助申请表",
        PaperKind.HARDSHIP_STATEMENT: "经济困难状况说明表",
        PaperKind.RECEIPT: "材料接收凭证",
        PaperKind.DEFICIENCY_NOTICE: "补充材料一次性告知书",
        PaperKind.GRANT: "给予法律援助决定书",
        PaperKind.REFUSAL: "不予法律援助决定书",
        PaperKind.ASSIGNMENT: "指派通知书",
        PaperKind.TERMINATION: "终止法律援助决定书",
        PaperKind.OBJECTION_DECISION: "异议审查决定书",
        PaperKind.CLOSING_REPORT: "结案报告表",
        PaperKind.WAGE_LEDGER: "欠薪明细表",
    },
)
labels(
    PaperStatus,
    {
        PaperStatus.REQUESTED: "正在出具",
        PaperStatus.ISSUED: "已出具",
        PaperStatus.FAILED: "没有出具成功",
    },
)
labels(TemplateSource, {TemplateSource.BUILTIN: "系统自带模板", TemplateSource.AGENCY: "机构自己的模板"})
