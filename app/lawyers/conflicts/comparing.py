"""When two names or numbers are the same party, and what follows where a lawyer is tied to one. Pure.

A lawyer does not act where their own interests, those of near relatives, or those of people they act or acted
for are on the other side (律师法 39), nor does anybody of the same firm (律师法 23; 律师执业行为规范 51, 52).
What the rules of the profession let a client waive is not waived here: the centre has others to ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from app.contracts.matching import Need, Party
from app.lawyers.enums import PartySide
from app.lawyers.matching.constraints import SOURCES, Constraint, Exclusion
from app.lawyers.names import name_key


class Basis(IntEnum):
    """What shows that two entries are one party; the surest is the largest."""

    NAME = 1
    NUMBER = 2
    PERSON = 3


class Tie(StrEnum):
    """How a lawyer, or a firm, stands to a party that is known."""

    SELF = "self"
    FIRM = "firm"
    CLIENT = "client"
    OPPONENT = "opponent"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Known:
    """A party that somebody is tied to.

    Attributes:
        holder_id: the lawyer; for :attr:`Tie.FIRM` the firm, also for cases of lawyers who left it.
        key: the name as :func:`name_key` gives it.
        number: blind index of the document number or credit code, where known.
        matter_id: the matter it is a party of, where that is one of this product: within one matter who is on
            which side is known, and namesakes on both sides are two.
    """

    holder_id: UUID
    tie: Tie
    key: str
    number: bytes | None = None
    person_id: UUID | None = None
    matter_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A conflict and what shows it; ``is_shared``: it keeps the whole firm away, not this lawyer alone."""

    constraint: Constraint
    basis: Basis
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class Colleague:
    """A lawyer, by the firm they belong to."""

    lawyer_id: UUID
    firm_id: UUID
    name: str


Found = Mapping[UUID, frozenset[Finding]]
"""What is in the way of one matter, by lawyer; of a firm itself, by firm."""

RULES: Mapping[tuple[Tie, PartySide], tuple[Constraint, bool]] = {
    (Tie.SELF, PartySide.OPPONENT): (Constraint.OWN_MATTER, True),
    (Tie.SELF, PartySide.CLIENT): (Constraint.OWN_MATTER, False),
    (Tie.FIRM, PartySide.OPPONENT): (Constraint.FIRM_IS_OPPONENT, False),
    (Tie.CLIENT, PartySide.OPPONENT): (Constraint.OPPONENT_IS_CLIENT, True),
    (Tie.OPPONENT, PartySide.CLIENT): (Constraint.CLIENT_WAS_OPPONENT, True),
    (Tie.RELATIVE, PartySide.OPPONENT): (Constraint.RELATIVE_IS_OPPONENT, True),
}
"""By tie and by the side on which the party stands now: what is in the way, and whether for the whole firm.

A firm may act for one of its own lawyers; that lawyer is only not asked to be their own.
"""


def same_party(known: Known, party: Party) -> Basis | None:
    """What shows that they are one, or none.

    Equal numbers are one party whatever the names; equal names are not where both numbers are known and differ.
    """
    if known.person_id is not None and known.person_id == party.person_id:
        return Basis.PERSON
    if known.number is not None and party.number is not None:
        return Basis.NUMBER if known.number == party.number else None
    return Basis.NAME if known.key and known.key == name_key(party.name) else None


def find(needs: Iterable[Need], known: Iterable[Known]) -> dict[UUID, dict[UUID, frozenset[Finding]]]:
    """By matter, then by lawyer (or firm): what the ties forbid. Matters without conflicts are absent."""
    parties = _index(needs)
    found: dict[UUID, dict[UUID, set[Finding]]] = defaultdict(lambda: defaultdict(set))
    for one in known:
        for matter_id, side, party in _alike(parties, one):
            if matter_id == one.matter_id:
                continue
            rule = RULES.get((one.tie, side))
            basis = same_party(one, party)
            if rule is None or basis is None or _is_namesake(one.tie, side, basis):
                continue
            found[matter_id][one.holder_id].add(Finding(rule[0], basis, rule[1]))
    return {matter: {who: frozenset(items) for who, items in by.items()} for matter, by in found.items()}


def exclusions_of(found: Found, people: Iterable[Colleague]) -> dict[UUID, tuple[Exclusion, ...]]:
    """What excludes each of ``people`` from one matter: their own conflicts, the firm's, a colleague's.

    ``people`` holds every lawyer of the firms concerned. Whose client it is stays with the colleague.
    """
    everyone = tuple(people)
    tied: dict[UUID, set[UUID]] = defaultdict(set)
    for one in everyone:
        if any(finding.is_shared for finding in found.get(one.lawyer_id, ())):
            tied[one.firm_id].add(one.lawyer_id)
    excluded: dict[UUID, tuple[Exclusion, ...]] = {}
    for one in everyone:
        of_firm = found.get(one.firm_id, frozenset[Finding]())
        findings = set(found.get(one.lawyer_id, ())) | {each for each in of_firm if not each.is_shared}
        was_handled = any(each.is_shared for each in of_firm)
        if was_handled or tied.get(one.firm_id, set()) - {one.lawyer_id}:
            findings.add(Finding(Constraint.COLLEAGUE_IN_CONFLICT, Basis.PERSON))
        if findings:
            excluded[one.lawyer_id] = _told(findings, one.name)
    return excluded


_Located = tuple[UUID, PartySide, Party]


def _index(needs: Iterable[Need]) -> Mapping[str | bytes | UUID, list[_Located]]:
    """Every party by each value that may show who it is."""
    index: dict[str | bytes | UUID, list[_Located]] = defaultdict(list)
    for need in needs:
        sided = [(PartySide.CLIENT, one) for one in need.clients]
        sided += [(PartySide.OPPONENT, one) for one in need.opponents]
        for side, party in sided:
            for value in (name_key(party.name), party.number, party.person_id):
                if value:
                    index[value].append((need.matter_id, side, party))
    return index


def _alike(parties: Mapping[str | bytes | UUID, list[_Located]], one: Known) -> Iterator[_Located]:
    for value in (one.key, one.number, one.person_id):
        if value:
            yield from parties.get(value, ())


def _is_namesake(tie: Tie, side: PartySide, basis: Basis) -> bool:
    """An applicant is registered: whoever only shares a lawyer's name is somebody else."""
    return tie is Tie.SELF and side is PartySide.CLIENT and basis is Basis.NAME


def _told(findings: Iterable[Finding], name: str) -> tuple[Exclusion, ...]:
    """Each constraint once, by the surest basis, in the order of the codes."""
    surest: dict[Constraint, Basis] = {}
    for finding in findings:
        surest[finding.constraint] = max(finding.basis, surest.get(finding.constraint, finding.basis))
    return tuple(
        Exclusion(constraint, SOURCES[constraint], _text(constraint, surest[constraint], name))
        for constraint in Constraint
        if constraint in surest
    )


def _text(constraint: Constraint, basis: Basis, name: str) -> str:
    if basis is Basis.NAME and constraint in _SAME_NAME:
        return f"{_SAME_NAME[constraint].format(name)}；补充证件号码或者信用代码，可以排除同名"
    return _SAME[constraint].format(name)


_SAME: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "{}是这件案件的当事人",
    Constraint.OPPONENT_IS_CLIENT: "对方是{}的委托人",
    Constraint.CLIENT_WAS_OPPONENT: "受援人一方是{}所办案件的对方",
    Constraint.RELATIVE_IS_OPPONENT: "对方是{}的近亲属",
    Constraint.FIRM_IS_OPPONENT: "对方是{}所在的单位",
    Constraint.COLLEAGUE_IN_CONFLICT: "{}所在单位的其他人与这件案件有利益冲突",
}
_SAME_NAME: Mapping[Constraint, str] = {
    Constraint.OWN_MATTER: "{}与对方同名",
    Constraint.OPPONENT_IS_CLIENT: "对方与{}的委托人同名",
    Constraint.CLIENT_WAS_OPPONENT: "受援人一方与{}所办案件的对方同名",
    Constraint.RELATIVE_IS_OPPONENT: "对方与{}的近亲属同名",
    Constraint.FIRM_IS_OPPONENT: "对方与{}所在的单位同名",
}
