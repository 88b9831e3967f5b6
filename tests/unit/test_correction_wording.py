"""What a check-in tells the person."""

import pytest

from app.correction.check_ins.codes import CheckInReason, CheckInVerdict
from app.correction.check_ins.wording import ADVICE, NOT_HELD_AGAINST_YOU, about, message


@pytest.mark.parametrize(
    ("distance_m", "text"),
    [(3, "约 10 米"), (-347, "约 350 米"), (2_150, "约 2.1 公里"), (181_400, "约 181 公里")],
)
def test_a_distance_is_no_finer_than_a_phone_can_tell(distance_m: float, text: str) -> None:
    assert about(distance_m) == text


@pytest.mark.parametrize("verdict", [CheckInVerdict.OUTSIDE, CheckInVerdict.INDETERMINATE])
def test_nothing_but_inside_leaves_the_person_in_doubt_of_being_blamed(verdict: CheckInVerdict) -> None:
    text = message(verdict, 500.0, (CheckInReason.NEAR_BORDER,))
    assert NOT_HELD_AGAINST_YOU in text
    assert not {"警告", "违法", "报警", "处罚"} & {text[i : i + 2] for i in range(len(text))}


def test_every_reason_says_what_to_do() -> None:
    assert set(ADVICE) == set(CheckInReason)
    text = message(CheckInVerdict.INDETERMINATE, None, tuple(CheckInReason))
    assert all(advice in text for advice in ADVICE.values())
