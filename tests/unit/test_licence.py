from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.areas.codes import PROVINCES
from app.lawyers.roster.licence import Licence, LicenceKind, LicenceRefused, parse

TODAY = date(2026, 3, 2)
EXAMPLE = "11102200810000003"

numbers = st.builds(
    "1{}{:02d}{}{}{}{:06d}".format,
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 99),
    st.integers(1979, TODAY.year),
    st.integers(1, 9),
    st.integers(0, 1),
    st.integers(0, 999999),
)


def refusal(raw: str) -> str:
    with pytest.raises(LicenceRefused) as refused:
        parse(raw, today=TODAY)
    assert refused.value.message
    return refused.value.rule


def test_takes_the_published_example_apart() -> None:
    assert parse(EXAMPLE, today=TODAY) == Licence(
        number=EXAMPLE,
        province="11",
        city="02",
        year=2008,
        kind=LicenceKind.FULL_TIME,
        is_woman=False,
        serial="000003",
    )


@given(numbers)
def test_accepts_every_number_the_rule_makes_and_its_parts_make_it_again(number: str) -> None:
    licence = parse(number, today=TODAY)
    kind = list(LicenceKind).index(licence.kind) + 1
    parts = f"1{licence.province}{licence.city}{licence.year}{kind}{int(licence.is_woman)}{licence.serial}"
    assert parts == licence.number == number


@given(numbers, numbers)
def test_moving_to_another_place_or_kind_keeps_the_serial(before: str, after: str) -> None:
    moved = after[:11] + before[11:]
    assert parse(moved, today=TODAY).serial == parse(before, today=TODAY).serial


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("", "length"),
        ("1110220081000000", "length"),
        ("111022008100000031", "length"),
        ("1110220081000000X", "length"),
        ("110102199012", "old_number"),
        ("21102200810000003", "text_type"),
        ("19902200810000003", "province"),
        ("11102190810000003", "year"),
        ("11102202710000003", "year"),
        ("11102200800000003", "kind"),
        ("11102200812000003", "sex"),
    ],
)
def test_refuses_a_wrong_part_and_names_it(raw: str, rule: str) -> None:
    assert refusal(raw) == rule


def test_accepts_full_width_digits_and_spaces() -> None:
    assert parse(" １１１０２ ２００８ １０ ０００００３ ", today=TODAY).number == EXAMPLE


@given(st.text(max_size=30))
def test_any_text_is_a_licence_or_a_refusal(raw: str) -> None:
    try:
        licence = parse(raw, today=TODAY)
    except LicenceRefused:
        return
    assert licence.number.isascii()
    assert len(licence.number) == 17
