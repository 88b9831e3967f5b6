"""Where few lawyers or none are left: what could be set aside, and how many could then take the matter. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.contracts.categories import GROUP_TITLES
from app.contracts.matching import Relaxation
from app.kernel.dictionaries import dictionaries
from app.lawyers.matching.constraints import RELAXABLE, Constraint, Demand, chinese_day

FEW = 3
"""With fewer candidates than this it is told what could be set aside."""
NOBODY = "nobody"
"""Code where nothing that may change would help."""
CHANGEABLE: tuple[Constraint, ...] = (
    Constraint.EXPIRED_BEFORE,
    Constraint.NO_SUCH_SPECIALTY,
    Constraint.WEEK_FULL,
    Constraint.AT_CAPACITY,
    Constraint.ON_LEAVE,
    Constraint.LANGUAGE,
    Constraint.NOT_A_WOMAN,
    Constraint.SUSPENDED,
)
"""What the officer may set aside (``RELAXABLE``), and what the centre, the recipient or time can change; what the
law forbids, and what a lawyer refused, is never proposed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Lawyers kept from a matter by the same constraints.

    Attributes:
        failing: every one in the way, conflicts of interest left out: who has one is in no group.
        lawyers: how many.
        over_by: cases by which each is over the capacity less one, where they are full; else 0.
        back_on: the last day of the leave that ends first, where they are on leave.
    """

    failing: frozenset[Constraint]
    lawyers: int
    over_by: int = 0
    back_on: date | None = None


def relaxations(demand: Demand, kept: Iterable[Kept], *, is_empty: bool = True) -> tuple[Relaxation, ...]:
    """What to set aside: each thing that helps alone; where none does, the smallest sets that do. First what the
    officer may decide, then by how many lawyers it brings.

    Args:
        is_empty: nobody is proposed; where somebody is and nothing brings more, there is nothing to tell.
    """
    groups = [one for one in kept if one.failing and one.failing <= set(CHANGEABLE)]
    for size in range(1, len(CHANGEABLE) + 1):
        found = [
            _told(demand, chosen, helped)
            for chosen in combinations(CHANGEABLE, size)
            if (helped := [one for one in groups if one.failing == frozenset(chosen)])
        ]
        if found:
            return tuple(sorted(found, key=lambda one: (not one.relaxable, -one.lawyers, one.code)))
    if not is_empty:
        return ()
    return (Relaxation(NOBODY, 0, "放宽条件也没有律师可以接，请向其他法律援助中心或者上级求助"),)


def _told(demand: Demand, chosen: Collection[Constraint], helped: Collection[Kept]) -> Relaxation:
    """For capacity, the smallest rise that helps anybody, and how many it helps."""
    over_by = min(one.over_by for one in helped)
    lawyers = sum(one.lawyers for one in helped if one.over_by == over_by)
    backs = [one.back_on for one in helped if one.back_on is not None]
    words = {
        "over": over_by,
        "back": chinese_day(min(backs, default=None)),
        "language": dictionaries()["language"][demand.language] if demand.language else "",
        "group": GROUP_TITLES[demand.group],
    }
    steps = "，并且".join(_STEPS[one].format(**words) for one in chosen)
    code = "+".join(one.value for one in chosen)
    return Relaxation(code, lawyers, f"{steps}，就有 {lawyers} 名律师可以接", set(chosen) <= RELAXABLE)


_STEPS: Mapping[Constraint, str] = {
    Constraint.EXPIRED_BEFORE: "再问上次没有按时答复的律师",
    Constraint.NO_SUCH_SPECIALTY: "不限{group}专长",
    Constraint.WEEK_FULL: "等到下周一，或者提高每周上限",
    Constraint.AT_CAPACITY: "把每人承办上限提高 {over} 件",
    Constraint.ON_LEAVE: "等休假结束（最早 {back}）",
    Constraint.LANGUAGE: "另请{language}翻译，不要求律师会{language}",
    Constraint.NOT_A_WOMAN: "受援人同意男律师办理",
    Constraint.SUSPENDED: "恢复已暂停的律师",
}
