"""Smaller pictures of evidence, and what files say about themselves, through the API."""

import hashlib
import io
import struct
import zlib
from datetime import timedelta

import httpx
import pytest
from PIL import Image
from sqlalchemy import event

from app.evidence import matters
from app.evidence.previews.making import make_missed
from app.kernel.actor import Role
from app.kernel.bus import JobContext
from tests.evidence.cases import Case, Json
from tests.evidence.previews.pictures import BLUE, FORMATS, RED, Made, picture
from tests.evidence.uploading import BANK, CHAT, WAGES
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

KINDS = ("photo_video", "attendance", "chat", "other")


async def fetch(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as browser:
        return await browser.get(url)


async def preview(person: PersonRef, evidence_id: str, size: str = "web") -> Image.Image:
    answer = await person.client.post(f"/evidence/{evidence_id}/preview", json={"size": size})
    assert answer.status_code == 200, answer.text
    file = await fetch(answer.json()["url"])
    assert file.headers["content-type"] == "image/jpeg"
    return Image.open(io.BytesIO(file.content))


async def officer_of(case: Case) -> PersonRef:
    agency = await case.world.agency()
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, agency.id)
    return await case.world.person(Role.OFFICER, agency=agency)


def close_to(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    x, y = place
    found = picture.crop((x, y, x + 1, y + 1)).tobytes()
    return all(abs(a - b) < 30 for a, b in zip(found, colour, strict=True))


async def test_pictures_of_every_type_get_upright_smaller_ones_without_metadata(case: Case) -> None:
    made = {kind: picture(media_type, orientation=6) for kind, media_type in zip(KINDS, FORMATS, strict=True)}
    ids = {kind: await case.upload(sample, kind) for kind, sample in made.items()}
    await case.stack.drain()
    for kind, evidence_id in ids.items():
        item = await case.read(evidence_id)
        assert (item["status"], item["previews"]) == ("verified", "ready"), kind
        assert "preview" in item["allowed_actions"]
        web, thumbnail = (
            await preview(case.owner, evidence_id),
            await preview(case.owner, evidence_id, "thumbnail"),
        )
        assert (web.size, thumbnail.size) == ((600, 900), (213, 320))
        assert close_to(web, (300, 100), RED)
        assert close_to(web, (300, 800), BLUE)
        for small in (web, thumbnail):
            assert len(small.getexif()) == 0
            assert {"exif", "comment", "icc_profile", "xmp"}.isdisjoint(small.info)
        original = await fetch((await case.post(f"/evidence/{evidence_id}/open")).json()["url"])
        assert hashlib.sha256(original.content).hexdigest() == item["sha256"]


async def test_the_files_own_words_are_shown_as_unverified_claims_to_whoever_may_read(case: Case) -> None:
    sample = picture("image/heic")
    evidence_id = await case.upload(
        sample,
        "photo_video",
        captured_at="2026-07-15T10:00:00+08:00",
        captured_place={"latitude_deg": 31.2, "longitude_deg": 121.4, "datum": "wgs84"},
    )
    await case.stack.drain()
    officer = await officer_of(case)
    for person in (case.owner, officer):
        claims: Json = (await person.client.get(f"/evidence/{evidence_id}")).json()["claims"]
        assert "没有核对过" in claims.pop("about")
        assert claims == {
            "taken_at_local": "2026-06-30T18:20:00",
            "taken_offset_min": 480,
            "place": {"latitude_deg": 30.2741, "longitude_deg": 120.155, "datum": "wgs84"},
            "device_make": "HUAWEI",
            "device_model": "P40",
            "software": "edited with",
            "notes": ["time_differs", "place_differs"],
        }
    stranger = await case.world.person(Role.APPLICANT)
    assert (await stranger.client.get(f"/evidence/{evidence_id}")).status_code == 404
    assert (await stranger.client.post(f"/evidence/{evidence_id}/preview")).status_code == 404


async def test_a_picture_that_cannot_be_decoded_stays_evidence(case: Case) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", b"no zlib at all") + chunk(b"IEND", b"")
    evidence_id = await case.verified(Made("broken.png", "image/png", b"\x89PNG\r\n\x1a\n" + chunks))
    item = await case.read(evidence_id)
    assert (item["status"], item["previews"], item["claims"]) == ("verified", "failed", None)
    assert "preview" not in item["allowed_actions"]
    refused = await case.post(f"/evidence/{evidence_id}/preview")
    assert (refused.status_code, refused.json()["code"], refused.json()["previews"]) == (
        409,
        "no_preview",
        "failed",
    )
    assert (await case.post(f"/evidence/{evidence_id}/open")).status_code == 200


async def test_documents_have_no_preview_and_nothing_is_previewed_before_it_is_verified(case: Case) -> None:
    document = await case.verified(BANK, "bank_slip")
    assert (await case.read(document))["previews"] == "none"
    assert (await case.post(f"/evidence/{document}/preview")).json()["code"] == "no_preview"
    arrived = await case.upload(WAGES)
    assert (await case.post(f"/evidence/{arrived}/preview")).json()["code"] == "not_verified_yet"


async def test_a_look_at_the_web_size_is_a_look_at_the_evidence(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    officer = await officer_of(case)
    await preview(officer, evidence_id, "thumbnail")
    assert await viewings(case) == 0
    await preview(officer, evidence_id)
    assert await viewings(case) == 1
    notes = await case.rows("SELECT note FROM audit_entry WHERE object_type = 'evidence' AND note LIKE '看%'")
    assert sorted(note for (note,) in notes) == ["看缩略图", "看预览图"]


async def viewings(case: Case) -> int:
    return len(await case.rows("SELECT 1 FROM custody_event WHERE kind = 'viewed'"))


async def test_a_list_gives_its_thumbnails_by_one_query_and_notes_them_once(case: Case) -> None:
    for sample, kind in ((WAGES, "wage_record"), (CHAT, "chat"), (BANK, "bank_slip")):
        await case.upload(sample, kind)
    await case.stack.drain()
    officer = await officer_of(case)
    asked: list[str] = []

    def note(*arguments: object) -> None:
        if "evidence_preview" in str(arguments[2]):
            asked.append(str(arguments[2]))

    engine = case.stack.services.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    query = {"matter_id": str(case.matter_id), "thumbnails": "true"}
    items: list[Json] = (await officer.client.get("/evidence", params=query)).json()["items"]
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1
    links = {item["name"]: item["thumbnail"] for item in items}
    assert links.pop("bank_statement.pdf") is None
    for link in links.values():
        assert max(Image.open(io.BytesIO((await fetch(link)).content)).size) == 320
    looks = await case.rows("SELECT note FROM audit_entry WHERE object_type = 'evidence_matter'")
    assert looks == [("看缩略图",)]
    plain: list[Json] = (await officer.client.get("/evidence", params={"matter_id": query["matter_id"]})).json()[
        "items"
    ]
    assert {item["thumbnail"] for item in plain} == {None}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_the_same_file_as_another_kind_shares_its_pictures(case: Case, when: str) -> None:
    first = await case.upload(WAGES, "wage_record")
    if when == "after":
        await case.stack.drain()
    second = (await case.declare(WAGES, "other"))["evidence"]["id"]
    await case.stack.drain()
    for evidence_id in (first, second):
        assert (await case.read(evidence_id))["previews"] == "ready"
        assert (await case.read(evidence_id))["claims"] is not None
    made = await case.rows("SELECT object_key, object_version, evidence_id FROM evidence_preview")
    assert len(made) == 4
    assert len({(key, version) for key, version, _ in made}) == 2


async def test_pictures_missed_while_storage_was_away_are_made_the_next_day(case: Case) -> None:
    evidence_id = await case.upload(WAGES)
    await case.stack.drain()
    await case.rows("DELETE FROM evidence_preview RETURNING 1")
    await case.rows("DELETE FROM evidence_claim RETURNING 1")
    await case.rows("UPDATE evidence SET preview = 'none' RETURNING 1")
    assert (await case.read(evidence_id))["previews"] == "waiting"
    services, at = case.stack.services, case.stack.clock.now() + timedelta(days=1)
    await make_missed(JobContext(services.database, {}, at))
    await case.stack.drain()
    assert (await case.read(evidence_id))["previews"] == "ready"
