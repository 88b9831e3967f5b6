"""Matters of one queue that must not come into one firm. Pure."""

from collections.abc import Sequence
from uuid import UUID

from app.contracts.matching import Need, Party
from app.lawyers.conflicts.comparing import Known, Tie, find
from app.lawyers.names import name_key


def apart(needs: Sequence[Need]) -> set[tuple[int, int]]:
    """Pairs of matters, by position, that no firm may have both of: who acts in one would act against a client in
    the other (律师法 39; 律师执业行为规范 51). The rules are those of the conflict check.
    """
    numbers = {need.matter_id: number for number, need in enumerate(needs)}
    sides = (
        [party for need in needs for party in need.clients],
        [party for need in needs for party in need.opponents],
    )
    clients, opponents = ({value for party in side for value in _values(party)} for side in sides)
    both = clients & opponents
    parties = [
        Known(need.matter_id, tie, name_key(party.name), party.number, party.person_id)
        for need in needs
        for tie, side in ((Tie.CLIENT, need.clients), (Tie.OPPONENT, need.opponents))
        for party in side
        if not both.isdisjoint(_values(party))
    ]
    found: set[tuple[int, int]] = set()
    for one, holders in find(needs, parties).items():
        pairs = (sorted((numbers[one], numbers[other])) for other in holders if other != one)
        found.update((first, second) for first, second in pairs)
    return found


def _values(party: Party) -> set[str | bytes | UUID]:
    """All by which a party may be recognised; who shares none with the other sides quarrels with nobody here."""
    return {value for value in (name_key(party.name), party.number, party.person_id) if value}
