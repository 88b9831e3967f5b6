"""Every command with the states it fits, who gives it, and which transitions it may fire.

A command is sent whatever the state of the case: one that does not fit must be answered, not break anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.actor import Role
from app.legal_aid.enums import ApplicationStatus as Status
from tests.legal_aid import moves
from tests.legal_aid.deciding.helpers import REASONS
from tests.legal_aid.handling.desk import REPORT
from tests.legal_aid.moves import Run, answers_offer, passes, sends
from tests.legal_aid.quality.cabinet import APPROVAL, NO_VISIT, RETURN
from tests.legal_aid.stage import Row, Stage
from tests.support.world import PersonRef

BEFORE_HANDLING = (Status.SUBMITTED, Status.SUPPLEMENTING, Status.ACCEPTED, Status.GRANTED, Status.OFFERED)
AT_WORK = (Status.IN_HANDLING, Status.CONCLUDED)
AIDED = (Status.GRANTED, Status.OFFERED, Status.IN_HANDLING)
OBJECTED = (Status.REFUSAL_OBJECTED, Status.TERMINATION_OBJECTED)


@dataclass(frozen=True)
class Command:
    """One thing to do.

    Attributes:
        states: where it fits; elsewhere it is refused.
        by: who gives it.
        fires: the transitions it may fire.
        weight: how often it is chosen where it fits.
    """

    name: str
    states: tuple[Status, ...]
    by: Role | None
    run: Run
    fires: tuple[str, ...] = ()
    weight: int = 3

    def actors(self, stage: Stage, row: Row) -> Sequence[PersonRef]:
        """Those whose command it is."""
        house, bound = stage.house(row), row["lawyer_person_id"] or row["asked_id"]
        found: dict[Role | None, Sequence[PersonRef]] = {
            Role.APPLICANT: [who for who in stage.workers if who.id == row["applicant_id"]],
            Role.OFFICER: [*house.officers, house.deciders[0]],
            Role.DECIDER: [*house.deciders, *(house.approvers[1:])],
            Role.APPROVER: house.approvers,
            Role.LAWYER: [one.person for one in stage.lawyers if one.person.id == bound],
        }
        return found.get(self.by) or [stage.scene.officer]


EVERY = tuple(Status)
OPEN = tuple(status for status in Status if status not in {Status.DRAFT, Status.DISCARDED})
A, S, D, P, L = Role.APPLICANT, Role.OFFICER, Role.DECIDER, Role.APPROVER, Role.LAWYER
RECUSAL = {"ground": "relative_of_party", "explanation": "对方公司的负责人是我的哥哥。"}
TERMINATION = {"ground": "48-6", "reasons": "受援人自行委托了律师代理本案。"}
REVIEW = {"reasons": "银行流水显示的情况已经查清，审查意见如上。"}
OBJECTION = {"reasons": "工资并没有付清，还差六月份的，银行流水可以证明。"}
EXCUSE = {"ground": "recipient", "reason": "受援人在外地打工，下周三回来后当面签订。"}
NOTE = {"note": "已经补交身份证复印件。"}

COMMANDS: tuple[Command, ...] = (
    Command("submit", (Status.DRAFT,), A, moves.submit, ("submit",), 8),
    Command("discard", (Status.DRAFT,), A, sends("discard"), ("discard",), 1),
    Command("withdraw", BEFORE_HANDLING, A, sends("withdraw"), ("withdraw",), 1),
    Command("accept", (Status.SUBMITTED,), S, sends("accept"), ("accept",), 8),
    Command("transfer", (Status.SUBMITTED,), S, moves.transfer, ("transfer",)),
    Command("close_duplicate", (Status.SUBMITTED,), S, sends("close-duplicate"), ("close_duplicate",)),
    Command("ask_for_more", (Status.SUBMITTED, Status.ACCEPTED), S, moves.ask_for_more, ("request_supplement",)),
    Command("answer_notice", (Status.SUPPLEMENTING,), A, moves.answer_notice, ("supplement", "explain"), 5),
    Command("answer_at_counter", (Status.SUPPLEMENTING,), S, moves.answer_notice, ("supplement", "explain")),
    Command("advance", BEFORE_HANDLING[:3], D, moves.advance, ("advance",), 2),
    Command("formalities", AIDED, S, sends("formalities", NOTE), (), 1),
    Command("grant", (Status.ACCEPTED,), D, sends("grant"), ("grant",), 6),
    Command("refuse", (Status.ACCEPTED,), D, sends("refuse", {"reasons": REASONS}), ("refuse",)),
    Command(
        "object",
        (Status.REFUSED, Status.TERMINATED),
        A,
        sends("objection", OBJECTION),
        ("object_refusal", "object_termination"),
        6,
    ),
    Command("uphold", OBJECTED, P, sends("objection/uphold", REVIEW), ("uphold_refusal", "uphold_termination")),
    Command(
        "overturn",
        OBJECTED,
        P,
        sends("objection/overturn", REVIEW),
        ("overturn_refusal", "overturn_termination"),
        5,
    ),
    Command("assign", (Status.GRANTED,), S, moves.assign, ("assign",), 10),
    Command("accept_offer", (Status.OFFERED,), L, answers_offer("accept"), (), 10),
    Command("decline_offer", (Status.OFFERED,), L, answers_offer("decline", {"reason": "busy"}), ()),
    Command(
        "terminate",
        AIDED,
        D,
        sends("terminate", TERMINATION),
        ("terminate",),
        1,
    ),
    Command("termination_sent", (Status.TERMINATED, Status.TERMINATION_OBJECTED), S, moves.termination_sent, ()),
    Command("sign_agreement", AT_WORK, L, moves.sign_agreement, (), 5),
    Command("excuse_agreement", AT_WORK, L, sends("agreement/excused", EXCUSE), (), 1),
    Command("write_log", AT_WORK, L, moves.write_log, (), 5),
    Command("set_outcome", AT_WORK, L, moves.set_outcome, (), 5),
    Command("ask_replacement", (Status.IN_HANDLING,), A, moves.ask_replacement, (), 1),
    Command("lawyer_asks_replacement", (Status.IN_HANDLING,), L, moves.ask_replacement, (), 1),
    Command(
        "replace", (Status.IN_HANDLING,), D, sends("replacement/approve", {"reasons": None}), ("replace_lawyer",)
    ),
    Command("keep_lawyer", (Status.IN_HANDLING,), D, sends("replacement/refuse", REVIEW), (), 1),
    Command("conclude", (Status.IN_HANDLING,), L, sends("conclude"), ("conclude",), 8),
    Command("hand_in", (Status.CONCLUDED,), L, sends("hand-in", {"report": REPORT}), ("hand_in",), 8),
    Command("return_file", (Status.FILE_REVIEW,), S, sends("file/return", RETURN), ("return_file",)),
    Command("close", (Status.FILE_REVIEW,), S, sends("file/close", APPROVAL), ("close",), 6),
    Command("archive", (Status.CLOSED,), S, sends("archive", NO_VISIT), ("archive",), 6),
    Command("leave", (*BEFORE_HANDLING, Status.IN_HANDLING), A, moves.leave, (), 1),
    Command("visit", (*AT_WORK, Status.CLOSED), S, moves.visit, (), 1),
    Command("rate", (Status.CONCLUDED, Status.FILE_REVIEW, Status.CLOSED, Status.ARCHIVED), A, moves.rate, (), 1),
    Command("correct_name", OPEN, S, moves.correct_name, (), 1),
    Command("officer_stands_back", BEFORE_HANDLING, S, sends("recusals", RECUSAL), (), 1),
    Command("decider_stands_back", BEFORE_HANDLING, D, sends("recusals", RECUSAL), (), 1),
    Command("ask_recusal", BEFORE_HANDLING, A, sends("recusals", RECUSAL), (), 1),
    Command("decide_recusal", BEFORE_HANDLING, D, moves.decide_recusal, (), 1),
    Command("inform_authority", AT_WORK, S, moves.inform_authority, (), 1),
    Command("take_next", BEFORE_HANDLING, S, moves.take_next, (), 1),
    Command("read_all", EVERY, S, moves.read_all, (), 1),
    Command("run_jobs", EVERY, None, moves.run_jobs, ("take", "hand_back"), 2),
    Command("day_passes", EVERY, None, passes(1), ("hand_back", "take", "lapse"), 1),
    Command("weeks_pass", (Status.SUPPLEMENTING, Status.REFUSED), None, passes(18), ("lapse",), 1),
)
BY_NAME = {command.name: command for command in COMMANDS}
BUTTONS = {
    transition: command for command in COMMANDS if command.by is not None for transition in command.fires
} | {"supplement": BY_NAME["answer_notice"], "explain": BY_NAME["answer_notice"]}
"""Which command a button of ``allowed_actions`` stands for."""


def fitting(status: Status) -> list[Command]:
    """Commands for this state, each as often as its weight says."""
    return [command for command in COMMANDS if status in command.states for _ in range(command.weight)]
