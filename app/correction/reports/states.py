"""The lives of a report and of a wish for a longer interval, as tables."""

from app.correction.reports.codes import ExtensionStatus, ReportStatus
from app.correction.reports.errors import AlreadyAsked
from app.correction.reports.models import CorrectionReport, ReportExtension
from app.correction.reports.policies import permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

BASIS = "社区矫正法 23；社区矫正法实施办法 24"


def _asked_before(report: CorrectionReport, _: Actor | None) -> AlreadyAsked | None:
    """One telling: whoever was asked once is not sent round again."""
    return AlreadyAsked() if report.asked_at is not None else None


report_machine = Machine[CorrectionReport](
    name="correction_report",
    title="社区矫正报告",
    states=ReportStatus,
    initial=ReportStatus.HANDED_IN,
    owners={ReportStatus.HANDED_IN: Role.OFFICER, ReportStatus.ASKED_AGAIN: Role.SUBJECT},
    ends=frozenset({ReportStatus.ACCEPTED}),
    transitions=(
        Transition(
            name="accept",
            title="收下报告",
            sources=frozenset({ReportStatus.HANDED_IN, ReportStatus.ASKED_AGAIN}),
            target=ReportStatus.ACCEPTED,
            action=Action.REPORT_REVIEW,
            basis=BASIS,
        ),
        Transition(
            name="ask_again",
            title="要求补充",
            sources=frozenset({ReportStatus.HANDED_IN}),
            target=ReportStatus.ASKED_AGAIN,
            action=Action.REPORT_REVIEW,
            basis="内部：要补的一次说清",
            guard=_asked_before,
        ),
        Transition(
            name="complete",
            title="补充报告",
            sources=frozenset({ReportStatus.ASKED_AGAIN}),
            target=ReportStatus.HANDED_IN,
            action=Action.REPORT_MAKE,
            basis=BASIS,
        ),
    ),
    permits=permits,
)

extension_machine = Machine[ReportExtension](
    name="report_extension",
    title="延长报告间隔",
    states=ExtensionStatus,
    initial=ExtensionStatus.ASKED,
    owners={ExtensionStatus.ASKED: Role.DECIDER},
    ends=frozenset({ExtensionStatus.GRANTED, ExtensionStatus.REFUSED, ExtensionStatus.LAPSED}),
    transitions=(
        Transition(
            name="grant",
            title="批准延长",
            sources=frozenset({ExtensionStatus.ASKED}),
            target=ExtensionStatus.GRANTED,
            action=Action.REPORT_INTERVAL_DECIDE,
            basis=BASIS,
        ),
        Transition(
            name="refuse",
            title="不批准延长",
            sources=frozenset({ExtensionStatus.ASKED}),
            target=ExtensionStatus.REFUSED,
            action=Action.REPORT_INTERVAL_DECIDE,
            basis=BASIS,
        ),
        Transition(
            name="lapse",
            title="不再办理",
            sources=frozenset({ExtensionStatus.ASKED}),
            target=ExtensionStatus.LAPSED,
            action=None,
            basis="内部：矫正已经结束",
        ),
    ),
    permits=permits,
)
