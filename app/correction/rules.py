"""Which statutory clocks an order starts."""

from dataclasses import dataclass

from app.correction.enums import CorrectionCategory
from app.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the person comes under correction: rule of the statute, and who must act."""

    rule_code: str
    holder: Role | str


def arrival(category: CorrectionCategory) -> Arrival:
    """社区矫正法 21: most report in themselves; those released for the time being are handed over."""
    if category is CorrectionCategory.TEMPORARY_RELEASE:
        return Arrival("correction.hand_over", "移送机关")
    return Arrival("correction.report_in", Role.SUBJECT)
