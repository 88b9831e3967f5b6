"""Who may do what in which state of an application: the whole table, read off the machine."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.contracts.categories import CaseCategory
from app.kernel.actor import Actor, Grant, Role
from app.kernel.database import new_id
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.enums import ApplicationStatus as S
from app.legal_aid.models import Application
from app.legal_aid.states import DUTIES, application_machine

CENTRE, ELSEWHERE = "/a/b/", "/a/c/"
AT = datetime(2026, 7, 1, tzinfo=UTC)
OWNER, LAWYER = new_id(), new_id()

APPLICANT_MAY = {
    S.DRAFT: ["submit", "discard"],
    S.SUBMITTED: ["withdraw"],
    S.SUPPLEMENTING: ["withdraw", "supplement"],
    S.ACCEPTED: ["withdraw"],
    S.GRANTED: ["withdraw"],
    S.OFFERED: ["withdraw"],
    S.REFUSED: ["object_refusal"],
    S.TERMINATED: ["object_termination"],
}
OFFICER_MAY = {
    S.SUBMITTED: ["accept", "transfer", "close_duplicate", "request_supplement"],
    S.SUPPLEMENTING: ["supplement"],
    S.ACCEPTED: ["request_supplement"],
    S.GRANTED: ["assign"],
    S.FILE_REVIEW: ["return_file", "close"],
    S.CLOSED: ["archive"],
}
DECIDER_MAY = OFFICER_MAY | {
    S.SUBMITTED: [*OFFICER_MAY[S.SUBMITTED], "advance"],
    S.SUPPLEMENTING: ["supplement", "advance"],
    S.ACCEPTED: ["request_supplement", "advance", "grant", "refuse"],
    S.GRANTED: ["assign", "terminate"],
    S.OFFERED: ["terminate"],
    S.IN_HANDLING: ["replace_lawyer", "terminate"],
}
APPROVER_MAY = {
    S.REFUSED: ["object_refusal"],
    S.REFUSAL_OBJECTED: ["uphold_refusal", "overturn_refusal"],
    S.TERMINATED: ["object_termination"],
    S.TERMINATION_OBJECTED: ["uphold_termination", "overturn_termination"],
}
LAWYER_MAY = {S.IN_HANDLING: ["conclude"], S.CONCLUDED: ["hand_in"]}


def case_in(status: S) -> Application:
    has_centre = status not in {S.DRAFT, S.DISCARDED}
    return Application(
        applicant_id=OWNER,
        category=CaseCategory.LABOUR_REMUNERATION,
        status=status,
        agency_id=new_id() if has_centre else None,
        agency_path=CENTRE if has_centre else None,
        lawyer_person_id=LAWYER,
        created_at=AT,
        updated_at=AT,
    )


def actor(role: Role, person: UUID | None = None, path: str | None = None) -> Actor:
    identifier = person or new_id()
    return Actor(identifier, new_id(), (Grant(role, new_id() if path else None, path),))


@pytest.mark.parametrize("status", S)
def test_actions_by_role_and_state(status: S) -> None:
    case = case_in(status)
    may = application_machine.allowed_actions
    assert may(actor(Role.APPLICANT, OWNER), case) == APPLICANT_MAY.get(status, [])
    assert may(actor(Role.OFFICER, path=CENTRE), case) == OFFICER_MAY.get(status, [])
    assert may(actor(Role.DECIDER, path=CENTRE), case) == DECIDER_MAY.get(status, [])
    assert may(actor(Role.APPROVER, path="/a/"), case) == APPROVER_MAY.get(status, [])
    assert may(actor(Role.LAWYER, LAWYER), case) == LAWYER_MAY.get(status, [])


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize(
    "nobody",
    [
        actor(Role.APPLICANT),
        actor(Role.OFFICER, path=ELSEWHERE),
        actor(Role.DECIDER, path=ELSEWHERE),
        actor(Role.LAWYER),
        actor(Role.APPROVER, path=ELSEWHERE),
        actor(Role.SUBJECT),
        actor(Role.AUDITOR, path=CENTRE),
        actor(Role.ADMINISTRATOR, path=CENTRE),
    ],
    ids=lambda who: f"{who.grants[0].role}-{who.grants[0].agency_path}",
)
def test_nobody_else_moves_an_application(status: S, nobody: Actor) -> None:
    assert application_machine.allowed_actions(nobody, case_in(status)) == []


def test_county_bureau_reaches_its_centre() -> None:
    bureau = actor(Role.DECIDER, path="/a/")
    assert application_machine.allowed_actions(bureau, case_in(S.ACCEPTED)) == DECIDER_MAY[S.ACCEPTED]


def test_staff_do_not_handle_their_own_case() -> None:
    own = actor(Role.DECIDER, OWNER, CENTRE)
    assert application_machine.allowed_actions(own, case_in(S.ACCEPTED)) == []


def test_every_open_state_says_what_is_to_be_done() -> None:
    assert set(DUTIES) == set(application_machine.owners)


def test_who_must_stand_back_acts_on_nothing() -> None:
    relative = actor(Role.DECIDER, path=CENTRE)
    case = case_in(S.ACCEPTED)
    case.recused_ids = [relative.person_id]
    assert application_machine.allowed_actions(relative, case) == []


def test_a_numbered_case_goes_back_to_review_after_the_supplement() -> None:
    case = case_in(S.SUPPLEMENTING)
    case.number_year, case.number_sequence = 2026, 1
    assert application_machine.allowed_actions(actor(Role.APPLICANT, OWNER), case) == ["withdraw", "explain"]


def test_a_notified_case_is_admitted_and_not_handed_in() -> None:
    case = case_in(S.DRAFT)
    case.channel, case.agency_id, case.agency_path = ApplicationChannel.AUTHORITY_NOTICE, new_id(), CENTRE
    assert "submit" not in application_machine.allowed_actions(actor(Role.OFFICER, path=CENTRE), case)
    assert "admit_notified" in application_machine.allowed_actions(actor(Role.OFFICER, path=CENTRE), case)
