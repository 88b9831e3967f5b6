"""Templates become PDFs in a process that can open nothing; a sealed PDF shows every change."""

import re
import shutil
import subprocess
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.kernel.papers import sandbox
from app.kernel.papers.authority import make_authority
from app.kernel.papers.errors import RendererUnavailable, SealMissing, TemplateFailed
from app.kernel.papers.rendering import Rendered, Renderer, Sheet, seal_sheet
from app.kernel.papers.sealing import Sealer, SealUnusable, Stamp, require
from tests.support.sealed import Verdict, verdict

pytestmark = pytest.mark.anyio

AT = datetime(2026, 7, 3, 2, tzinfo=UTC)
LETTER = """#import "official.typ": *
#let data = json("data.json")
#show: letter.with(data, title: "给予法律援助决定书")
#addressee(data.name)

经审查，决定给予法律援助。#tick(true)

#sealed(data.agency, data.dated)
"""
DATA = {"name": "张三", "agency": "甲县法律援助中心", "dated": "2026-07-03", "number": None, "draft": False}


@pytest.fixture
async def renderer() -> AsyncGenerator[Renderer]:
    one = Renderer(seconds=3)
    yield one
    one.close()


async def drawn(renderer: Renderer, template: str = LETTER, **changes: Any) -> Rendered:
    return await renderer.render(Sheet(template, DATA | changes, AT))


async def failure(renderer: Renderer, template: str) -> TemplateFailed:
    with pytest.raises(TemplateFailed) as caught:
        await renderer.render(Sheet(template, {}, AT))
    return caught.value


async def test_the_same_sheet_gives_the_same_bytes(renderer: Renderer) -> None:
    first, second = await drawn(renderer), await drawn(renderer)
    assert first.pdf.startswith(b"%PDF-")
    assert first.pdf == second.pdf
    assert first.missing == ""


async def test_the_mark_for_the_seal_lies_below_the_text(renderer: Renderer) -> None:
    place = (await drawn(renderer)).seal
    assert place is not None
    assert place.page == 1
    assert 300 < place.x_pt < 500
    assert 200 < place.y_pt < 500


async def test_what_is_wrong_is_told_with_its_line_in_chinese(renderer: Renderer) -> None:
    error = await failure(renderer, "第一行\n\n#没有这个(1)\n")
    assert (error.line, error.status, error.code) == (3, 422, "template_failed")
    assert error.detail == "第 3 行：没有名叫“没有这个”的变量或者函数"


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/passwd")',
        '#read("../../../etc/passwd")',
        '#read("NotoSansSC-Regular.otf", encoding: none)',
        '#image("/proc/self/environ")',
        '#import "@preview/cetz:0.3.0": *',
        '#import ("@" + "preview/cetz:0.3.0"): *',
        '#read("other.json")',
    ],
)
async def test_a_template_reaches_neither_files_nor_the_network(renderer: Renderer, template: str) -> None:
    error = await failure(renderer, template)
    assert "不能" in error.message
    assert error.line == 1


async def test_data_of_one_paper_is_gone_for_the_next(renderer: Renderer) -> None:
    await drawn(renderer)
    with pytest.raises(TemplateFailed):
        await renderer.render(Sheet('#json("data.json").name', {}, AT))


async def test_a_template_without_end_is_stopped_and_the_next_one_is_drawn() -> None:
    renderer = Renderer(seconds=1)
    endless = "#for a in range(9999) { for b in range(9999) { for c in range(9999) { let d = c } } }"
    assert "超过 1 秒" in (await failure(renderer, endless)).message
    greedy = '#{let s = "aaaaaaaaaa"; let i = 0; while i < 40 { s = s + s; i += 1 }}'
    assert "内存" in (await failure(renderer, greedy)).message
    assert (await drawn(renderer)).pdf
    renderer.close()


async def test_without_fonts_nothing_is_drawn_and_it_is_not_the_templates_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", tmp_path / "nothing.py")
    with pytest.raises(RendererUnavailable):
        await drawn(Renderer(seconds=2))


async def test_a_character_that_no_font_has_is_reported(renderer: Renderer) -> None:
    assert (await drawn(renderer, name="王䶮")).missing == ""
    assert (await drawn(renderer, name="王𬎆")).missing == "𬎆"


async def test_a_picture_that_is_none_fails(renderer: Renderer) -> None:
    with pytest.raises(TemplateFailed, match="图片读不出来"):
        await renderer.render(Sheet(LETTER, DATA, AT, {"signature.svg": b"GIF89a"}))


@pytest.mark.parametrize("name", ["甲县司法局", "新疆维吾尔自治区阿合奇县法律援助中心", "某" * 100])
async def test_the_seal_takes_every_name(renderer: Renderer, name: str) -> None:
    assert (await renderer.render(seal_sheet(name, "电子签章", dated=AT))).pdf


def sealer_in(folder: Path) -> Sealer:
    authority = make_authority("测试签章", at=datetime.now(UTC))
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    key.write_text(authority.key_pem)
    certificate.write_text(authority.certificates_pem)
    return Sealer(key, certificate)


async def sealed(renderer: Renderer, sealer: Sealer) -> bytes:
    letter = await drawn(renderer)
    picture = await renderer.render(seal_sheet("甲县法律援助中心", "演示专用", dated=AT))
    stamp = Stamp(picture.pdf, "甲县法律援助中心", "给予法律援助决定书")
    return await sealer.seal(letter.pdf, stamp, letter.seal)


async def test_the_seal_is_valid_and_trusted_under_its_authority(renderer: Renderer, tmp_path: Path) -> None:
    sealer = sealer_in(tmp_path)
    pdf = await sealed(renderer, sealer)
    found = await verdict(pdf, sealer.certificates_pem)
    assert found == Verdict(is_intact=True, is_good=True, signer="测试签章", reason="给予法律援助决定书")


async def test_any_changed_byte_shows(renderer: Renderer, tmp_path: Path) -> None:
    sealer = sealer_in(tmp_path)
    pdf = await sealed(renderer, sealer)
    streams = [match.end() for match in re.finditer(rb"[^d]stream\r?\n", pdf)]
    assert len(streams) > 5
    for start in streams:
        altered = bytearray(pdf)
        altered[start + 8] ^= 0x01
        assert not (await verdict(bytes(altered), sealer.certificates_pem)).is_intact, start


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
async def test_pdfsig_agrees(renderer: Renderer, tmp_path: Path) -> None:
    pdf = await sealed(renderer, sealer_in(tmp_path))
    whole, altered = tmp_path / "whole.pdf", tmp_path / "altered.pdf"
    whole.write_bytes(pdf)
    altered.write_bytes(
        pdf.replace(b"/Producer", b"/Producex", 1) if b"/Producer" in pdf else pdf[:400] + pdf[401:]
    )
    assert "Signature is Valid" in pdfsig(whole)
    assert "Total document signed" in pdfsig(whole)
    assert "Signature is Valid" not in pdfsig(altered)


def pdfsig(path: Path) -> str:
    command = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_key_that_does_not_fit_its_certificate_is_refused_at_once(tmp_path: Path) -> None:
    sealer_in(tmp_path)
    (tmp_path / "other.pem").write_text(make_authority("别人", at=datetime.now(UTC)).key_pem)
    with pytest.raises(SealUnusable, match=r"other\.pem"):
        Sealer(tmp_path / "other.pem", tmp_path / "certificate.pem")
    with pytest.raises(SealUnusable, match=r"nothing\.pem"):
        Sealer(tmp_path / "key.pem", tmp_path / "nothing.pem")
    (tmp_path / "empty.pem").write_text("")
    with pytest.raises(SealUnusable):
        Sealer(tmp_path / "key.pem", tmp_path / "empty.pem")


def test_without_a_seal_nothing_is_issued() -> None:
    with pytest.raises(SealMissing):
        require(None)
