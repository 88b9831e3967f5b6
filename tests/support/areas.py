"""Two small counties for tests: West Lake District of Hangzhou with three townships, and its neighbour."""

from datetime import date, datetime

from app.kernel.areas.boundaries import Boundary, read_boundaries
from app.kernel.areas.codes import parse_code
from app.kernel.areas.importer import ImportReport, import_areas, import_boundaries
from app.kernel.areas.sources import AreaRow, AreaSource
from app.kernel.database import Database
from app.kernel.geo import Datum

PROVINCE, CITY, COUNTY, NEIGHBOUR = "330000", "330100", "330106", "330105"
TOWNSHIPS = ("330106001", "330106002", "330106109")
PLACES = {
    PROVINCE: "浙江省",
    CITY: "杭州市",
    NEIGHBOUR: "拱墅区",
    COUNTY: "西湖区",
    TOWNSHIPS[0]: "北山街道",
    TOWNSHIPS[1]: "西溪街道",
    TOWNSHIPS[2]: "三墩镇",
    "330105001": "米市巷街道",
}
BOX = (120.0, 30.1, 120.2, 30.4)
"""West, south, east, north of the county's outline here; the neighbour begins where it ends."""


def place_rows(places: dict[str, str] | None = None) -> list[AreaRow]:
    """The places as rows of an import."""
    return [AreaRow(parse_code(code), name, AreaSource.OFFICIAL) for code, name in (places or PLACES).items()]


async def seed_areas(database: Database, at: datetime, on: date = date(2020, 1, 1)) -> ImportReport:
    """Import the two counties."""
    async with database.transaction() as session:
        return await import_areas(
            await session.connection(), place_rows(), on=on, at=at, label="tests", may_close_many=True
        )


async def seed_boundaries(database: Database) -> None:
    """Import a box as the outline of each county."""
    west, south, east, north = BOX
    async with database.transaction() as session:
        connection = await session.connection()
        boxes = [(COUNTY, west, east), (NEIGHBOUR, east, east + 0.2)]
        await import_boundaries(connection, [_box(code, w, e, south, north) for code, w, e in boxes])


def _box(code: str, west: float, east: float, south: float, north: float) -> Boundary:
    ring = f"[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]"
    feature = (
        f'{{"type":"Feature","properties":{{"code":"{code}"}},'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}'
    )
    document = f'{{"type":"FeatureCollection","features":[{feature}]}}'
    return read_boundaries(document.encode(), datum=Datum.WGS84, source="tests", accuracy_m=20, valid_from=None)[0]
