"""Figures as the API tells them; indices and shares are rounded for reading."""

from collections.abc import Iterable

from app.lawyers.fairness.counting import Field, Indices, Line, Share, Tally
from app.lawyers.fairness.repository import Choices
from app.lawyers.fairness.schemas import (
    ChoiceCounts,
    DeclineCount,
    FairnessIndices,
    FirmFairness,
    LawyerFairness,
    ModeCount,
    OfferCounts,
    OverrideCount,
    SpecialtyFairness,
    StatusCount,
)


def counts_view(tally: Tally) -> OfferCounts:
    """Offers and what became of them."""
    return OfferCounts(
        offers=tally.offers,
        taken=tally.taken,
        declined=tally.declined,
        expired=tally.expired,
        withdrawn=tally.withdrawn,
        waiting=tally.waiting,
        declines=[DeclineCount(reason=reason, count=count) for reason, count in sorted(tally.declines.items())],
    )


def indices_view(indices: Indices) -> FairnessIndices:
    """How even it is."""
    furthest = None if indices.furthest is None else indices.furthest.deviation
    return FairnessIndices(
        lawyers=indices.lawyers,
        capacity=indices.capacity,
        gini_offers=_rounded(indices.gini_offers),
        gini_taken=_rounded(indices.gini_taken),
        gini_load=_rounded(indices.gini_load),
        largest_deviation=None if furthest is None else round(furthest.amount, 2),
        largest_deviation_ratio=None if furthest is None else _rounded(furthest.ratio),
        without_offers=indices.without_offers,
    )


def lawyer_view(line: Line) -> LawyerFairness:
    """A lawyer against the fair share."""
    member = line.member
    return LawyerFairness(
        lawyer_id=member.lawyer_id,
        name=member.name,
        firm_id=member.firm_id,
        firm=member.firm,
        capacity=member.capacity,
        open_cases=member.open_cases,
        days=member.days,
        counts=counts_view(line.tally),
        fair_offers=round(line.fair, 2),
        deviation=round(line.deviation.amount, 2),
        deviation_ratio=_rounded(line.deviation.ratio),
        load=_rounded(line.load),
    )


def firm_view(share: Share) -> FirmFairness:
    """A firm against its fair share."""
    return FirmFairness(
        firm_id=share.firm_id,
        firm=share.firm,
        counts=counts_view(share.tally),
        fair_offers=round(share.fair, 2),
        deviation=round(share.deviation.amount, 2),
        deviation_ratio=_rounded(share.deviation.ratio),
        load=_rounded(share.load),
        indices=indices_view(share.indices),
    )


def specialty_view(field: Field) -> SpecialtyFairness:
    """Cases of one specialty."""
    return SpecialtyFairness(
        specialty=field.specialty,
        counts=counts_view(field.tally),
        outside=field.outside,
        indices=indices_view(field.indices),
    )


def choices_view(choices: Choices) -> ChoiceCounts:
    """What the officers chose."""
    overridden = sum(choices.overrides.values())
    return ChoiceCounts(
        made=choices.made,
        by_mode=[ModeCount(mode=mode, count=count) for mode, count in sorted(choices.modes.items())],
        by_status=[StatusCount(status=one, count=count) for one, count in sorted(choices.statuses.items())],
        overridden=overridden,
        override_rate=_rounded(overridden / choices.made) if choices.made else None,
        overrides=[OverrideCount(reason=one, count=count) for one, count in sorted(choices.overrides.items())],
    )


def furthest(lines: Iterable[Line], most: int) -> list[Line]:
    """The lawyers furthest from the fair share, the furthest first."""
    return sorted(lines, key=lambda line: (-abs(line.deviation.amount), line.member.lawyer_id))[:most]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
