from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.lawyers.assigning.timing import SHORTEST_TIME_TO_ANSWER, TIME_TO_ANSWER, answer_by

AT = datetime(2026, 7, 3, 2, tzinfo=UTC)


@given(st.timedeltas(timedelta(days=-5), timedelta(days=5)))
def test_lawyer_has_a_day_but_not_past_the_last_day_to_assign(left: timedelta) -> None:
    by = answer_by(AT, AT + left)
    assert SHORTEST_TIME_TO_ANSWER <= by - AT <= TIME_TO_ANSWER
    if SHORTEST_TIME_TO_ANSWER <= left < TIME_TO_ANSWER:
        assert by == AT + left


def test_lawyer_has_a_day_where_nothing_presses() -> None:
    assert answer_by(AT, None) == AT + TIME_TO_ANSWER
