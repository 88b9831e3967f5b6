"""When and where a file was captured is what its owner says: kept, shown as a claim, and never a hindrance."""

import pytest

from tests.evidence.cases import Case
from tests.evidence.uploading import WAGES, send

pytestmark = pytest.mark.anyio

PLACE = {"latitude_deg": 28.65710001, "longitude_deg": 112.3512, "datum": "gcj02"}


async def test_time_and_place_are_kept_as_they_were_claimed(case: Case) -> None:
    declared = await case.declare(WAGES, captured_at="2026-06-30T18:20:00+08:00", captured_place=PLACE)
    item = await case.read(declared["evidence"]["id"])
    assert (item["captured_at"], item["captured_at_doubtful"]) == ("2026-06-30T10:20:00Z", False)
    assert item["captured_place"] == PLACE
    assert (await case.declare(WAGES, "chat"))["evidence"]["captured_place"] is None


@pytest.mark.parametrize("captured_at", ["1970-01-01T08:00:13+08:00", "2043-05-01T00:00:00Z"])
async def test_a_phone_whose_clock_is_years_off_uploads_all_the_same(case: Case, captured_at: str) -> None:
    declared = await case.declare(WAGES, captured_at=captured_at)
    assert declared["evidence"]["captured_at_doubtful"]
    form = declared["upload"]
    assert (await send(form["url"], form["fields"], WAGES.data)).status_code == 201
    assert (await case.post(f"/evidence/{declared['evidence']['id']}/complete")).status_code == 200
    await case.stack.drain()
    item = await case.read(declared["evidence"]["id"])
    assert (item["status"], item["captured_at_doubtful"]) == ("verified", True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude_deg": 91}, "captured_place.latitude_deg"),
        ({"longitude_deg": -181}, "captured_place.longitude_deg"),
        ({"datum": "bd09"}, "captured_place.datum"),
        ({"datum": None}, "captured_place.datum"),
    ],
)
async def test_a_place_that_cannot_be_is_refused(case: Case, changes: dict[str, object], field: str) -> None:
    place = {name: value for name, value in (PLACE | changes).items() if value is not None}
    body = WAGES.declaration(case.matter_id, "other", captured_place=place)
    answer = await case.post("/evidence", body)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
