"""What must hold of every case after every step, read straight from the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.kernel.clock_store import OVERDUE
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.states import application_machine
from tests.legal_aid.stage import Row, Stage

DECIDES: Mapping[str, str] = {
    "grant": "granted",
    "refuse": "refused",
    "advance": "advanced",
    "terminate": "terminated",
    "overturn_refusal": "corrected",
    "overturn_termination": "corrected",
}
"""Transitions that are a decision, and which. An authority's notice is none of the centre's."""
FOLLOWS: Mapping[str | None, Collection[str]] = {
    None: {"granted", "refused", "advanced"},
    "granted": {"terminated"},
    "advanced": {"terminated"},
    "corrected": {"terminated"},
    "refused": {"corrected"},
    "terminated": {"corrected"},
}
"""Which decision may follow which: nothing is granted and refused at once, and only a review takes one back."""

DECIDE, PROMISE, SUPPLEMENT = "legal_aid.decide", "legal_aid.promise_accept", "legal_aid.supplement"
ASSIGN, ASSIGN_NOTIFIED = "legal_aid.assign", "legal_aid.assign_notified"
FORMALITIES, SIGN, REPLACE = (
    "legal_aid.advance_formalities",
    "legal_aid.sign_agreement",
    "legal_aid.decide_replacement",
)
HAND_IN, REVIEW_FILE, ARCHIVE = "legal_aid.hand_in_file", "legal_aid.review_file", "legal_aid.archive"
OBJECT, REVIEW, SEND = "legal_aid.object", "legal_aid.review_objection", "legal_aid.send_termination"


@dataclass(frozen=True)
class Periods:
    """Which periods run in a state: at least one of ``one_of``, and perhaps some of ``more``."""

    one_of: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()


def _periods(*one_of: str, more: Collection[str] = ()) -> Periods:
    return Periods(frozenset(one_of), frozenset(more))


LATER = frozenset({FORMALITIES, ASSIGN_NOTIFIED})
"""What a lawyer at work does not end: the applicant makes up for the formalities (法律援助法 44), and the centre
tells the authority that notified it of the lawyer (法律援助法 36).
"""
RUNNING: Mapping[Status, Periods] = {
    Status.SUBMITTED: _periods(DECIDE, more={PROMISE}),
    Status.SUPPLEMENTING: _periods(SUPPLEMENT, more={DECIDE, PROMISE}),
    Status.ACCEPTED: _periods(DECIDE),
    Status.GRANTED: _periods(ASSIGN, ASSIGN_NOTIFIED, more={FORMALITIES}),
    Status.OFFERED: _periods(ASSIGN, ASSIGN_NOTIFIED, more={FORMALITIES}),
    # No law says how long a case takes: what the lawyer has to do in it has periods of its own.
    Status.IN_HANDLING: _periods(more=LATER | {SIGN, REPLACE}),
    Status.CONCLUDED: _periods(HAND_IN, more=LATER),
    Status.FILE_REVIEW: _periods(REVIEW_FILE, more=LATER),
    Status.CLOSED: _periods(ARCHIVE, more=LATER),
    Status.REFUSAL_OBJECTED: _periods(REVIEW),
    Status.TERMINATION_OBJECTED: _periods(REVIEW, more={SEND}),
    # What deliberately outlives an end: the recipient's time to object to it (法律援助法 49), which the clock
    # itself ends; and the centre's three days to send the termination (148号令 39).
    Status.REFUSED: _periods(more={OBJECT}),
    Status.TERMINATED: _periods(more={OBJECT, SEND}),
}
"""Periods by state; in states that are not here none runs."""
PAUSED = frozenset({DECIDE, PROMISE})
"""What stands still while the applicant supplements (148号令 17)."""

WITH_LAWYER = frozenset(
    {
        Status.IN_HANDLING,
        Status.CONCLUDED,
        Status.FILE_REVIEW,
        Status.CLOSED,
        Status.ARCHIVED,
    }
)
MAY_NAME_LAWYER = WITH_LAWYER | {Status.TERMINATED, Status.TERMINATION_OBJECTED}
"""A terminated case tells who had it; they see it no longer."""
TAKES_NOTHING_IN = application_machine.ends | {Status.CLOSED}
UNFILED = frozenset({Status.DRAFT, Status.DISCARDED})


@dataclass
class Memory:
    """What may never change once it was seen."""

    filed: dict[UUID, Any] = field(default_factory=dict[UUID, Any])
    numbers: dict[UUID, tuple[int, int]] = field(default_factory=dict[UUID, tuple[int, int]])


async def check(stage: Stage, memory: Memory) -> None:
    """Every invariant of every case.

    Raises:
        AssertionError: one does not hold.
    """
    await _check_numbers(stage)
    for case in stage.cases:
        row = await stage.row(case)
        changes = await _rows(stage, "state_change WHERE object_id = $1 ORDER BY id", case)
        _check_memory(memory, row)
        _check_history(row, changes)
        await _check_audit(stage, case, changes)
        await _check_decisions(stage, row, changes)
        await _check_clocks(stage, row)
        await _check_open_questions(stage, row)
        await _check_lawyer(stage, row)
        await _check_files_and_identity(stage, row)


async def check_jobs(stage: Stage) -> None:
    """No job failed: what an event asks for can be done in every state that follows."""
    failed = await stage.scene.rows("SELECT entrypoint, payload FROM pgqueuer WHERE status::text = 'failed'")
    retried = await stage.scene.rows("SELECT entrypoint, payload FROM pgqueuer WHERE attempts > 0")
    assert not failed, failed
    assert not retried, retried
    papers = await stage.scene.rows("SELECT kind, status, failure FROM official_paper WHERE status <> 'issued'")
    assert not papers, papers
    archives = await stage.scene.rows("SELECT status, problem FROM case_archive WHERE status <> 'ready'")
    assert not archives, archives


async def _rows(stage: Stage, rest: str, *values: object) -> list[Row]:
    return await stage.scene.rows(f"SELECT * FROM {rest}", *values)  # noqa: S608 -- this module's own words


async def _check_numbers(stage: Stage) -> None:
    """Numbers of a centre and year are 1, 2, 3 and so on, and the counter is at the last."""
    given: dict[tuple[UUID, int], list[int]] = {}
    for row in await _rows(stage, "application WHERE number_sequence IS NOT NULL"):
        given.setdefault((row["agency_id"], row["number_year"]), []).append(row["number_sequence"])
    for numbers in given.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    counters = {(row["agency_id"], row["year"]): row["last"] for row in await _rows(stage, "application_counter")}
    assert counters == {key: len(numbers) for key, numbers in given.items()}


def _check_memory(memory: Memory, row: Row) -> None:
    """Filing date and number stay what they were, wherever the case goes."""
    case = row["id"]
    if case in memory.filed:
        assert row["submitted_at"] == memory.filed[case]
    elif row["submitted_at"] is not None:
        memory.filed[case] = row["submitted_at"]
    if case in memory.numbers:
        assert (row["number_year"], row["number_sequence"]) == memory.numbers[case]
    elif row["number_sequence"] is not None:
        memory.numbers[case] = (row["number_year"], row["number_sequence"])
    assert (row["submitted_at"] is None) == (row["status"] in UNFILED)


def _check_history(row: Row, changes: list[Row]) -> None:
    """From the draft to the present state without a gap, every step one of the table, with its basis.

    In the order of writing: of two requests at once, the one that waited may have come first.
    """
    state = str(application_machine.initial)
    for change in changes:
        transition = application_machine.by_name[change["transition"]]
        assert change["source"] == state
        assert state in transition.sources
        assert (change["target"], change["basis"]) == (transition.target, transition.basis)
        assert (change["actor_id"] is None) == (transition.action is None)
        state = change["target"]
    assert row["status"] == state


async def _check_audit(stage: Stage, case: UUID, changes: list[Row]) -> None:
    """Every step stands in the trail, at its moment and under its actor."""
    trail = [
        (entry["action"], entry["at"], entry["actor_id"])
        for entry in await _rows(stage, "audit_entry WHERE object_id = $1", case)
    ]
    for change in changes:
        transition = application_machine.by_name[change["transition"]]
        action = str(transition.action or f"{application_machine.name}.{transition.name}")
        step = (action, change["at"], change["actor_id"])
        assert step in trail
        trail.remove(step)


async def _check_decisions(stage: Stage, row: Row, changes: list[Row]) -> None:
    """At most one stands; each was a step of the history; objections are open while one is reviewed."""
    decisions = await _rows(stage, "decision WHERE application_id = $1 ORDER BY id", row["id"])
    outcomes = [decision["outcome"] for decision in decisions]
    steps = [change["transition"] for change in changes]
    assert outcomes == [DECIDES[step] for step in steps if step in DECIDES]
    before: str | None = "granted" if "admit_notified" in steps else None
    for outcome in outcomes:
        assert outcome in FOLLOWS[before]
        before = outcome
    objections = await _rows(stage, "objection WHERE application_id = $1", row["id"])
    open_ones = [objection for objection in objections if objection["outcome"] is None]
    is_reviewed = row["status"] in {Status.REFUSAL_OBJECTED, Status.TERMINATION_OBJECTED}
    assert len(open_ones) == int(is_reviewed)
    overturned = [objection for objection in objections if objection["outcome"] == "overturned"]
    assert len(overturned) == outcomes.count("corrected")


async def _check_clocks(stage: Stage, row: Row) -> None:
    """The right periods run, each held by somebody of the right agency, each with an end and an alarm at it."""
    running = await _rows(stage, "statutory_clock WHERE object_id = $1 AND stopped_at IS NULL", row["id"])
    rules = {clock["rule_code"] for clock in running}
    due = RUNNING.get(Status(row["status"]), Periods())
    assert rules <= due.one_of | due.more, (row["status"], rules)
    assert not due.one_of or rules & due.one_of, (row["status"], rules)
    is_waiting = row["status"] == Status.SUPPLEMENTING
    bureau = stage.house(row).bureau.id
    alarms = await _rows(stage, "timer WHERE name = $1", OVERDUE)
    keys = {alarm["key"] for alarm in alarms}
    for clock in running:
        assert clock["due_on"] is not None
        assert clock["holder"]
        assert clock["holder_role"] is not None
        assert clock["agency_id"] == (bureau if clock["rule_code"] == REVIEW else row["agency_id"])
        is_paused = clock["paused_since"] is not None
        assert is_paused == (is_waiting and clock["rule_code"] in PAUSED)
        is_over = clock["due_on"] < stage.today
        assert is_over or is_paused or str(clock["id"]) in keys, clock["rule_code"]
        if clock["holder_role"] == "lawyer":
            assert clock["holder_id"] == row["lawyer_person_id"]
    ended = await _rows(
        stage, "statutory_clock WHERE object_id = $1 AND stopped_at IS NOT NULL ORDER BY id", row["id"]
    )
    dropped = [clock["outcome"] == "cancelled" for clock in ended if clock["rule_code"] == FORMALITIES]
    is_owed = (
        row["status"] in WITH_LAWYER - {Status.ARCHIVED} | {Status.GRANTED, Status.OFFERED}
        and FORMALITIES not in rules
    )
    assert not (is_owed and dropped and dropped[-1]), "formalities are forgotten"
    assert not keys & {str(clock["id"]) for clock in ended}


async def _check_open_questions(stage: Stage, row: Row) -> None:
    """A notice is open while the applicant supplements, a request for another lawyer only while one works."""
    notices = await _rows(stage, "deficiency_notice WHERE application_id = $1 AND status = 'open'", row["id"])
    assert len(notices) == int(row["status"] == Status.SUPPLEMENTING)
    requests = await _rows(
        stage, "replacement_request WHERE application_id = $1 AND decided_at IS NULL", row["id"]
    )
    assert not requests or row["status"] == Status.IN_HANDLING
    clocks = "statutory_clock WHERE object_id = $1 AND rule_code = $2 AND stopped_at IS NULL"
    assert len(await _rows(stage, clocks, row["id"], REPLACE)) == len(requests)
    assert row["handler_id"] is None or row["handler_id"] not in row["recused_ids"]


async def _check_lawyer(stage: Stage, row: Row) -> None:
    """The lawyer of the case is the one whose offer it has; nobody else is asked, or bound by it."""
    status = Status(row["status"])
    assert status not in WITH_LAWYER or row["lawyer_person_id"] is not None
    assert status in MAY_NAME_LAWYER or row["lawyer_person_id"] is None
    assert (row["lawyer_person_id"] is None) == (row["offer_id"] is None)
    offers = await _rows(stage, "offer WHERE matter_id = $1", row["id"])
    binding = [offer for offer in offers if offer["status"] in {"offered", "viewed", "accepted"}]
    assert sum(offer["status"] == "accepted" for offer in binding) <= 1
    if status is Status.OFFERED:
        # An answer is on its way to the case while its job waits.
        assert all(offer["assignment_id"] == row["assignment_id"] for offer in binding)
    elif status in WITH_LAWYER:
        held = [offer for offer in offers if offer["id"] == row["offer_id"]]
        assert [offer["status"] for offer in held] in (["accepted"], ["completed"])
        assert [offer["id"] for offer in binding] in ([row["offer_id"]], [])
        assert status in {Status.CLOSED, Status.ARCHIVED} or binding
        assert all(offer["lawyer_person_id"] == row["lawyer_person_id"] for offer in binding)
    else:
        assert not binding


async def _check_files_and_identity(stage: Stage, row: Row) -> None:
    """Files are taken in, read by the lawyer, and the identity held, as long as the case needs it."""
    status = Status(row["status"])
    matters = await _rows(stage, "evidence_matter WHERE matter_id = $1", row["id"])
    assert [matter["closed_at"] is not None for matter in matters] == [status in TAKES_NOTHING_IN]
    assert [matter["agency_id"] for matter in matters] == [row["agency_id"]]
    readers = await _rows(stage, "evidence_matter_reader WHERE matter_id = $1 AND until IS NULL", row["id"])
    expected = [row["lawyer_person_id"]] if status in WITH_LAWYER else []
    assert [reader["person_id"] for reader in readers] == expected
    holds = await _rows(stage, "identity_hold WHERE object_id = $1", row["id"])
    is_held = row["submitted_at"] is not None and status not in application_machine.ends
    owner = [row["applicant_id"]] if is_held else []
    assert [hold["person_id"] for hold in holds if hold["person_id"] != stage.colleague.id] == owner
    if not await stage.scene.rows("SELECT 1 FROM pgqueuer LIMIT 1"):
        await _check_members(stage, row, {hold["person_id"] for hold in holds})


async def _check_members(stage: Stage, row: Row, held: Collection[UUID]) -> None:
    """Once every event was told: files and identity of who joined a claim go with the case."""
    status = Status(row["status"])
    members = "group_member WHERE application_id = $1 AND person_id <> $2"
    for member in await _rows(stage, members, row["id"], row["applicant_id"]):
        has_joined = member["status"] == "joined"
        (matter,) = await _rows(stage, "evidence_matter WHERE matter_id = $1", member["id"])
        assert (matter["closed_at"] is not None) == (not has_joined or status in TAKES_NOTHING_IN)
        assert (member["person_id"] in held) == (has_joined and status not in application_machine.ends)
        readers = await _rows(stage, "evidence_matter_reader WHERE matter_id = $1 AND until IS NULL", member["id"])
        reads = has_joined and status in WITH_LAWYER
        assert [reader["person_id"] for reader in readers] == ([row["lawyer_person_id"]] if reads else [])
        assert row["agency_id"] in {None, matter["agency_id"]}
