"""Decides what an import changes, from what stands and what comes in. Pure; the importer carries it out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.kernel.areas.codes import AreaCode, AreaLevel, is_statistical_zone, parse_code
from app.kernel.areas.official_file import AreaFileError, RowProblem
from app.kernel.areas.sources import AreaRow, AreaSource, DatePrecision

MAX_CLOSED_SHARE = 0.2
"""A file that would close more than a fifth of the codes it is compared with is taken for incomplete."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An area as it stands, or shall stand, in the table; columns of ``area`` in that order."""

    code: str
    name: str
    full_name: str
    level: AreaLevel
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
    precision: DatePrecision
    source: AreaSource


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that ends; columns of ``area_former_name`` in that order."""

    area_code: str
    valid_to: date
    name: str
    valid_from: date | None


@dataclass(slots=True)
class Plan:
    """What to write: inserts in an order that parents precede children."""

    inserts: list[Standing] = field(default_factory=list[Standing])
    updates: list[Standing] = field(default_factory=list[Standing])
    former_names: list[Renaming] = field(default_factory=list[Renaming])
    renamed: int = 0
    closed: int = 0


def plan_import(
    standing: Mapping[str, Standing],
    rows: Sequence[AreaRow],
    *,
    on: date,
    may_close_many: bool = False,
) -> Plan:
    """Compare ``rows`` with ``standing`` as of ``on``.

    New codes are inserted; known ones take the new name (the old one becomes a former name ending ``on``)
    and dates. Codes that are missing are closed ``on``, but only at levels and in provinces the rows cover,
    so that a list of counties does not abolish the townships. What an official file said is not touched by
    any other source.

    Raises:
        AreaFileError: a row has no parent anywhere, or too many codes would be closed at once.
    """
    official = any(row.source is AreaSource.OFFICIAL for row in rows)
    plan = Plan()
    after = dict(standing)
    for row in rows:
        before = standing.get(row.code.text)
        if before is not None and before.source is AreaSource.OFFICIAL and not official:
            continue
        after[row.code.text] = _merge(before, row)
        plan.former_names += _renamings(before, row, on)
        plan.renamed += before is not None and before.name != row.name
    closed = _missing(standing, rows, on, official)
    _refuse_mass_closing(closed, standing, rows, on, may_close_many)
    for code in closed:
        after[code] = replace(after[code], valid_to=on)
    plan.closed = len(closed)
    _link(after, rows)
    for code in sorted(after, key=lambda code: (len(code), _depth(after[code]), code)):
        if code not in standing:
            plan.inserts.append(after[code])
        elif after[code] != standing[code]:
            plan.updates.append(after[code])
    return plan


def _merge(before: Standing | None, row: AreaRow) -> Standing:
    """The row over what stands; dates a file leaves out stay as they were known."""
    code = row.code
    if before is None:
        start, precision = row.valid_from, row.precision
    else:
        start = row.valid_from or before.valid_from
        precision = before.precision if row.precision is DatePrecision.UNKNOWN else row.precision
    return Standing(
        code.text,
        row.name,
        row.name,
        code.level,
        None,
        start,
        row.valid_to,
        precision,
        row.source,
    )


def _renamings(before: Standing | None, row: AreaRow, on: date) -> Iterable[Renaming]:
    for former in row.former_names:
        yield Renaming(row.code.text, former.valid_to, former.name, former.valid_from)
    if before is not None and before.name != row.name and not row.former_names:
        starts_before = before.valid_from is None or before.valid_from < on
        yield Renaming(row.code.text, on, before.name, before.valid_from if starts_before else None)


def _is_open(area: Standing, on: date) -> bool:
    return area.valid_to is None or area.valid_to > on


def _list_of(code: AreaCode) -> tuple[str, AreaLevel, bool]:
    """Which official list a code stands in: its province's, of its level; statistical zones have their own."""
    return code.text[:2], code.level, is_statistical_zone(code)


def _missing(standing: Mapping[str, Standing], rows: Sequence[AreaRow], on: date, official: bool) -> list[str]:
    lists, present = {_list_of(row.code) for row in rows}, {row.code.text for row in rows}
    return [
        area.code
        for area in standing.values()
        if area.code not in present
        and _list_of(parse_code(area.code)) in lists
        and _is_open(area, on)
        and (area.valid_from is None or area.valid_from < on)
        and (official or area.source is not AreaSource.OFFICIAL)
    ]


def _refuse_mass_closing(
    closed: Sequence[str],
    standing: Mapping[str, Standing],
    rows: Sequence[AreaRow],
    on: date,
    may_close_many: bool,
) -> None:
    lists = {_list_of(row.code) for row in rows}
    compared = sum(_is_open(a, on) and _list_of(parse_code(a.code)) in lists for a in standing.values())
    if not may_close_many and len(closed) > max(1, MAX_CLOSED_SHARE * compared):
        sample = "、".join(standing[code].full_name for code in sorted(closed)[:5])
        message = (
            f"文件里缺少现有 {compared} 个区划中的 {len(closed)} 个（如{sample}），"
            "看起来不完整，没有导入。如果确实都已撤销，请加上 --close-many"
        )
        raise AreaFileError([RowProblem(0, "", message)])


def _link(after: dict[str, Standing], rows: Sequence[AreaRow]) -> None:
    """Give every area its nearest existing parent and its name read from the province down.

    Raises:
        AreaFileError: a row's parent is neither in the file nor in the table.
    """
    lines = {row.code.text: row.line for row in rows}
    problems: list[RowProblem] = []
    for code in sorted(after, key=lambda code: (len(code), _depth(after[code]), code)):
        area, parent = after[code], _parent(parse_code(code), after)
        if parent is None and area.level is not AreaLevel.PROVINCE:
            line = lines.get(code) or 0
            problems.append(RowProblem(line, "code", f"{code} {area.name} 的上级区划不存在"))
            continue
        full_name = area.name if parent is None else parent.full_name + area.name
        after[code] = replace(
            area,
            parent_code=parent.code if parent is not None else None,
            full_name=full_name,
        )
    if problems:
        raise AreaFileError(problems[:100])


def _parent(code: AreaCode, areas: Mapping[str, Standing]) -> Standing | None:
    return next((areas[above] for above in code.ancestors if above in areas), None)


def _depth(area: Standing) -> int:
    return list(AreaLevel).index(area.level)


def level_counts(codes: Iterable[AreaCode]) -> dict[AreaLevel, int]:
    """How many codes of each level, highest first; levels without any left out."""
    counts = Counter(code.level for code in codes)
    return {level: counts[level] for level in AreaLevel if counts[level]}
