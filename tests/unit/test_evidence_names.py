"""Names of files: nothing in them can mislead a person, a file system or a header."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.enums import MediaType
from app.evidence.names import (
    EXTENSIONS,
    MAX_LENGTH,
    SAVED,
    UNNAMED,
    content_disposition,
    display_name,
    file_name,
    served_type,
)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("六月工资表.jpg", "六月工资表.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\考勤.png", "考勤.png"),
        ("wxfile://tmp_91ab.jpg", "tmp_91ab.jpg"),
        ("工资\x00表\x1b[31m.jpg", "工资表[31m.jpg"),
        ("合同\u202egpj.exe", "合同gpj.exe"),
        ("第一页\n第二页.pdf", "第一页 第二页.pdf"),
        ("😀工资😀.png", "😀工资😀.png"),
        ("cafe\u0301.jpg", "café.jpg"),
        ("  .hidden. ", "hidden"),
        ("..", UNNAMED),
        ("/", UNNAMED),
        ("\u200b\u2066", UNNAMED),
    ],
)
def test_name_is_shown_without_tricks(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


def test_a_name_of_300_characters_is_shortened_and_keeps_its_extension() -> None:
    shown = display_name("工" * 300 + ".jpeg")
    assert len(shown) == MAX_LENGTH
    assert shown.endswith("工.jpeg")


@given(st.text())
def test_any_name_becomes_harmless_and_stays_as_it_is(given_name: str) -> None:
    shown = display_name(given_name)
    assert 1 <= len(shown) <= MAX_LENGTH
    assert not set(shown) & set("/\\\r\n\t")
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in shown)
    assert shown not in {".", ".."}
    assert display_name(shown) == shown


@given(st.text(), st.sampled_from(MediaType))
def test_header_is_plain_ascii_and_carries_the_name(given_name: str, media_type: MediaType) -> None:
    name = file_name(display_name(given_name), media_type)
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header.partition("''")[2]) == name


def test_a_file_is_saved_under_an_extension_of_its_type() -> None:
    assert file_name("工资.exe", MediaType.JPEG) == "工资.exe.jpg"
    assert file_name("工资.JPEG", MediaType.JPEG) == "工资.JPEG"
    assert file_name("tmp_91ab", MediaType.PDF) == "tmp_91ab.pdf"


def test_every_type_has_an_extension_of_its_own() -> None:
    assert set(EXTENSIONS) == set(MediaType)
    first = [extensions[0] for extensions in EXTENSIONS.values()]
    assert len(set(first)) == len(first)


def test_what_browsers_do_not_show_is_saved() -> None:
    assert content_disposition("a.docx", in_place=False).startswith("attachment; ")
    assert content_disposition("a.jpg").startswith("inline; ")
    assert MediaType.TEXT in SAVED
    assert MediaType.MP4 not in SAVED


@pytest.mark.parametrize(
    ("media_type", "found_type", "served"),
    [
        (MediaType.TEXT, "text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        (MediaType.CSV, "text/csv; charset=gb18030", "text/plain; charset=gb18030"),
        (MediaType.TEXT, None, "text/plain"),
        (MediaType.JPEG, None, "image/jpeg"),
    ],
)
def test_text_is_served_as_plain_text_in_its_encoding(
    media_type: MediaType, found_type: str | None, served: str
) -> None:
    assert served_type(media_type, found_type) == served
