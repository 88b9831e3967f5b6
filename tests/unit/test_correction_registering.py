"""What is checked when a person is received: the judgement, the sealed record, the group, the scale."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.sexes import Sex
from app.correction.enums import CorrectionCategory as Category
from app.correction.enums import CorrectionTier as Tier
from app.correction.orders.codes import MemberKind, SentenceKind
from app.correction.orders.groups.rules import Member, co_defendants_among, lacks
from app.correction.orders.judgments.checking import (
    Facts,
    check,
    expected_end,
    is_minor_on,
    must_be_sealed,
    rules_on,
)
from app.correction.orders.person_facts import FactRefused, settle_birth, settle_sex, sex_of
from app.correction.orders.terms import Term
from app.correction.orders.tiers.scale import (
    DEFAULT,
    Choice,
    Item,
    Scale,
    ScaleRefused,
    checked,
    items_of,
    score,
    suggested,
    to_data,
)
from app.identity.numbers import DocumentKind

RULES = rules_on(date(2026, 11, 22))
PROBATION = Facts(
    category=Category.PROBATION,
    starts_on=date(2026, 11, 25),
    ends_on=date(2027, 11, 24),
    sentence_kind=SentenceKind.IMPRISONMENT,
    sentence=Term(months=8),
    term=Term(years=1),
)
CONTROL = replace(
    PROBATION,
    category=Category.CONTROL,
    sentence_kind=SentenceKind.CONTROL,
    sentence=Term(months=6),
    term=Term(months=6),
    ends_on=date(2027, 5, 24),
)

DOUBTS: list[tuple[Facts, list[str]]] = [
    (PROBATION, []),
    (replace(PROBATION, ends_on=date(2027, 11, 25)), ["last_day"]),
    (replace(PROBATION, term=Term(months=11), ends_on=date(2027, 10, 24)), ["too_short"]),
    (replace(PROBATION, term=Term(years=5, days=1), ends_on=date(2031, 11, 25)), ["too_long"]),
    (replace(PROBATION, sentence=Term(years=2)), ["shorter_than_sentence"]),
    (
        replace(PROBATION, sentence=Term(years=3, days=1), term=Term(years=4), ends_on=date(2030, 11, 24)),
        ["sentence_too_long"],
    ),
    (
        replace(
            PROBATION,
            sentence_kind=SentenceKind.DETENTION,
            sentence=Term(months=1),
            term=Term(months=1),
            ends_on=date(2026, 12, 24),
        ),
        ["too_short"],
    ),
    (replace(PROBATION, sentence_kind=SentenceKind.CONTROL), ["sentence_kind"]),
    (CONTROL, []),
    (replace(CONTROL, detained_days=10), ["last_day"]),
    (replace(CONTROL, detained_days=10, ends_on=date(2027, 5, 4)), []),
    (replace(CONTROL, term=Term(years=3), ends_on=date(2029, 11, 24)), ["too_long"]),
    (replace(CONTROL, term=Term(years=3), ends_on=date(2029, 11, 24), is_combined=True), []),
    (
        replace(
            PROBATION,
            category=Category.PAROLE,
            sentence_kind=SentenceKind.LIFE,
            sentence=Term(),
            term=Term(years=9),
            ends_on=date(2035, 11, 24),
        ),
        ["parole_of_life"],
    ),
    (
        replace(PROBATION, category=Category.TEMPORARY_RELEASE, sentence=Term(), term=Term()),
        ["release_ground"],
    ),
]


@pytest.mark.parametrize(("facts", "codes"), DOUBTS)
def test_what_does_not_fit_the_law_is_told_with_its_article(facts: Facts, codes: list[str]) -> None:
    found = check(facts, RULES)
    assert [doubt.code for doubt in found] == codes
    assert all("第" in doubt.source and "条" in doubt.source for doubt in found)


def test_custody_shortens_no_probation() -> None:
    assert expected_end(replace(PROBATION, detained_days=30), RULES) == PROBATION.ends_on
    assert expected_end(replace(PROBATION, term=Term()), RULES) is None


@pytest.mark.parametrize(
    ("was_minor", "kind", "sentence", "sealed"),
    [
        (True, SentenceKind.IMPRISONMENT, Term(years=5), True),
        (True, SentenceKind.IMPRISONMENT, Term(years=5, days=1), False),
        (True, SentenceKind.IMPRISONMENT, Term(months=60), True),
        (True, SentenceKind.CONTROL, Term(months=6), True),
        (True, SentenceKind.LIFE, Term(), False),
        (False, SentenceKind.DETENTION, Term(months=3), False),
    ],
)
def test_a_record_is_sealed_for_who_was_a_minor_and_got_five_years_or_less(
    was_minor: bool, kind: SentenceKind, sentence: Term, sealed: bool
) -> None:
    assert must_be_sealed(was_minor, kind, sentence, RULES) is sealed


def test_a_minor_is_one_until_the_day_after_the_eighteenth_birthday() -> None:
    born = date(2008, 11, 22)
    assert [is_minor_on(born, date(2026, 11, day), RULES) for day in (22, 23)] == [True, False]


MAN = Member(MemberKind.STAFF, "沈敏", Sex.MAN)
WOMAN = Member(MemberKind.COMMITTEE, "潘兰", Sex.WOMAN)
TEACHER = Member(MemberKind.SCHOOL, "李老师", Sex.MAN, knows_minors=True)


@given(st.lists(st.sampled_from([MAN, WOMAN, TEACHER]), max_size=4), st.sampled_from([*Sex, None]), st.booleans())
def test_a_group_is_complete_exactly_as_the_law_says(
    members: list[Member], sex: Sex | None, is_minor: bool
) -> None:
    missing = {lack.rule for lack in lacks(members, sex=sex, is_minor=is_minor)}
    assert ("no_group" in missing) is (not members)
    if members:
        assert ("no_woman" in missing) is (sex is Sex.WOMAN and WOMAN not in members)
        assert ("no_minors_expert" in missing) is (is_minor and TEACHER not in members)


def test_a_member_of_a_co_defendants_name_is_pointed_out() -> None:
    assert co_defendants_among([MAN, WOMAN], ["潘兰 ", "赵某"]) == ["潘兰"]


def test_the_document_tells_the_sex_or_the_officer_does() -> None:
    resident = DocumentKind.RESIDENT_ID
    assert sex_of(resident, "11010519491231002X") is Sex.WOMAN
    assert sex_of(resident, "440524188001010014") is Sex.MAN
    assert sex_of(DocumentKind.PASSPORT, "E12345678") is None
    assert settle_sex(None, Sex.MAN) is Sex.MAN
    for shown, typed, rule in [(None, None, "missing"), (Sex.MAN, Sex.WOMAN, "differs")]:
        with pytest.raises(FactRefused) as refused:
            settle_sex(shown, typed)
        assert (refused.value.field, refused.value.rule) == ("sex", rule)
    with pytest.raises(FactRefused):
        settle_birth(None, None)
    with pytest.raises(FactRefused):
        settle_birth(date(2000, 1, 1), date(2000, 1, 2))


ANSWERS = st.fixed_dictionaries(
    {item.code: st.sampled_from([choice.code for choice in item.choices]) for item in DEFAULT.items}
)


@given(ANSWERS)
def test_a_higher_score_never_suggests_a_lighter_tier(answers: dict[str, str]) -> None:
    points = score(DEFAULT, answers)
    assert 0 <= points <= DEFAULT.most
    order = [Tier.BLUE, Tier.YELLOW, Tier.RED]
    assert order.index(suggested(DEFAULT, points)) <= order.index(suggested(DEFAULT, points + 1))


def test_every_item_is_answered_once_with_one_of_its_choices() -> None:
    good = {item.code: item.choices[0].code for item in DEFAULT.items}
    assert score(DEFAULT, good) == 0
    for answers, rule in [
        ({}, "missing"),
        (good | {"shoe_size": "none"}, "unknown_item"),
        (good | {"work": "astronaut"}, "unknown_choice"),
    ]:
        with pytest.raises(ScaleRefused) as refused:
            score(DEFAULT, answers)
        assert refused.value.rule == rule


YES_NO = (Choice("yes", "是", 0), Choice("no", "否", 10))


@pytest.mark.parametrize(
    ("items", "limits", "rule"),
    [
        ((), (1, 2), "count"),
        ((Item("a", "甲", YES_NO), Item("a", "乙", YES_NO)), (1, 2), "twice"),
        ((Item("a", "甲", YES_NO[:1]),), (1, 2), "count"),
        ((Item("a", "甲", (YES_NO[0], YES_NO[0])),), (1, 2), "twice"),
        ((Item("a", "甲", (YES_NO[0], Choice("no", "否", 101))),), (1, 2), "points"),
        ((Item("a", "甲", YES_NO),), (5, 5), "limits"),
        ((Item("a", "甲", YES_NO),), (5, 11), "limits"),
    ],
)
def test_a_scale_that_cannot_work_is_refused(items: tuple[Item, ...], limits: tuple[int, int], rule: str) -> None:
    with pytest.raises(ScaleRefused) as refused:
        checked(Scale(items, *limits))
    assert refused.value.rule == rule


def test_the_default_scale_can_be_used_and_stored() -> None:
    assert checked(DEFAULT) is DEFAULT
    assert items_of(to_data(DEFAULT)) == DEFAULT.items
