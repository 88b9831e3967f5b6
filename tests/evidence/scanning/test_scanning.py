"""Malware: what a scanner says, what is done while it says nothing, and what it finds too late."""

import io
import zipfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import BinaryIO, cast

import httpx
import pytest
from pypdf import PdfReader

from app.evidence import matters
from app.evidence.enums import ScanStatus
from app.evidence.scanning import scanner as scanning
from app.evidence.scanning.scanner import Scanner
from app.kernel.actor import Role
from tests.evidence.cases import Case, opened
from tests.evidence.previews.pictures import Made
from tests.evidence.scanning.daemon import CLAMD, EICAR, STREAM_MAX, StandIn, real_clamd
from tests.evidence.uploading import WAGES
from tests.support.stack import running
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

COMMENT = b"\xff\xfe"
FOUND = "stream: Local.Eicar.UNOFFICIAL FOUND"


def with_comment(text: bytes, name: str = "photo.jpg") -> Made:
    """The wage sheet with a comment segment behind its start, and so other bytes with the same picture."""
    segment = COMMENT + (len(text) + 2).to_bytes(2, "big") + text
    return Made(name, "image/jpeg", WAGES.data[:2] + segment + WAGES.data[2:])


@pytest.fixture
def standin() -> Generator[StandIn]:
    daemon = StandIn()
    yield daemon
    daemon.stop()


@pytest.fixture
async def scanned(standin: StandIn) -> AsyncGenerator[Case]:
    """A case in a product whose scanner is the stand-in, which is down until it is started."""
    async with running(clamd_url=standin.url) as stack:
        yield await opened(stack)


async def officer_of(case: Case) -> PersonRef:
    agency = await case.world.agency()
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, agency.id)
    return await case.world.person(Role.OFFICER, agency=agency)


@pytest.mark.skipif(CLAMD is None, reason="no clamd on this machine (Debian: clamav-daemon)")
async def test_a_real_clamd_refuses_eicar_passes_others_and_says_what_is_too_large(tmp_path: Path) -> None:
    with real_clamd(tmp_path) as url:
        async with running(clamd_url=url) as stack:
            case = await opened(stack)
            infected = await case.upload(with_comment(EICAR), "other")
            clean = await case.upload(with_comment(b"harmless"), "wage_record")
            appendix = b"\0" * STREAM_MAX
            large = await case.upload(Made("large.jpg", "image/jpeg", WAGES.data + appendix), "chat")
            assert (await case.read(infected))["scan"] == "waiting"
            await stack.drain()
            refused = await case.read(infected)
            assert (refused["status"], refused["rejection"], refused["scan"]) == (
                "rejected",
                "malware",
                "infected",
            )
            passed = await case.read(clean)
            assert (passed["status"], passed["scan"]) == ("verified", "clean")
            too_large = await case.read(large)
            assert (too_large["status"], too_large["scan"]) == ("verified", "too_large")
            officer = await officer_of(case)
            assert (await officer.client.post(f"/evidence/{large}/open")).status_code == 200


async def test_without_a_scanner_nothing_is_called_clean(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    assert (await case.read(evidence_id))["scan"] == "not_set_up"


async def test_a_scanner_that_is_down_delays_no_verification_and_looks_later(
    scanned: Case, standin: StandIn
) -> None:
    evidence_id = await scanned.verified(WAGES)
    assert (await scanned.read(evidence_id))["scan"] == "scanner_down"
    officer = await officer_of(scanned)
    refused = await officer.client.post(f"/evidence/{evidence_id}/open")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_scanned_yet")
    seen = (await officer.client.get(f"/evidence/{evidence_id}")).json()
    assert "open" not in seen["allowed_actions"]
    assert (await officer.client.post(f"/evidence/{evidence_id}/preview")).status_code == 200
    assert (await scanned.post(f"/evidence/{evidence_id}/open")).status_code == 200
    metrics = (await scanned.stack.client.get("http://test/metrics")).text
    assert f'yjt_malware_scanner_up{{address="{standin.url}"}} 0.0' in metrics
    assert "yjt_evidence_unscanned_files 1.0" in metrics

    await scanned.stack.advance(minutes=11)
    standin.start()
    await scanned.stack.advance(minutes=15)
    assert standin.scanned == 0
    await scanned.stack.advance(minutes=6)
    assert (await scanned.read(evidence_id))["scan"] == "clean"
    assert (await officer.client.post(f"/evidence/{evidence_id}/open")).status_code == 200
    assert await scanned.rows("SELECT 1 FROM timer WHERE name = 'evidence.rescan'") == []
    assert standin.scanned == 1


async def test_malware_found_later_condemns_the_file(scanned: Case, standin: StandIn) -> None:
    evidence_id = await scanned.verified(WAGES)
    standin.reply = FOUND
    standin.start()
    await scanned.stack.advance(minutes=11)
    item = await scanned.read(evidence_id)
    assert (item["status"], item["rejection"], item["scan"]) == ("rejected", "malware", "infected")
    assert (await scanned.post(f"/evidence/{evidence_id}/open")).status_code == 409
    assert (await scanned.post(f"/evidence/{evidence_id}/preview")).status_code == 409
    history = await scanned.rows("SELECT transition, reason FROM state_change ORDER BY id")
    assert history[-1] == ("condemn", "malware")


async def test_what_was_not_scanned_leaves_in_a_bundle_by_its_owners_hand_alone_and_is_named(
    scanned: Case, standin: StandIn
) -> None:
    await scanned.verified(WAGES)
    officer = await officer_of(scanned)
    body = {"matter_id": str(scanned.matter_id), "purpose": "court", "title": "张建国追索劳动报酬"}
    refused = await officer.client.post("/evidence-bundles", json=body)
    assert [error["rule"] for error in refused.json()["errors"]] == ["not_scanned"]
    path = (
        (await scanned.owner.client.post("/evidence-bundles", json=body))
        .headers["Location"]
        .removeprefix("/api/v1")
    )
    await scanned.stack.drain()
    link = (await scanned.post(f"{path}/open")).json()["url"]
    shut = await officer.client.post(f"{path}/open")
    assert (shut.status_code, shut.json()["code"]) == (409, "not_scanned_yet")
    async with httpx.AsyncClient(trust_env=False) as client:
        archive = zipfile.ZipFile(io.BytesIO((await client.get(link)).content))
    assert "还没有查过病毒，打开以前请先查毒：001" in archive.read("README.txt").decode()
    index = "".join(page.extract_text() for page in PdfReader(io.BytesIO(archive.read("000_证据目录.pdf"))).pages)
    assert "第 1 号的文件还没有查过病毒" in index.replace("\n", "")

    standin.reply = FOUND
    standin.start()
    await scanned.stack.advance(minutes=11)
    condemned = await scanned.post(f"{path}/open")
    assert (condemned.status_code, condemned.json()["code"]) == (409, "infected")
    assert (await scanned.owner.client.post("/evidence-bundles", json=body)).json()["code"] == "nothing_to_bundle"


async def test_a_copy_of_an_unscanned_file_is_scanned_for_itself(scanned: Case, standin: StandIn) -> None:
    first = await scanned.verified(WAGES, "wage_record")
    second = (await scanned.declare(WAGES, "other"))["evidence"]
    assert (second["status"], second["scan"]) == ("verified", "scanner_down")
    standin.start()
    await scanned.stack.advance(minutes=11)
    assert {(await scanned.read(one))["scan"] for one in (first, second["id"])} == {"clean"}


async def test_whatever_the_daemon_says_or_does_only_its_ok_is_clean(
    case: Case, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = case.stack.services.object_store
    await store.put("previews/scan-test", b"x" * 5_000_000, media_type="image/jpeg")
    scanner = Scanner(standin.url)

    async def verdict() -> ScanStatus:
        return await scanner.scan(store, "previews/scan-test", version_id=None)

    assert await verdict() is ScanStatus.SCANNER_DOWN
    standin.start()
    said = {
        "stream: OK": ScanStatus.CLEAN,
        FOUND: ScanStatus.INFECTED,
        "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND": ScanStatus.TOO_LARGE,
        "INSTREAM size limit exceeded. ERROR": ScanStatus.TOO_LARGE,
        "stream: Can't allocate memory ERROR": ScanStatus.SCANNER_DOWN,
        "no such thing": ScanStatus.SCANNER_DOWN,
        "": ScanStatus.SCANNER_DOWN,
    }
    for reply, expected in said.items():
        standin.reply = reply
        assert await verdict() is expected, reply
    monkeypatch.setattr(scanning, "ANSWER_S", 0.2)
    standin.reply = None
    assert await verdict() is ScanStatus.SCANNER_DOWN
    asked = standin.scanned
    standin.reply = "stream: OK"
    assert (await verdict(), standin.scanned) == (
        ScanStatus.SCANNER_DOWN,
        asked,
    )  # it hung: files go on without it
    monkeypatch.setattr(scanner, "_rests_until", 0.0)
    assert await verdict() is ScanStatus.CLEAN


async def test_storage_that_breaks_off_is_not_blamed_on_the_scanner(standin: StandIn) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError("storage")

    standin.start()
    with pytest.raises(ConnectionResetError, match="storage"):
        Scanner(standin.url)._scan(cast(BinaryIO, Broken()))  # pyright: ignore[reportPrivateUsage] -- in its thread


@pytest.mark.parametrize("url", ["http://127.0.0.1:3310", "tcp://127.0.0.1", "unix://", "clamd"])
async def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="tcp://host:port or unix:///path"):
        Scanner(url)


async def test_a_file_withdrawn_meanwhile_is_scanned_too(scanned: Case, standin: StandIn) -> None:
    evidence_id = await scanned.verified(WAGES)
    officer = await officer_of(scanned)
    withdrawn = await scanned.post(f"/evidence/{evidence_id}/withdraw", {"reason": "传错了"})
    assert withdrawn.status_code == 200, withdrawn.text
    standin.reply = FOUND
    standin.start()
    await scanned.stack.advance(minutes=11)
    item = await scanned.read(evidence_id)
    assert (item["status"], item["scan"]) == ("withdrawn", "infected")
    for person in (scanned.owner, officer):
        refused = await person.client.post(f"/evidence/{evidence_id}/open")
        assert (refused.status_code, refused.json()["code"]) == (409, "infected")
    anew = await scanned.upload(WAGES)
    await scanned.stack.drain()
    assert (await scanned.read(anew))["rejection"] == "malware"
