"""Page numbers over a bundle, names of its files, and counting the pages of PDFs that may be hostile."""

import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from app.evidence.bundles.numbering import LONGEST_ENTRY_BYTES, Pages, entry_name, numbered
from app.evidence.bundles.pages import count_pages, pages_of, read_count
from app.evidence.enums import MediaType
from app.evidence.names import EXTENSIONS


@given(st.lists(st.none() | st.integers(1, 500), max_size=200))
def test_pages_follow_each_other_without_gap_or_overlap(counts: list[int | None]) -> None:
    found, total = numbered(counts)
    assert [pages is None for pages in found] == [count is None for count in counts]
    every = [page for pages in found if pages for page in range(pages.first, pages.last + 1)]
    assert every == list(range(1, total + 1))
    assert [p.last - p.first + 1 for p in found if p] == [count for count in counts if count is not None]


def test_a_file_on_paper_has_a_page() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        numbered([1, 0])


def test_one_page_stands_alone_and_several_as_a_range() -> None:
    assert (Pages(3, 3).text, Pages(3, 8).text) == ("3", "3—8")


@given(st.integers(1, 200), st.text(min_size=1, max_size=100), st.sampled_from(MediaType))
def test_every_name_is_taken_by_every_file_system(position: int, name: str, media_type: MediaType) -> None:
    entry = entry_name(position, name, media_type)
    assert entry.startswith(f"{position:03d}_")
    assert len(entry.encode(errors="surrogatepass")) <= LONGEST_ENTRY_BYTES
    assert not set(entry) & set('<>:"/\\|?*\0\n')
    assert entry.lower().endswith(tuple(EXTENSIONS[media_type]))


def test_long_chinese_names_keep_their_ending() -> None:
    entry = entry_name(7, "欠" * 96 + ".jpg", MediaType.JPEG)
    assert entry.startswith("007_欠")
    assert entry.endswith("欠.jpg")


def pdf(pages: int, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_are_counted_and_what_cannot_be_read_has_none(tmp_path: Path) -> None:
    for name, content, expected in (
        ("whole", pdf(7), 7),
        ("locked", pdf(3, "secret"), None),
        ("broken", pdf(3)[:60], None),
        ("text", b"hello", None),
        ("empty", b"", None),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert read_count(str(path)) == expected, name


def hang(path: str) -> int | None:
    """A reader that a hostile file keeps busy."""
    time.sleep(60)
    return None


def hungry(path: str) -> int | None:
    """A reader that a hostile file has take all memory, under the bound that counting sets."""
    count_pages(path)
    return len(bytearray(64 * 1024**3))


@pytest.mark.anyio
async def test_a_hostile_pdf_costs_seconds_and_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "some.pdf"
    path.write_bytes(pdf(2))
    assert await pages_of(path) == 2
    assert await pages_of(path, count=hungry) is None
    assert await pages_of(path, count=hang, seconds=0.5) is None
    assert await pages_of(path) == 2, "the next file is counted again"
