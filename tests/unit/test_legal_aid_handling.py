"""Closing days, the closing file by kind of case, shares of a group, what is told at the first meeting."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.categories import CaseCategory
from app.kernel.clock import SHANGHAI
from app.kernel.errors import FieldError
from app.legal_aid.handling.enums import ClosingBasis, ClosingItem, EntryKind, OutcomeKind, ToldItem
from app.legal_aid.handling.rules import (
    CLOCK_TOLERANCE,
    DAY_RULES,
    FARTHEST_HEARING,
    FileFacts,
    checklist,
    closing_problems,
    is_criminal,
    missing,
    moment_problems,
    share_problems,
    signing_problems,
    told_problems,
)

TAKEN = datetime(2026, 7, 6, 10, tzinfo=SHANGHAI)
NOW = datetime(2026, 9, 20, 10, tzinfo=SHANGHAI)
TAKEN_ON, TODAY = TAKEN.date(), NOW.date()
WAGES, DEFENCE = CaseCategory.LABOUR_REMUNERATION, CaseCategory.CRIMINAL_DEFENCE


COMPLETE = FileFacts(
    category=WAGES,
    has_agreement=True,
    kinds=frozenset(EntryKind),
    outcome=OutcomeKind.ARBITRATION_AWARD,
    basis=ClosingBasis.ARBITRATION_DOCUMENT,
    has_documents=True,
    has_report=True,
)
NOTHING: frozenset[EntryKind] = frozenset()


def file(**changes: Any) -> FileFacts:
    return replace(COMPLETE, **changes)


def lacks(facts: FileFacts) -> list[str]:
    return [problem.field for problem in missing(checklist(facts))]


def rules_of(problems: Iterable[FieldError]) -> list[tuple[str, str]]:
    return [(problem.field, problem.rule) for problem in problems]


def test_complete_file_lacks_nothing() -> None:
    for category in CaseCategory:
        assert lacks(file(category=category)) == []


def test_empty_file_lists_everything_at_once() -> None:
    empty = file(
        has_agreement=False, kinds=NOTHING, outcome=None, basis=None, has_documents=False, has_report=False
    )
    assert lacks(empty) == ["agreement", "first_meeting", "progress", "outcome", "report"]


def test_defence_needs_signed_meeting_and_written_opinion() -> None:
    facts = file(category=DEFENCE, kinds=frozenset({EntryKind.PROGRESS, EntryKind.FIRST_MEETING}))
    assert lacks(facts) == ["client_meeting", "written_opinion"]


@pytest.mark.parametrize("kind", [OutcomeKind.MEDIATED, OutcomeKind.SETTLED])
def test_conciliation_needs_the_recipients_consent(kind: OutcomeKind) -> None:
    kinds = frozenset(EntryKind) - {EntryKind.MEDIATION_CONSENT}
    assert lacks(file(outcome=kind, kinds=kinds, basis=ClosingBasis.SETTLEMENT)) == ["mediation_consent"]


def test_litigation_needs_hearing_or_opinion() -> None:
    kinds = frozenset({EntryKind.FIRST_MEETING, EntryKind.PROGRESS})
    assert lacks(file(kinds=kinds)) == ["hearing_or_opinion"]
    assert lacks(file(kinds=kinds | {EntryKind.WRITTEN_OPINION})) == []
    assert lacks(file(kinds=kinds, outcome=OutcomeKind.WITHDRAWN_SUIT)) == []
    assert lacks(file(kinds=kinds, basis=ClosingBasis.PERFORMANCE, outcome=OutcomeKind.OTHER)) == []


def test_paper_is_asked_only_where_the_end_leaves_one() -> None:
    assert lacks(file(has_documents=False)) == ["legal_document"]
    assert lacks(file(has_documents=False, basis=ClosingBasis.PERFORMANCE, outcome=OutcomeKind.OTHER)) == []


@given(
    category=st.sampled_from(CaseCategory),
    kinds=st.frozensets(st.sampled_from(EntryKind)),
    outcome=st.none() | st.sampled_from(OutcomeKind),
    basis=st.none() | st.sampled_from(ClosingBasis),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_checklist_names_each_item_once_with_its_source(
    category: CaseCategory,
    kinds: frozenset[EntryKind],
    outcome: OutcomeKind | None,
    basis: ClosingBasis | None,
    flags: tuple[bool, bool, bool],
) -> None:
    facts = file(
        category=category,
        kinds=kinds,
        outcome=outcome,
        basis=basis,
        has_agreement=flags[0],
        has_documents=flags[1],
        has_report=flags[2],
    )
    lines = checklist(facts)
    assert len({line.item for line in lines}) == len(lines)
    assert all(line.source and line.message for line in lines)
    assert {ClosingItem.AGREEMENT, ClosingItem.OUTCOME, ClosingItem.REPORT} <= {line.item for line in lines}
    assert (not flags[2]) == ("report" in [problem.field for problem in missing(lines)])


def closing(
    category: CaseCategory, kind: OutcomeKind, basis: ClosingBasis, on: date = TODAY
) -> list[tuple[str, str]]:
    return rules_of(closing_problems(category, kind, basis, on, taken_on=TAKEN_ON, today=TODAY))


def test_closing_day_lies_between_taking_and_today() -> None:
    award = (WAGES, OutcomeKind.ARBITRATION_AWARD, ClosingBasis.ARBITRATION_DOCUMENT)
    assert closing(*award) == closing(*award, on=TAKEN_ON) == []
    assert closing(*award, on=TODAY + timedelta(days=1)) == [("closing_on", "not_future")]
    assert closing(*award, on=TAKEN_ON - timedelta(days=1)) == [("closing_on", "before_taking")]


def test_every_basis_says_which_day_counts() -> None:
    assert set(DAY_RULES) == set(ClosingBasis)


def test_criminal_ends_are_for_criminal_cases() -> None:
    assert closing(DEFENCE, OutcomeKind.NOT_PROSECUTED, ClosingBasis.PROSECUTION_REVIEW) == []
    assert closing(DEFENCE, OutcomeKind.LIGHTER_THAN_CHARGED, ClosingBasis.COURT_DOCUMENT) == []
    assert closing(WAGES, OutcomeKind.ACQUITTED, ClosingBasis.COURT_DOCUMENT) == [("kind", "not_for_category")]
    assert closing(DEFENCE, OutcomeKind.JUDGMENT_WON, ClosingBasis.COURT_DOCUMENT) == [
        ("kind", "not_for_category")
    ]
    assert closing(WAGES, OutcomeKind.OTHER, ClosingBasis.INVESTIGATION) == [("basis", "not_for_category")]
    assert closing(CaseCategory.CRIMINAL_VICTIM, OutcomeKind.JUDGMENT_WON, ClosingBasis.COURT_DOCUMENT) == []


def test_outcome_fits_the_end() -> None:
    assert closing(WAGES, OutcomeKind.LOST, ClosingBasis.SETTLEMENT) == [("kind", "not_for_basis")]
    assert closing(DEFENCE, OutcomeKind.ACQUITTED, ClosingBasis.INVESTIGATION) == [("kind", "not_for_basis")]


def test_every_case_can_end_somehow() -> None:
    for category in CaseCategory:
        assert any(not closing(category, kind, basis) for kind, basis in product(OutcomeKind, ClosingBasis))


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**9)))
def test_shares_sum_to_what_was_recovered(shares: dict[str, int]) -> None:
    total = sum(shares.values())
    assert list(share_problems(total, shares, "abcdef")) == []
    if shares:
        assert rules_of(share_problems(total + 1, shares, "abcdef")) == [("shares", "sum")]


def test_shares_are_of_members_and_asked_where_money_came_in() -> None:
    assert rules_of(share_problems(5, {"z": 5}, "ab")) == [("shares", "unknown_member")]
    assert rules_of(share_problems(5, {}, "ab")) == [("shares", "missing")]
    assert rules_of(share_problems(5, {"a": 5}, "")) == [("shares", "unknown_member")]
    assert list(share_problems(0, {}, "ab")) == list(share_problems(5, {}, "")) == []


def test_only_hearings_lie_ahead_and_nothing_before_the_taking() -> None:
    def told(kind: EntryKind, at: datetime) -> list[tuple[str, str]]:
        return rules_of(moment_problems(kind, at, taken_at=TAKEN, at=NOW))

    assert told(EntryKind.PROGRESS, NOW + CLOCK_TOLERANCE) == []
    assert told(EntryKind.PROGRESS, NOW + timedelta(hours=1)) == [("happened_at", "not_future")]
    assert told(EntryKind.HEARING, NOW + timedelta(days=30)) == []
    assert told(EntryKind.HEARING, NOW + FARTHEST_HEARING + timedelta(days=1)) == [("happened_at", "too_late")]
    assert told(EntryKind.PROGRESS, TAKEN - timedelta(hours=9)) == []
    assert told(EntryKind.PROGRESS, TAKEN - timedelta(days=1)) == [("happened_at", "before_taking")]


def test_first_meeting_tells_everything_or_says_why_not() -> None:
    assert list(told_problems(list(ToldItem), None)) == []
    assert rules_of(told_problems([ToldItem.ROLE], None)) == [("content.not_told_reason", "not_told")]
    assert list(told_problems([], "受援人身体不适，下次补充告知")) == []
    (problem,) = told_problems([ToldItem.ROLE, ToldItem.MAIN_RISKS], None)
    assert "司法救助" in problem.message
    assert "受援人的权利和义务" in problem.message


def test_agreement_is_signed_after_the_taking_and_not_ahead() -> None:
    def told(on: date) -> list[tuple[str, str]]:
        return rules_of(signing_problems(on, taken_on=TAKEN_ON, today=TODAY))

    assert told(TAKEN_ON) == told(TODAY) == []
    assert told(TODAY + timedelta(days=1)) == [("signed_on", "not_future")]
    assert told(TAKEN_ON - timedelta(days=1)) == [("signed_on", "before_taking")]


def test_criminal_categories_are_those_of_the_group() -> None:
    assert is_criminal(DEFENCE)
    assert is_criminal(CaseCategory.COMPULSORY_TREATMENT)
    assert not is_criminal(WAGES)
