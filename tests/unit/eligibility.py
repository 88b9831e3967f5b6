"""What is known of a person and a matter, and what the conditions say of it, in few words."""

from datetime import date
from typing import Any

from app.contracts.categories import CaseCategory
from app.legal_aid.eligibility.codes import (
    NoticeGround,
    PersonStatus,
)
from app.legal_aid.eligibility.conditions import conditions
from app.legal_aid.eligibility.facts import Facts, Line
from app.legal_aid.eligibility.hardship import Condition
from app.legal_aid.enums import ConditionCode, ConditionOutcome

C, P, G = CaseCategory, PersonStatus, NoticeGround
MET, NOT_MET = ConditionOutcome.MET, ConditionOutcome.NOT_MET
NOT_NEEDED, TO_CHECK = ConditionOutcome.NOT_NEEDED, ConditionOutcome.TO_CHECK
LINE = Line(monthly_fen=228_000, effective_from=date(2026, 1, 1), area_name="浙江省", document="演示")


def facts(category: CaseCategory = C.LABOUR_REMUNERATION, *statuses: PersonStatus, **known: Any) -> Facts:
    return Facts(category=category, statuses=frozenset(statuses), **known)


def household(income_fen: int, size: int = 2, category: CaseCategory = C.TRAFFIC_INJURY, **known: Any) -> Facts:
    return facts(category, household_size=size, household_income_fen=income_fen, line=LINE, **known)


def condition(about: Facts, code: ConditionCode) -> Condition:
    return next(c for c in conditions(about) if c.code is code)


def outcome(about: Facts, code: ConditionCode) -> tuple[ConditionOutcome, str]:
    found = condition(about, code)
    return found.outcome, found.citation.article


def hardship(about: Facts) -> tuple[ConditionOutcome, str]:
    return outcome(about, ConditionCode.HARDSHIP)
