"""What an import changes."""

from dataclasses import replace
from datetime import date

import pytest

from app.kernel.areas.codes import AreaLevel, parse_code
from app.kernel.areas.official_file import AreaFileError
from app.kernel.areas.planning import Plan, Renaming, Standing, plan_import
from app.kernel.areas.sources import AreaRow, AreaSource, DatePrecision, FormerName

DAY = date(2026, 6, 1)


def row(code: str, name: str, source: AreaSource = AreaSource.OFFICIAL) -> AreaRow:
    return AreaRow(parse_code(code), name, source)


def packaged(code: str, name: str) -> AreaRow:
    return row(code, name, AreaSource.PACKAGED)


BASE = [
    packaged("330000", "浙江省"),
    packaged("330100", "杭州市"),
    *(packaged(f"3301{n:02}", f"{n}区") for n in range(2, 12)),
    packaged("330102001", "甲街道"),
    packaged("330171", "开发区"),
]


def applied(plan: Plan, before: dict[str, Standing] | None = None) -> dict[str, Standing]:
    return (before or {}) | {area.code: area for area in [*plan.inserts, *plan.updates]}


@pytest.fixture
def standing() -> dict[str, Standing]:
    return applied(plan_import({}, BASE, on=DAY))


def counties(*left_out: str) -> list[AreaRow]:
    return [
        replace(known, source=AreaSource.OFFICIAL)
        for known in BASE
        if known.code.level is AreaLevel.COUNTY and known.code.text not in {"330171", *left_out}
    ]


def test_links_each_place_to_its_nearest_parent_and_reads_the_full_name(
    standing: dict[str, Standing],
) -> None:
    township = standing["330102001"]
    assert (township.parent_code, township.full_name) == ("330102", "浙江省杭州市2区甲街道")
    assert standing["330000"].parent_code is None


def test_parents_come_before_children(standing: dict[str, Standing]) -> None:
    plan = plan_import({}, list(reversed(BASE)), on=DAY)
    order = [area.code for area in plan.inserts]
    assert all(
        area.parent_code is None or order.index(area.parent_code) < order.index(area.code) for area in plan.inserts
    )


def test_the_same_list_again_changes_nothing(standing: dict[str, Standing]) -> None:
    assert plan_import(standing, BASE, on=DAY) == Plan()


def test_new_name_is_taken_and_the_old_one_kept(standing: dict[str, Standing]) -> None:
    renamed = [row("330102", "新名区"), *counties("330102")]
    plan = plan_import(standing, renamed, on=DAY)
    after = applied(plan, standing)
    assert plan.renamed == 1
    assert plan.former_names == [Renaming("330102", DAY, "2区", None)]
    assert after["330102001"].full_name == "浙江省杭州市新名区甲街道"


def test_missing_code_is_closed_not_deleted(standing: dict[str, Standing]) -> None:
    plan = plan_import(standing, counties("330111"), on=DAY)
    assert plan.closed == 1
    assert applied(plan, standing)["330111"].valid_to == DAY


def test_list_of_counties_leaves_townships_and_statistical_zones_open(
    standing: dict[str, Standing],
) -> None:
    after = applied(plan_import(standing, counties("330111"), on=DAY), standing)
    assert after["330102001"].valid_to is None
    assert after["330171"].valid_to is None


def test_list_of_one_province_leaves_the_others_alone(standing: dict[str, Standing]) -> None:
    rows = [row("340000", "安徽省"), row("340100", "合肥市"), row("340102", "瑶海区")]
    plan = plan_import(standing, rows, on=DAY)
    assert (len(plan.inserts), plan.closed) == (3, 0)


def test_refuses_a_list_that_would_abolish_too_much(standing: dict[str, Standing]) -> None:
    short = counties("330109", "330110", "330111")
    with pytest.raises(AreaFileError, match="不完整"):
        plan_import(standing, short, on=DAY)
    assert plan_import(standing, short, on=DAY, may_close_many=True).closed == 3


def test_refuses_a_place_without_parent() -> None:
    rows = [replace(row("330106", "西湖区"), line=7)]
    with pytest.raises(AreaFileError, match="第 7 行 code：330106 西湖区 的上级区划不存在"):
        plan_import({}, rows, on=DAY)


def test_packaged_list_does_not_undo_an_official_one(standing: dict[str, Standing]) -> None:
    official = applied(plan_import(standing, [row("330102", "新名区"), *counties("330102", "330111")], on=DAY))
    merged = standing | official
    again = applied(plan_import(merged, BASE, on=DAY), merged)
    assert again["330102"].name == "新名区"
    assert again["330102"].source is AreaSource.OFFICIAL


def test_closed_place_that_returns_in_a_later_list_is_open_again(standing: dict[str, Standing]) -> None:
    closed = applied(plan_import(standing, counties("330111"), on=DAY), standing)
    after = applied(plan_import(closed, counties(), on=date(2026, 7, 1)), closed)
    assert after["330111"].valid_to is None


def test_dates_a_file_leaves_out_stay_known(standing: dict[str, Standing]) -> None:
    dated = standing | {
        "330102": replace(standing["330102"], valid_from=date(1983, 1, 1), precision=DatePrecision.YEAR)
    }
    after = applied(plan_import(dated, counties(), on=DAY), dated)
    assert (after["330102"].valid_from, after["330102"].precision) == (
        date(1983, 1, 1),
        DatePrecision.YEAR,
    )


def test_former_names_of_the_source_are_kept() -> None:
    old = FormerName("旧名区", None, date(2020, 1, 1))
    rows = [packaged("330000", "浙江省"), replace(packaged("330102", "2区"), former_names=(old,))]
    plan = plan_import({}, rows, on=DAY)
    assert plan.former_names == [Renaming("330102", date(2020, 1, 1), "旧名区", None)]
