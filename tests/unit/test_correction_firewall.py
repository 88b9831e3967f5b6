"""No sequence of events yields a measure without a breach that a person found after verification and a hearing.

The tables of states and the rules decide, on rows in memory; the same is refused once more by the database.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.correction.alarms.codes import HearingState, StatementKind, after_statement
from app.correction.alarms.models import Alarm
from app.correction.alarms.states import alarm_machine, may_find_breach
from app.correction.discipline.codes import LIVE, OWN, DisciplineMeasure, SanctionStatus
from app.correction.discipline.models import Sanction
from app.correction.discipline.rules import may_decide, may_propose
from app.correction.discipline.states import sanction_machine
from app.correction.enums import AlarmCause, AlarmConfidence, AlarmOutcome, AlarmStatus, CorrectionCategory
from app.kernel.actor import Actor, Grant, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine

AT = datetime(2026, 12, 1, tzinfo=UTC)
OFFICE, COUNTY = "/c/o/", "/c/"
SUBJECT = uuid4()
ORDER = uuid4()


def staff(role: Role, path: str = COUNTY) -> Actor:
    return Actor(uuid4(), uuid4(), (Grant(role, uuid4(), path),))


PEOPLE: dict[str, Actor | None] = {
    "system": None,
    "subject": Actor(SUBJECT, uuid4(), (Grant(Role.SUBJECT),)),
    "officer": staff(Role.OFFICER, OFFICE),
    "decider": staff(Role.DECIDER),
    "other decider": staff(Role.DECIDER),
    "elsewhere": staff(Role.DECIDER, "/x/"),
    "approver": staff(Role.APPROVER),
    "auditor": staff(Role.AUDITOR),
}


def alarm() -> Alarm:
    return Alarm(
        key="k",
        order_id=ORDER,
        person_id=SUBJECT,
        agency_id=uuid4(),
        agency_path=OFFICE,
        cause=AlarmCause.OUTSIDE_CONFIRMED,
        confidence=AlarmConfidence.HIGH,
        evidence=[],
        raised_at=AT,
        updated_at=AT,
    )


@dataclass
class Matter:
    """One alarm and the measures proposed on it, with what the history says of them."""

    alarm: Alarm = field(default_factory=alarm)
    sanctions: list[Sanction] = field(default_factory=list[Sanction])
    looked: bool = False
    asked: bool = False
    found_by: Actor | None = None


def allows(
    machine: Machine[Alarm] | Machine[Sanction], case: Alarm | Sanction, name: str, who: Actor | None
) -> bool:
    """Whether the machine would fire; the system fires only what names no permission."""
    if who is None and machine.by_name[name].action is not None:
        return False
    try:
        machine.require(case, name, who)  # pyright: ignore[reportArgumentType] -- each machine gets its own case
    except DomainError:
        return False
    return True


def act(matter: Matter, event: str, who: Actor | None, measure: DisciplineMeasure) -> None:
    """Do what the services do when this comes in from this person, or from the system."""
    row = matter.alarm
    if (
        event == "step"
        and who is not None
        and Role.SUBJECT not in who.roles
        and row.status is not AlarmStatus.CLOSED
    ):
        row.steps, row.status, matter.looked = row.steps + 1, AlarmStatus.VERIFYING, True
    elif event == "statement" and who is not None and row.status is not AlarmStatus.CLOSED:
        row.hearing, matter.asked = after_statement(row.hearing, StatementKind.NOT_REACHED), True
    elif event in {"close", "withdraw"} and allows(alarm_machine, row, event, who):
        row.status, row.outcome = AlarmStatus.CLOSED, AlarmOutcome.FAULT
    elif event == "confirm_breach" and allows(alarm_machine, row, event, who):
        assert who is not None
        row.status, row.outcome, row.closed_by, matter.found_by = (
            AlarmStatus.CLOSED,
            AlarmOutcome.BREACH,
            who.person_id,
            who,
        )
    elif event == "propose" and who is not None:
        if may_propose(measure, CorrectionCategory.PROBATION, ORDER, [row]) is None:
            matter.sanctions.append(sanction(measure, who.person_id))
    elif event == "hear":
        for one in matter.sanctions:
            one.hearing = HearingState.HEARD
    elif event == "decide":
        for one in matter.sanctions:
            name = "decide" if one.measure in OWN else "submit"
            if allows(sanction_machine, one, name, who):
                assert who is not None
                one.status = SanctionStatus.IN_FORCE if one.measure in OWN else SanctionStatus.SUBMITTED
                one.decided_by = who.person_id


def sanction(measure: DisciplineMeasure, proposed_by: UUID) -> Sanction:
    return Sanction(
        order_id=ORDER,
        person_id=SUBJECT,
        agency_id=uuid4(),
        agency_path=OFFICE,
        measure=measure,
        breaches=1,
        reason="理由",
        ladder={},
        evidence_ids=[],
        proposed_by=proposed_by,
        proposed_at=AT,
        updated_at=AT,
    )


EVENTS = ("step", "statement", "close", "withdraw", "confirm_breach", "propose", "hear", "decide")
moves = st.tuples(st.sampled_from(EVENTS), st.sampled_from(sorted(PEOPLE)), st.sampled_from(DisciplineMeasure))


@settings(max_examples=300, deadline=None)
@given(st.lists(moves, max_size=25))
def test_no_sequence_of_events_yields_a_measure_without_a_human_finding(
    sequence: list[tuple[str, str, DisciplineMeasure]],
) -> None:
    matter = Matter()
    for event, who, measure in sequence:
        act(matter, event, PEOPLE[who], measure)
        if matter.alarm.outcome is AlarmOutcome.BREACH:
            assert matter.found_by in (PEOPLE["decider"], PEOPLE["other decider"])
            assert matter.looked
            assert matter.asked
        for one in matter.sanctions:
            assert matter.alarm.outcome is AlarmOutcome.BREACH
            if one.status in LIVE - {SanctionStatus.PROPOSED}:
                assert one.hearing is not HearingState.NONE
                assert one.decided_by in {PEOPLE[name].person_id for name in ("decider", "other decider")}  # pyright: ignore[reportOptionalMemberAccess] -- both are people
                assert one.decided_by != one.proposed_by


def test_such_a_sequence_can_end_in_a_measure_at_all() -> None:
    """Lest the property above hold of nothing."""
    matter, measure = Matter(), DisciplineMeasure.WARNING
    for event, who in (
        ("step", "officer"),
        ("statement", "officer"),
        ("confirm_breach", "decider"),
        ("propose", "officer"),
        ("hear", "subject"),
        ("decide", "other decider"),
    ):
        act(matter, event, PEOPLE[who], measure)
    assert [one.status for one in matter.sanctions] == [SanctionStatus.IN_FORCE]


def test_the_system_fires_nothing_that_is_held_against_anybody() -> None:
    by_system = {t.target for t in alarm_machine.transitions if t.action is None}
    assert by_system == {AlarmStatus.CLOSED}
    assert [t.name for t in alarm_machine.transitions if t.action is None] == ["withdraw"]
    assert {t.target for t in sanction_machine.transitions if t.action is None} == {SanctionStatus.WITHDRAWN}
    row = alarm()
    row.steps, row.hearing, row.status = 3, HearingState.HEARD, AlarmStatus.VERIFYING
    with pytest.raises(DomainError, match="系统不能自动认定"):
        alarm_machine.require(row, "confirm_breach", None)
    assert may_find_breach(row, PEOPLE["decider"]) is None
    refusal = may_decide(
        DisciplineMeasure.COMMENDATION, proposed_by=uuid4(), breaches=0, hearing=HearingState.NONE, actor=None
    )
    assert refusal is not None


def test_hearing_is_never_undone() -> None:
    assert after_statement(HearingState.HEARD, StatementKind.NOT_REACHED) is HearingState.HEARD
    assert after_statement(HearingState.NONE, StatementKind.NOT_REACHED) is HearingState.TRIED
    assert after_statement(HearingState.TRIED, StatementKind.OWN) is HearingState.HEARD
