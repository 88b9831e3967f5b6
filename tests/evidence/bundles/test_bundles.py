"""Evidence of a case as one ZIP for a court: originals in order, index, receipts, history; checked offline."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest
import sqlalchemy
from pypdf import PdfReader
from typer.testing import CliRunner

from app.cli import app as cli
from app.evidence import matters
from app.evidence.bundles.contents import read_content
from app.evidence.bundles.making import Bindery, write
from app.evidence.receipts.format import parse
from app.evidence.receipts.verdict import Overall
from app.evidence.receipts.verifying import FileFacts, verify
from app.kernel.actor import Role
from app.kernel.archive_format import check_archive
from app.kernel.clock import local_date
from app.kernel.database import new_id
from tests.evidence.cases import Case, opened
from tests.evidence.uploading import BANK, CHAT, SIGNATURE, WAGES
from tests.support.stack import Stack, running
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
Json = dict[str, Any]


async def ask(case: Case, person: PersonRef | None = None, **changes: object) -> httpx.Response:
    body = {"matter_id": str(case.matter_id), "purpose": "court", "title": "张建国追索劳动报酬"} | changes
    return await (person or case.owner).client.post("/evidence-bundles", json=body)


async def made(case: Case, evidence_ids: list[str] | None = None) -> Json:
    """Ask for a bundle and have the worker make it; how it stands then."""
    answer = await ask(case, evidence_ids=evidence_ids)
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "asked"
    await case.stack.drain()
    path = answer.headers["Location"].removeprefix("/api/v1")
    return (await case.owner.client.get(path)).json()


async def listed(case: Case, person: PersonRef) -> httpx.Response:
    return await person.client.get("/evidence-bundles", params={"matter_id": str(case.matter_id)})


async def download(case: Case, bundle: Json) -> bytes:
    link = await case.post(f"/evidence-bundles/{bundle['id']}/open")
    assert link.status_code == 200, link.text
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(link.json()["url"])
    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).startswith("attachment; filename*=UTF-8''证据卷宗-")
    return answer.content


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_a_bundle_holds_originals_in_order_index_receipts_and_history(case: Case, tmp_path: Path) -> None:
    wages, chat, bank = await case.verified(WAGES), await case.verified(CHAT, "chat"), await case.verified(BANK)
    await case.upload(SIGNATURE, kind="signature")
    bundle = await made(case, evidence_ids=[bank, wages, chat])
    assert (bundle["status"], bundle["problem"], bundle["evidence_ids"]) == ("ready", None, [bank, wages, chat])
    content = await download(case, bundle)
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (bundle["sha256"], bundle["size_bytes"])
    found = entries(content)
    originals = {name: data for name, data in found.items() if name.startswith("evidence/")}
    assert originals == {
        "evidence/001_bank_statement.pdf": BANK.data,
        "evidence/002_wage_sheet.jpg": WAGES.data,
        "evidence/003_chat.png": CHAT.data,
    }
    pages = len(PdfReader(BytesIO(BANK.data)).pages)
    assert bundle["page_count"] == pages + 2
    index = "".join(page.extract_text() for page in PdfReader(BytesIO(found["000_证据目录.pdf"])).pages)
    for text in ("张建国追索劳动报酬", "交给法院", "bank_statement.pdf", "共 3 份", f"{pages + 2} 页"):
        assert text.replace(" ", "") in index.replace(" ", "").replace("\u200b", ""), text
    file = tmp_path / "bundle.zip"
    file.write_bytes(content)
    shown = CliRunner().invoke(cli, ["verify-archive", str(file), "--sha256", bundle["sha256"]])
    assert shown.exit_code == 0, shown.output
    assert check_archive(file, manifest_sha256=bundle["manifest_sha256"]).files == len(found) - 1


async def test_receipts_in_a_bundle_verify_without_the_server_and_leaving_is_in_the_ledger(case: Case) -> None:
    wages = await case.verified(WAGES)
    found = entries(await download(case, await made(case)))
    receipt = parse(found["receipts/001.json"])
    data = found["evidence/001_wage_sheet.jpg"]
    verdict = verify(receipt, FileFacts(hashlib.sha256(data).hexdigest(), len(data)))
    assert verdict.overall is not Overall.INCONSISTENT
    history = json.loads(found["custody/001.json"])
    assert (history["evidence_id"], [e["event"] for e in history["events"]]) == (wages, ["received", "verified"])
    assert "核验通过" in found["custody/保管记录.txt"].decode()
    [event] = await case.rows("SELECT evidence_id, party_id FROM custody_event WHERE kind = 'exported'")
    assert (str(event.evidence_id), event.party_id) == (wages, case.owner.id)


async def test_what_was_verified_a_moment_ago_has_its_receipt_too(case: Case) -> None:
    await case.verified(WAGES, "wage_record")
    await case.declare(WAGES, "other")
    await case.rows("DELETE FROM pgqueuer WHERE entrypoint = 'evidence.sequence' RETURNING id")
    found = entries(await download(case, await made(case)))
    assert {"receipts/001.json", "receipts/002.json"} < set(found)


async def test_a_ledger_that_is_damaged_is_told_in_words_for_people(case: Case) -> None:
    for sample in (WAGES, CHAT):
        await case.verified(sample)
    async with case.stack.services.database.transaction() as session:
        await session.execute(sqlalchemy.text("SET LOCAL session_replication_role = replica"))
        await session.execute(sqlalchemy.text("DELETE FROM ledger_node"))
    bundle = await made(case)
    assert (bundle["status"], bundle["problem"]) == ("failed", "系统出了问题，没有做成，请联系办理的机构")


async def test_without_a_list_everything_verified_is_in_but_signatures_and_what_was_withdrawn(case: Case) -> None:
    wages, chat = await case.verified(WAGES), await case.verified(CHAT, "chat")
    await case.verified(SIGNATURE, kind="signature")
    await case.rows(
        "UPDATE evidence SET status = 'withdrawn', withdrawal_reason = '传错了' WHERE id = :id RETURNING id",
        id=chat,
    )
    bundle = await made(case)
    assert (bundle["status"], bundle["evidence_ids"]) == ("ready", [wages])
    answer = await ask(case, evidence_ids=[wages, chat, str(new_id())])
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert [(e["field"], e["rule"]) for e in errors] == [
        ("evidence_ids.1", "withdrawn"),
        ("evidence_ids.2", "not_of_matter"),
    ]
    assert "已经撤回" in errors[0]["message"]


async def test_a_file_withdrawn_while_the_bundle_is_made_does_not_leave(case: Case) -> None:
    wages = await case.verified(WAGES)
    assert (await ask(case)).status_code == 201
    await case.rows(
        "UPDATE evidence SET status = 'withdrawn', withdrawal_reason = '传错了' WHERE id = :id RETURNING id",
        id=wages,
    )
    await case.stack.drain()
    [bundle] = (await listed(case, case.owner)).json()["items"]
    assert (bundle["status"], bundle["problem"]) == ("failed", "“wage_sheet.jpg”已经撤回，请去掉后重新制作")
    assert await case.rows("SELECT 1 FROM custody_event WHERE kind = 'exported'") == []


@pytest.mark.parametrize("change", ["sha256 = repeat('a', 64)", "object_key = 'evidence/nothing'"])
async def test_an_original_that_is_changed_or_missing_is_named(case: Case, change: str) -> None:
    await case.verified(WAGES)
    await case.rows(f"UPDATE evidence SET {change} RETURNING id")  # noqa: S608 -- from the list above
    bundle = await made(case)
    assert bundle["status"] == "failed"
    assert bundle["problem"].startswith("evidence/001_wage_sheet.jpg：存储中")
    answer = await case.post(f"/evidence-bundles/{bundle['id']}/open")
    assert (answer.status_code, answer.json()["code"]) == (409, "bundle_not_ready")


async def test_owner_lawyer_and_staff_share_the_bundles_of_a_case_and_others_get_404(case: Case) -> None:
    await case.verified(WAGES)
    world, database, at = case.world, case.stack.services.database, case.stack.clock.now()
    centre = await world.agency()
    lawyer, former = await world.person(Role.LAWYER), await world.person(Role.LAWYER)
    async with database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, centre.id)
        await matters.add_reader(session, case.matter_id, former.id, at)
        await matters.end_reader(session, case.matter_id, former.id, at)
        await matters.add_reader(session, case.matter_id, lawyer.id, at)
    officer = await world.person(Role.OFFICER, agency=centre)
    decider = await world.person(Role.DECIDER, agency=centre)
    far = await world.agency()
    reader = await world.person(Role.OFFICER, agency=far)
    body = {
        "matter_id": str(case.matter_id),
        "agency_id": str(far.id),
        "purpose": "remote_mediation",
        "reason": "联合调解",
        "until": local_date(at).isoformat(),
    }
    assert (await decider.client.post("/evidence-sharings", json=body)).status_code == 201
    bundle = await made(case)
    path = f"/evidence-bundles/{bundle['id']}"
    for person in (case.owner, lawyer, officer, decider):
        assert [one["id"] for one in (await listed(case, person)).json()["items"]] == [bundle["id"]]
        assert (await person.client.post(f"{path}/open")).status_code == 200
    strangers = (former, reader, await world.person(Role.APPLICANT), await world.person(Role.LAWYER))
    for person in strangers:
        answers = [
            await ask(case, person),
            await listed(case, person),
            await person.client.get(path),
            await person.client.post(f"{path}/open"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
    notes = await case.rows("SELECT note FROM audit_entry WHERE object_type = 'evidence_bundle' ORDER BY id")
    assert [row.note for row in notes] == ["下载卷宗"] * 3, "downloads by others, for the owner to see"


async def test_a_lawyer_gets_no_bundle_with_a_file_that_was_taken_back_since(case: Case) -> None:
    wages = await case.verified(WAGES)
    lawyer = await case.world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    path = f"/evidence-bundles/{(await made(case))['id']}/open"
    taken_back = await case.owner.client.post(f"/evidence/{wages}/withdraw", json={"reason": "传错了文件"})
    assert taken_back.status_code == 200
    shut = await lawyer.client.post(path)
    assert (shut.status_code, shut.json()["code"]) == (409, "withdrawn")
    assert (await case.post(path)).status_code == 200


async def test_one_bundle_of_a_case_is_made_at_a_time_and_an_old_one_blocks_nobody(case: Case) -> None:
    await case.verified(WAGES)
    first = (await ask(case)).json()
    again = await ask(case)
    assert (again.status_code, again.json()["code"]) == (409, "bundle_in_progress")
    await case.rows("UPDATE evidence_bundle SET asked_at = asked_at - interval '25 hours' RETURNING id")
    assert (await ask(case)).status_code == 201
    shown = (await case.owner.client.get(f"/evidence-bundles/{first['id']}")).json()
    assert shown["status"] == "failed"


async def test_nothing_verified_is_nothing_to_bundle(case: Case) -> None:
    await case.declare(WAGES)
    answer = await ask(case)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_bundle")


async def test_too_much_for_one_bundle_is_refused_in_real_units() -> None:
    async with running(bundle_max_bytes=1024 * 1024) as stack:
        case = await opened(stack)
        await case.verified(WAGES)
        await case.rows("UPDATE evidence SET size_bytes = 3 * 1024 * 1024 RETURNING id")
        answer = await ask(case)
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["rule"]) == (422, "max_size")
    assert error["message"] == "这些材料一共 3 MB，一个卷宗最多 1 MB，请分成几个卷宗制作"


async def test_the_same_evidence_gives_the_same_bundle(stack: Stack, tmp_path: Path) -> None:
    case = await opened(stack)
    await case.verified(WAGES)
    await case.verified(BANK)
    bundle = (await ask(case)).json()
    services = stack.services
    bindery = Bindery(services.object_store, services.renderer, services.ledger_keys)
    digests: set[str] = set()
    for name in ("first", "second"):
        async with services.database.session() as session:
            content = await read_content(session, UUID(bundle["id"]), services.ledger_keys)
        assert content is not None
        (tmp_path / name).mkdir()
        built, _ = await write(bindery, content, tmp_path / name)
        assert sorted(path.name for path in (tmp_path / name).iterdir()) == ["bundle.zip"]
        digests.add(built.sha256)
    assert len(digests) == 1
