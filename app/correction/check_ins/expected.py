"""Where a person may be at an instant: the areas in force, joined, without the places closed to them. Pure.

What is expected of a person is read once and kept by the process that judges (see
:class:`app.correction.check_ins.models.CheckInSubject`), so whatever is costly (a join of outlines) is done on
first use and kept with it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import shapely

from app.correction.areas.hours import Span, WeeklyHours, any_holds
from app.correction.areas.outline import Outline
from app.correction.check_ins.codes import CheckInReason, FixProvider
from app.correction.enums import AreaPurpose
from app.kernel.geo import Point


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a phone says it is: ``accuracy_m`` is its 68 % radius, 0 where it gave none."""

    point: Point
    accuracy_m: float
    fixed_at: datetime
    provider: FixProvider = FixProvider.UNKNOWN


@dataclass(frozen=True, slots=True)
class Claims:
    """What the phone says of itself, and of fixes it sent that are no places at all."""

    mock_location: bool = False
    unreadable: tuple[CheckInReason, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaInForce:
    """One approved area, in force in ``[valid_from, valid_to)``."""

    outline: Outline
    valid_from: datetime
    valid_to: datetime | None = None
    purpose: AreaPurpose = AreaPurpose.HOME

    def holds(self, at: datetime) -> bool:
        """Whether it is in force."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class Restricted:
    """A place closed by an injunction (刑法 38, 72) in some hours of a period; ``open_in`` are the spans in which
    entry was approved (办法 39).
    """

    id: UUID
    outline: Outline
    period: Span
    hours: tuple[WeeklyHours, ...] = ()
    open_in: tuple[Span, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Whether it may not be entered then."""
        is_open = any(span.holds(at) for span in self.open_in)
        return self.period.holds(at) and not is_open and any_holds(self.hours, at)


@dataclass(frozen=True, slots=True)
class Expected:
    """Everything one person's fixes are judged by; ``previous`` are fixes of earlier check-ins, any order."""

    areas: tuple[AreaInForce, ...]
    restricted: tuple[Restricted, ...] = ()
    previous: tuple[Fix, ...] = ()
    _joined: dict[tuple[int, ...], Outline] = field(
        default_factory=dict[tuple[int, ...], Outline], repr=False, compare=False
    )

    def is_on_leave(self, at: datetime) -> bool:
        """Whether an approved leave takes the place of the home area."""
        return any(area.purpose is AreaPurpose.LEAVE and area.holds(at) for area in self.areas)

    def allowed(self, at: datetime) -> Outline | None:
        """The areas in force at an instant as one: home and crossings, or the leave's in place of home (办法
        27-29). None where none is in force.
        """
        put_aside = AreaPurpose.HOME if self.is_on_leave(at) else AreaPurpose.LEAVE
        return self._join(
            tuple(n for n, area in enumerate(self.areas) if area.holds(at) and area.purpose is not put_aside)
        )

    def home(self, at: datetime) -> Outline | None:
        """The home area, also while a leave puts it aside."""
        return self._join(
            tuple(n for n, area in enumerate(self.areas) if area.holds(at) and area.purpose is AreaPurpose.HOME)
        )

    def closed(self, at: datetime) -> tuple[Restricted, ...]:
        """The places that may not be entered then."""
        return tuple(place for place in self.restricted if place.holds(at))

    def _join(self, numbers: tuple[int, ...]) -> Outline | None:
        if len(numbers) < 2:
            return self.areas[numbers[0]].outline if numbers else None
        if numbers not in self._joined:
            self._joined[numbers] = joined([self.areas[number].outline for number in numbers])
        return self._joined[numbers]


def joined(outlines: list[Outline]) -> Outline:
    """Several outlines as one, without the borders between them; the border is as good as the worst of them."""
    union = shapely.union_all([outline.geometry for outline in outlines])
    return Outline(union, max(outline.accuracy_m for outline in outlines))
