"""Imports of areas and outlines into the database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.kernel.areas.boundaries import packaged_boundaries
from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.errors import UnknownArea
from app.kernel.areas.importer import import_areas, import_boundaries
from app.kernel.areas.lookups import area_at, county_at, known_area, require_area
from app.kernel.areas.models import Area, AreaBoundary, AreaImport
from app.kernel.areas.official_file import AreaFileError
from app.kernel.areas.sources import AreaRow, AreaSource, packaged_label, packaged_rows
from app.kernel.geo import Datum, Point
from tests.support.areas import BOX, COUNTY, NEIGHBOUR, PLACES, place_rows, seed_areas, seed_boundaries
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


async def import_rows(stack: Stack, rows: list[AreaRow], on: date = TODAY) -> None:
    async with stack.services.database.transaction() as session:
        await import_areas(await session.connection(), rows, on=on, at=AT, label="list.csv", may_close_many=True)


async def test_packaged_areas_and_outlines_are_imported_whole_and_again_without_change(stack: Stack) -> None:
    rows, outlines = packaged_rows(), list(packaged_boundaries())
    for inserted in (len(rows), 0):
        async with stack.services.database.transaction() as session:
            connection = await session.connection()
            report = await import_areas(connection, rows, on=TODAY, at=AT, label=packaged_label())
            stored, unknown = await import_boundaries(connection, outlines)
        assert (report.inserted, report.updated, report.closed) == (inserted, 0, 0)
        assert report.counts[AreaLevel.TOWNSHIP] == 41278
        assert (stored, unknown) == (2850, 41)
    async with stack.services.database.session() as session:
        assert await session.scalar(select(func.count()).select_from(Area)) == len(rows)
        beijing = await county_at(session, Point(39.9055, 116.3976, Datum.WGS84), TODAY)
        assert beijing is not None
        assert beijing.full_name == "北京市东城区"
        renamed_since = await area_at(session, "130502", date(2019, 5, 1))
        assert renamed_since is not None
        assert (renamed_since.name, renamed_since.full_name) == ("桥东区", "河北省邢台市桥东区")


async def test_import_is_recorded(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    async with stack.services.database.session() as session:
        entry = (await session.scalars(select(AreaImport))).one()
    assert (entry.source, entry.inserted, entry.imported_at) == (AreaSource.OFFICIAL, len(PLACES), AT)


async def test_refused_rows_leave_nothing_behind(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    orphan = AreaRow(parse_code("340104"), "蜀山区", AreaSource.OFFICIAL)
    with pytest.raises(AreaFileError, match="上级区划不存在"):
        await import_rows(stack, [*place_rows(PLACES | {COUNTY: "改名区"}), orphan])
    async with stack.services.database.session() as session:
        county = await known_area(session, COUNTY)
        assert county is not None
        assert county.name == "西湖区"


async def test_renaming_and_closing_keep_history(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    kept = {code: name for code, name in PLACES.items() if code != "330106002"}
    await import_rows(stack, place_rows(kept | {COUNTY: "西湖新区"}))
    async with stack.services.database.session() as session:
        before = await area_at(session, COUNTY, date(2026, 11, 22))
        after = await area_at(session, "330106109", TODAY)
        assert before is not None
        assert after is not None
        assert (before.name, after.full_name) == ("西湖区", "浙江省杭州市西湖新区三墩镇")
        closed = await known_area(session, "330106002")
        assert closed is not None
        assert closed.valid_to == TODAY
        assert await area_at(session, "330106002", TODAY) is None
        assert await area_at(session, "330106002", date(2026, 11, 22)) is not None


@pytest.mark.parametrize("code", ["330199", "33", "", "西湖区", "330106002"])
async def test_place_must_be_known_and_in_force(stack: Stack, code: str) -> None:
    await seed_areas(stack.services.database, AT)
    await import_rows(stack, place_rows({c: n for c, n in PLACES.items() if c != "330106002"}))
    async with stack.services.database.session() as session:
        with pytest.raises(UnknownArea) as caught:
            await require_area(session, code, TODAY, field="place.area_code")
    assert caught.value.fields[0].field == "place.area_code"


async def test_place_is_given_for_codes_written_out_in_full(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    async with stack.services.database.session() as session:
        assert (await require_area(session, f"{COUNTY}000000", TODAY)).code == COUNTY


async def test_point_is_placed_in_the_county_that_holds_it(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    await seed_boundaries(stack.services.database)
    west, south, east, north = BOX
    inside = Point((south + north) / 2, east - 0.0001, Datum.WGS84)
    beside = Point((south + north) / 2, east + 0.0001, Datum.WGS84)
    async with stack.services.database.session() as session:
        found = [await county_at(session, point, TODAY) for point in (inside, inside.to_gcj02(), beside)]
        assert [area and area.code for area in found] == [COUNTY, COUNTY, NEIGHBOUR]
        assert await county_at(session, Point(south, west - 0.1, Datum.WGS84), TODAY) is None


async def test_own_outline_is_not_replaced_by_the_packaged_one(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    await seed_boundaries(stack.services.database)
    async with stack.services.database.transaction() as session:
        stored, _ = await import_boundaries(await session.connection(), packaged_boundaries())
    assert stored == 0
    async with stack.services.database.session() as session:
        own = (await session.scalars(select(AreaBoundary).where(col(AreaBoundary.area_code) == COUNTY))).one()
    assert (own.is_packaged, own.accuracy_m) == (False, 20)


async def test_outline_of_an_area_nobody_knows_is_left_out(stack: Stack) -> None:
    await seed_areas(stack.services.database, AT)
    async with stack.services.database.transaction() as session:
        stored, unknown = await import_boundaries(await session.connection(), packaged_boundaries())
    assert stored == 2
    assert unknown > 2800
