"""Every form drawn from the least and the most it may hold; nothing runs off the page."""

import re
import shutil
import subprocess
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.kernel.papers.errors import TemplateFailed
from app.kernel.papers.rendering import Rendered, Renderer
from app.legal_aid.papers import samples, templates
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.contents import Contents, Grant, Matter, Termination
from tests.evidence.uploading import SIGNATURE

pytestmark = pytest.mark.anyio

AT = datetime(2026, 7, 3, 2, tzinfo=UTC)
NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
UNSEALED = {PaperKind.APPLICATION_FORM, PaperKind.HARDSHIP_STATEMENT, PaperKind.WAGE_LEDGER}
"""Drafts of these have no agency yet, and no place for its seal."""


@pytest.fixture
async def renderer() -> AsyncGenerator[Renderer]:
    one = Renderer()
    yield one
    one.close()


async def drawn(renderer: Renderer, contents: Contents) -> Rendered:
    text = templates.builtin(contents.kind).text
    return await renderer.render(templates.sheet_of(contents, text, at=AT, signature=SIGNATURE.data))


@pytest.mark.parametrize("kind", list(PaperKind))
async def test_every_form_takes_the_least_and_the_most(renderer: Renderer, kind: PaperKind) -> None:
    short = await drawn(renderer, samples.SHORTEST[kind]())
    long = await drawn(renderer, samples.LONGEST[kind]())
    assert short.pdf.startswith(b"%PDF-")
    assert len(long.pdf) > len(short.pdf)
    assert (short.seal is None) == (kind in UNSEALED)
    assert long.seal is not None
    assert long.missing == ""


@NEEDS_POPPLER
@pytest.mark.parametrize("kind", list(PaperKind))
async def test_no_word_leaves_the_page(renderer: Renderer, kind: PaperKind, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes((await drawn(renderer, samples.LONGEST[kind]())).pdf)
    for page in boxes(file):
        width, height, words = page
        assert words
        for left, top, right, bottom in words:
            assert left > 40
            assert right < width - 40
            assert top > 40
            assert bottom < height - 20


@NEEDS_POPPLER
async def test_the_longest_ledger_repeats_its_head_on_every_page(renderer: Renderer, tmp_path: Path) -> None:
    file = tmp_path / "ledger.pdf"
    file.write_bytes((await drawn(renderer, samples.LONGEST[PaperKind.WAGE_LEDGER]())).pdf)
    pages = text_of(file).split("\f")[:-1]
    assert len(pages) > 3
    assert all("序号" in page and "姓名" in page for page in pages if "工友" in page)
    assert "2023-01" in pages[0]
    assert "2025-12" in "".join(pages)
    assert "1,234,567.89" in pages[0]


@NEEDS_POPPLER
async def test_a_letter_says_what_its_contents_say(renderer: Renderer, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    contents = samples.SHORTEST[PaperKind.REFUSAL]()
    file.write_bytes((await drawn(renderer, contents)).pdf)
    text = re.sub(r"\s", "", text_of(file))
    for words in ("甲县法律援助中心", "不予法律援助决定书", "张三", "工资已经全部付清", "十五日", "2026年7月3日"):
        assert words in text


@NEEDS_POPPLER
@pytest.mark.parametrize("length", range(6, 60, 6))
async def test_the_seal_never_stands_on_a_page_without_text(
    renderer: Renderer, length: int, tmp_path: Path
) -> None:
    file = tmp_path / "letter.pdf"
    contents = samples.SHORTEST[PaperKind.TERMINATION]()
    assert isinstance(contents, Termination)
    drawing = await drawn(renderer, contents.model_copy(update={"reasons": "受援人的经济状况变了。" * length}))
    assert drawing.seal is not None
    file.write_bytes(drawing.pdf)
    sealed = re.sub(r"\s", "", text_of(file).split("\f")[drawing.seal.page - 1])
    assert "十五日" in sealed, "the last paragraph"


@NEEDS_POPPLER
async def test_a_grant_to_a_group_names_how_many_it_is_for(renderer: Renderer, tmp_path: Path) -> None:
    file = tmp_path / "grant.pdf"
    group = Matter(applicant="张三", recipient="张三", claimants=12, category="追索劳动报酬")
    contents = Grant(agency="甲县法律援助中心", dated=samples.DAY, matter=group, basis=samples.BASIS)
    file.write_bytes((await drawn(renderer, contents)).pdf)
    text = re.sub(r"\s", "", text_of(file))
    assert "受援人为张三等12人，由您代表申请" in text
    assert "经审查，张三等12人的申请符合" in text


async def test_a_name_with_markup_is_only_a_name(renderer: Renderer) -> None:
    odd = Matter(applicant='#panic("x") *张* $a$ \\', recipient="<b>[李]</b>", category="监护")
    contents = Grant(agency="甲县法律援助中心", dated=samples.DAY, matter=odd, basis=samples.BASIS)
    assert (await drawn(renderer, contents)).pdf


@pytest.mark.parametrize("kind", list(PaperKind))
async def test_every_builtin_template_would_be_taken_from_an_agency(renderer: Renderer, kind: PaperKind) -> None:
    await templates.try_out(renderer, kind, templates.builtin(kind).text, at=AT)


async def test_a_template_that_fails_on_the_longest_is_refused(renderer: Renderer) -> None:
    text = '#let data = json("data.json")\n#if data.number != none { panic("编号") }\n'
    with pytest.raises(TemplateFailed) as caught:
        await templates.try_out(renderer, PaperKind.GRANT, text, at=AT)
    assert caught.value.line == 2
    assert [field.field for field in caught.value.fields] == ["text"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#pagebreak()", "盖章"),
        ('#import "official.typ": *\n决定给予法律援助。\n#sealed("甲县法律援助中心", "2026-07-03")', "案件的内容"),
    ],
)
async def test_a_template_without_seal_or_contents_is_refused(renderer: Renderer, text: str, wanted: str) -> None:
    with pytest.raises(TemplateFailed) as caught:
        await templates.try_out(renderer, PaperKind.GRANT, text, at=AT)
    assert wanted in caught.value.fields[0].message


def text_of(file: Path) -> str:
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def boxes(file: Path) -> list[tuple[float, float, list[tuple[float, float, float, float]]]]:
    """Width and height of each page and the boxes of its words, in points from the top left."""
    command = ["pdftotext", "-bbox", str(file), "-"]
    page = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        (float(w), float(h), [(float(a), float(b), float(c), float(d)) for a, b, c, d in word.findall(body)])
        for w, h, body in page.findall(text)
    ]
