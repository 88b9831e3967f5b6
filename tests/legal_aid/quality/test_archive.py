"""One case, one file: what is in it, that it can be checked, and what keeps it from being built."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app as cli
from app.kernel.archive_format import check_archive
from app.kernel.bus import JobContext
from app.legal_aid.models import Application
from app.legal_aid.quality.archive_jobs import build, content_of, write
from app.legal_aid.quality.models import CaseArchive
from tests.legal_aid.quality.cabinet import NO_VISIT, Cabinet, member_with_a_file
from tests.legal_aid.scene import act, fields, ok, problem, view

pytestmark = pytest.mark.anyio


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_archive_is_locked_in_storage_as_long_as_evidence(cabinet: Cabinet) -> None:
    await cabinet.archived()
    [row] = await cabinet.scene.rows("SELECT object_key, object_version, built_at FROM case_archive")
    retention = cabinet.scene.stack.services.object_store.retention
    locked = await retention.get(row["object_key"], row["object_version"])
    assert locked is not None
    assert locked.until == retention.until(row["built_at"]).replace(microsecond=0)


async def test_archive_holds_every_original_and_record_and_can_be_checked(
    cabinet: Cabinet, tmp_path: Path
) -> None:
    await cabinet.archived()
    shown = await cabinet.get(cabinet.scene.officer, "archive")
    assert (shown["status"], shown["retain_until"], shown["problem"]) == ("ready", None, None)
    content = await cabinet.download()
    assert hashlib.sha256(content).hexdigest() == shown["sha256"]
    assert len(content) == shown["size_bytes"]
    found = entries(content)
    assert len(found) == shown["file_count"]
    manifest = json.loads(found["manifest.json"])
    assert hashlib.sha256(found["manifest.json"]).hexdigest() == shown["manifest_sha256"]
    assert manifest["application_id"] == str(cabinet.case)
    verified = await cabinet.scene.rows(
        "SELECT sha256 FROM evidence WHERE matter_id = $1 AND status = 'verified'", cabinet.case
    )
    originals = [file for file in manifest["files"] if file["kind"] == "evidence"]
    assert {file["sha256"] for file in originals} == {row["sha256"] for row in verified}
    left = await cabinet.scene.rows("SELECT sha256 FROM custody_event WHERE kind = 'exported'")
    assert sorted(row["sha256"] for row in left) == sorted(row["sha256"] for row in verified)
    papers = await cabinet.scene.rows(
        "SELECT sha256 FROM official_paper WHERE application_id = $1 AND status = 'issued'", cabinet.case
    )
    assert {file["sha256"] for file in manifest["files"] if file["kind"] == "paper"} == {
        p["sha256"] for p in papers
    }
    file = tmp_path / "case.zip"
    file.write_bytes(content)
    assert check_archive(file, sha256=shown["sha256"], manifest_sha256=shown["manifest_sha256"]).problems == ()


async def test_originals_that_no_scanner_looked_at_are_named(cabinet: Cabinet) -> None:
    await cabinet.scene.rows("UPDATE evidence SET scan = 'scanner_down' RETURNING id")
    await cabinet.archived()
    found = entries(await cabinet.download())
    _, _, named = found["README.txt"].decode().partition("打开以前请先查毒：\n")
    assert named.split() == sorted(name for name in found if name.startswith("evidence/"))


async def test_records_tell_the_whole_case_and_nothing_sealed(cabinet: Cabinet) -> None:
    assert (await cabinet.visit()).status_code == 201
    await cabinet.archived()
    found = entries(await cabinet.download())
    records: dict[str, Any] = {
        name.removeprefix("records/").removesuffix(".json"): json.loads(content)
        for name, content in found.items()
        if name.startswith("records/")
    }
    assert records["application"][0]["applicant_name"] == "张建国"
    assert "applicant_number_sealed" not in records["application"][0]
    steps = [row["transition"] for row in records["state_change"] if row["machine"] == "application"]
    assert steps[:2] + steps[-2:] == ["submit", "accept", "close", "archive"]
    for name in ("wage_claim", "decision", "handling_entry", "case_outcome", "file_review", "return_visit",
                 "subsidy", "subsidy_line", "statutory_clock", "evidence"):  # fmt: skip
        assert records[name], name
    names = {row["name"] for row in records["people"]}
    assert {"李律师", "张建国"} <= names


async def test_files_of_members_of_a_group_are_in_the_same_file(cabinet: Cabinet) -> None:
    member = await member_with_a_file(cabinet)
    await cabinet.fill(member)
    await cabinet.archived()
    found = entries(await cabinet.download())
    members = json.loads(found["records/group_member.json"])
    assert {"id", "display_name"} <= members[0].keys()
    assert "number_sealed" not in members[0]
    [signature] = [
        row["id"] for row in json.loads(found["records/evidence.json"]) if row["matter_id"] == str(member)
    ]
    assert any(signature in name for name in found)


async def test_closing_takes_no_more_files_of_members(cabinet: Cabinet) -> None:
    member = await member_with_a_file(cabinet)
    await cabinet.closed()
    (row,) = await cabinet.scene.rows("SELECT closed_at FROM evidence_matter WHERE matter_id = $1", member)
    assert row["closed_at"] is not None


async def test_built_again_the_bytes_are_the_same(cabinet: Cabinet, tmp_path: Path) -> None:
    await cabinet.archived()
    stack = cabinet.scene.stack
    async with stack.services.database.session() as session:
        case = await session.get_one(Application, cabinet.case)
        row = await session.get_one(CaseArchive, cabinet.case)
        content = await content_of(session, case, row)
    again = await write(stack.services.object_store, content, tmp_path / "again.zip")
    assert (again.sha256, again.manifest_sha256) == (row.sha256, row.manifest_sha256)


async def test_job_run_again_changes_nothing(cabinet: Cabinet) -> None:
    await cabinet.archived()
    before = await cabinet.scene.rows("SELECT * FROM case_archive")
    services = cabinet.scene.stack.services
    payload = {"application_id": str(cabinet.case)}
    context = JobContext(services.database, payload, services.clock.now())
    await build(context, services.object_store, services.ledger_keys)
    assert await cabinet.scene.rows("SELECT * FROM case_archive") == before


async def test_everything_missing_is_told_at_once(cabinet: Cabinet) -> None:
    await cabinet.close()
    await cabinet.execute("UPDATE evidence SET status = 'arrived' WHERE matter_id = $1", cabinet.case)
    answer = await act(cabinet.scene.officer, cabinet.case, "archive", {})
    assert problem(answer) == (409, "not_ready_to_archive")
    assert {"subsidy", "no_visit_reason", "evidence"} <= set(fields(answer))
    assert (await view(cabinet.scene.officer, cabinet.case))["status"] == "closed"
    assert await cabinet.get(cabinet.scene.officer, "archive") is None


async def test_case_is_archived_once_and_after_closing(cabinet: Cabinet) -> None:
    assert problem(await act(cabinet.scene.officer, cabinet.case, "archive", NO_VISIT)) == (409, "wrong_state")
    await cabinet.archived()
    assert problem(await act(cabinet.scene.officer, cabinet.case, "archive", NO_VISIT)) == (409, "wrong_state")
    assert (await view(cabinet.scene.worker, cabinet.case))["status"] == "archived"


async def test_missing_original_is_named_and_the_file_built_later(cabinet: Cabinet) -> None:
    await cabinet.closed()
    await cabinet.issue()
    await ok(act(cabinet.scene.officer, cabinet.case, "archive", NO_VISIT))
    await cabinet.scene.stack.drain()
    shown = await cabinet.get(cabinet.scene.officer, "archive")
    assert (shown["status"], shown["allowed_actions"]) == ("failed", ["build"])
    assert "open_archive" not in await cabinet.actions(cabinet.scene.officer)
    assert shown["problem"].startswith("evidence/0001-")
    assert "archive_failed" in await cabinet.desk.told(cabinet.scene.officer)
    assert problem(await cabinet.post(cabinet.scene.officer, "archive/open")) == (409, "archive_not_ready")
    await cabinet.fill()
    building = await ok(cabinet.post(cabinet.scene.officer, "archive/build"))
    assert (building["status"], building["allowed_actions"]) == ("building", [])
    await cabinet.scene.stack.drain()
    ready = await cabinet.get(cabinet.scene.officer, "archive")
    assert (ready["status"], ready["allowed_actions"]) == ("ready", ["open"])
    assert "open_archive" in await cabinet.actions(cabinet.scene.officer)
    again = await cabinet.post(cabinet.scene.officer, "archive/build")
    assert problem(again) == (409, "archive_not_failed")


async def test_original_changed_in_storage_is_named(cabinet: Cabinet) -> None:
    await cabinet.closed()
    await cabinet.fill()
    await cabinet.issue()
    spoil = "UPDATE evidence SET sha256 = repeat('0', 64) WHERE matter_id = $1 AND kind = 'signature'"
    await cabinet.execute(spoil, cabinet.case)
    await ok(act(cabinet.scene.officer, cabinet.case, "archive", NO_VISIT))
    await cabinet.scene.stack.drain()
    shown = await cabinet.get(cabinet.scene.officer, "archive")
    assert shown["status"] == "failed"
    assert "存储中的内容和核验时不一致" in shown["problem"]


async def test_opening_is_for_staff_and_leaves_a_trace(cabinet: Cabinet) -> None:
    await cabinet.archived()
    for who in (cabinet.scene.worker, cabinet.lawyer.person):
        assert (await cabinet.post(who, "archive/open")).status_code == 403
    recused = "UPDATE application SET recused_ids = $2::uuid[] WHERE id = $1"
    await cabinet.execute(recused, cabinet.case, [cabinet.scene.officer.id])
    assert (await cabinet.get(cabinet.scene.officer, "archive"))["allowed_actions"] == []
    assert problem(await cabinet.post(cabinet.scene.officer, "archive/open")) == (403, "recused")
    await cabinet.execute(recused, cabinet.case, [])
    await cabinet.download()
    looks = await cabinet.scene.rows("SELECT note, owner_id FROM audit_entry WHERE object_id = $1", cabinet.case)
    assert ("打开案卷", cabinet.scene.worker.id) in [(look["note"], look["owner_id"]) for look in looks]


async def test_command_names_each_mismatch_and_fails(cabinet: Cabinet, tmp_path: Path) -> None:
    await cabinet.archived()
    content = bytearray(await cabinet.download())
    file = tmp_path / "case.zip"
    file.write_bytes(content)
    whole = CliRunner().invoke(cli, ["verify-archive", str(file)])
    assert (whole.exit_code, whole.output.startswith("案卷完整")) == (0, True)
    place = bytes(content).index("张建国".encode())
    content[place] ^= 1
    file.write_bytes(content)
    broken = CliRunner().invoke(cli, ["verify-archive", str(file)])
    assert broken.exit_code == 1
    assert "内容已损坏" in broken.output
    assert broken.output.count("\n") == 1
