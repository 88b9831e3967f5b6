"""Agencies: set up, edited, closed; found by area and by their place in the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.kernel.areas.codes import AreaCode, parse_code
from app.kernel.areas.errors import AgencyClosed, AgencyHasOpenChildren, AgencyOutsideParent
from app.kernel.areas.lookups import digits_in_use, require_area
from app.kernel.areas.models import Agency, AgencyKind
from app.kernel.clock import local_date
from app.kernel.database import new_id
from app.kernel.errors import FieldError, NotFound, PreconditionFailed


@dataclass(frozen=True, slots=True)
class AgencyEdit:
    """What may change in an agency; ``valid_to`` is the first day it no longer exists."""

    name: str
    phone: str | None
    address: str | None
    valid_to: date | None


def is_open(on: date) -> ColumnElement[bool]:
    """Agencies that exist on ``on``."""
    return and_(col(Agency.valid_from) <= on, or_(col(Agency.valid_to).is_(None), col(Agency.valid_to) > on))


def subtree_clause(column: Mapped[Any] | ColumnElement[Any], paths: Sequence[str]) -> ColumnElement[bool]:
    """Rows whose ``column`` names an agency at or below one of ``paths``; none where there are no paths.

    Each path is a range of the pattern index rather than a ``LIKE``: a cached plan does not know the pattern
    and would read the whole table, while a range is found in the index whatever the value.
    """
    if not paths:
        return false()
    ranges = [_below(path) for path in paths]
    return column.in_(select(Agency.id).where(or_(*ranges)))


def _below(path: str) -> ColumnElement[bool]:
    """Paths that begin with ``path``: from it to the next text after all of them ('0' follows '/')."""
    if not path.endswith("/") or len(path) < 2:
        raise ValueError(f"not an agency path: {path!r}")
    tree_path = col(Agency.tree_path)
    return and_(tree_path.op("~>=~")(path), tree_path.op("~<~")(f"{path[:-1]}0"))


async def agency_by_id(session: AsyncSession, agency_id: UUID) -> Agency | None:
    """The agency, open or closed."""
    return await session.get(Agency, agency_id)


async def create_agency(
    session: AsyncSession,
    *,
    name: str,
    kind: AgencyKind,
    area_code: str,
    parent_id: UUID | None = None,
    phone: str | None = None,
    address: str | None = None,
    at: datetime,
    agency_id: UUID | None = None,
) -> Agency:
    """Set up an agency from today on. Without ``parent_id`` it is the root of a new tree.

    Raises:
        UnknownArea: the area is not in force today.
        NotFound: no such superior.
        AgencyClosed: the superior is closed.
        AgencyOutsideParent: the area is not within the superior's.
        AgencyNameTaken: an open agency of the area has the name.
    """
    today = local_date(at)
    area = await require_area(session, area_code, today)
    new = agency_id or new_id()
    tree_path = f"/{new}/"
    if parent_id is not None:
        parent = await _locked(session, parent_id)
        if parent.valid_to is not None and parent.valid_to <= today:
            raise AgencyClosed(fields=[FieldError("parent_id", "closed", "上级机构已经撤销")])
        if parent.area_code not in (area.code, *parse_code(area.code).ancestors):
            raise AgencyOutsideParent(fields=[FieldError("area_code", "outside_parent", "不在上级机构的地区内")])
        tree_path = f"{parent.tree_path}{new}/"
    agency = Agency(
        id=new,
        name=name,
        kind=kind,
        area_code=area.code,
        parent_id=parent_id,
        tree_path=tree_path,
        phone=phone,
        address=address,
        valid_from=today,
    )
    session.add(agency)
    await session.flush()
    return agency


async def edit_agency(
    session: AsyncSession, agency_id: UUID, edit: AgencyEdit, *, version: int, at: datetime
) -> Agency:
    """Change name, phone or address, or close the agency by giving ``valid_to``.

    Raises:
        NotFound: no such agency.
        PreconditionFailed: someone else changed it since ``version``.
        AgencyClosed: it is closed already.
        AgencyHasOpenChildren: agencies below it would outlive it.
        AgencyNameTaken: an open agency of the area has the name.
    """
    agency = await _locked(session, agency_id)
    if agency.version != version:
        raise PreconditionFailed()
    if agency.valid_to is not None and agency.valid_to <= local_date(at):
        raise AgencyClosed()
    if edit.valid_to is not None and await _outlived(session, agency, edit.valid_to):
        raise AgencyHasOpenChildren()
    agency.name, agency.phone, agency.address = edit.name, edit.phone, edit.address
    agency.valid_to = None if edit.valid_to is None else max(edit.valid_to, agency.valid_from)
    agency.version += 1
    await session.flush()
    return agency


async def _locked(session: AsyncSession, agency_id: UUID) -> Agency:
    """The agency, locked until the end of the transaction, as it stands now."""
    statement = select(Agency).where(col(Agency.id) == agency_id).with_for_update()
    found = (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def _outlived(session: AsyncSession, agency: Agency, closing: date) -> bool:
    """Whether an agency below would exist after ``closing``."""
    below = (
        select(Agency.id)
        .where(
            _below(agency.tree_path),
            col(Agency.id) != agency.id,
            or_(col(Agency.valid_to).is_(None), col(Agency.valid_to) > closing),
        )
        .limit(1)
    )
    return (await session.scalars(below)).one_or_none() is not None


async def competent_agency(session: AsyncSession, area_code: str, kind: AgencyKind, on: date) -> Agency | None:
    """The agency of ``kind`` that serves the area: its own, or else the nearest above (township → county →
    city → province); the oldest where an area has several.
    """
    chain = _serving(parse_code(area_code))
    statement = select(Agency).where(col(Agency.area_code).in_(chain), col(Agency.kind) == kind, is_open(on))
    found = (await session.scalars(statement)).all()
    return min(found, key=lambda a: (chain.index(a.area_code), a.valid_from, a.id)) if found else None


def agencies_listed(
    *, area: AreaCode | None, serving: bool, kind: AgencyKind | None, on: date
) -> SelectOfScalar[Agency]:
    """Open agencies of the directory: within ``area``, or with ``serving`` those whose area holds it."""
    statement = select(Agency).where(is_open(on))
    if kind is not None:
        statement = statement.where(col(Agency.kind) == kind)
    if area is None:
        return statement
    if serving:
        return statement.where(col(Agency.area_code).in_(_serving(area)))
    return statement.where(col(Agency.area_code).startswith(digits_in_use(area), autoescape=True))


def _serving(area: AreaCode) -> list[str]:
    return [area.text, *area.ancestors]
