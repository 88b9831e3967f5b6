"""The other side as it is saved: each party once, none of them the applicant, with a number of its kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import parties as identity
from app.identity import people
from app.identity.numbers import NumberRefused
from app.kernel.errors import FieldError
from app.kernel.vault import Vault
from app.legal_aid.applying.codes import SideKind
from app.legal_aid.applying.models import SIDE_NUMBER, OtherSide, Representation
from app.legal_aid.applying.parties import own_side, repeated_sides, same_name
from app.legal_aid.applying.parts import OtherSidePart
from app.legal_aid.applying.sections import other_sides_of
from app.legal_aid.models import Application

OWN_NUMBER = "这是申请人或者受援人自己的证件号码，请填写对方的；不知道的可以不填"


@dataclass(frozen=True, slots=True)
class Side:
    """A party as it is stored; ``sealed`` and ``index`` where its number is known."""

    kind: SideKind
    name: str
    sealed: str | None = None
    index: bytes | None = None


async def read_sides(
    session: AsyncSession,
    vault: Vault,
    case: Application,
    parts: Sequence[OtherSidePart],
    *,
    today: date,
    problems: list[FieldError],
) -> list[Side]:
    """The parties as they are to be stored; what is wrong with them is added to ``problems``."""
    problems += repeated_sides([part.name for part in parts])
    named = [(f"other_sides.{index}.name", part.name) for index, part in enumerate(parts)]
    problems += await own_side_problems(session, case, named)
    before = [_stored(side) for side in await other_sides_of(session, case.id)]
    sides = [
        _read(vault, part, before, today=today, field=f"other_sides.{index}.number", problems=problems)
        for index, part in enumerate(parts)
    ]
    numbered = [(f"other_sides.{index}.number", side.index) for index, side in enumerate(sides) if side.index]
    problems += _number_problems(numbered, await _own_numbers(session, case))
    return sides


async def same_sides(session: AsyncSession, case: Application, sides: Sequence[Side]) -> bool:
    """Whether these parties are stored already."""
    stored = [(side.kind, side.name, side.number_index) for side in await other_sides_of(session, case.id)]
    return stored == [(side.kind, side.name, side.index) for side in sides]


async def write_sides(session: AsyncSession, case: Application, sides: Sequence[Side]) -> None:
    """Replace the parties on the other side."""
    await session.execute(delete(OtherSide).where(col(OtherSide.application_id) == case.id))
    session.add_all(
        OtherSide(
            application_id=case.id,
            position=position,
            kind=side.kind,
            name=side.name,
            number_sealed=side.sealed,
            number_index=side.index,
        )
        for position, side in enumerate(sides, start=1)
    )


def employer_code(
    vault: Vault, raw: str | None, *, today: date, problems: list[FieldError]
) -> dict[str, str | bytes | None]:
    """The columns of an employer's credit code; what is wrong with it is added to ``problems``."""
    if raw is not None:
        try:
            read = identity.read_number(vault, raw, is_organisation=True, today=today)
            return {"employer_credit_code": read.number, "employer_index": read.index}
        except NumberRefused as refused:
            problems.append(FieldError("employer_credit_code", refused.rule, refused.message))
    return {"employer_credit_code": None, "employer_index": None}


async def own_side_problems(
    session: AsyncSession, case: Application, opponents: Sequence[tuple[str, str]]
) -> list[FieldError]:
    """Opponents (field and name) who are the applicant, or whom aid is for."""
    person = await people.get_person(session, case.applicant_id)
    represented = await session.get(Representation, case.id)
    recipient = represented.recipient_name if represented else None
    return [*own_side(opponents, applicant=case.applicant_name or person.name, recipient=recipient)]


def _stored(side: OtherSide) -> Side:
    return Side(side.kind, side.name, side.number_sealed, side.number_index)


def _read(
    vault: Vault,
    part: OtherSidePart,
    before: Sequence[Side],
    *,
    today: date,
    field: str,
    problems: list[FieldError],
) -> Side:
    """A number that is not sent again stays with the party of that name; an empty one takes it away."""
    if part.number is None:
        kept = next((one for one in before if one.kind is part.kind and same_name(one.name, part.name)), None)
        return Side(part.kind, part.name, kept.sealed, kept.index) if kept else Side(part.kind, part.name)
    if part.number == "":
        return Side(part.kind, part.name)
    try:
        is_organisation = part.kind is SideKind.ORGANISATION
        read = identity.read_number(vault, part.number, is_organisation=is_organisation, today=today)
    except NumberRefused as refused:
        problems.append(FieldError(field, refused.rule, refused.message))
        return Side(part.kind, part.name)
    known = next((one for one in before if one.index == read.index and one.sealed is not None), None)
    sealed = known.sealed if known else vault.seal(read.number, SIDE_NUMBER)
    return Side(part.kind, part.name, sealed, read.index)


def _number_problems(numbered: Sequence[tuple[str, bytes]], own: frozenset[bytes]) -> Iterator[FieldError]:
    seen: set[bytes] = set()
    for field, index in numbered:
        if index in own:
            yield FieldError(field, "own_number", OWN_NUMBER)
        elif index in seen:
            yield FieldError(field, "repeated", "这个号码已经填给另一个对方了，请核对")
        seen.add(index)


async def _own_numbers(session: AsyncSession, case: Application) -> frozenset[bytes]:
    """Documents of the applicant and of whom aid is for, as far as they are known."""
    own = set((await identity.indexes_of(session, [case.applicant_id])).values())
    represented = await session.get(Representation, case.id)
    own |= {case.applicant_number_index or b"", (represented and represented.recipient_number_index) or b""}
    return frozenset(own - {b""})
