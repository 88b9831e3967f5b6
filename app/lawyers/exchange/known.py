"""What the database says of everything a sheet names, looked up in bulk; and the roster as rows of a sheet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import Select
from sqlmodel import col, select

from app.identity import documents, people
from app.identity.numbers import DocumentKind
from app.identity.people import Declaration, NumberInvalid
from app.kernel.areas.codes import BadAreaCode, parse_code
from app.kernel.areas.lookups import in_force
from app.kernel.areas.models import Agency, Area
from app.kernel.clock import local_date
from app.kernel.spreadsheets import Unreadable
from app.kernel.vault import Vault
from app.lawyers.enums import WorkerKind
from app.lawyers.exchange.planning import Identity, Known, KnownFirm, KnownLawyer, Owner
from app.lawyers.exchange.reading import Line
from app.lawyers.roster import entering, repository
from app.lawyers.roster.facts import LawyerFacts
from app.lawyers.roster.models import Firm, Lawyer

T = TypeVar("T")
BATCH = 2_000
"""Values of one condition; a statement takes 32,767."""
NO_AREA = "没有“{}”这个地区，请填写区划代码"


async def load_known(
    session: AsyncSession, vault: Vault, agency: Agency, lines: Sequence[Line], *, keeper: UUID, at: datetime
) -> Known:
    """Everything :func:`.planning.make_plan` asks about these lines, as it stands now; ``keeper`` imports them."""
    declared = _documents(vault, lines, at)
    indexes = {index for index in declared.values() if isinstance(index, bytes)}
    holders: dict[bytes, documents.Holder] = {}
    for some in _batches(indexes):
        holders |= await documents.holders(session, some)
    entered = await _entered(session, [holder.person_id for holder in holders.values()])
    tokens = {token for line in lines for token in line.values.get("areas", ())}
    return Known(
        agency_id=agency.id,
        lawyers=await _lawyers(session, lines, keeper),
        documents=declared,
        owners={
            index: Owner(
                holder.name, holder.is_verified, entered.get(holder.person_id), holder.person_id == keeper
            )
            for index, holder in holders.items()
        },
        firms=await _firms(session, agency.id),
        codes=await _codes(session, {line.values["firm_code"] for line in lines if "firm_code" in line.values}),
        areas=await _areas(session, tokens, agency.area_code, local_date(at)),
    )


def values_of(facts: LawyerFacts) -> dict[str, Any]:
    """An entry of the roster as the values of a row; sex and year of a lawyer are in the licence."""
    certified = facts.kind is not WorkerKind.LAWYER
    shown = {"certificate": facts.certificate_number, "sex": facts.sex, "since": facts.practising_since}
    return {
        "kind": facts.kind,
        "name": facts.name,
        **(shown if certified else {"licence": facts.licence_number}),
        "firm": facts.firm.name,
        "capacity": facts.capacity,
        "weekly_capacity": facts.weekly_capacity,
        "specialties": facts.specialties,
        "languages": tuple(facts.languages),
        "skills": tuple(facts.skills),
        "areas": tuple(facts.areas),
        "knows_minors": facts.knows_minors,
        "defence_since": facts.defence_since,
        "former_office": facts.former_office,
        "left_office_on": facts.left_office_on,
        "heads_firm": facts.heads_firm,
        "suspension": facts.suspension_reason and " ".join(facts.suspension_reason.split()),
    }


async def roster_values(session: AsyncSession, found: Sequence[tuple[Lawyer, Firm]]) -> list[dict[str, Any]]:
    """Entries of the roster as rows, each with what is known of its firm."""
    rows: list[dict[str, Any]] = []
    for some in _batches(found):
        shown = await repository.roster_rows(session, [(lawyer, firm.name) for lawyer, firm in some])
        for row, (_, firm) in zip(shown, some, strict=True):
            of_firm = {"firm_kind": firm.kind, "firm_code": firm.credit_code}
            rows.append(values_of(entering.facts_of(row)) | of_firm)
    return rows


async def area_names(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """What areas are called, by code."""
    names: dict[str, str] = {}
    for some in _batches(codes):
        statement = select(Area.code, Area.name).where(col(Area.code).in_(some))
        names |= {row[0]: row[1] for row in (await session.execute(statement)).all()}
    return names


def _documents(vault: Vault, lines: Sequence[Line], at: datetime) -> dict[int, bytes | Unreadable]:
    return {
        line.row: _index(vault, declaration_of(line.values), at) for line in lines if "document" in line.values
    }


def declaration_of(values: Mapping[str, Any]) -> Declaration:
    """Name and document of a row."""
    kind = values.get("document_kind", DocumentKind.RESIDENT_ID)
    return Declaration(name=values.get("name", ""), kind=kind, number=values["document"])


def _index(vault: Vault, declaration: Declaration, at: datetime) -> bytes | Unreadable:
    try:
        return people.index_of(vault, declaration, at=at)
    except NumberInvalid as refused:
        return Unreadable(refused.fields[0].rule, refused.fields[0].message)


async def _lawyers(session: AsyncSession, lines: Sequence[Line], keeper: UUID) -> dict[Identity, KnownLawyer]:
    """Who of the lines is on any roster."""
    known: dict[Identity, KnownLawyer] = {}
    for some in _batches({line.identity for line in lines}):
        serials = [number for kind, number in some if kind is WorkerKind.LAWYER]
        certificates = [(kind.value, number) for kind, number in some if kind is not WorkerKind.LAWYER]
        by_certificate = tuple_(col(Lawyer.kind), col(Lawyer.certificate_number)).in_(certificates)
        statement = _with_firm().where(or_(col(Lawyer.licence_serial).in_(serials), by_certificate))
        found = [(lawyer, firm) for lawyer, firm in (await session.execute(statement)).all()]
        indexes = await documents.indexes_of(session, [lawyer.person_id for lawyer, _ in found])
        for (lawyer, _), values in zip(found, await roster_values(session, found), strict=True):
            number = lawyer.licence_serial or lawyer.certificate_number or ""
            known[lawyer.kind, number] = KnownLawyer(
                lawyer.id,
                lawyer.version,
                lawyer.agency_id,
                values,
                indexes.get(lawyer.person_id),
                lawyer.person_id == keeper,
            )
    return known


def _with_firm() -> Select[Lawyer, Firm]:
    statement = select(Lawyer, Firm).join(Firm, col(Firm.id) == col(Lawyer.firm_id))
    return statement.execution_options(populate_existing=True)


async def _entered(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The entry of each person who is on a roster."""
    found: dict[UUID, UUID] = {}
    for some in _batches(person_ids):
        statement = select(Lawyer.person_id, Lawyer.id).where(col(Lawyer.person_id).in_(some))
        found |= {row[0]: row[1] for row in (await session.execute(statement)).all()}
    return found


async def _firms(session: AsyncSession, agency_id: UUID) -> dict[str, KnownFirm]:
    statement = select(Firm).where(col(Firm.agency_id) == agency_id).execution_options(populate_existing=True)
    found = await session.scalars(statement)
    return {firm.name: KnownFirm(firm.id, firm.kind, firm.credit_code) for firm in found}


async def _codes(session: AsyncSession, codes: Collection[str]) -> dict[str, UUID]:
    owners: dict[str, UUID] = {}
    for some in _batches(codes):
        statement = select(Firm.credit_code, Firm.id).where(col(Firm.credit_code).in_(some))
        owners |= {str(code): firm_id for code, firm_id in (await session.execute(statement)).all()}
    return owners


async def _areas(
    session: AsyncSession, tokens: Collection[str], home: str, on: date
) -> dict[str, str | Unreadable]:
    """The code each token means: a code in force, or the name of one place near the centre's area ``home``."""
    wanted = {token: _normal(token) for token in tokens}
    codes: set[str] = set()
    named: dict[str, list[str]] = {}
    for some in _batches(set(wanted.values())):
        texts = or_(col(Area.code).in_(some), col(Area.name).in_(some), col(Area.full_name).in_(some))
        statement = select(Area.code, Area.name, Area.full_name).where(texts, in_force(on))
        for code, name, full_name in (await session.execute(statement)).all():
            codes.add(code)
            for text in {name, full_name}:
                named.setdefault(text, []).append(code)
    return {
        token: text if text in codes else _nearest(text, named.get(text, []), home)
        for token, text in wanted.items()
    }


def _nearest(text: str, codes: Sequence[str], home: str) -> str | Unreadable:
    """The one place of the name in the centre's county, city, province or country, the nearest of these first."""
    for shared in (6, 4, 2, 0):
        near = [code for code in codes if code[:shared] == home[:shared]]
        if len(near) == 1:
            return near[0]
        if near:
            return Unreadable("ambiguous", f"有 {len(near)} 个地方叫“{text}”，请填写区划代码")
    return Unreadable("unknown_area", NO_AREA.format(text))


def _normal(token: str) -> str:
    try:
        return parse_code(token).text
    except BadAreaCode:
        return token


def _batches(values: Collection[T]) -> Iterator[list[T]]:
    listed = list(values)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
