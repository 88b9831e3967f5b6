"""Large files in parts: in any order, on another phone, after a break; only what is whole is taken."""

import os
from collections.abc import AsyncGenerator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import anyio
import httpx
import pytest

from app.evidence import matters, repository
from app.evidence.uploading import abandoning
from app.kernel.actor import Role
from app.kernel.bus import JobContext
from tests.evidence.cases import Case, opened
from tests.evidence.gate import CuttingLink
from tests.evidence.parts import PART, BigPhoto, PartSender
from tests.evidence.uploading import WAGES
from tests.support.stack import Stack, running

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
TWO_PARTS = BigPhoto(PART + 1000)
SMALL = BigPhoto(200_000)


@pytest.fixture
async def case() -> AsyncGenerator[Case]:
    """A case in a product that has even photos of kilobytes sent in parts."""
    async with running(upload_form_max_bytes=1024) as stack:
        yield await opened(stack)


async def declared(case: Case, photo: BigPhoto = TWO_PARTS, kind: str = "photo_video") -> PartSender:
    """Declare a photo; its owner's phone is ready to send."""
    answer = await case.post("/evidence", photo.declaration(case.matter_id, kind))
    assert answer.status_code in (200, 201), answer.text
    return PartSender(case.owner.client, answer.json()["evidence"]["id"], photo.data)


async def uploads_in_storage(case: Case) -> set[str]:
    """Ids of the uploads that storage holds parts of."""
    client = case.stack.services.object_store.connections.client
    found = client.list_uploads(case.stack.settings.s3_bucket, "evidence/")
    return {upload.upload_id or "" for upload in found.uploads}


async def upload_id_of(case: Case, sender: PartSender) -> str:
    [(upload_id,)] = await case.rows("SELECT upload_id FROM evidence WHERE id = :id", id=sender.evidence_id)
    return upload_id


async def key_of(case: Case, sender: PartSender) -> str:
    [(key,)] = await case.rows("SELECT object_key FROM evidence WHERE id = :id", id=sender.evidence_id)
    return key


async def test_only_a_file_above_the_forms_limit_is_sent_in_parts(stack: Stack) -> None:
    case = await opened(stack)
    small = await case.declare(WAGES)
    assert small["upload"]["mode"] == "form"
    answer = await case.post("/evidence", BigPhoto(8 * MIB + 1).declaration(case.matter_id, "photo_video"))
    assert answer.json()["upload"] == {"mode": "parts", "part_bytes": 5 * MIB, "count": 2}
    again = await case.post(f"/evidence/{answer.json()['evidence']['id']}/form")
    assert again.json() == answer.json()["upload"]
    refused = await case.post(f"/evidence/{small['evidence']['id']}/parts", {"numbers": [1]})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_in_parts")


async def test_recordings_may_be_longer_and_each_limit_is_told(case: Case) -> None:
    def video(size_bytes: int) -> dict[str, object]:
        return BigPhoto(MIB).declaration(
            case.matter_id, "photo_video", media_type="video/mp4", size_bytes=size_bytes
        )

    taken = await case.post("/evidence", video(2048 * MIB))
    assert taken.json()["upload"] == {"mode": "parts", "part_bytes": 5 * MIB, "count": 410}
    refused = await case.post("/evidence", video(2048 * MIB + 1))
    assert refused.json()["errors"][0]["message"] == "单个文件不能超过 2 GB，这个文件有 2.1 GB"
    photo = await case.post("/evidence", BigPhoto(MIB).declaration(case.matter_id, "other", size_bytes=51 * MIB))
    assert photo.json()["errors"][0]["message"] == "单个文件不能超过 50 MB，这个文件有 51 MB"


async def test_parts_in_any_order_become_one_verified_file(case: Case) -> None:
    phone = await declared(case, BigPhoto(2 * PART + 77))
    await phone.send(3)
    await phone.send(2, 1)
    assert (await phone.received())["is_whole"]
    completed = await phone.complete()
    assert (completed.status_code, completed.json()["status"]) == (200, "arrived")
    await case.stack.drain()
    assert await case.status(phone.evidence_id) == "verified"
    link = (await case.post(f"/evidence/{phone.evidence_id}/open")).json()["url"]
    async with httpx.AsyncClient(trust_env=False) as browser:
        file = await browser.get(link)
    assert (file.content, file.headers["content-type"]) == (phone.data, "image/jpeg")


async def test_another_phone_goes_on_hours_later_from_what_arrived(case: Case) -> None:
    phone = await declared(case)
    await phone.send(2)
    await case.stack.advance(hours=30)
    other = await declared(case)
    assert other.evidence_id == phone.evidence_id
    state = await other.received()
    assert (state["missing"], state["wrong_size"], state["received_bytes"]) == ([1], [], 1000)
    await other.send_rest()
    assert other.sent_bytes == PART
    assert (await other.complete()).status_code == 200
    await case.stack.drain()
    assert await case.status(phone.evidence_id) == "verified"


async def test_completion_names_what_is_missing_or_cut_off(case: Case) -> None:
    phone = await declared(case)
    before = await phone.complete()
    assert (before.status_code, before.json()["code"]) == (409, "not_uploaded_yet")
    issued = await phone.links([1])
    await phone.put(issued["parts"][0], PART, data=phone.data[:MIB])
    answer = await phone.complete()
    assert (answer.status_code, answer.json()["code"]) == (409, "parts_incomplete")
    assert answer.json()["detail"] == "一共 2 段：第 2 段还没有收到；第 1 段收到 1 MB，应当是 5 MB"
    assert answer.json()["missing"] == [2]
    assert answer.json()["wrong_size"] == [{"number": 1, "size_bytes": MIB, "expected_bytes": PART}]
    state = await phone.received()
    assert state["parts"] == [{"number": 1, "size_bytes": MIB, "expected_bytes": PART, "ok": False}]
    await phone.send_rest()
    assert (await phone.complete()).status_code == 200
    await case.stack.drain()
    assert await case.status(phone.evidence_id) == "verified"


async def test_a_file_sent_in_parts_that_is_another_than_declared_is_rejected(case: Case) -> None:
    phone = await declared(case, SMALL)
    phone.data = BigPhoto(200_000, b"b").data
    await phone.send(1)
    assert (await phone.complete()).status_code == 200
    await case.stack.drain()
    assert (await case.read(phone.evidence_id))["rejection"] == "hash_differs"


async def test_completing_again_or_after_a_lost_answer_succeeds(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    parts = case.stack.services.object_store.parts
    key, upload_id = await key_of(case, phone), await upload_id_of(case, phone)
    await parts.join(key, upload_id, await parts.arrived(key, upload_id))
    assert (await phone.received())["is_whole"]
    assert await phone.links([1]) == {
        "part_bytes": PART,
        "count": 1,
        "parts": [],
        "expires_in_s": 900,
        "started_anew": False,
        "is_whole": True,
    }
    for _ in range(2):
        assert (await phone.complete()).json()["status"] == "arrived"
    await case.stack.drain()
    assert (await phone.complete()).json()["status"] == "verified"
    assert (await phone.received())["is_whole"]


async def test_completion_that_was_never_told_is_found(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    await case.stack.advance(hours=2)
    assert await case.status(phone.evidence_id) == "verified"


async def test_an_upload_that_storage_lost_is_begun_anew_and_told(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    lost = await upload_id_of(case, phone)
    await case.stack.services.object_store.parts.abort(await key_of(case, phone), lost)
    assert (await phone.received())["missing"] == [1]
    assert (await phone.complete()).json()["missing"] == [1]
    issued = await phone.links([1])
    assert issued["started_anew"]
    assert (await phone.put(issued["parts"][0], PART)).status_code == 200
    assert not (await phone.links([1]))["started_anew"]
    assert (await phone.complete()).status_code == 200


async def test_the_same_file_as_another_kind_shares_the_parts(case: Case) -> None:
    early = await declared(case, SMALL, "other")
    phone = await declared(case, SMALL)
    await phone.send(1)
    late = await declared(case, SMALL, "chat")
    assert len({phone.evidence_id, early.evidence_id, late.evidence_id}) == 3
    for sender in (early, late, phone):
        assert (await sender.received())["is_whole"]
        assert (await sender.complete()).status_code == 200
    await case.stack.drain()
    assert {await case.status(sender.evidence_id) for sender in (early, late, phone)} == {"verified"}


async def test_parts_are_numbered_within_the_file_and_asked_for_in_bounds(case: Case) -> None:
    phone = await declared(case, SMALL)
    path = f"/evidence/{phone.evidence_id}/parts"
    beyond = await case.post(path, {"numbers": [1, 2]})
    assert beyond.json()["errors"][0]["message"] == "这个文件只有 1 段，没有第 2 段"
    for numbers in ([], [0], list(range(1, 102)), ["x"], [10**9]):
        assert (await case.post(path, {"numbers": numbers})).status_code == 422
    stranger = await case.world.person(Role.APPLICANT)
    for answer in (await stranger.client.get(path), await stranger.client.post(path, json={"numbers": [1]})):
        assert answer.status_code == 404


async def test_a_link_takes_no_other_part_and_no_other_upload(case: Case) -> None:
    phone = await declared(case)
    issued = await phone.links([1])
    link = issued["parts"][0]
    forged = link | {"url": link["url"].replace("partNumber=1", "partNumber=2")}
    assert (await phone.put(forged, PART)).status_code == 403
    assert (await phone.received())["missing"] == [1, 2]


async def test_parts_of_a_declaration_that_lapsed_are_thrown_away(case: Case) -> None:
    phone = await declared(case)
    await case.stack.advance(days=5)
    await phone.send(1)
    upload_id = await upload_id_of(case, phone)
    await case.stack.advance(days=5)
    assert await case.status(phone.evidence_id) == "declared"
    await case.stack.advance(days=3)
    assert await case.status(phone.evidence_id) == "expired"
    assert upload_id not in await uploads_in_storage(case)
    path = f"/evidence/{phone.evidence_id}/parts"
    assert (await case.post(path, {"numbers": [2]})).json()["code"] == "wrong_state"
    assert (await case.owner.client.get(path)).json()["code"] == "wrong_state"


async def test_parts_of_a_file_that_was_withdrawn_are_thrown_away(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    upload_id = await upload_id_of(case, phone)
    withdrawn = await case.post(f"/evidence/{phone.evidence_id}/withdraw", {"reason": "选错了文件"})
    assert withdrawn.status_code == 200, withdrawn.text
    await case.stack.drain()
    assert upload_id not in await uploads_in_storage(case)
    assert (await phone.complete()).json()["code"] == "wrong_state"


async def test_parts_that_another_item_waits_for_are_kept(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    twin = await declared(case, SMALL, "chat")
    async with case.stack.services.database.transaction() as session:
        await abandoning.throw_away(
            session, await repository.locked(session, UUID(phone.evidence_id)), await upload_id_of(case, twin)
        )
    await case.stack.drain()
    assert (await twin.received())["is_whole"]


async def test_no_part_is_taken_for_a_case_that_ended(case: Case) -> None:
    phone = await declared(case, SMALL)
    await phone.send(1)
    async with case.stack.services.database.transaction() as session:
        await matters.close_matter(session, case.matter_id, at=case.stack.clock.now())
    answers = [
        await case.post(f"/evidence/{phone.evidence_id}/parts", {"numbers": [1]}),
        await phone.complete(),
    ]
    assert [answer.json()["code"] for answer in answers] == ["matter_closed"] * 2


async def test_two_phones_that_begin_at_once_send_to_one_upload(case: Case) -> None:
    phone = await declared(case, SMALL)
    urls: list[str] = []

    async def begin() -> None:
        urls.append((await phone.links([1]))["parts"][0]["url"])

    async with anyio.create_task_group() as phones:
        for _ in range(4):
            phones.start_soon(begin)
    await case.stack.drain()
    kept = await upload_id_of(case, phone)
    assert {parse_qs(urlsplit(url).query)["uploadId"][0] for url in urls} == {kept}
    client = case.stack.services.object_store.connections.client
    listed = client.list_uploads(case.stack.settings.s3_bucket, await key_of(case, phone)).uploads
    assert [upload.upload_id for upload in listed] == [kept]


async def test_the_sweep_takes_uploads_that_no_file_waits_for() -> None:
    async with running(upload_form_max_bytes=1024, s3_bucket="yjt-tests-sweep") as stack:
        case = await opened(stack)
        phone = await declared(case)
        await phone.send(1)
        store = stack.services.object_store
        orphan = await store.parts.start("evidence/" + "0" * 32, media_type="video/mp4")
        context = JobContext(stack.services.database, {}, stack.clock.now())
        await abandoning.sweep(context, store)
        assert orphan in await uploads_in_storage(case)
        await abandoning.sweep(context, store, left_for=timedelta(seconds=-5))
        left = await uploads_in_storage(case)
        assert orphan not in left
        assert await upload_id_of(case, phone) in left


async def test_a_file_gets_through_a_link_that_is_cut_three_times() -> None:
    real = urlsplit(os.environ["YJT_TEST_S3_ENDPOINT"])
    cuts = [2 * MIB, 7 * MIB, 11 * MIB]
    async with (
        CuttingLink((real.hostname or "", real.port or 0), cuts) as link,
        running(s3_public_endpoint=link.url) as stack,
    ):
        case = await opened(stack)
        phone = await declared(case, BigPhoto(12 * MIB))
        assert await phone.send_through_cuts() == 3
        assert link.cut_count == 3
        assert (await phone.complete()).status_code == 200
        await stack.drain()
        assert await case.status(phone.evidence_id) == "verified"
        assert link.passed_bytes < 12 * MIB + 3 * PART + MIB
