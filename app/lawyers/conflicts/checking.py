"""Who on a roster is in conflict with a matter, looked up from the matter's side: its parties are few."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    LargeBinary,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    union_all,
)
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import and_, col, or_, select

from app.contracts.matching import Need, Party
from app.identity.models import RealName
from app.lawyers.conflicts.comparing import Colleague, Found, Known, Tie, exclusions_of, find
from app.lawyers.conflicts.models import DeclaredTie, MatterPartyName
from app.lawyers.enums import PartySide, TieKind
from app.lawyers.matching.constraints import Exclusion
from app.lawyers.names import name_key
from app.lawyers.roster.models import Firm, Lawyer

_NOBODY, _NO_MATTER, _NO_FIRM = literal(None, Uuid), literal(None, Uuid), literal(None, Uuid)
Rows = Select[Any, str, str, Any, Any, Any, Any]
"""Holder, tie, name as it is compared, number, person, matter: the members of :class:`Known`; and the firm that is
a holder too, because the lawyer left it.
"""


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
    known = await _known(session, needs, agency_id, lawyer_id)
    found = find(needs, known)
    people = await _colleagues(session, set(chain.from_iterable(found.values())))
    firm_of = {one.lawyer_id: firm for firm, colleagues in people.items() for one in colleagues}
    told = {matter_id: _told(by_holder, people, firm_of) for matter_id, by_holder in found.items()}
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

    def bound(self, side: PartySide) -> dict[str, object]:
        """The parameters of :func:`_statement` for this side."""
        return {f"{side.value}_{name}": value for name, value in asdict(self).items()}


async def _known(
    session: AsyncSession, needs: Sequence[Need], agency_id: UUID, lawyer_id: UUID | None
) -> list[Known]:
    """Ties to anybody who may be a party, in one statement; :func:`find` decides."""
    clients = Sought.of(chain.from_iterable(need.clients for need in needs))
    opponents = Sought.of(chain.from_iterable(need.opponents for need in needs))
    bound: dict[str, object] = {"agency_id": agency_id, "lawyer_id": lawyer_id}
    bound |= clients.bound(PartySide.CLIENT) | opponents.bound(PartySide.OPPONENT)
    rows = await session.execute(_statement(is_one_firm=lawyer_id is not None), bound)
    return [
        Known(holder, Tie(tie), key, number, person, matter)
        for lawyer, tie, key, number, person, matter, left_firm in rows
        for holder in (lawyer, left_firm)
        if holder is not None
    ]


@cache
def _statement(*, is_one_firm: bool) -> CompoundSelect[Any, str, str, Any, Any, Any, Any]:
    """Everything a roster, or the firm of one lawyer, is tied to that may be a party: built once a process."""
    client, opponent = _Side(PartySide.CLIENT), _Side(PartySide.OPPONENT)
    scope = _Scope(is_one_firm)
    return union_all(
        _of_cases(scope, PartySide.CLIENT, opponent),
        _of_cases(scope, PartySide.OPPONENT, client),
        _declared(scope, (TieKind.CLIENT, TieKind.RELATIVE), opponent),
        _declared(scope, (TieKind.OPPONENT,), client),
        _selves(scope, client, opponent),
        _firms(scope, opponent),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The parties of a side as parameters: the right sides of comparisons."""

    side: PartySide

    @property
    def people(self) -> ColumnElement[Any]:
        return any_(bindparam(f"{self.side.value}_person_ids", type_=ARRAY(Uuid)))

    @property
    def numbers(self) -> ColumnElement[Any]:
        return any_(bindparam(f"{self.side.value}_numbers", type_=ARRAY(LargeBinary)))

    @property
    def bare_keys(self) -> ColumnElement[Any]:
        return any_(bindparam(f"{self.side.value}_bare_keys", type_=ARRAY(String)))

    @property
    def numbered_keys(self) -> ColumnElement[Any]:
        return any_(bindparam(f"{self.side.value}_numbered_keys", type_=ARRAY(String)))

    def matches(
        self, key: SQLColumnExpression[str], number: SQLColumnExpression[bytes | None]
    ) -> ColumnElement[bool]:
        """Entries that may be one of the parties by number or name."""
        return or_(
            number == self.numbers,
            key == self.bare_keys,
            and_(key == self.numbered_keys, number.is_(None)),
        )


@dataclass(frozen=True, slots=True)
class _Scope:
    """The roster of the centre, or of it the firm of one lawyer."""

    is_one_firm: bool

    @property
    def lawyers(self) -> ColumnElement[bool]:
        return self._within(col(Lawyer.agency_id), col(Lawyer.firm_id))

    @property
    def firms(self) -> ColumnElement[bool]:
        return self._within(col(Firm.agency_id), col(Firm.id))

    def _within(self, agency: SQLColumnExpression[UUID], firm: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
        of_agency = agency == bindparam("agency_id", type_=Uuid)
        if not self.is_one_firm:
            return of_agency
        own = select(Lawyer.firm_id).where(col(Lawyer.id) == bindparam("lawyer_id", type_=Uuid))
        return and_(of_agency, firm == own.scalar_subquery())


def _of_cases(scope: _Scope, side: PartySide, sought: _Side) -> Rows:
    """Parties of cases the lawyers have or had, on ``side``. The firm that had them keeps them as its own (律师法
    25: the mandate is the firm's) where the lawyer went to another.
    """
    held = MatterPartyName
    key, number, person = col(held.name_key), col(held.number_index), col(held.person_id)
    was_left = and_(scope.firms, col(Firm.id) != col(Lawyer.firm_id))
    lawyer = case((scope.lawyers, col(Lawyer.id)))
    left_firm = case((was_left, col(Firm.id)))
    return (
        select_columns(lawyer, literal(side.value), key, number, person, col(held.matter_id), left_firm)
        .join(Lawyer, col(Lawyer.id) == col(held.lawyer_id))
        .outerjoin(Firm, col(Firm.id) == col(held.firm_id))
        .where(
            or_(scope.lawyers, was_left),
            col(held.side) == side,
            or_(sought.matches(key, number), person == sought.people),
        )
    )


def _declared(scope: _Scope, kinds: Sequence[TieKind], sought: _Side) -> Rows:
    """What the lawyers declared and did not take back."""
    key, number = col(DeclaredTie.name_key), col(DeclaredTie.number_index)
    return (
        select_columns(
            col(DeclaredTie.lawyer_id),
            cast(col(DeclaredTie.kind), String),
            key,
            number,
            _NOBODY,
            _NO_MATTER,
            _NO_FIRM,
        )
        .join(Lawyer, col(Lawyer.id) == col(DeclaredTie.lawyer_id))
        .where(
            scope.lawyers,
            col(DeclaredTie.kind).in_(kinds),
            col(DeclaredTie.removed_at).is_(None),
            sought.matches(key, number),
        )
    )


def _selves(scope: _Scope, client: _Side, opponent: _Side) -> Rows:
    """The lawyers themselves, by account or document, on the other side by name too."""
    document = select(RealName.number_index).where(col(RealName.person_id) == col(Lawyer.person_id))
    index = col(RealName.number_index)
    by_document = select(RealName.person_id).where(or_(index == client.numbers, index == opponent.numbers))
    person, key = col(Lawyer.person_id), col(Lawyer.name_key)
    return select_columns(
        col(Lawyer.id),
        literal(Tie.SELF.value),
        key,
        document.correlate(Lawyer).scalar_subquery(),
        person,
        _NO_MATTER,
        _NO_FIRM,
    ).where(
        scope.lawyers,
        or_(
            person == client.people,
            person == opponent.people,
            person == any_(func.array(by_document.scalar_subquery())),
            key == opponent.bare_keys,
            key == opponent.numbered_keys,
        ),
    )


def _firms(scope: _Scope, opponent: _Side) -> Rows:
    """Firms by name: a registered name belongs to one."""
    key = col(Firm.name_key)
    return select_columns(
        col(Firm.id), literal(Tie.FIRM.value), key, literal(None, LargeBinary), _NOBODY, _NO_MATTER, _NO_FIRM
    ).where(scope.firms, or_(key == opponent.bare_keys, key == opponent.numbered_keys))


async def _colleagues(session: AsyncSession, holders: set[UUID]) -> Mapping[UUID, list[Colleague]]:
    """Everybody in the firms of these lawyers, and in these firms, by firm."""
    if not holders:
        return {}
    given = literal(sorted(holders), ARRAY(Uuid))
    theirs = select(Lawyer.firm_id).where(col(Lawyer.id) == any_(given)).scalar_subquery()
    concerned = any_(func.array_cat(func.array(theirs), given, type_=ARRAY(Uuid)))
    statement = select(Lawyer.id, Lawyer.firm_id, Lawyer.name).where(col(Lawyer.firm_id) == concerned)
    by_firm: dict[UUID, list[Colleague]] = defaultdict(list)
    for lawyer_id, firm_id, name in await session.execute(statement):
        by_firm[firm_id].append(Colleague(lawyer_id, firm_id, name))
    return by_firm


def _told(
    found: Found, by_firm: Mapping[UUID, Sequence[Colleague]], firm_of: Mapping[UUID, UUID]
) -> Mapping[UUID, tuple[Exclusion, ...]]:
    """One matter's findings, told to everybody in a firm that one of them concerns."""
    concerned = {firm_of.get(holder, holder) for holder in found}
    return exclusions_of(found, chain.from_iterable(by_firm.get(firm, ()) for firm in concerned))
