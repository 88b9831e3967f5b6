import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lawyers.records.quality import quality

VALUES = st.none() | st.floats(0, 1)


def test_nothing_known_is_no_quality() -> None:
    assert quality(success=None, stars=None, peer_tenths=None) is None


def test_what_is_not_known_does_not_count() -> None:
    assert quality(success=None, stars=5, peer_tenths=None) == 1.0
    assert quality(success=None, stars=1, peer_tenths=None) == 0.0
    assert quality(success=0.4, stars=None, peer_tenths=None) == 0.4
    assert quality(success=1.0, stars=3, peer_tenths=800) == pytest.approx(0.5 * 0.8 + 0.3 * 0.5 + 0.2 * 1.0)


@given(VALUES, st.none() | st.integers(1, 5), st.none() | st.floats(0, 1000))
def test_quality_lies_between_the_worst_and_the_best_known(
    success: float | None, stars: int | None, tenths: float | None
) -> None:
    known = [success, None if stars is None else (stars - 1) / 4, None if tenths is None else tenths / 1000]
    values = [value for value in known if value is not None]
    found = quality(success=success, stars=stars, peer_tenths=tenths)
    assert (found is None) == (not values)
    if found is not None:
        assert min(values) - 1e-6 <= found <= max(values) + 1e-6


@pytest.mark.parametrize("wrong", [{"stars": 0}, {"stars": 6}, {"success": 1.1}, {"peer_tenths": -1.0}])
def test_out_of_range_is_an_error(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        quality(**{"success": None, "stars": None, "peer_tenths": None} | wrong)  # pyright: ignore[reportArgumentType] -- wrong on purpose
