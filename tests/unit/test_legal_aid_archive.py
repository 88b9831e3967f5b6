"""The ZIP of a case: the same content gives the same bytes, and whatever was changed is named."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kernel.archive_format import (
    MANIFEST,
    ArchiveWriter,
    canonical,
    check_archive,
    sha256_of,
)

FILES = {"evidence/0001.jpg": b"\xff\xd8 a photo" * 50, "records/application.json": '{"姓名":"张建国"}'.encode()}
AT = "2026-08-01T02:00:00Z"


def build(path: Path, files: dict[str, bytes] | None = None) -> str:
    with ArchiveWriter(path) as archive:
        for name, content in (files or FILES).items():
            entry = archive.begin(name, len(content))
            for start in range(0, len(content), 7):
                entry.write(content[start : start + 7])
            archive.end(entry, name, name.partition("/")[0], AT)
        return archive.finish({"application_id": "1", "created_at": AT})


def rewritten(source: Path, target: Path, **changes: bytes | None) -> Path:
    """The archive with entries replaced, or left out, by the last part of their name."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = changes.get(Path(name).stem, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    assert build(first) == build(second)
    assert first.read_bytes() == second.read_bytes()


def test_untouched_archive_has_no_problems(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    manifest = build(path)
    checked = check_archive(path, sha256=sha256_of(path), manifest_sha256=manifest)
    assert checked.problems == ()
    assert (checked.files, checked.manifest_sha256) == (2, manifest)


def test_every_change_is_named(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    build(path)
    same_size = bytes(reversed(FILES["evidence/0001.jpg"]))
    assert check_archive(rewritten(path, tmp_path / "1.zip", **{"0001": same_size})).problems == (
        "evidence/0001.jpg：内容与归档时不一致",
    )
    assert check_archive(rewritten(path, tmp_path / "2.zip", **{"0001": b"short"})).problems == (
        f"evidence/0001.jpg：大小是 5 字节，应当是 {len(same_size)} 字节",
    )
    assert check_archive(rewritten(path, tmp_path / "3.zip", application=None)).problems == (
        "records/application.json：文件不见了",
    )
    assert check_archive(rewritten(path, tmp_path / "4.zip", manifest=None)).problems[0] == (
        "manifest.json：没有目录清单"
    )
    assert check_archive(rewritten(path, tmp_path / "5.zip", manifest=b"{}")).problems[0] == (
        "manifest.json：目录清单不能识别"
    )


def test_entry_that_was_slipped_in_is_named(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    build(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("evidence/9999.jpg", b"late")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("records/application.json", FILES["records/application.json"])
    assert check_archive(path).problems == (
        "records/application.json：出现了两次",
        "evidence/9999.jpg：目录清单里没有这份文件",
    )


def test_manifest_written_anew_shows_against_the_record(tmp_path: Path) -> None:
    path, forged = tmp_path / "case.zip", tmp_path / "forged.zip"
    manifest = build(path)
    build(forged, FILES | {"evidence/0001.jpg": b"another photo"})
    assert check_archive(forged).problems == ()
    assert check_archive(forged, manifest_sha256=manifest).problems == (f"{MANIFEST}：SHA-256 与登记的不一致",)
    assert check_archive(forged, sha256=sha256_of(path)).problems == ("整个案卷文件的 SHA-256 与登记的不一致",)


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    assert check_archive(path).problems[0].startswith("案卷文件已损坏，不能打开")
    assert check_archive(tmp_path / "none.zip").problems[0].startswith("文件不能读取")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_byte_is_found(tmp_path: Path, data: st.DataObject) -> None:
    path, damaged = tmp_path / "case.zip", tmp_path / "damaged.zip"
    build(path)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    damaged.write_bytes(content)
    checked = check_archive(damaged, sha256=sha256_of(path))
    assert checked.problems
    for name, original in FILES.items():
        start = path.read_bytes().index(original)
        if start <= place < start + len(original):
            assert any(problem.startswith(name) for problem in checked.problems)


def test_manifest_is_canonical_json() -> None:
    assert canonical({"b": 1, "a": {"d": "x\n\u007f\u0001", "c": "张"}}) == (
        '{"a":{"c":"张","d":"x\\n\u007f\\u0001"},"b":1}'.encode()
    )
