"""Whether an officer's choice can be carried out at all. Pure."""

from collections.abc import Iterator

from app.contracts.matching import Choice, Need
from app.kernel.errors import FieldError
from app.lawyers.enums import AssignmentMode
from app.lawyers.errors import ChoiceInvalid

MOST_PLANNED = 10
"""A longer row could not be asked within the days to assign; and nobody weighs more than a shortlist."""
MOST_TOGETHER = 5
"""Whoever is asked prepares to take the matter: more would be asked for nothing."""


def mode_of(choice: Choice) -> AssignmentMode:
    """How lawyers are asked under this choice."""
    if choice.firm_id is not None:
        return AssignmentMode.FIRM
    return AssignmentMode.SEVERAL if choice.is_together else AssignmentMode.ONE


def check_choice(need: Need, choice: Choice) -> None:
    """Refuse a choice that makes no sense, whoever is chosen.

    Raises:
        ChoiceInvalid: lawyers and a firm, or neither; one twice; too many; several at once where nothing presses.
    """
    problems = [*_chosen(choice), *_together(need, choice)]
    if problems:
        raise ChoiceInvalid(fields=problems)


def _chosen(choice: Choice) -> Iterator[FieldError]:
    lawyers = choice.lawyer_ids
    if choice.firm_id is not None and (lawyers or choice.is_together):
        yield FieldError("firm_id", "not_both", "请选定律师，或者选定律所，不能两样都选")
    if choice.firm_id is None and not lawyers:
        yield FieldError("lawyer_id", "missing", "请选定律师或者律所")
    if len(set(lawyers)) < len(lawyers):
        yield FieldError("then_lawyer_ids", "twice", "同一名律师只能选一次")
    if len(lawyers) > MOST_PLANNED:
        yield FieldError("then_lawyer_ids", "too_many", f"一次最多选 {MOST_PLANNED} 名律师")


def _together(need: Need, choice: Choice) -> Iterator[FieldError]:
    if choice.is_together and not need.is_urgent:
        yield FieldError("together", "not_urgent", "只有紧急案件可以同时询问几名律师")
    if choice.is_together and not 2 <= len(choice.lawyer_ids) <= MOST_TOGETHER:
        yield FieldError("then_lawyer_ids", "together", f"同时询问的律师应为 2 至 {MOST_TOGETHER} 名")
