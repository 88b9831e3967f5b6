from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.numbers import (
    DocumentKind,
    NumberRefused,
    birth_date,
    lengthen,
    mask_name,
    mask_number,
    mask_phone,
    normalise,
)

TODAY = date(2026, 3, 2)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT = DocumentKind.RESIDENT_ID


def with_check(body: str) -> str:
    """GB 11643-1999 written out from the standard, independent of the library under test."""
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


areas = st.from_regex(r"\A[1-7][0-9]{5}\Z")
births = st.dates(date(1900, 1, 1), TODAY)
sequences = st.from_regex(r"\A[0-9]{3}\Z")
resident_numbers = st.tuples(areas, births, sequences).map(lambda t: with_check(f"{t[0]}{t[1]:%Y%m%d}{t[2]}"))


def refusal(kind: DocumentKind, raw: str) -> str:
    with pytest.raises(NumberRefused) as refused:
        normalise(kind, raw, today=TODAY)
    assert refused.value.message
    return refused.value.rule


@given(resident_numbers)
def test_accepts_every_number_the_standard_makes_whatever_its_area(number: str) -> None:
    assert normalise(RESIDENT, number, today=TODAY) == number


@given(resident_numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_refused(number: str, position: int, shift: int) -> None:
    digit = str((int(number[position]) + shift) % 10)
    wrong = number[:position] + digit + number[position + 1 :]
    assert refusal(RESIDENT, wrong) in {"checksum", "birth_date", "document_kind"}


@given(resident_numbers, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_refused(number: str, position: int) -> None:
    swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
    if swapped != number:
        assert refusal(RESIDENT, swapped) in {"checksum", "birth_date", "document_kind"}


@given(areas, st.dates(date(1900, 1, 1), date(1999, 12, 31)), sequences)
def test_a_15_digit_number_and_its_18_digit_form_are_one_number(area: str, born: date, sequence: str) -> None:
    old = f"{area}{born:%y%m%d}{sequence}"
    new = with_check(f"{area}{born:%Y%m%d}{sequence}")
    assert normalise(RESIDENT, old, today=TODAY) == normalise(RESIDENT, new, today=TODAY) == new
    assert lengthen(old) == new


@given(st.sampled_from(DocumentKind), st.text(max_size=40))
def test_any_text_is_a_number_or_a_refusal_and_normalising_twice_changes_nothing(
    kind: DocumentKind, raw: str
) -> None:
    try:
        number = normalise(kind, raw, today=TODAY)
    except NumberRefused:
        return
    assert normalise(kind, number, today=TODAY) == number
    assert number.isascii()


@pytest.mark.parametrize(
    "raw",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
    ],
)
def test_accepts_what_a_phone_keyboard_types(raw: str) -> None:
    assert normalise(RESIDENT, raw, today=TODAY) == "11010519491231002X"


def test_accepts_the_number_of_someone_born_in_1880() -> None:
    assert normalise(RESIDENT, "440524188001010014", today=TODAY) == "440524188001010014"


@pytest.mark.parametrize(
    ("kind", "raw", "rule"),
    [
        (RESIDENT, "110105194912310021", "checksum"),
        (RESIDENT, with_check("11010519490230002"), "birth_date"),
        (RESIDENT, with_check("11010520270101002"), "birth_date"),
        (RESIDENT, "1101051949123100", "length"),
        (RESIDENT, "1101051949123100AX", "format"),
        (RESIDENT, "110105491331002", "birth_date"),
        (RESIDENT, with_check("81000019900101001"), "document_kind"),
        (RESIDENT, with_check("93115619900101001"), "document_kind"),
        (DocumentKind.HMT_RESIDENCE_PERMIT, "11010519491231002X", "document_kind"),
        (DocumentKind.HMT_RESIDENCE_PERMIT, with_check("84000019900101001"), "document_kind"),
        (DocumentKind.HMT_RESIDENCE_PERMIT, "810000199408230022", "checksum"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENCE, "11010519491231002X", "document_kind"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENCE, "USA310299023101", "birth_date"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENCE, "US3102990101011", "document_kind"),
        (DocumentKind.PASSPORT, "E12", "format"),
        (DocumentKind.PASSPORT, "护照号码", "format"),
    ],
)
def test_refuses_with_the_broken_rule(kind: DocumentKind, raw: str, rule: str) -> None:
    assert refusal(kind, raw) == rule


@pytest.mark.parametrize(
    ("kind", "raw", "number"),
    [
        (DocumentKind.HMT_RESIDENCE_PERMIT, "810000199408230021", "810000199408230021"),
        (DocumentKind.HMT_RESIDENCE_PERMIT, with_check("83000020010203004"), with_check("83000020010203004")),
        (
            DocumentKind.FOREIGN_PERMANENT_RESIDENCE,
            with_check("93184019900228001"),
            with_check("93184019900228001"),
        ),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENCE, "usa310290010112", "USA310290010112"),
        (DocumentKind.PASSPORT, "e 1234 5678", "E12345678"),
    ],
)
def test_accepts_the_other_kinds_of_document(kind: DocumentKind, raw: str, number: str) -> None:
    assert normalise(kind, raw, today=TODAY) == number


def test_reads_the_birth_date_where_the_number_states_it() -> None:
    assert birth_date(RESIDENT, "11010519491231002X") == date(1949, 12, 31)
    assert birth_date(DocumentKind.PASSPORT, "E12345678") is None
    assert birth_date(DocumentKind.FOREIGN_PERMANENT_RESIDENCE, "USA310290010112") is None


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        (mask_number("11010519491231002X"), "1101***********02X"),
        (mask_number("USA310290010112"), "USA3********112"),
        (mask_number("E12345678"), "E******78"),
        (mask_phone("13800138000"), "138****8000"),
        (mask_phone("+85251234567"), "********4567"),
        (mask_name("王强"), "王*"),
        (mask_name("王小强"), "王*强"),
        (mask_name("欧阳小强"), "欧**强"),
        (mask_name("王"), "王*"),
    ],
)
def test_masks_keep_only_the_ends(masked: str, expected: str) -> None:
    assert masked == expected


@given(resident_numbers)
def test_a_masked_number_never_shows_the_birth_date(number: str) -> None:
    assert mask_number(number)[4:15] == "*" * 11
