"""Does what came after a fix outside confirm it, clear it, or say nothing? Pure.

A drifting position drifts for seconds or minutes; a phone that takes its place from a wireless router which moved
house is wrong every time. So the second fix must be a later one, some minutes apart, and another one than the
first to the last digit, and two fixes that both rest on the network alone confirm nothing: then an officer calls.
Clearing needs less than confirming: one fix of now surely inside, or the person at the counter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.correction.check_ins.codes import CheckInMark, CheckInVerdict
from app.correction.check_ins.confirming.codes import QuestionOutcome

APART = timedelta(minutes=2)
"""Errors of a satellite position have mostly changed by then."""
DOUBTED = frozenset(
    {
        CheckInMark.REPEATED_IDENTICAL,
        CheckInMark.DATUM_SUSPECT,
        CheckInMark.FIXES_DISAGREE,
        CheckInMark.MOCK_LOCATION,
    }
)
"""Marks with which a second fix settles nothing: it may be an old one with a new time."""
CONFIRMS = frozenset({QuestionOutcome.SECOND_OUTSIDE, QuestionOutcome.CALL_OUTSIDE})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check-in said. ``verdict`` is none where the person was seen or spoken to instead of placed.
    ``is_bound``: by the window's nonce, a registered phone's key or an officer, so that no old one was sent again.
    """

    verdict: CheckInVerdict | None
    made_at: datetime
    fixed_at: datetime | None = None
    marks: frozenset[str] = frozenset()
    in_person: bool = False
    is_bound: bool = True

    @property
    def place_at(self) -> datetime:
        """The moment its position is of."""
        return self.fixed_at or self.made_at


def weigh(first: Seen, second: Seen) -> QuestionOutcome | None:
    """What one later check-in says about a fix outside; None where it settles nothing."""
    if second.made_at <= first.made_at:
        return None
    if second.in_person:
        return QuestionOutcome.SEEN_IN_PERSON
    if second.marks & DOUBTED:
        return None
    match second.verdict:
        case CheckInVerdict.INSIDE if second.is_bound:
            return QuestionOutcome.SECOND_INSIDE
        case CheckInVerdict.OUTSIDE if _is_another(first, second):
            return QuestionOutcome.SECOND_OUTSIDE
        case _:
            return None


def _is_another(first: Seen, second: Seen) -> bool:
    """Whether the second fix says what the first did, and may be wrong for another reason: one beyond the area
    says nothing about one in a closed place.
    """
    both_by_network = CheckInMark.NETWORK_POSITION in first.marks and CheckInMark.NETWORK_POSITION in second.marks
    of_one_kind = (CheckInMark.RESTRICTED_PLACE in first.marks) == (CheckInMark.RESTRICTED_PLACE in second.marks)
    return second.place_at - first.place_at >= APART and of_one_kind and not both_by_network


def weigh_all(first: Seen, later: Iterable[Seen]) -> tuple[QuestionOutcome, Seen] | None:
    """The first of the later check-ins that settles it, in the order they were made."""
    for second in sorted(later, key=lambda seen: seen.made_at):
        if outcome := weigh(first, second):
            return outcome, second
    return None
