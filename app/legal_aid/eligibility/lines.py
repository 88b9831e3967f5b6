"""The hardship lines: which one applies, who may set one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.lookups import digits_in_use, require_area
from app.kernel.areas.models import Agency, Area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.paging import PageRequest, keyset
from app.legal_aid.eligibility.competence import covers
from app.legal_aid.eligibility.facts import Line
from app.legal_aid.eligibility.models import HardshipLine

LEVELS = frozenset({AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY})


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to set: fen a person a month, from a day on, by which document."""

    area_code: str
    effective_from: date
    monthly_fen: int
    document: str


async def line_at(session: AsyncSession, area_code: str, on: date) -> Line | None:
    """The line in force on ``on`` where the application is received (148号令 18): the nearest area, then the
    latest day; none while nobody entered one.
    """
    code = parse_code(area_code)
    chain = [code.text, *code.ancestors]
    statement = (
        select(HardshipLine, Area)
        .join(Area, col(Area.code) == col(HardshipLine.area_code))
        .where(col(HardshipLine.area_code).in_(chain), col(HardshipLine.effective_from) <= on)
    )
    found = [(line, area) for line, area in (await session.execute(statement)).all()]
    if not found:
        return None
    line, area = min(found, key=lambda row: (chain.index(row[1].code), -row[0].effective_from.toordinal()))
    return Line(
        monthly_fen=line.monthly_fen,
        effective_from=line.effective_from,
        area_name=area.full_name,
        document=line.document,
    )


async def set_line(session: AsyncSession, actor: Actor, new: NewLine, *, at: datetime) -> HardshipLine:
    """Set a line within the area of an agency the caller administers, from today at the earliest.

    Setting the same area and day again replaces what was entered. Decisions already made keep theirs.

    Raises:
        UnknownArea: the area is not in force.
        NotFound: the area is outside those of the caller's agencies.
        Invalid: the day is past, or the area is smaller than a county.
    """
    area = await require_area(session, new.area_code, local_date(at))
    code = parse_code(area.code)
    held = [a for a in await _administered(session, actor) if covers(a.area_code, code.text)]
    if not held:
        raise NotFound()
    problems: list[FieldError] = []
    if new.effective_from < local_date(at):
        problems.append(FieldError("effective_from", "past", "只能从今天或者以后开始执行"))
    if area.level not in LEVELS:
        problems.append(FieldError("area_code", "too_small", "标准由省、市、县确定，请选择省、市或者县"))
    if problems:
        raise Invalid(fields=problems)
    values = {
        "area_code": area.code,
        "effective_from": new.effective_from,
        "monthly_fen": new.monthly_fen,
        "document": new.document,
        "set_by": actor.person_id,
        "set_at": at,
    }
    statement = insert(HardshipLine).values(**values)
    changed = {name: value for name, value in values.items() if name not in {"area_code", "effective_from"}}
    row = await session.execute(
        statement.on_conflict_do_update(constraint="pk_hardship_line", set_=changed).returning(HardshipLine),
        execution_options={"populate_existing": True},
    )
    audit.add_entry(
        session,
        actor,
        Action.HARDSHIP_LINE_SET,
        object_type="agency",
        object_id=held[0].id,
        owner_id=None,
        at=at,
        note=f"设定 {area.code} 的经济困难标准",
    )
    return row.scalar_one()


async def listed(session: AsyncSession, actor: Actor, page: PageRequest) -> Sequence[HardshipLine]:
    """A page of the lines within the areas of the caller's agencies and of those that hold them, latest last."""
    clauses: list[ColumnElement[bool]] = [false()]
    for agency in await _administered(session, actor):
        code = parse_code(agency.area_code)
        clauses.append(col(HardshipLine.area_code).in_(code.ancestors))
        clauses.append(col(HardshipLine.area_code).startswith(digits_in_use(code), autoescape=True))
    statement = select(HardshipLine).where(or_(*clauses))
    order = (col(HardshipLine.area_code), col(HardshipLine.effective_from))
    return (await session.scalars(keyset(statement, page, *order, descending=False))).all()


async def _administered(session: AsyncSession, actor: Actor) -> Sequence[Agency]:
    """The agencies the caller administers."""
    paths = access.agency_paths(actor, Action.HARDSHIP_LINE_SET)
    return (await session.scalars(select(Agency).where(col(Agency.tree_path).in_(paths)))).all()
