"""The ladder of measures: what the rules lead to, and that they lead to nothing without a breach."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.correction.alarms.codes import BreachGravity, BreachKind
from app.correction.discipline.codes import AVAILABLE, REWARDS, DisciplineMeasure, SanctionRecipient
from app.correction.discipline.ladder import (
    CODES,
    COMMEND_AFTER,
    REVOCATION,
    REVOKE_ABSENCE,
    SEVERITY,
    BreachFact,
    PriorMeasure,
    cautions,
    compute,
    is_beyond,
)
from app.correction.discipline.wording import still_to_hand
from app.correction.enums import CorrectionCategory
from app.kernel.clock import start_of
from app.kernel.statutes import statute

M, Category = DisciplineMeasure, CorrectionCategory
DAY = date(2026, 3, 1)
RULES = {code: statute(code, DAY) for code in CODES}
BREACH = UUID(int=1)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = days.map(start_of)
NOON = start_of(DAY) + timedelta(hours=12)


def absence(last: date, first: date = DAY) -> BreachFact:
    return BreachFact(BREACH, BreachKind.ABSENCE, BreachGravity.MINOR, start_of(last), first, last)


def other(kind: BreachKind, gravity: BreachGravity = BreachGravity.MINOR) -> BreachFact:
    return BreachFact(BREACH, kind, gravity, NOON)


@pytest.mark.parametrize(
    ("last", "measure"),
    [
        (DAY, M.ADMONITION),
        (date(2026, 3, 11), M.ADMONITION),
        (date(2026, 3, 12), M.WARNING),
        (date(2026, 4, 1), M.WARNING),
        (date(2026, 4, 2), M.REVOKE_PROBATION),
    ],
)
def test_up_to_ten_days_beyond_ten_days_beyond_a_month(last: date, measure: DisciplineMeasure) -> None:
    ladder = compute(Category.PROBATION, [absence(last)], [], RULES)
    assert [rung.measure for rung in ladder.rungs] == [measure]
    assert ladder.absence_days == (last - DAY).days


def test_a_month_ends_with_the_last_day_of_a_shorter_one() -> None:
    month = RULES[REVOKE_ABSENCE]
    assert not is_beyond(date(2026, 1, 31), date(2026, 2, 28), month)
    assert is_beyond(date(2026, 1, 31), date(2026, 3, 1), month)
    with pytest.raises(ValueError, match="not in days or months"):
        is_beyond(DAY, DAY, RULES["correction.warn_admonitions"])


@pytest.mark.parametrize(
    ("measure", "count", "reached"),
    [
        (M.ADMONITION, 1, None),
        (M.ADMONITION, 2, M.WARNING),
        (M.WARNING, 1, None),
        (M.WARNING, 2, M.REVOKE_PROBATION),
    ],
)
def test_two_of_each_and_no_better(
    measure: DisciplineMeasure, count: int, reached: DisciplineMeasure | None
) -> None:
    priors = [PriorMeasure(measure, NOON - timedelta(minutes=1 + number)) for number in range(count)]
    ladder = compute(Category.PROBATION, [other(BreachKind.REPORTING)], priors, RULES)
    assert [rung.measure for rung in ladder.rungs][:-1] == ([reached] if reached else [])
    later = [PriorMeasure(measure, NOON + timedelta(minutes=1)) for _ in range(count)]
    unheeded = compute(Category.PROBATION, [other(BreachKind.REPORTING)], later, RULES)
    assert [rung.measure for rung in unheeded.rungs] == [M.ADMONITION]


def test_each_category_ends_where_the_law_lets_it() -> None:
    for category, top in REVOCATION.items():
        serious = other(BreachKind.INJUNCTION, BreachGravity.SERIOUS)
        found = compute(category, [serious], [], RULES).top
        assert found is not None
        assert found.measure is top
    assert M.POLICE_PENALTY not in AVAILABLE[Category.PAROLE]
    assert not AVAILABLE[Category.CONTROL] & {M.REVOKE_PROBATION, M.REVOKE_PAROLE, M.IMPRISONMENT}


def test_advice_never_blocks_and_says_what_to_weigh() -> None:
    ladder = compute(Category.PROBATION, [absence(date(2026, 3, 5))], [], RULES)
    rule = RULES[COMMEND_AFTER]
    assert cautions(M.ADMONITION, ladder, began_on=DAY, today=DAY, commend_after=rule) == []
    assert cautions(M.WARNING, ladder, began_on=DAY, today=DAY, commend_after=rule) != []
    early, due = date(2026, 8, 31), date(2026, 9, 1)
    assert cautions(M.COMMENDATION, ladder, began_on=DAY, today=early, commend_after=rule) != []
    assert cautions(M.COMMENDATION, ladder, began_on=DAY, today=due, commend_after=rule) == []


def test_who_must_still_be_handed_a_decision() -> None:
    everybody = still_to_hand(M.REVOKE_PAROLE, [], is_publicised=True)
    R = SanctionRecipient  # noqa: N806 -- a class by a short name
    assert everybody == [R.PERSON, R.PROCURATORATE, R.COURT, R.PUBLIC]
    assert still_to_hand(M.WARNING, [R.PERSON], is_publicised=False) == [R.PROCURATORATE]


@st.composite
def breaches(draw: st.DrawFn) -> BreachFact:
    kind, first = draw(st.sampled_from(BreachKind)), draw(days)
    last = first + timedelta(days=draw(st.integers(0, 90)))
    gravity = draw(st.sampled_from(BreachGravity))
    if kind is BreachKind.ABSENCE:
        return BreachFact(BREACH, kind, gravity, start_of(last), first, last)
    return BreachFact(BREACH, kind, gravity, start_of(last))


priors = st.lists(st.builds(PriorMeasure, st.sampled_from((M.ADMONITION, M.WARNING)), moments), max_size=5)


@given(st.sampled_from(Category), st.lists(breaches(), max_size=4), priors)
def test_no_rung_without_a_breach_and_none_the_law_does_not_know(
    category: CorrectionCategory, found: list[BreachFact], before: list[PriorMeasure]
) -> None:
    ladder = compute(category, found, before, RULES)
    assert bool(ladder.rungs) == bool(found)
    measures = [rung.measure for rung in ladder.rungs]
    assert set(measures) <= AVAILABLE[category] - REWARDS
    assert measures == sorted(measures, key=lambda measure: -SEVERITY[measure])


@given(st.sampled_from(Category), breaches(), priors, st.sampled_from((M.ADMONITION, M.WARNING)), moments)
def test_a_measure_more_never_lowers_the_ladder(
    category: CorrectionCategory,
    found: BreachFact,
    before: list[PriorMeasure],
    measure: DisciplineMeasure,
    decided_at: datetime,
) -> None:
    less = compute(category, [found], before, RULES).top
    more = compute(category, [found], [*before, PriorMeasure(measure, decided_at)], RULES).top
    assert less is not None
    assert more is not None
    assert SEVERITY[more.measure] >= SEVERITY[less.measure]
