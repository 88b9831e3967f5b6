"""Who on a roster is in conflict with a matter, looked up from the matter's side: its parties are few."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    any_,
    cast,
    func,
    literal,
    union_all,
)
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import and_, col, or_, select

from app.contracts.lawyers import Need, Party
from app.identity.models import RealName
from app.lawyers.conflicts.comparing import Colleague, Found, Known, Tie, exclusions_of, find
from app.lawyers.conflicts.models import DeclaredTie, MatterPartyName
from app.lawyers.enums import PartySide, TieKind
from app.lawyers.matching.constraints import Exclusion
from app.lawyers.names import name_key
from app.lawyers.roster.models import Firm, Lawyer

Rows = Select[UUID, str, str, Any, Any]
"""Holder, tie, name as it is compared, number, person: the members of :class:`Known`."""


async def conflicted(
    session: AsyncSession, need: Need, *, lawyer_id: UUID | None = None
) -> Mapping[UUID, tuple[Exclusion, ...]]:
    """Lawyers on the roster of ``need.agency_id`` whom a conflict of interest keeps from the matter, with every
    reason: own ones and those of colleagues of the same firm. Whoever is absent has none.

    With ``lawyer_id`` that lawyer alone. The cost follows the parties of the matter and the conflicts found,
    not the roster nor past cases.
    """
    return (await conflicted_many(session, [need], lawyer_id=lawyer_id)).get(need.matter_id, {})


async def conflicted_many(
    session: AsyncSession, needs: Sequence[Need], *, lawyer_id: UUID | None = None
) -> Mapping[UUID, Mapping[UUID, tuple[Exclusion, ...]]]:
    """As :func:`conflicted`, by matter, for many matters of one centre; matters without conflicts are absent."""
    if not needs:
        return {}
    (agency_id,) = {need.agency_id for need in needs}
    known = await _known(session, needs, Scope(agency_id, lawyer_id))
    found = find(needs, known)
    people = await _colleagues(session, set(chain.from_iterable(found.values())))
    told = {matter_id: _told(by_holder, people) for matter_id, by_holder in found.items()}
    if lawyer_id is None:
        return told
    return {matter_id: {lawyer_id: by[lawyer_id]} for matter_id, by in told.items() if lawyer_id in by}


@dataclass(frozen=True, slots=True)
class Sought:
    """The parties of a side as SQL compares them.

    Attributes:
        bare_keys: names of those whose number is not known: whoever has the name may be them.
        numbered_keys: names of those whose number is known: only entries without one may be them by name.
    """

    bare_keys: list[str]
    numbered_keys: list[str]
    numbers: list[bytes]
    person_ids: list[UUID]

    @classmethod
    def of(cls, parties: Iterable[Party]) -> "Sought":
        """The values of a side, each once."""
        bare, numbered, numbers, people = set[str](), set[str](), set[bytes](), set[UUID]()
        for party in parties:
            (bare if party.number is None else numbered).add(name_key(party.name))
            if party.number is not None:
                numbers.add(party.number)
            if party.person_id is not None:
                people.add(party.person_id)
        return cls(sorted(bare - {""}), sorted(numbered - bare - {""}), sorted(numbers), sorted(people))

    def matches(
        self, key: SQLColumnExpression[str], number: SQLColumnExpression[bytes | None]
    ) -> ColumnElement[bool]:
        """Entries that may be one of the parties by number or name."""
        return or_(
            number == any_(literal(self.numbers, ARRAY(LargeBinary))),
            key == any_(literal(self.bare_keys, ARRAY(String))),
            and_(key == any_(literal(self.numbered_keys, ARRAY(String))), number.is_(None)),
        )

    @property
    def people(self) -> ColumnElement[Any]:
        """Any of the persons, for the right side of a comparison."""
        return any_(literal(self.person_ids, ARRAY(Uuid)))


@dataclass(frozen=True, slots=True)
class Scope:
    """The lawyers of a roster; with ``lawyer_id`` those of that lawyer's firm."""

    agency_id: UUID
    lawyer_id: UUID | None

    @property
    def lawyers(self) -> ColumnElement[bool]:
        """Which lawyers."""
        of_agency = col(Lawyer.agency_id) == self.agency_id
        return of_agency if self.lawyer_id is None else and_(of_agency, col(Lawyer.firm_id) == self._firm)

    @property
    def firms(self) -> ColumnElement[bool]:
        """Which firms."""
        of_agency = col(Firm.agency_id) == self.agency_id
        return of_agency if self.lawyer_id is None else and_(of_agency, col(Firm.id) == self._firm)

    @property
    def _firm(self) -> ScalarSelect[UUID]:
        return select(Lawyer.firm_id).where(col(Lawyer.id) == self.lawyer_id).scalar_subquery()


async def _known(session: AsyncSession, needs: Sequence[Need], scope: Scope) -> list[Known]:
    """Ties to anybody who may be a party, in one statement; :func:`find` decides."""
    clients = Sought.of(chain.from_iterable(need.clients for need in needs))
    opponents = Sought.of(chain.from_iterable(need.opponents for need in needs))
    statement = union_all(
        _of_cases(scope, PartySide.CLIENT, opponents),
        _of_cases(scope, PartySide.OPPONENT, clients),
        _declared(scope, (TieKind.CLIENT, TieKind.RELATIVE), opponents),
        _declared(scope, (TieKind.OPPONENT,), clients),
        _selves(scope, clients, opponents),
        _firms(scope, opponents),
    )
    rows = (await session.execute(statement)).all()
    return [Known(holder, Tie(tie), key, number, person) for holder, tie, key, number, person in rows]


def _of_cases(scope: Scope, side: PartySide, sought: Sought) -> Rows:
    """Parties of cases the lawyers have or had, on ``side``."""
    held = MatterPartyName
    key, number, person = col(held.name_key), col(held.number_index), col(held.person_id)
    return (
        select_columns(col(held.lawyer_id), literal(side.value), key, number, person)
        .join(Lawyer, col(Lawyer.id) == col(held.lawyer_id))
        .where(scope.lawyers, col(held.side) == side, or_(sought.matches(key, number), person == sought.people))
    )


def _declared(scope: Scope, kinds: Sequence[TieKind], sought: Sought) -> Rows:
    """What the lawyers declared and did not take back."""
    key, number = col(DeclaredTie.name_key), col(DeclaredTie.number_index)
    return (
        select_columns(
            col(DeclaredTie.lawyer_id), cast(col(DeclaredTie.kind), String), key, number, literal(None, Uuid)
        )
        .join(Lawyer, col(Lawyer.id) == col(DeclaredTie.lawyer_id))
        .where(
            scope.lawyers,
            col(DeclaredTie.kind).in_(kinds),
            col(DeclaredTie.removed_at).is_(None),
            sought.matches(key, number),
        )
    )


def _selves(scope: Scope, clients: Sought, opponents: Sought) -> Rows:
    """The lawyers themselves, by account or document, on the other side by name too."""
    document = select(RealName.number_index).where(col(RealName.person_id) == col(Lawyer.person_id))
    numbers = any_(literal(clients.numbers + opponents.numbers, ARRAY(LargeBinary)))
    by_document = select(RealName.person_id).where(col(RealName.number_index) == numbers)
    named = any_(literal(opponents.bare_keys + opponents.numbered_keys, ARRAY(String)))
    return select_columns(
        col(Lawyer.id),
        literal(Tie.SELF.value),
        col(Lawyer.name_key),
        document.correlate(Lawyer).scalar_subquery(),
        col(Lawyer.person_id),
    ).where(
        scope.lawyers,
        or_(
            col(Lawyer.person_id) == clients.people,
            col(Lawyer.person_id) == opponents.people,
            col(Lawyer.person_id) == any_(func.array(by_document.scalar_subquery())),
            col(Lawyer.name_key) == named,
        ),
    )


def _firms(scope: Scope, opponents: Sought) -> Rows:
    """Firms by name: a registered name belongs to one."""
    named = any_(literal(opponents.bare_keys + opponents.numbered_keys, ARRAY(String)))
    return select_columns(
        col(Firm.id), literal(Tie.FIRM.value), col(Firm.name_key), literal(None, LargeBinary), literal(None, Uuid)
    ).where(scope.firms, col(Firm.name_key) == named)


async def _colleagues(session: AsyncSession, holders: set[UUID]) -> Mapping[UUID, list[Colleague]]:
    """Everybody in the firms of these lawyers, and in these firms, by firm."""
    if not holders:
        return {}
    firms = select(Lawyer.firm_id).where(col(Lawyer.id).in_(holders))
    statement = select(Lawyer.id, Lawyer.firm_id, Lawyer.name).where(
        or_(col(Lawyer.firm_id).in_(firms), col(Lawyer.firm_id).in_(holders))
    )
    by_firm: dict[UUID, list[Colleague]] = defaultdict(list)
    for lawyer_id, firm_id, name in await session.execute(statement):
        by_firm[firm_id].append(Colleague(lawyer_id, firm_id, name))
    return by_firm


def _told(found: Found, by_firm: Mapping[UUID, Sequence[Colleague]]) -> Mapping[UUID, tuple[Exclusion, ...]]:
    """One matter's findings, told to everybody in a firm that one of them concerns."""
    concerned = (
        people
        for firm, people in by_firm.items()
        if firm in found or any(one.lawyer_id in found for one in people)
    )
    return exclusions_of(found, chain.from_iterable(concerned))
