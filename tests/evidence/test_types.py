"""Every type that is taken, through the API: what passes verification, what is refused and what is told."""

import hashlib
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

import httpx
import pytest

from tests.evidence.cases import Case, Json
from tests.evidence.uploading import Sample, send
from tests.support import files

pytestmark = pytest.mark.anyio

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Made(Sample):
    """A file made here."""

    content: bytes

    @property
    def data(self) -> bytes:
        return self.content


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


async def uploaded(case: Case, *samples: Made) -> list[Json]:
    """What became of these files."""
    ids = [await case.upload(sample, "other") for sample in samples]
    await case.stack.drain()
    return [await case.read(evidence_id) for evidence_id in ids]


TAKEN = (
    Made("讨薪.mp4", "video/mp4", files.mp4()),
    Made("讨薪.mov", "video/quicktime", files.mov()),
    Made("通话.m4a", "audio/mp4", files.m4a()),
    Made("通话.mp3", "audio/mpeg", files.mp3()),
    Made("通话.amr", "audio/amr", files.amr()),
    Made("通话.wav", "audio/wav", files.wav()),
    Made("协议.docx", DOCX, files.docx()),
    Made("工资表.xlsx", XLSX, files.xlsx()),
    Made("聊天.txt", "text/plain", "老板：下个月发".encode()),
    Made("流水.csv", "text/csv", "日期,金额\n2026-06-30,0\n".encode("gb18030")),
)


async def test_recordings_documents_and_texts_are_verified_and_served_harmlessly(case: Case) -> None:
    items = await uploaded(case, *TAKEN)
    assert [item["status"] for item in items] == ["verified"] * len(TAKEN)
    async with httpx.AsyncClient(trust_env=False) as browser:
        for sample, item in zip(TAKEN, items, strict=True):
            link = (await case.post(f"/evidence/{item['id']}/open")).json()["url"]
            answer = await browser.get(link)
            assert answer.content == sample.data
            disposition = answer.headers["content-disposition"]
            is_recording = sample.media_type.startswith(("video/", "audio/"))
            assert disposition.startswith("inline" if is_recording else "attachment")
            assert unquote(disposition.partition("''")[2]) == sample.name
            if sample.media_type == "text/csv":
                assert answer.headers["content-type"] == "text/plain; charset=gb18030"
    served = [(item["found_type"]) for item in items[-2:]]
    assert served == ["text/plain; charset=utf-8", "text/csv; charset=gb18030"]


REFUSED = (
    (Made("大.png", "image/png", png(50_000, 50_000)), "too_many_pixels", "50000 × 50000 像素"),
    (
        Made("炸弹.docx", DOCX, files.docx({"word/media/image1.png": bytes(40 * 1024 * 1024)})),
        "unsafe_content",
        "压缩得过大的内容（压缩炸弹）",
    ),
    (
        Made("宏.docx", DOCX, files.docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
        "unsafe_content",
        "宏（会自动运行的程序）",
    ),
    (Made("压缩包.docx", DOCX, files.package({"a.txt": "x"})), "type_differs", "application/zip"),
    (Made("程序.mp4", "video/mp4", b"MZ\x90\0" + bytes(400)), "type_differs", None),
    (Made("半截.mp4", "video/mp4", files.mp4()[:-40]), "type_differs", None),
    (Made("网页.txt", "text/plain", b"<!DOCTYPE html><script>alert(1)</script>"), "type_differs", "text/html"),
    (Made("半截.jpg", "image/jpeg", Sample("wage_sheet.jpg", "image/jpeg").data[:-2]), "type_differs", None),
)


async def test_what_runs_bursts_or_is_cut_off_is_rejected_and_named(case: Case) -> None:
    items = await uploaded(case, *(sample for sample, _, _ in REFUSED))
    for item, (sample, rejection, found_type) in zip(items, REFUSED, strict=True):
        assert (item["status"], item["rejection"]) == ("rejected", rejection), sample.name
        if found_type is not None:
            assert item["found_type"] == found_type, sample.name
        assert item["allowed_actions"] == []


async def test_the_same_text_under_another_kind_keeps_its_encoding(case: Case) -> None:
    [item] = await uploaded(case, TAKEN[-1])
    again = (await case.declare(TAKEN[-1], "bank_slip"))["evidence"]
    assert (again["status"], again["found_type"]) == ("verified", item["found_type"])


async def test_declaring_another_hash_is_found_out(case: Case) -> None:
    sample = TAKEN[0]
    declared = await case.declare(sample, sha256=hashlib.sha256(b"another").hexdigest())
    form = declared["upload"]
    answer = await send(form["url"], form["fields"], sample.data)
    assert answer.status_code == 400
