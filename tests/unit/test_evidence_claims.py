"""What files say about themselves: cleaned, bounded, compared; nothing they say can break anything."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.evidence.previews.claims import LONGEST_TEXT, Claims, cleaned, notes, taken_instant
from app.evidence.previews.enums import ClaimNote
from app.kernel.geo import Datum, Point

ARRIVED = datetime(2026, 7, 1, tzinfo=UTC)
HANGZHOU = Point(30.2741, 120.155, Datum.WGS84)
VALUES = st.none() | st.text() | st.floats() | st.integers() | st.lists(st.integers()) | st.booleans()
NAMES = ("taken", "offset", "latitude_deg", "longitude_deg", "device_make", "device_model", "software")


def told(claims: Claims, **changes: object) -> set[ClaimNote]:
    declared_at, declared_place = changes.get("at"), changes.get("place")
    assert declared_at is None or isinstance(declared_at, datetime)
    assert declared_place is None or isinstance(declared_place, Point)
    return set(notes(claims, declared_at=declared_at, declared_place=declared_place, arrived_at=ARRIVED))


def test_a_phones_words_are_read() -> None:
    claims = cleaned(
        {
            "taken": "2026:06:30 18:20:00",
            "offset": "+08:00",
            "latitude_deg": 30.27410001,
            "longitude_deg": 120.155,
            "device_make": "HUA\0WEI\u202e\n x",
        }
    )
    assert claims == Claims(
        "2026-06-30T18:20:00", 480, Point(30.2741, 120.155, Datum.WGS84), "HUA WEI x", None, None
    )
    assert taken_instant(claims) == datetime(2026, 6, 30, 10, 20, tzinfo=UTC)


def test_what_cannot_be_is_left_out() -> None:
    assert cleaned({"taken": "2026:13:40 25:61:61", "offset": "+08:00"}) == Claims()
    assert cleaned({"taken": "0000:00:00 00:00:00"}) == Claims()
    assert cleaned({"latitude_deg": 0.0, "longitude_deg": 0.0}) == Claims()
    assert cleaned({"latitude_deg": 91.0, "longitude_deg": 1.0}) == Claims()
    assert cleaned({"latitude_deg": 10**400, "longitude_deg": 1.0}) == Claims()
    assert cleaned({"latitude_deg": 30.0}) == Claims()
    assert cleaned({"taken": "2026:06:30 18:20:00", "offset": "+99:99"}).taken_offset_min is None
    assert cleaned({"software": "\0\0 \u200b"}) == Claims()
    assert cleaned({"software": "x" * 5000}).software == "x" * LONGEST_TEXT


def test_a_clock_years_off_is_told_and_not_refused() -> None:
    ahead, behind = cleaned({"taken": "2031:01:01 00:00:00"}), cleaned({"taken": "1980:01:01 00:00:00"})
    assert told(ahead) == {ClaimNote.LATER_THAN_ARRIVAL}
    assert told(behind) == set()
    assert told(behind, at=ARRIVED) == {ClaimNote.TIME_DIFFERS}
    assert told(ahead, at=ARRIVED) == {ClaimNote.LATER_THAN_ARRIVAL, ClaimNote.TIME_DIFFERS}


def test_a_clock_without_offset_is_taken_for_chinas() -> None:
    claims = cleaned({"taken": "2026:06:30 18:20:00"})
    assert taken_instant(claims) == datetime(2026, 6, 30, 10, 20, tzinfo=UTC)
    assert told(claims, at=datetime(2026, 6, 30, 10, 20, tzinfo=UTC) + timedelta(hours=20)) == set()


def test_a_place_far_from_the_declared_one_is_told_across_datums() -> None:
    claims = Claims(place=HANGZHOU)
    assert told(claims, place=HANGZHOU.to_gcj02()) == set()
    assert told(claims, place=Point(30.3741, 120.155, Datum.WGS84)) == {ClaimNote.PLACE_DIFFERS}


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES)))
def test_nothing_a_file_says_breaks_anything(raw: dict[str, object]) -> None:
    claims = cleaned(raw)
    told(claims, at=ARRIVED, place=HANGZHOU)
    for text in (claims.device_make, claims.device_model, claims.software):
        assert text is None or (0 < len(text) <= LONGEST_TEXT and text.isprintable())
