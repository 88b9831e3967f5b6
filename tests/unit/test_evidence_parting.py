"""Parts cover a file exactly; what arrived is sorted out the same in whatever order it came."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.evidence.uploading.parting import MIB, MOST_PARTS, Plan, progress_of

START = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """A part as storage lists it."""

    number: int
    size_bytes: int
    second: int = 0

    @property
    def stored_at(self) -> datetime:
        return START + timedelta(seconds=self.second)


plans = st.builds(Plan.of, st.integers(1, 2**42), st.integers(5 * MIB, 64 * MIB))


@given(plans)
def test_parts_cover_the_file_within_what_storage_takes(plan: Plan) -> None:
    assert 1 <= plan.count <= MOST_PARTS
    assert plan.part_bytes >= 5 * MIB
    assert (plan.count - 1) * plan.part_bytes + plan.size_of(plan.count) == plan.size_bytes
    assert 1 <= plan.size_of(plan.count) <= plan.part_bytes
    assert plan.count == 1 or plan.size_of(1) == plan.part_bytes


def test_two_gigabytes_are_410_parts_of_five_megabytes() -> None:
    plan = Plan.of(2048 * MIB, 5 * MIB)
    assert (plan.count, plan.part_bytes) == (410, 5 * MIB)


def test_a_terabyte_gets_larger_parts_rather_than_too_many() -> None:
    plan = Plan.of(2**40, 5 * MIB)
    assert (plan.part_bytes, plan.count) == (105 * MIB, 9987)


PLAN = Plan(2 * 5 * MIB + 77, 5 * MIB)
parts = st.builds(
    Part, st.integers(0, 5), st.sampled_from([0, 1, 77, 5 * MIB - 1, 5 * MIB, 5 * MIB + 1]), st.integers(0, 3)
)


@given(st.lists(parts))
def test_every_number_is_whole_wrong_or_missing(arrived: list[Part]) -> None:
    progress = progress_of(PLAN, arrived)
    assert sorted([*progress.whole, *progress.wrong, *progress.missing]) == list(PLAN.numbers)
    assert all(part.size_bytes == PLAN.size_of(number) for number, part in progress.whole.items())
    assert progress.is_whole == (len(progress.whole) == PLAN.count)
    assert not progress.is_whole or progress.received_bytes == PLAN.size_bytes
    assert [part.number for part in progress.in_order()] == sorted(progress.whole)


def test_the_newest_whole_content_counts_and_a_later_fragment_undoes_nothing() -> None:
    first, second = Part(1, 5 * MIB, 1), Part(1, 5 * MIB, 2)
    progress = progress_of(PLAN, [second, Part(1, 9, 3), first])
    assert progress.whole == {1: second}
    assert (progress.wrong, progress.missing) == ({}, [2, 3])


def test_parts_beyond_the_file_are_passed_over() -> None:
    assert progress_of(PLAN, [Part(4, 5 * MIB), Part(0, 5 * MIB)]).missing == [1, 2, 3]
