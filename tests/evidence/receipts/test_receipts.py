"""Receipts through the API: asked for, kept, and verified when nothing of the product is there any more."""

import io
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pypdf
import pytest

from app.commands.receipts import Given, report
from app.evidence import matters
from app.evidence.receipts.compact import parse_fragment
from app.evidence.receipts.drawing import TITLE
from app.evidence.receipts.files import ATTACHMENT, measure, read_receipt
from app.evidence.receipts.format import parse
from app.evidence.receipts.verdict import CheckName, State
from app.evidence.receipts.verifying import Anchors, FileFacts, verify
from app.kernel.actor import Role
from tests.evidence.cases import Case, opened
from tests.evidence.uploading import BANK, WAGES, Sample
from tests.standins.timestamp.authority import make_folder
from tests.standins.timestamp.responder import Responder
from tests.standins.timestamp.responder import running as responding
from tests.support.stack import running

pytestmark = pytest.mark.anyio


async def receipt_of(case: Case, sample: Sample = WAGES) -> tuple[str, bytes]:
    """Upload a sample and have it verified and sequenced; its id and its receipt."""
    evidence_id = await case.verified(sample)
    answer = await case.owner.client.get(f"/evidence/{evidence_id}/receipt")
    assert answer.status_code == 200, answer.text
    return evidence_id, answer.content


def kept(folder: Path, content: bytes, sample: Sample = WAGES) -> tuple[Path, Path]:
    """Receipt and file as somebody keeps them."""
    receipt, file = folder / "receipt.json", folder / sample.name
    receipt.write_bytes(content)
    file.write_bytes(sample.data)
    return receipt, file


async def test_a_receipt_verifies_when_the_product_is_gone(tmp_path: Path) -> None:
    async with running() as stack:
        case = await opened(stack)
        _, content = await receipt_of(case)
        log_key = stack.services.ledger_keys.log[0]
    receipt, file = kept(tmp_path, content)
    lines, code = report(receipt, file, Given(log_keys=(log_key,)))
    assert not any(line.startswith("✗") for line in lines)
    assert any("您另外拿到的公钥相符" in line for line in lines)
    assert code == 2  # without an authority's timestamp something is lacking
    assert "第三方时间戳" in "".join(lines)


async def test_one_changed_byte_of_the_file_is_noticed(case: Case, tmp_path: Path) -> None:
    _, content = await receipt_of(case)
    receipt, file = kept(tmp_path, content)
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(bytes(data))
    lines, code = report(receipt, file, Given())
    assert code == 1
    assert [line for line in lines if line.startswith("✗")] == [
        "✗ 文件指纹（SHA-256）不同：不是同一个文件，或者被改动过。"
    ]


async def test_the_receipt_of_another_file_is_refused(case: Case, tmp_path: Path) -> None:
    _, content = await receipt_of(case, BANK)
    _, file = kept(tmp_path, content)
    verdict = verify(parse(content), measure(file))
    assert verdict.state(CheckName.FILE) is State.FAILED
    assert verdict.state(CheckName.INCLUSION) is State.PASSED


async def test_a_receipt_says_what_is_kept_and_is_saved_under_a_nameless_name(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    answer = await case.owner.client.get(f"/evidence/{evidence_id}/receipt")
    assert answer.headers["content-disposition"] == f'attachment; filename="receipt-{evidence_id}.json"'
    body = answer.json()
    item = await case.read(evidence_id)
    assert body["file"] == {name: item[name] for name in ("name", "sha256", "size_bytes", "media_type")}
    assert f"evidence: {evidence_id}\nevent: verified\n" in body["statement"]
    assert body["timestamp"] is None
    assert any("第十八条" in sentence for sentence in body["does_not_say"])


async def test_no_receipt_before_the_file_is_verified(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    answer = await case.owner.client.get(f"/evidence/{evidence_id}/receipt")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_verified_yet")


async def test_no_receipt_before_its_record_is_under_a_signed_head(case: Case) -> None:
    async with running(ledger_key_file=None) as stack:
        unsigned = await opened(stack)
        evidence_id = await unsigned.verified(WAGES)
        for ending in ("receipt", "receipt.pdf"):
            answer = await unsigned.owner.client.get(f"/evidence/{evidence_id}/{ending}")
            assert (answer.status_code, answer.json()["code"]) == (409, "not_sequenced_yet")
            assert int(answer.headers["retry-after"]) > 0


async def test_strangers_get_no_receipt(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    stranger = await case.world.person(Role.APPLICANT)
    for ending in ("receipt", "receipt.pdf"):
        assert (await stranger.client.get(f"/evidence/{evidence_id}/{ending}")).status_code == 404


async def test_the_ledger_grows_and_an_old_receipt_stays_valid(case: Case, tmp_path: Path) -> None:
    _, old = await receipt_of(case)
    await case.verified(BANK, "bank_slip")
    client = case.stack.new_client()
    head = await client.get("/ledger/checkpoint")
    sizes = {"first": parse(old).checkpoint.split("\n")[1], "second": head.text.split("\n")[1]}
    proof = await client.get("/ledger/consistency", params=sizes)
    assert int(sizes["first"]) < int(sizes["second"])
    assert (head.status_code, proof.status_code) == (200, 200), proof.text
    note, steps = tmp_path / "head.txt", tmp_path / "consistency.json"
    note.write_bytes(head.content)
    steps.write_bytes(proof.content)
    keys = tuple(case.stack.services.ledger_keys.log)
    lines, code = report(*kept(tmp_path, old), Given(keys, newer_checkpoint=note, consistency=steps))
    assert code == 2
    assert any(line.startswith("✓ 账本到新的签名头只有增加") for line in lines)


async def test_the_pdf_carries_the_receipt_and_shows_it(case: Case, tmp_path: Path) -> None:
    evidence_id, content = await receipt_of(case)
    answer = await case.owner.client.get(f"/evidence/{evidence_id}/receipt.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    path = tmp_path / "receipt.pdf"
    path.write_bytes(answer.content)
    assert read_receipt(path) == parse(content)
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert list(reader.attachments) == [ATTACHMENT]
    text = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    for expected in (TITLE, WAGES.name, parse(content).salt[:8], "第十六条", "不能证明"):
        assert expected in text
    fonts = set(re.findall(rb"/BaseFont ?/([^ /]+)", answer.content))
    assert fonts
    assert all(b"+Noto" in name for name in fonts)  # subsets, embedded


async def test_a_receipt_of_a_case_that_an_agency_has_is_sealed(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    agency = await case.world.agency()
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, agency.id)
    pdf = (await case.owner.client.get(f"/evidence/{evidence_id}/receipt.pdf")).content
    fields = pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}
    assert fields["Seal"]["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


async def test_what_the_phone_reads_from_the_code_verifies(case: Case) -> None:
    from app.evidence.receipts.compact import code

    _, content = await receipt_of(case)
    drawn = code(parse(content), "https://yijiantong.example.gov.cn")
    assert drawn.holds_receipt
    read = parse_fragment(drawn.address.partition("#")[2])
    facts = FileFacts(read.file.sha256, read.file.size_bytes)
    verdict = verify(read, facts, Anchors(tuple(case.stack.services.ledger_keys.log)))
    assert {check.state for check in verdict.checks if check.name is not CheckName.TIMESTAMP} <= {
        State.PASSED,
        State.ABSENT,
    }


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")
async def test_a_stamped_receipt_is_consistent_for_who_has_key_and_root(tmp_path: Path) -> None:
    root = make_folder(tmp_path / "authority", "测试时间戳机构", at=datetime.now(UTC))
    with responding(Responder(root.parent)) as url:
        async with running(timestamp_url=url, timestamp_certificates_file=root) as stack:
            case = await opened(stack)
            _, content = await receipt_of(case)
            log_keys = tuple(stack.services.ledger_keys.log)
    receipt, file = kept(tmp_path, content)
    lines, code = report(receipt, file, Given(log_keys, root))
    assert code == 0, lines
    assert any(line.startswith("完全一致") for line in lines)
    stranger = make_folder(tmp_path / "stranger", "别的机构", at=datetime.now(UTC))
    assert report(receipt, file, Given(log_keys, stranger))[1] == 1


async def test_the_command_needs_nothing_of_the_product(case: Case, tmp_path: Path) -> None:
    _, content = await receipt_of(case)
    receipt, file = kept(tmp_path, content)
    command = [sys.executable, "-m", "app.cli", "verify-evidence", str(receipt), str(file)]
    bare = {"PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONUTF8": "1"}
    done = await anyio.run_process(command, check=False, env=bare, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "文件对得上，但缺少" in done.stdout.decode()
    receipt.write_bytes(content[:500])
    lines, code = report(receipt, file, Given())
    assert (code, lines[0].startswith("凭证读不出来")) == (2, True)
