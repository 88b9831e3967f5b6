"""What was offered to whom, put together: by lawyer, firm and specialty, against the fair share. Pure.

The fair share of a lawyer is by capacity and by the days they could be asked. Among all lawyers it is reckoned
over all offers; within a specialty over the offers of its cases, among those who have it: who has a rare
specialty gets less of the whole and has the full share of the rare.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.contracts.categories import CaseGroup
from app.lawyers.enums import DeclineReason
from app.lawyers.fairness.indices import Deviation, Part, deviations, fair_shares, gini, largest


@dataclass(slots=True)
class Tally:
    """Offers and what became of them; ``taken`` also counts what was finished or taken back afterwards.

    ``case_days``: days of cases in hand within the period, summed over cases.
    """

    offers: int = 0
    taken: int = 0
    expired: int = 0
    withdrawn: int = 0
    waiting: int = 0
    declines: dict[DeclineReason, int] = field(default_factory=dict[DeclineReason, int])
    case_days: float = 0.0

    @property
    def declined(self) -> int:
        """Offers declined, for whatever reason."""
        return sum(self.declines.values())

    def add(self, other: "Tally") -> None:
        """Count the other's, too."""
        self.offers += other.offers
        self.taken += other.taken
        self.expired += other.expired
        self.withdrawn += other.withdrawn
        self.waiting += other.waiting
        self.case_days += other.case_days
        for reason, count in other.declines.items():
            self.declines[reason] = self.declines.get(reason, 0) + count


@dataclass(frozen=True, slots=True)
class Member:
    """A lawyer of the roster; ``days`` of the period on which they could be asked."""

    lawyer_id: UUID
    name: str
    firm_id: UUID
    firm: str
    capacity: int
    open_cases: int
    specialties: frozenset[CaseGroup]
    days: int

    @property
    def weight(self) -> float:
        """What they could take: cases times days."""
        return self.capacity * self.days


@dataclass(frozen=True, slots=True)
class Line:
    """A lawyer against the fair share of offers. ``load``: cases in hand on average, of the capacity."""

    member: Member
    tally: Tally
    fair: float
    deviation: Deviation
    load: float | None


@dataclass(frozen=True, slots=True)
class Indices:
    """How even it is among some lawyers, see :mod:`app.lawyers.fairness.indices`; none where nothing was shared.

    ``without_offers``: those whose fair share is one offer or more, and who got none.
    """

    lawyers: int
    capacity: int
    gini_offers: float | None
    gini_taken: float | None
    gini_load: float | None
    furthest: Line | None
    without_offers: int


@dataclass(frozen=True, slots=True)
class Share:
    """A firm against its fair share; ``indices`` are those among its lawyers."""

    firm_id: UUID
    firm: str
    tally: Tally
    fair: float
    deviation: Deviation
    load: float | None
    indices: Indices


@dataclass(frozen=True, slots=True)
class Field:
    """Cases of one specialty: among those who have it; ``outside`` went to lawyers who do not."""

    specialty: CaseGroup
    tally: Tally
    outside: int
    indices: Indices


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole of it, each part in the order of names."""

    tally: Tally
    indices: Indices
    lines: tuple[Line, ...]
    firms: tuple[Share, ...]
    fields: tuple[Field, ...]


Counts = Mapping[tuple[UUID, CaseGroup], Tally]


Pair = tuple[Member, Tally]


def figures(members: Iterable[Member], counts: Counts) -> Figures:
    """Put the counts of offers, by lawyer and specialty of the case, together."""
    ordered = sorted(members, key=lambda member: (member.name, member.lawyer_id))
    whole: dict[UUID, Tally] = {member.lawyer_id: Tally() for member in ordered}
    total = Tally()
    for (lawyer_id, _), counted in counts.items():
        total.add(counted)
        if lawyer_id in whole:
            whole[lawyer_id].add(counted)
    pairs = [(member, whole[member.lawyer_id]) for member in ordered]
    return Figures(total, _indices(pairs), _lines(pairs), _firms(pairs), _fields(ordered, counts))


def _lines(pairs: Sequence[Pair]) -> tuple[Line, ...]:
    parts = _offers(pairs)
    together = zip(pairs, fair_shares(parts), deviations(parts), strict=True)
    return tuple(_line(pair, fair, deviation) for pair, fair, deviation in together)


def _line(pair: Pair, fair: float, deviation: Deviation) -> Line:
    member, tally = pair
    return Line(member, tally, fair, deviation, _load(tally, member.weight))


def _offers(pairs: Sequence[Pair]) -> list[Part]:
    return [Part(tally.offers, member.weight) for member, tally in pairs]


def _indices(pairs: Sequence[Pair]) -> Indices:
    offers = _offers(pairs)
    shares = fair_shares(offers)
    far = largest(offers)
    return Indices(
        lawyers=len(pairs),
        capacity=sum(member.capacity for member, _ in pairs),
        gini_offers=gini(offers),
        gini_taken=gini([Part(tally.taken, member.weight) for member, tally in pairs]),
        gini_load=gini([Part(tally.case_days, member.weight) for member, tally in pairs]),
        furthest=None if far is None else _line(pairs[far.position], shares[far.position], far),
        without_offers=sum(fair >= 1 and not tally.offers for (_, tally), fair in zip(pairs, shares, strict=True)),
    )


def _firms(pairs: Sequence[Pair]) -> tuple[Share, ...]:
    own: dict[UUID, list[Pair]] = {}
    for pair in pairs:
        own.setdefault(pair[0].firm_id, []).append(pair)
    grouped = sorted(own.values(), key=lambda them: (them[0][0].firm, them[0][0].firm_id))
    tallies = [_sum(tally for _, tally in them) for them in grouped]
    weights = [sum(member.weight for member, _ in them) for them in grouped]
    parts = [Part(tally.offers, weight) for tally, weight in zip(tallies, weights, strict=True)]
    shares = fair_shares(parts)
    return tuple(
        Share(
            them[0][0].firm_id,
            them[0][0].firm,
            tallies[place],
            shares[place],
            deviation,
            _load(tallies[place], weights[place]),
            _indices(them),
        )
        for place, (them, deviation) in enumerate(zip(grouped, deviations(parts), strict=True))
    )


def _fields(members: Sequence[Member], counts: Counts) -> tuple[Field, ...]:
    got: dict[CaseGroup, Tally] = {}
    for (_, group), counted in counts.items():
        got.setdefault(group, Tally()).add(counted)
    able: dict[CaseGroup, list[Pair]] = {}
    for member in members:
        for group in member.specialties:
            able.setdefault(group, []).append((member, counts.get((member.lawyer_id, group), Tally())))
    found: list[Field] = []
    for group in CaseGroup:
        if group not in got and group not in able:
            continue
        tally, pairs = got.get(group, Tally()), able.get(group, [])
        outside = tally.offers - sum(own.offers for _, own in pairs)
        found.append(Field(group, tally, outside, _indices(pairs)))
    return tuple(found)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _load(tally: Tally, weight: float) -> float | None:
    return tally.case_days / weight if weight else None
