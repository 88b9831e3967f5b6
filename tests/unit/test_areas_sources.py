"""The areas that come with the product."""

from collections import Counter
from datetime import date

import pytest

from app.kernel.areas.build_data import DATA_FILE, compressed
from app.kernel.areas.codes import AreaLevel, is_heading
from app.kernel.areas.sources import (
    AreaRow,
    AreaSource,
    DatePrecision,
    FormerName,
    packaged_names,
    packaged_rows,
)


@pytest.fixture(scope="module")
def rows() -> dict[str, AreaRow]:
    return {row.code.text: row for row in packaged_rows()}


def test_holds_every_level_in_full(rows: dict[str, AreaRow]) -> None:
    counts = Counter(row.code.level for row in rows.values() if row.source is AreaSource.PACKAGED)
    assert counts == {
        AreaLevel.PROVINCE: 34,
        AreaLevel.CITY: 333,
        AreaLevel.COUNTY: 3030,
        AreaLevel.TOWNSHIP: 41278,
    }


def test_offers_no_heading_as_a_place(rows: dict[str, AreaRow]) -> None:
    assert not [row for row in rows.values() if is_heading(row.code, row.name)]


def test_every_place_but_provinces_has_one_above_it(rows: dict[str, AreaRow]) -> None:
    orphans = [
        row.code.text
        for row in rows.values()
        if row.code.level is not AreaLevel.PROVINCE and not rows.keys() & set(row.code.ancestors)
    ]
    assert orphans == []


def test_abolished_county_keeps_its_name_and_ends_with_the_year(rows: dict[str, AreaRow]) -> None:
    abolished = rows["330103"]
    assert (abolished.name, abolished.valid_to) == ("下城区", date(2022, 1, 1))
    assert abolished.precision is DatePrecision.YEAR


def test_code_only_on_old_id_cards_is_still_known(rows: dict[str, AreaRow]) -> None:
    old = rows["110221"]
    assert (old.name, old.source) == ("昌平县", AreaSource.HISTORICAL)
    assert (old.valid_from, old.valid_to) == (date(1982, 1, 1), date(2000, 1, 1))


def test_renamed_county_keeps_its_former_name(rows: dict[str, AreaRow]) -> None:
    renamed = rows["130502"]
    assert renamed.name == "襄都区"
    assert renamed.former_names == (FormerName("桥东区", date(1983, 1, 1), date(2020, 1, 1)),)


def test_county_founded_after_the_packaged_list_is_there(rows: dict[str, AreaRow]) -> None:
    assert rows["659012"].name == "白杨市"
    assert rows["659012"].valid_to is None


def test_place_without_dates_says_so(rows: dict[str, AreaRow]) -> None:
    township = rows["330106109"]
    assert (township.valid_from, township.precision) == (None, DatePrecision.UNKNOWN)


def test_every_period_runs_forward(rows: dict[str, AreaRow]) -> None:
    periods = [(row.valid_from, row.valid_to) for row in rows.values()]
    periods += [(old.valid_from, old.valid_to) for row in rows.values() for old in row.former_names]
    assert not [(start, end) for start, end in periods if start and end and start >= end]


def test_data_file_is_what_the_build_writes() -> None:
    assert DATA_FILE.read_bytes() == compressed(packaged_names())
