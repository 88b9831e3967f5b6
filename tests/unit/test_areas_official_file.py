"""Reading an official list of divisions."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.areas.official_file import AreaFileError, read_official
from app.kernel.areas.sources import AreaSource, DatePrecision

GOOD = "code,name,valid_from,valid_to\n330000,浙江省,,\n330100,杭州市,,\n330113,临平区,2021-03-11,\n"


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(AreaFileError) as caught:
        read_official(text.encode())
    return [(problem.line, problem.column) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_the_encodings_offices_save_in(encoding: str) -> None:
    row = read_official(GOOD.encode(encoding))[2]
    assert (row.code.text, row.name, row.line) == ("330113", "临平区", 4)
    assert (row.valid_from, row.precision, row.source) == (
        date(2021, 3, 11),
        DatePrecision.DAY,
        AreaSource.OFFICIAL,
    )


def test_reads_headers_of_the_ministry_and_dates_of_spreadsheets() -> None:
    row = read_official("行政区划代码,单位名称,启用日期\r\n330113,临平区,2021/3/11\r\n".encode())[0]
    assert row.valid_from == date(2021, 3, 11)


def test_skips_blank_lines_and_headings() -> None:
    rows = read_official("code,name\n\n330000,浙江省\n330101,市辖区\n,\n".encode())
    assert [row.code.text for row in rows] == ["330000"]


def test_lists_every_problem_with_its_row_and_column() -> None:
    text = (
        "code,name,valid_from,valid_to\n"
        "33,浙江省,,\n"
        "330100,,2021-02-30,\n"
        "330113,临平区,2021-03-11,2021-03-11\n"
        "330000,浙江省,,\n"
        "330000000,浙江,,\n"
    )
    assert problems(text) == [
        (2, "code"),
        (3, "name"),
        (3, "valid_from"),
        (4, "valid_to"),
        (6, "code"),
    ]


@pytest.mark.parametrize("text", ["", "\n", "name\n浙江省\n", "code\n330000\n"])
def test_refuses_a_file_without_its_columns(text: str) -> None:
    assert problems(text) == [(1, problems(text)[0][1])]


def test_refuses_a_file_without_rows() -> None:
    assert problems("code,name\n") == [(0, "")]


def test_refuses_what_is_not_text() -> None:
    with pytest.raises(AreaFileError, match="编码"):
        read_official(b"PK\x03\x04\xff\xff\x00\x81\x20")


def test_message_names_line_and_column() -> None:
    with pytest.raises(AreaFileError, match=r"第 2 行 code：区划代码应为"):
        read_official("code,name\n1,甲\n".encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(AreaFileError):
        assert read_official(b"code,name\n" + content)
