from datetime import date

from app.contracts.categories import CaseCategory
from app.contracts.languages import Language
from app.lawyers.matching.constraints import Constraint, Demand
from app.lawyers.matching.relaxing import NOBODY, Kept, relaxations

DEMAND = Demand(
    CaseCategory.TRAFFIC_INJURY, "330106", date(2026, 9, 28), language=Language.UYGHUR, asks_for_woman=True
)
FULL, SPECIALTY, LEAVE = Constraint.AT_CAPACITY, Constraint.NO_SUCH_SPECIALTY, Constraint.ON_LEAVE


def kept(*failing: Constraint, lawyers: int = 1, over_by: int = 0, back_on: date | None = None) -> Kept:
    return Kept(frozenset(failing), lawyers, over_by, back_on)


def test_everybody_full_is_told_by_how_much() -> None:
    groups = [kept(FULL, over_by=1, lawyers=3), kept(FULL, over_by=2, lawyers=9), kept(LEAVE, FULL, over_by=1)]
    (found,) = relaxations(DEMAND, groups)
    assert found.text == "把每人承办上限提高 1 件，就有 3 名律师可以接"
    assert (found.code, found.lawyers, found.relaxable) == ("at_capacity", 3, False)


def test_a_specialty_nobody_has_may_be_set_aside_by_the_officer() -> None:
    back = date(2026, 10, 8)
    (first, second) = relaxations(DEMAND, [kept(LEAVE, lawyers=9, back_on=back), kept(SPECIALTY, lawyers=4)])
    assert first.text == "不限交通事故专长，就有 4 名律师可以接"
    assert (first.code, first.relaxable) == ("no_such_specialty", True)
    assert second.text == "等休假结束（最早 2026 年 10 月 8 日），就有 9 名律师可以接"


def test_what_only_helps_together_is_told_together() -> None:
    (found,) = relaxations(DEMAND, [kept(SPECIALTY, FULL, over_by=2), kept(SPECIALTY, FULL, LEAVE, lawyers=5)])
    assert found.code == "no_such_specialty+at_capacity"
    assert found.text == "不限交通事故专长，并且把每人承办上限提高 2 件，就有 1 名律师可以接"


def test_the_recipients_wishes_and_language_are_told() -> None:
    texts = [one.text for one in relaxations(DEMAND, [kept(Constraint.LANGUAGE), kept(Constraint.NOT_A_WOMAN)])]
    assert texts == [
        "另请维吾尔语翻译，不要求律师会维吾尔语，就有 1 名律师可以接",
        "受援人同意男律师办理，就有 1 名律师可以接",
    ]


def test_what_the_law_forbids_is_never_proposed() -> None:
    groups = [
        kept(Constraint.LAWYERS_ONLY),
        kept(Constraint.FORMER_OFFICE, FULL),
        kept(Constraint.DECLINED_BEFORE),
    ]
    for found in (relaxations(DEMAND, groups), relaxations(DEMAND, [])):
        assert [(one.code, one.lawyers) for one in found] == [(NOBODY, 0)]
    assert relaxations(DEMAND, groups, is_empty=False) == ()
