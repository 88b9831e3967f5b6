"""Imports of areas and outlines, and the first agency of an installation."""

import asyncio
import hashlib
from datetime import date
from pathlib import Path
from uuid import UUID

from rich.console import Console

from app.commands.running import CommandRefused, run
from app.kernel.areas.agencies import create_agency
from app.kernel.areas.boundaries import BoundaryFileError, packaged_boundaries, read_boundaries
from app.kernel.areas.codes import AreaLevel
from app.kernel.areas.importer import ImportReport, import_areas, import_boundaries
from app.kernel.areas.models import AgencyKind
from app.kernel.areas.official_file import AreaFileError, read_official
from app.kernel.areas.sources import packaged_label, packaged_rows
from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.kernel.geo import Datum
from app.wiring import Services

console = Console(soft_wrap=True)


def import_area_file(file: Path | None, *, on: date | None, may_close_many: bool, with_boundaries: bool) -> None:
    """Import an official file, or the packaged areas where none is given.

    Raises:
        CommandRefused: the file breaks a rule; every row that does is named.
    """
    try:
        run(lambda services: _import_areas(services, file, on, may_close_many))
        if file is None and with_boundaries:
            run(_import_packaged_boundaries)
    except AreaFileError as error:
        raise CommandRefused(f"没有导入任何内容：\n{error}") from error


def import_boundary_file(file: Path, *, source: str, accuracy_m: int, datum: str, valid_from: date | None) -> None:
    """Import an agency's own outlines from GeoJSON.

    Raises:
        CommandRefused: the file is unreadable or names an unknown area.
    """
    try:
        boundaries = read_boundaries(
            file.read_bytes(),
            datum=Datum(datum),
            source=source,
            accuracy_m=accuracy_m,
            valid_from=valid_from,
        )
    except BoundaryFileError as error:
        raise CommandRefused(f"没有导入任何内容：{error}") from error

    async def store(services: Services) -> None:
        async with services.database.transaction() as session:
            stored, unknown = await import_boundaries(await session.connection(), boundaries)
            if unknown:
                raise CommandRefused(f"没有导入任何内容：有 {unknown} 个边界的区划代码不存在，请先导入区划")
        console.print(f"边界 {stored} 个")

    run(store)


def add_agency(name: str, kind: str, area_code: str, parent_id: UUID | None) -> UUID:
    """Set up an agency; the root of a tree can only be made here.

    Raises:
        CommandRefused: unknown area or superior, name taken.
    """

    if kind not in set(AgencyKind):
        raise CommandRefused(f"没有这种机构：{kind}。可选：{'、'.join(AgencyKind)}")

    async def add(services: Services) -> UUID:
        async with services.database.transaction() as session:
            agency = await create_agency(
                session,
                name=name,
                kind=AgencyKind(kind),
                area_code=area_code,
                parent_id=parent_id,
                at=services.clock.now(),
            )
        return agency.id

    return run(add)


async def _import_areas(services: Services, file: Path | None, on: date | None, may_close_many: bool) -> None:
    at = services.clock.now()
    content = None if file is None else await asyncio.to_thread(file.read_bytes)
    console.print(f"读取 {file or packaged_label()} …")
    rows = packaged_rows() if content is None else read_official(content)
    console.print(f"{len(rows)} 个区划，正在与现有区划比较并写入 …")
    async with services.database.transaction() as session:
        report = await import_areas(
            await session.connection(),
            rows,
            on=on or local_date(at),
            at=at,
            label=packaged_label() if file is None else file.name,
            file_sha256=None if content is None else hashlib.sha256(content).hexdigest(),
            may_close_many=may_close_many,
        )
    console.print(describe(report))


async def _import_packaged_boundaries(services: Services) -> None:
    async with services.database.transaction() as session:
        stored, unknown = await import_boundaries(await session.connection(), packaged_boundaries())
    console.print(f"县界 {stored} 个（另有 {unknown} 个不在区划表内，略过）")


def describe(report: ImportReport) -> str:
    """Counts of each level and of what changed, for a person."""
    names = dictionaries()["area_level"]
    counts = " · ".join(f"{names[level]} {count}" for level, count in _sorted(report.counts))
    changes = f"新增 {report.inserted} · 更新 {report.updated} · 改名 {report.renamed} · 停用 {report.closed}"
    return f"现行：{counts}；另有已停用的代码 {report.former}\n{changes}"


def _sorted(counts: dict[AreaLevel, int]) -> list[tuple[AreaLevel, int]]:
    return [(level, counts[level]) for level in AreaLevel if level in counts]
