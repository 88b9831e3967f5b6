"""An entry of the roster as facts to compare: what of it differs from what stood there before. Pure.

Lists are sorted, so that the same entry given in another order is no change. Field names are those of
:class:`~app.lawyers.enums.RosterField`.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.kernel.errors import FieldError
from app.lawyers.enums import FirmKind, FormerOffice, RosterField, Skill, WorkerKind

Changes = dict[str, JsonValue]
"""``{field: {"before": …, "after": …}}``, as the history keeps it."""

FIRST_YEAR = 1979
"""Lawyers were licensed again from this year on; no work of a lawyer of today began before it."""

CAREER = (RosterField.DEFENCE_SINCE, RosterField.LEFT_OFFICE_ON)
"""Days in a lawyer's past."""

OWN_FIELDS = frozenset(
    {
        RosterField.LICENCE_NUMBER,
        RosterField.CAPACITY,
        RosterField.WEEKLY_CAPACITY,
        RosterField.SPECIALTIES,
        RosterField.LANGUAGES,
        RosterField.SKILLS,
        RosterField.AREAS,
        RosterField.KNOWS_MINORS,
        RosterField.DEFENCE_SINCE,
        RosterField.FORMER_OFFICE,
        RosterField.LEFT_OFFICE_ON,
    }
)
"""What a lawyer may ask to have changed; firm, suspension and who heads a firm are the centre's to say."""


class FirmRef(BaseModel):
    """A firm, by the name it had."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str


class LawyerFacts(BaseModel):
    """The entry of a lawyer, legal worker or volunteer; ``specialties`` by the year they began."""

    model_config = ConfigDict(frozen=True)

    name: str
    firm: FirmRef
    kind: WorkerKind
    licence_number: str | None
    certificate_number: str | None
    practising_since: int
    sex: Sex
    capacity: int
    weekly_capacity: int | None
    specialties: dict[CaseGroup, int]
    languages: list[Language]
    skills: list[Skill]
    areas: list[str]
    knows_minors: bool
    defence_since: date | None
    former_office: FormerOffice | None
    left_office_on: date | None
    heads_firm: bool
    suspension_reason: str | None


class FirmFacts(BaseModel):
    """The entry of a firm."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: FirmKind
    credit_code: str | None


def first_entry(facts: BaseModel) -> Changes:
    """What is written of an entry that is new: every field that says something."""
    return {name: _change(None, value) for name, value in _plain(facts).items() if _says(value)}


def differences(before: BaseModel, after: BaseModel) -> Changes:
    """The fields that differ between two entries of one kind."""
    old, new = _plain(before), _plain(after)
    return {name: _change(old[name], value) for name, value in new.items() if old[name] != value}


def amended(facts: LawyerFacts, changes: Mapping[str, JsonValue]) -> LawyerFacts:
    """The entry with what ``changes`` say after; its other fields as they are."""
    return LawyerFacts.model_validate(_plain(facts) | {name: after_of(one) for name, one in changes.items()})


def moved_since(facts: LawyerFacts, changes: Mapping[str, JsonValue]) -> list[str]:
    """Fields of ``changes`` that no longer stand as they stood when the changes were asked for."""
    now = _plain(facts)
    return [name for name, one in changes.items() if now[name] != before_of(one)]


def before_of(change: JsonValue) -> JsonValue:
    """What stood there."""
    assert isinstance(change, dict)
    return change["before"]


def after_of(change: JsonValue) -> JsonValue:
    """What stands there now, or should."""
    assert isinstance(change, dict)
    return change["after"]


def faults(facts: LawyerFacts, today: date) -> list[FieldError]:
    """What cannot be so in an entry, by the fields of the API."""
    found = [
        FieldError("specialties", "years", "从业年数太长，请核对")
        for since in facts.specialties.values()
        if since < FIRST_YEAR
    ][:1]
    if (facts.former_office is None) != (facts.left_office_on is None):
        message = "曾任法官或者检察官的，要同时填写职务和离任日期"
        found.append(FieldError("left_office_on", "with_office", message))
    for field in CAREER:
        day: date | None = getattr(facts, field)
        if day is not None and day > today:
            found.append(FieldError(field, "future", "日期不能晚于今天"))
    if not FIRST_YEAR <= facts.practising_since <= today.year:
        found.append(FieldError("certified_since", "year", "发证年份不对，请核对"))
    return found


def _plain(facts: BaseModel) -> dict[str, JsonValue]:
    return facts.model_dump(mode="json")


def _change(before: JsonValue, after: JsonValue) -> JsonValue:
    return {"before": before, "after": after}


def _says(value: JsonValue) -> bool:
    """Whether a field of a new entry is worth a line: neither empty nor plainly no."""
    return value is not None and value is not False and value not in ([], {})
