"""Checking the file of an archived case, on any machine, without database, storage or network."""

from pathlib import Path

from app.kernel.archive_format import check_archive


def report(file: Path, *, sha256: str | None, manifest_sha256: str | None) -> tuple[list[str], bool]:
    """What the terminal shows: each mismatch, or that there is none, with the hashes to compare."""
    checked = check_archive(
        file,
        sha256=sha256.lower() if sha256 else None,
        manifest_sha256=manifest_sha256.lower() if manifest_sha256 else None,
    )
    if checked.problems:
        return list(checked.problems), False
    lines = [
        f"案卷完整：{checked.files} 份文件与目录清单一致",
        f"案卷文件 SHA-256：{checked.sha256}",
        f"目录清单 SHA-256：{checked.manifest_sha256}",
    ]
    return lines, True
