"""Rosters as sheets: what is written is read back, what people and their spreadsheets make is told row by row."""

import codecs
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.kernel.spreadsheets import Unreadable
from app.lawyers.enums import FirmKind, FormerOffice, Skill, WorkerKind
from app.lawyers.exchange.columns import COLUMNS
from app.lawyers.exchange.reading import read
from app.lawyers.exchange.writing import write_csv, write_workbook
from app.lawyers.names import firm_name

TODAY = date(2026, 7, 10)
HEADINGS = ["姓名", "执业证号", "律所", "同时承办上限", "专长", "服务地区"]
LI = ["李明", "13301201510900001", "湖畔律师事务所", 8, "劳动9年、工伤2020年起", "330106"]
ZHOU = ["周晓燕", "13301201811900002", "湖畔律师事务所", "6件", "婚姻家庭（6年）", "西湖区"]
Values = Sequence[object]

texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=2, max_size=60)
names = st.text(st.sampled_from("买提李明·吐尔逊"), min_size=1, max_size=12).map("王{}".format)
days = st.none() | st.dates(date(1980, 1, 1), TODAY)
years = st.integers(1979, TODAY.year)


def collected(enum: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.sets(st.sampled_from(list(enum)), max_size=10).map(lambda found: tuple(sorted(found)))


lawyers = st.fixed_dictionaries(
    {
        "kind": st.just(WorkerKind.LAWYER),
        "name": names,
        "licence": st.builds(
            "133012015{}{}{:06d}".format, st.integers(1, 9), st.integers(0, 1), st.integers(0, 999999)
        ),
        "firm": texts.map(lambda text: firm_name(f"湖畔所{text}")[:100].strip()),
        "firm_kind": st.sampled_from(FirmKind),
        "capacity": st.integers(0, 200),
        "weekly_capacity": st.none() | st.integers(0, 100),
        "specialties": st.dictionaries(st.sampled_from(CaseGroup), years).map(lambda d: dict(sorted(d.items()))),
        "languages": collected(Language),
        "skills": collected(Skill),
        "areas": st.just(("330105", "330106001")),
        "knows_minors": st.booleans(),
        "defence_since": days,
        "former_office": st.none(),
        "left_office_on": st.none(),
        "heads_firm": st.booleans(),
        "suspension": st.none() | texts,
    }
)
workers = lawyers.flatmap(
    lambda row: st.fixed_dictionaries(
        {
            "kind": st.sampled_from([WorkerKind.LEGAL_WORKER, WorkerKind.VOLUNTEER]),
            "certificate": st.integers(0, 10**20).map(lambda number: f"{number:08d}"),
            "sex": st.sampled_from(Sex),
            "since": years,
            "former_office": st.just(FormerOffice.JUDGE),
            "left_office_on": st.just(TODAY),
        }
    ).map(lambda own: {key: value for key, value in (row | own).items() if key != "licence"})
)


def made(*rows: Values, change: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook someone made."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def typed(*rows: Values, encoding: str = "utf-8") -> bytes:
    """A CSV someone made, each row in the encoding given."""
    return b"".join((",".join(map(str, row)) + "\r\n").encode(encoding) for row in rows)


def told(data: bytes) -> list[tuple[int, str | None, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in read(data, today=TODAY).problems]


def values_of(data: bytes) -> list[dict[str, Any]]:
    reading = read(data, today=TODAY)
    assert reading.problems == []
    return [dict(line.values) for line in reading.lines]


@settings(max_examples=15, deadline=None)
@given(st.lists(lawyers | workers, min_size=1, max_size=5))
def test_a_roster_written_is_read_back_the_same(rows: list[dict[str, Any]]) -> None:
    place_names = {"330105": "拱墅区", "330106001": "北山街道"}
    for data in (write_workbook(rows, place_names), write_csv(rows, place_names)):
        assert [
            {key: found.get(key) for key in row} for found, row in zip(values_of(data), rows, strict=True)
        ] == rows


def test_a_sheet_as_people_make_it_is_read() -> None:
    title = ["西湖区法律援助律师名册（2026年）"]
    sheet = made(title, HEADINGS, LI, [None] * 6, ZHOU, change=lambda sheet: sheet.merge_cells("A1:F1"))
    first, second = values_of(sheet)
    assert first["licence"] == "13301201510900001"
    assert first["specialties"] == {CaseGroup.LABOUR: 2017, CaseGroup.WORK_INJURY: 2020}
    assert (second["capacity"], second["areas"]) == (6, ("西湖区",))
    assert second["specialties"] == {CaseGroup.FAMILY: 2020}


def test_a_firm_typed_in_several_ways_is_one() -> None:
    typed_so = [
        "盈湖(杭州)律师事务所",
        "盈湖（杭州） 律师事务所",
        " 盈湖\u200b（ 杭州 ）律师事务所\u3000",
        "盈湖（杭州）律师事务所",
    ]
    assert {firm_name(name) for name in typed_so} == {"盈湖（杭州）律师事务所"}
    assert firm_name("Ｓmith  & Co 律师行") == "Smith & Co律师行"
    rows = [[*LI[:2], typed_so[0], *LI[3:]], [*ZHOU[:2], typed_so[2], *ZHOU[3:]]]
    assert {row["firm"] for row in values_of(made(HEADINGS, *rows))} == {"盈湖（杭州）律师事务所"}


@pytest.mark.parametrize(
    ("key", "heading", "cell", "value"),
    [
        (
            "specialties",
            "专长",
            "赡养、抚养、扶养 3年；见义勇为、英烈2年",
            {CaseGroup.HONOUR: 2024, CaseGroup.SUPPORT: 2023},
        ),
        ("languages", "语言", "闽语（福建话、潮汕话），手语", (Language.MIN, Language.SIGN)),
        ("areas", "服务地区", "330106（杭州市西湖区）、拱墅区 330106", ("330106", "拱墅区")),
        ("defence_since", "开始刑事辩护的日期", datetime.fromisoformat("2018-03-01T00:00"), date(2018, 3, 1)),
        ("defence_since", "开始刑事辩护的日期", "２０１８年３月１日", date(2018, 3, 1)),
        ("defence_since", "开始刑事辩护的日期", 43160, date(2018, 3, 1)),
        ("phone", "手机号", 13800138000, "13800138000"),
        ("knows_minors", "熟悉未成年人", "√", True),
        ("kind", "类型", None, WorkerKind.LAWYER),
        ("suspension", "暂停指派的理由", None, None),
    ],
)
def test_cells_as_people_fill_them_are_understood(key: str, heading: str, cell: object, value: object) -> None:
    row = ["李明", "13301201510900001", cell]
    assert values_of(made(["姓名", "执业证号", heading], row))[0][key] == value


def test_every_bad_row_is_told_with_its_column() -> None:
    headings = [*HEADINGS, "性别", "类型", "工作证号", "曾任职务", "离任日期", "手机号"]
    rows: list[Values] = [
        ["李明", "110102199012", "湖畔所", 8, "劳动9年", "330106"],
        ["李", "13301201510900001", "湖畔所", -1, "劳动", "330106"],
        ["李明", 13301201510900001, "湖畔所", 8, "魔法3年", "330106"],
        ["李明", "13301201510900001", None, 201, "劳动9年、劳动3年", None, "女"],
        ["李明", None, "湖畔所", 8, None, "330106", "男", "志愿者"],
        ["李明", "13301201510900001", "湖畔所", 8, "劳动99年", "330106", "男", "律师", "A1", "法官", None, "123"],
        ["=A1", "13301201510900001", "湖畔所", 8, None, "330106"],
    ]
    assert told(made(headings, *rows)) == [
        (2, "律师执业证号", "old_number"),
        (3, "姓名", "name"),
        (3, "同时承办上限", "whole_number"),
        (3, "专长", "years"),
        (4, "律师执业证号", "digits_lost"),
        (4, "专长", "unknown"),
        (5, "同时承办上限", "range"),
        (5, "专长", "twice"),
        (5, "服务地区", "missing"),
        (5, "律师事务所", "missing"),
        (5, "性别", "differs"),
        (6, "工作证号", "missing"),
        (7, "专长", "years"),
        (7, "手机号码", "phone"),
        (7, "工作证号", "not_of_kind"),
        (7, "离任日期", "missing"),
        (8, "姓名", "formula"),
    ]


def test_one_cell_of_a_firm_beside_several_lawyers_counts_for_each() -> None:
    rows: list[Values] = [HEADINGS, LI, ["周晓燕", "13301201811900002", None, 6, None, "330106"]]
    both = values_of(made(*rows, change=lambda sheet: sheet.merge_cells("C2:C3")))
    assert [row["firm"] for row in both] == ["湖畔律师事务所"] * 2
    assert told(made(*rows)) == [(3, "律师事务所", "missing")]


@pytest.mark.parametrize(
    ("area", "problems"),
    [
        ("D2:D3", [(2, "同时承办上限", "merged"), (3, "同时承办上限", "merged")]),
        ("C3:D3", [(3, None, "merged")]),
    ],
)
def test_other_merged_cells_are_named(area: str, problems: list[tuple[int, str | None, str]]) -> None:
    assert told(made(HEADINGS, LI, ZHOU, change=lambda sheet: sheet.merge_cells(area))) == problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_is_read_in_whichever_encoding_excel_wrote_it(encoding: str) -> None:
    text = typed(HEADINGS, LI, ZHOU).decode()
    assert [row["name"] for row in values_of(text.encode(encoding))] == ["李明", "周晓燕"]


def test_rows_of_another_encoding_than_the_rest_are_told() -> None:
    mixed = typed(HEADINGS, LI, encoding="gbk") + typed(ZHOU) + typed(LI, encoding="gbk")
    assert told(mixed) == [(3, None, "mixed_encoding")]
    few = typed(["姓名", "律师执业证号"]) + typed(["A·B", "13301201510900001"])
    assert values_of(few)[0]["name"] == "A·B"
    the_other_way = codecs.BOM_UTF8 + typed(HEADINGS, LI) + typed(ZHOU, encoding="gbk") + b"\xff\xff,1\r\n"
    assert told(the_other_way) == [(3, None, "mixed_encoding"), (4, None, "encoding")]


def test_a_csv_is_counted_as_a_spreadsheet_counts() -> None:
    data = '姓名;执业证号;暂停指派的理由\r\n"李明";13301201510900001;"a\nb"\r\n周晓燕;1.3301E+16;\r\n'.encode()
    assert told(data) == [(2, "暂停指派的理由", "length"), (3, "律师执业证号", "digits_lost")]


def test_what_a_spreadsheet_would_calculate_is_written_as_text() -> None:
    row = {"name": "李明", "firm": "=HYPERLINK(1)", "suspension": "-2+3", "licence": "13301201510900001"}
    row |= {"certificate": "0071"}
    sheet = load_workbook(io.BytesIO(write_workbook([row], {})))["律师名册"]
    cells = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert [cells[name].data_type for name in ("律师事务所", "暂停指派的理由", "律师执业证号")] == ["s"] * 3
    assert [column.header for column in COLUMNS] == list(cells)
    text = write_csv([row], {}).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'-2+3" in text
    assert "\t13301201510900001" in text
    assert "\t0071" in text


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    assert isinstance(sheet.parent, Workbook)
    sheet.parent.create_sheet("别的").sheet_state = "hidden"


def second_sheet(sheet: Worksheet) -> None:
    assert isinstance(sheet.parent, Workbook)
    sheet.parent.create_sheet("别的")


def merged_over_and_over() -> bytes:
    """Areas that lie over one another, which no spreadsheet writes."""
    stream, areas = io.BytesIO(), b'<mergeCell ref="A2:A60000"/>' * 11
    with zipfile.ZipFile(io.BytesIO(made(HEADINGS, LI))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", b"</sheetData>" + areas))
    return stream.getvalue()


def far_cell(sheet: Worksheet) -> None:
    sheet["A1048576"] = "x"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (made(HEADINGS, LI, change=hide_sheet), "hidden_sheet"),
        (made(HEADINGS, LI, change=second_sheet), "which_sheet"),
        (made(HEADINGS, LI, change=far_cell), "too_large"),
        (merged_over_and_over(), "too_large"),
        (made(HEADINGS, LI, change=lambda sheet: sheet.merge_cells("A1:B1")), "merged"),
        (made(HEADINGS), "empty"),
        (made(["工种", "工资"]), "headings"),
        (b"", "headings"),
        (b"\xd0\xcf\x11\xe0 old", "not_a_workbook"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (b"\x89PNG\x00\x00", "not_text"),
        (b"x\n" * 200_001, "too_large"),
        ('姓名,执业证号\n"李明,1\n'.encode(), "quotes"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, today=TODAY)
    assert refused.value.rule == rule


def test_hidden_rows_headings_given_twice_and_unknown_ones_are_told() -> None:
    assert told(made(HEADINGS, LI, change=hide_row)) == [(2, None, "hidden_row")]
    assert told(made([*HEADINGS, "律师姓名"], LI)) == [(1, "姓名", "column_twice")]
    assert told(made(["姓名", "律所"], ["李明", "湖畔"])) == [(1, "律师执业证号", "missing")]
    assert read(made([*HEADINGS, "星座"], [*LI, "天秤"]), today=TODAY).ignored_columns == ["星座"]
