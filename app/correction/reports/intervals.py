"""Which reports are owed, how often, and who may make them rarer. Pure.

社区矫正法 23 leaves reporting to the ministry's measures; their article 24 (unverified: agency settings) fixes a
month for health and three for re-examinations and leaves the ordinary report to the agency, by tier.
"""

from datetime import date

from app.correction.enums import CorrectionCategory, CorrectionTier
from app.correction.reports.codes import ExtensionLevel, ReportKind

EXPLAIN = "correction.report_explain"
"""How long the person has to say what was in the way, after being told and before the office is alarmed."""
EXTENSION_LIMIT = "correction.reexamination_extension_limit"

_BY_TIER = {
    CorrectionTier.RED: "correction.report_interval_red",
    CorrectionTier.YELLOW: "correction.report_interval",
    CorrectionTier.BLUE: "correction.report_interval_blue",
}
_MEDICAL = {
    ReportKind.HEALTH: "correction.health_report",
    ReportKind.REEXAMINATION: "correction.medical_reexamination",
}


def owed(category: CorrectionCategory, *, on_medical_release: bool) -> tuple[ReportKind, ...]:
    """What a person of this category owes; a re-examination only who is released for treatment (保外就医)."""
    if category is not CorrectionCategory.TEMPORARY_RELEASE:
        return (ReportKind.PERIODIC,)
    medical = (ReportKind.HEALTH, ReportKind.REEXAMINATION) if on_medical_release else (ReportKind.HEALTH,)
    return (ReportKind.PERIODIC, *medical)


def rule_code(kind: ReportKind, tier: CorrectionTier) -> str:
    """The rule that says how often.

    Raises:
        KeyError: such a report is owed by no day.
    """
    return _BY_TIER[tier] if kind is ReportKind.PERIODIC else _MEDICAL[kind]


def next_start(nominal_on: date, closed_on: date) -> date:
    """From which day the next interval counts: from the last day of this one, or from when it came if later.

    So who is early loses no day, and who was late is not at once late again.
    """
    return max(nominal_on, closed_on)


def level_for(longer_by_months: int, limit_months: int) -> ExtensionLevel:
    """Who must approve an interval longer by so many months (办法 24: up to three, the agency above)."""
    return ExtensionLevel.CITY if longer_by_months <= limit_months else ExtensionLevel.PROVINCE
