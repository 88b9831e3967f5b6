"""How long a lawyer who is asked has to answer. Pure.

The numbers are ours, not the law's: they make room for several lawyers within the days to assign (法律援助法 43).
"""

from datetime import datetime, timedelta

TIME_TO_ANSWER = timedelta(hours=24)
SHORTEST_TIME_TO_ANSWER = timedelta(hours=4)


def answer_by(at: datetime, assign_by: datetime | None) -> datetime:
    """Until when an offered lawyer answers: a day, less where the time to assign ends before (``assign_by``),
    so that the officer can still ask another in time; never an unreasonably short time.
    """
    latest = at + TIME_TO_ANSWER
    if assign_by is not None and at + SHORTEST_TIME_TO_ANSWER <= assign_by < latest:
        return assign_by
    return latest
