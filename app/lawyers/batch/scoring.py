"""Every lawyer of a roster beside every matter of a queue, in numpy: the same constraints and, digit by digit, the
same points as :mod:`app.lawyers.matching.ranking` gives one lawyer for one matter, which is the reference. Pure.

Matters that ask for the same share a row; whoever something about one matter keeps away (a conflict, an earlier
refusal) or who knows it already gives that matter a row of its own.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.contracts.categories import CaseCategory, CaseGroup
from app.kernel.areas.codes import UNDER_PROVINCE, parse_code
from app.lawyers.batch.problem import FORBIDDEN, Problem, Whole
from app.lawyers.matching import terms
from app.lawyers.matching.constraints import CHECKS, NO_RECORD, Constraint, Demand, Profile
from app.lawyers.matching.terms import POINTS, Related, Term, Weights

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]
Column = TypeVar("Column", Real, Mask)

NO_LIMIT = 10**6
"""New cases a week of who set none."""
OF_THE_MATTER = frozenset({Constraint.REPLACED_BEFORE, Constraint.DECLINED_BEFORE, Constraint.EXPIRED_BEFORE})
"""Constraints, with conflicts of interest, that are told by :attr:`Matter.barred`."""


@dataclass(frozen=True)
class Matter:
    """A matter of the queue: what it asks for; by lawyer, what of its own keeps them away, and how they know it.

    ``barred``: conflicts of interest and :data:`OF_THE_MATTER`, none of them relaxed.
    """

    demand: Demand
    barred: Mapping[UUID, frozenset[Constraint]] = field(default_factory=dict[UUID, frozenset[Constraint]])
    related: Mapping[UUID, Related] = field(default_factory=dict[UUID, Related])


class Roster:
    """A roster as columns, one entry a lawyer, in the order of ``profiles``.

    What a profile says of one matter (conflicts, declined, expired, related) is not read: see :class:`Matter`.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self.index = {one.lawyer_id: number for number, one in enumerate(profiles)}
        self.capacity = _whole(one.capacity for one in profiles)
        self.open_cases = _whole(one.open_cases for one in profiles)
        left_this_week = _whole(_left_this_week(one) for one in profiles)
        self.room = np.maximum(np.minimum(self.capacity - self.open_cases, left_this_week), 0)
        self.load = _load(self.capacity, self.open_cases)
        served = [(number, code) for number, one in enumerate(profiles) for code in one.areas]
        self._served_by = _whole(number for number, _ in served)
        self._served = np.array([code for _, code in served], dtype=np.str_)
        self._kept: dict[object, Any] = {}

    def years(self, group: CaseGroup) -> Whole:
        """Years in a specialty; -1 without it."""
        return _whole(one.specialties.get(group, -1) for one in self.profiles)

    def specialty(self, group: CaseGroup) -> Real:
        """:func:`terms.specialty_value` of everybody."""
        years = self.years(group)
        return np.where(years < 0, 0.0, 0.5 + 0.5 * np.minimum(years, terms.YEARS_OF_SPECIALIST) / 10)

    def experience(self, category: CaseCategory) -> Real:
        """:func:`terms.experience_value` of everybody."""
        done = _whole(one.records.get(category, NO_RECORD).cases_done for one in self.profiles)
        return done / (done + terms.CASES_HALFWAY)

    def quality(self, category: CaseCategory) -> Real:
        """:func:`terms.quality_value` of everybody."""
        records = [one.records.get(category, NO_RECORD) for one in self.profiles]
        summed = np.array([record.quality_sum for record in records], dtype=np.float64)
        counted = _whole(record.quality_count for record in records)
        return (terms.USUAL_QUALITY * terms.USUAL_CASES + summed) / (terms.USUAL_CASES + counted)

    def distance(self, area_code: str) -> Real:
        """:func:`terms.distance_value` of everybody."""
        wanted = parse_code(area_code)
        found = np.zeros(len(self.profiles))
        city = wanted.text[:4]
        found[self._who_serve(np.char.startswith(self._served, wanted.text[:2]))] = 0.2
        if city[2:] not in UNDER_PROVINCE:
            found[self._who_serve(np.char.startswith(self._served, city))] = 0.5
        found[self._who_serve(np.isin(self._served, [wanted.text, *wanted.ancestors]))] = 1.0
        return found

    def rest(self, demand: Demand) -> Real:
        """:func:`terms.rest_value` of everybody."""
        days = [one.last_offered_on and (demand.today - one.last_offered_on).days for one in self.profiles]
        return np.array([terms.rest_value(idle) for idle in days], dtype=np.float64)

    def kept(self, key: object, compute: Callable[[], Column]) -> Column:
        """A column computed once for many matters."""
        if key not in self._kept:
            self._kept[key] = compute()
        return cast("Column", self._kept[key])

    def _who_serve(self, codes: Mask) -> Whole:
        return self._served_by[codes]


_KEYS: Mapping[Constraint, Callable[[Demand], object]] = {
    Constraint.FORMER_OFFICE: lambda demand: (demand.today, demand.ban_months),
    Constraint.LAWYERS_ONLY: lambda demand: demand.is_criminal,
    Constraint.TOO_LITTLE_PRACTICE: lambda demand: (demand.today, demand.practice_years),
    Constraint.NOT_FOR_MINORS: lambda demand: demand.must_know_minors,
    Constraint.LANGUAGE: lambda demand: demand.language,
    Constraint.NOT_A_WOMAN: lambda demand: demand.asks_for_woman,
    Constraint.SUSPENDED: lambda _: None,
    Constraint.ON_LEAVE: lambda demand: demand.today,
    Constraint.AT_CAPACITY: lambda _: None,
    Constraint.WEEK_FULL: lambda _: None,
    Constraint.NO_SUCH_SPECIALTY: lambda demand: demand.group,
}
"""What of a demand each constraint asks for: matters alike in it share the answer."""
if set(_KEYS) | OF_THE_MATTER != set(CHECKS):
    raise TypeError("every constraint of matching is one here")


def _fails(roster: Roster, demand: Demand, constraint: Constraint) -> Mask:
    """Whom the constraint keeps from such a matter, by the very rule of :data:`CHECKS`."""
    check = CHECKS[constraint]
    key = (constraint, _KEYS[constraint](demand))
    return roster.kept(key, lambda: _mask(check(demand, one) for one in roster.profiles))


def _excluding(roster: Roster, demand: Demand) -> dict[Constraint, Mask]:
    return {one: _fails(roster, demand, one) for one in _KEYS if one not in demand.relaxed}


def problem_of(
    roster: Roster,
    matters: Sequence[Matter],
    weights: Weights,
    *,
    firms: Sequence[object],
    apart: Collection[tuple[int, int]] = (),
) -> Problem:
    """The queue and the roster as numbers.

    Args:
        firms: of each lawyer, any value that tells firms apart.
        apart: pairs of matters that no firm may have both of.
    """
    rows: list[Whole] = []
    kinds: list[int] = []
    known: dict[Demand, int] = {}
    for matter in matters:
        plain = replace(matter.demand, excluded_ids=frozenset())
        if plain not in known:
            known[plain] = len(rows)
            rows.append(row_of(roster, Matter(plain), weights))
        barred = _barred(roster, matter)
        if barred or not roster.index.keys().isdisjoint(matter.related):
            kinds.append(len(rows))
            row = row_of(roster, matter, weights) if matter.related else rows[known[plain]].copy()
            row[barred] = FORBIDDEN
            rows.append(row)
        else:
            kinds.append(known[plain])
    numbers = {firm: number for number, firm in enumerate(dict.fromkeys(firms))}
    room = np.minimum(roster.room, len(matters))
    return Problem(
        values=np.array(rows, dtype=np.int64).reshape(len(rows), len(roster.profiles)),
        kinds=_whole(kinds),
        room=room,
        losses=losses_of(roster, matters[0].demand, weights, int(room.max(initial=0)))
        if matters
        else _none(roster),
        firms=_whole(numbers[firm] for firm in firms),
        apart=tuple(sorted(apart)),
    )


def row_of(roster: Roster, matter: Matter, weights: Weights) -> Whole:
    """Points of everybody for a matter, :data:`FORBIDDEN` for whom a constraint keeps from it.

    :attr:`Matter.barred` is left to the caller.
    """
    demand = matter.demand
    continuity = np.zeros(len(roster.profiles))
    for lawyer_id, related in matter.related.items():
        if lawyer_id in roster.index:
            continuity[roster.index[lawyer_id]] = terms.continuity_value(related)
    columns: Mapping[Term, Real] = {
        Term.SPECIALTY: roster.kept(("specialty", demand.group), lambda: roster.specialty(demand.group)),
        Term.EXPERIENCE: roster.kept(("done", demand.category), lambda: roster.experience(demand.category)),
        Term.QUALITY: roster.kept(("quality", demand.category), lambda: roster.quality(demand.category)),
        Term.DISTANCE: roster.kept(("distance", demand.area_code), lambda: roster.distance(demand.area_code)),
        Term.LOAD: roster.load,
        Term.REST: roster.kept(("rest", demand.today), lambda: roster.rest(demand)),
        Term.CONTINUITY: continuity,
    }
    total = weights.of(Term.SPECIALTY) * columns[Term.SPECIALTY]
    for term in list(Term)[1:]:
        total = total + weights.of(term) * columns[term]
    points = np.floor(total / weights.total * POINTS + 0.5).astype(np.int64)
    kept_away = np.logical_or.reduce(list(_excluding(roster, demand).values()))
    return np.where(kept_away, FORBIDDEN, points)


def obstacles_of(roster: Roster, matter: Matter) -> dict[str, int]:
    """How many lawyers each constraint keeps from a matter, the most first; one lawyer may count several times."""
    kept_away = _excluding(roster, matter.demand)
    counted = Counter({constraint: int(np.count_nonzero(mask)) for constraint, mask in kept_away.items()})
    counted[Constraint.REPLACED_BEFORE] = len(_replaced(roster, matter.demand))
    counted.update(one for lawyer, why in matter.barred.items() if lawyer in roster.index for one in why)
    return {constraint.value: count for constraint, count in counted.most_common() if count}


def losses_of(roster: Roster, demand: Demand, weights: Weights, count: int) -> Whole:
    """What the ``k``-th new case of each lawyer is worth less than the first, from 0: the load of those before it,
    and that the lawyer was asked today.
    """
    before = np.arange(max(count, 1))
    load = _load(roster.capacity[:, None], roster.open_cases[:, None] + before)
    rest = roster.kept(("rest", demand.today), lambda: roster.rest(demand))
    rested = np.where(before == 0, 0.0, rest[:, None] - terms.rest_value(0))
    lost = weights.load * (roster.load[:, None] - load) + weights.rest * rested
    return np.maximum(np.floor(lost / weights.total * POINTS + 0.5), 0).astype(np.int64)


def _barred(roster: Roster, matter: Matter) -> list[int]:
    return sorted(
        {roster.index[one] for one in matter.barred if one in roster.index}.union(_replaced(roster, matter.demand))
    )


def _replaced(roster: Roster, demand: Demand) -> list[int]:
    if not demand.excluded_ids:
        return []
    return [number for number, one in enumerate(roster.profiles) if one.person_id in demand.excluded_ids]


def _left_this_week(one: Profile) -> int:
    return NO_LIMIT if one.weekly_capacity is None else one.weekly_capacity - one.new_this_week


def _load(capacity: Whole, open_cases: Whole) -> Real:
    """:func:`terms.load_value`."""
    return np.where(capacity > 0, np.maximum(capacity - open_cases, 0) / np.maximum(capacity, 1), 0.0)


def _none(roster: Roster) -> Whole:
    return np.zeros((len(roster.profiles), 1), dtype=np.int64)


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)


def _mask(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, dtype=np.bool_)
