"""Arithmetic of division codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.areas.codes import AreaLevel, BadAreaCode, is_heading, parse_code


@pytest.mark.parametrize(
    ("written", "code", "level"),
    [
        ("330000", "330000", AreaLevel.PROVINCE),
        ("330100", "330100", AreaLevel.CITY),
        ("330106", "330106", AreaLevel.COUNTY),
        (" 330106 ", "330106", AreaLevel.COUNTY),
        ("330106000", "330106", AreaLevel.COUNTY),
        ("330106000000", "330106", AreaLevel.COUNTY),
        ("330106109", "330106109", AreaLevel.TOWNSHIP),
        ("330106109000", "330106109", AreaLevel.TOWNSHIP),
        ("330106109051", "330106109051", AreaLevel.VILLAGE),
        ("441900003", "441900003", AreaLevel.TOWNSHIP),
    ],
)
def test_reads_code_and_drops_zeros_that_name_nothing(written: str, code: str, level: AreaLevel) -> None:
    parsed = parse_code(written)
    assert (parsed.text, parsed.level) == (code, level)


@pytest.mark.parametrize(
    "written", ["", "33", "3301061", "33010a", "３３０１０６", "990106", "010101", "330106000001", "-33010"]
)
def test_refuses_what_is_no_code(written: str) -> None:
    with pytest.raises(BadAreaCode):
        parse_code(written)


@pytest.mark.parametrize(
    ("code", "ancestors"),
    [
        ("330000", ()),
        ("330100", ("330000",)),
        ("330106", ("330100", "330000")),
        ("330106109", ("330106", "330100", "330000")),
        ("330106109051", ("330106109", "330106", "330100", "330000")),
        ("110101", ("110000",)),
        ("429004", ("420000",)),
        ("460001", ("460000",)),
        ("441900003", ("441900", "440000")),
        ("810001", ("810000",)),
    ],
)
def test_names_divisions_above_nearest_first(code: str, ancestors: tuple[str, ...]) -> None:
    assert parse_code(code).ancestors == ancestors


@pytest.mark.parametrize(
    ("code", "name", "heading"),
    [
        ("110100", "市辖区", True),
        ("500200", "县", True),
        ("429000", "省直辖县级行政区划", True),
        ("330101", "市辖区", True),
        ("330106", "西湖区", False),
        ("330100", "杭州市", False),
        ("310000", "上海市", False),
    ],
)
def test_tells_headings_of_the_standard_from_places(code: str, name: str, heading: bool) -> None:
    assert is_heading(parse_code(code), name) is heading


@given(st.from_regex(r"[0-9]{6}([0-9]{3}){0,2}", fullmatch=True))
def test_ancestors_are_shorter_or_higher_and_end_at_the_province(code: str) -> None:
    try:
        parsed = parse_code(code)
    except BadAreaCode:
        return
    above = parsed.ancestors
    assert parsed.text not in above
    assert (parsed.level is AreaLevel.PROVINCE) == (not above)
    assert all(parse_code(ancestor).text == ancestor for ancestor in above)
    assert not above or above[-1] == f"{code[:2]}0000"
