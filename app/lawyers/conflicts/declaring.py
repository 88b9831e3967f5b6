"""Relatives, clients and opponents that a lawyer, or the centre for them, declares (律师法 39)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.identity.numbers import NumberRefused
from app.identity.parties import read_number
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.vault import Vault
from app.lawyers.conflicts.models import DeclaredTie
from app.lawyers.enums import Kinship, PartyKind, TieKind
from app.lawyers.errors import TooManyTies
from app.lawyers.names import name_key
from app.lawyers.roster import repository as roster
from app.lawyers.roster.models import Lawyer

MOST = 2000
"""Not a legal limit: nobody has more clients; it keeps a slip of a script from filling the table."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared; ``number`` as typed, where it is known."""

    kind: TieKind
    party_kind: PartyKind
    name: str
    relation: Kinship | None
    number: str | None


def ties_visible_to(actor: Actor) -> SelectOfScalar[DeclaredTie]:
    """What lawyers within the caller's reach declared: themselves, or the roster they keep."""
    reached = select(Lawyer.id).where(roster.reach(actor, Action.CONFLICT_DECLARE))
    return select(DeclaredTie).where(col(DeclaredTie.lawyer_id).in_(reached))


async def reached_lawyer(session: AsyncSession, actor: Actor, lawyer_id: UUID) -> Lawyer:
    """The lawyer, if the caller may declare for them.

    Raises:
        NotFound: not the caller, nor on a roster the caller keeps.
    """
    statement = select(Lawyer).where(roster.reach(actor, Action.CONFLICT_DECLARE), col(Lawyer.id) == lawyer_id)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


async def note_reading(session: AsyncSession, actor: Actor, lawyer: Lawyer, *, at: datetime) -> None:
    """The lawyer can see that somebody else read whom they declared."""
    await audit.record_access(
        session,
        actor,
        Action.CONFLICT_DECLARE,
        object_type="lawyer",
        object_id=lawyer.id,
        owner_id=lawyer.person_id,
        at=at,
    )


async def declare(
    session: AsyncSession, vault: Vault, actor: Actor, lawyer_id: UUID, declared: Declared, *, at: datetime
) -> DeclaredTie:
    """Declare a party; offers that wait are checked against it when they are answered.

    Raises:
        NotFound: the lawyer is out of the caller's reach.
        Invalid: a relation that does not go with the kind, a name without letters, a number that can be none.
        TieDeclared: it stands there already.
        TooManyTies: more than :data:`MOST`.
    """
    lawyer = await reached_lawyer(session, actor, lawyer_id)
    key = name_key(declared.name)
    index = _index(vault, declared, at)
    _refuse_impossible(declared, key)
    await roster.lock_lawyer(session, lawyer_id)
    counted = select(func.count()).where(
        col(DeclaredTie.lawyer_id) == lawyer_id, col(DeclaredTie.removed_at).is_(None)
    )
    if (await session.scalars(counted)).one() >= MOST:
        raise TooManyTies()
    tie = DeclaredTie(
        lawyer_id=lawyer_id,
        kind=declared.kind,
        party_kind=declared.party_kind,
        name=declared.name,
        name_key=key,
        relation=declared.relation,
        number_index=index,
        declared_by=actor.person_id,
        declared_at=at,
    )
    session.add(tie)
    await session.flush()
    _audit(session, actor, tie, lawyer, at)
    return tie


async def take_back(
    session: AsyncSession, actor: Actor, lawyer_id: UUID, tie_id: UUID, *, at: datetime
) -> DeclaredTie:
    """A tie no longer counts: declared by mistake, or of another person. Taken back already, it stays so.

    Raises:
        NotFound: none, or out of the caller's reach.
    """
    statement = ties_visible_to(actor).where(
        col(DeclaredTie.id) == tie_id, col(DeclaredTie.lawyer_id) == lawyer_id
    )
    tie = (await session.scalars(statement.with_for_update(of=DeclaredTie))).one_or_none()
    if tie is None:
        raise NotFound()
    if tie.removed_at is not None:
        return tie
    tie.removed_by, tie.removed_at = actor.person_id, at
    await session.flush()
    _audit(session, actor, tie, await session.get_one(Lawyer, lawyer_id), at)
    return tie


def _index(vault: Vault, declared: Declared, at: datetime) -> bytes | None:
    if declared.number is None:
        return None
    is_organisation = declared.party_kind is PartyKind.ORGANISATION
    try:
        read = read_number(vault, declared.number, is_organisation=is_organisation, today=local_date(at))
    except NumberRefused as refused:
        raise Invalid(fields=[FieldError("number", refused.rule, refused.message)]) from None
    return read.index


def _refuse_impossible(declared: Declared, key: str) -> None:
    problems: list[FieldError] = []
    is_relative = declared.kind is TieKind.RELATIVE
    if is_relative and declared.relation is None:
        problems.append(FieldError("relation", "required", "请选择是什么亲属"))
    if not is_relative and declared.relation is not None:
        problems.append(FieldError("relation", "relatives_only", "只有近亲属填这一项"))
    if is_relative and declared.party_kind is not PartyKind.PERSON:
        problems.append(FieldError("party_kind", "relatives_are_people", "近亲属是个人，请核对"))
    if not key:
        problems.append(FieldError("name", "no_letters", "请填写姓名或者名称"))
    if problems:
        raise Invalid(fields=problems)


def _audit(session: AsyncSession, actor: Actor, tie: DeclaredTie, lawyer: Lawyer, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.CONFLICT_DECLARE,
        object_type="declared_tie",
        object_id=tie.id,
        owner_id=lawyer.person_id,
        at=at,
    )
