"""Random sequences of legal and illegal commands over HTTP: whatever comes, the invariants of a case hold."""

import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.states import TRANSITIONS, application_machine
from tests.legal_aid.commands import BUTTONS, BY_NAME, COMMANDS, Command, fitting
from tests.legal_aid.invariants import Memory, check, check_jobs
from tests.legal_aid.moves import Move, notify
from tests.legal_aid.stage import Row, Stage, set_up
from tests.support.stack import running
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
EXAMPLES = int(os.environ.get("YJT_TEST_SEQUENCES", "6"))
"""Sequences of one run; more for a night, to look for what is rare."""
FEWEST, MOST, MOST_CASES = 15, 30, 3
STEP = st.lists(st.integers(0, 9_999), min_size=8, max_size=8)
"""What is chosen in one step, number by number, each among what is possible then."""
WAYS = ("command",) * 12 + ("button",) * 3 + ("anything",) * 3 + ("together",) * 2
HANDLED = "submit accept grant assign accept_offer run_jobs"
COMPLETE = f"{HANDLED} sign_agreement write_log set_outcome"
STARTS: dict[str, str] = {
    "nothing": "",
    "two": "crew submit",
    "two handled": f"crew {HANDLED}",
    "two complete": f"crew {COMPLETE} conclude hand_in",
    "filed": "submit",
    "taken on": "submit accept",
    "refused": "submit accept refuse",
    "urgent": "submit advance",
    "asked": "submit accept grant assign",
    "handled": HANDLED,
    "complete": COMPLETE,
    "handed in": f"{COMPLETE} conclude hand_in",
    "closed": f"{COMPLETE} conclude hand_in close",
}
"""Where an example begins, by the commands that lead there."""
TOURS: Sequence[str] = (
    "discard",
    "submit withdraw",
    "submit ask_for_more answer_notice transfer accept ask_for_more answer_at_counter refuse object uphold",
    "submit ask_for_more weeks_pass",
    "crew submit transfer accept refuse run_jobs object run_jobs overturn terminate run_jobs",
    f"crew {COMPLETE} conclude hand_in close run_jobs archive run_jobs",
    "submit accept grant terminate object uphold",
    "submit advance terminate object overturn assign accept_offer run_jobs",
    "submit advance formalities assign accept_offer run_jobs terminate termination_sent object overturn withdraw",
    "submit accept grant assign decline_offer run_jobs assign accept_offer run_jobs ask_replacement replace assign"
    " accept_offer run_jobs sign_agreement write_log set_outcome conclude hand_in return_file hand_in close rate"
    " run_jobs archive run_jobs read_all",
)
"""Every transition at least once, with what else a case needs on the way."""


@pytest.mark.timeout(600)
@given(start=st.sampled_from(list(STARTS)), script=st.lists(STEP, min_size=FEWEST, max_size=MOST))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=(
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
    ),
    # An example takes seconds: a failure tells what was played, instead of being shrunk for an hour.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    print_blob=True,
)
@pytest.mark.long
async def test_random_sequences_keep_every_invariant(start: str, script: list[list[int]]) -> None:
    async with running() as stack:
        play = Play(await set_up(stack))
        try:
            await play.begin(STARTS[start])
            for numbers in script:
                await play.step(numbers)
            await play.end()
        except AssertionError as error:
            error.add_note("played: " + "; ".join(play.told))
            raise


@pytest.mark.long
async def test_every_transition_is_driven_and_keeps_every_invariant() -> None:
    async with running() as stack:
        stage, memory = await set_up(stack), Memory()
        for tour in TOURS:
            case = await stage.draft(stage.workers[0])
            await follow(stage, memory, case, tour)
        first = await stage.draft(stage.workers[0])
        await follow(stage, memory, first, "submit")
        again = await stage.draft(stage.workers[0], like=first)
        await follow(stage, memory, again, "submit close_duplicate")
        assert (await notify(stage)).status_code == 201
        await follow(stage, memory, stage.cases[-1], "assign accept_offer run_jobs write_log inform_authority")
        await stack.drain()
        await check_jobs(stage)
        rows = await stage.scene.rows("SELECT DISTINCT transition FROM state_change WHERE machine = 'application'")
        assert {row["transition"] for row in rows} == {transition.name for transition in TRANSITIONS}


async def follow(stage: Stage, memory: Memory, case: UUID, commands: str) -> None:
    """Give these commands, each by the first whose it is; all must succeed."""
    for name in commands.split():
        if name == "crew":
            await stage.crew(case, stage.workers[0])
            continue
        row, command = await stage.row(case), BY_NAME[name]
        move = Move(stage, row, command.actors(stage, row)[0], lambda options: options[0])
        for answer in await command.run(move):
            assert answer.is_success or answer.request.method == "GET", (name, answer.text)
            assert answer.status_code < 500, (name, answer.text)
        await check(stage, memory)


class Play:
    """One example: numbers choose what happens next, what happened is checked and told."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.memory = Memory()
        self.told: list[str] = []
        self._numbers: list[int] = []

    def pick(self, options: Sequence[Any]) -> Any:
        """One of these, by the next number of the step."""
        number = self._numbers.pop(0) if self._numbers else 0
        return options[number % len(options)]

    async def begin(self, commands: str) -> None:
        """A first case on its way, a draft, and a notified case."""
        self.told.append(f"begin: {commands}")
        case = await self.stage.draft(self.stage.workers[0])
        await follow(self.stage, self.memory, case, commands)

    async def end(self) -> None:
        """Weeks later everything that was begun is done, or overdue, and no job failed."""
        await self.stage.stack.advance(days=40)
        await check(self.stage, self.memory)
        await check_jobs(self.stage)

    async def step(self, numbers: Sequence[int]) -> None:
        """A command that fits, a button, anything at all, two commands at once; or another application."""
        self._numbers = list(numbers)
        if len(self.stage.cases) < MOST_CASES and self.pick(range(8)) == 0:
            await self._new_case()
        else:
            row = await self._case()
            way = self.pick(WAYS)
            if way == "together":
                await self._together(row)
            elif way == "button":
                await self._button(row)
            else:
                await self._send(*self._command(row, is_fitting=way == "command"), row)
        await check(self.stage, self.memory)

    async def _case(self) -> Row:
        """Sooner one that goes on than one that has ended."""
        rows = [await self.stage.row(case) for case in self.stage.cases]
        going_on = [row for row in rows if Status(row["status"]) not in application_machine.ends]
        return self.pick([*going_on * 3, *rows])

    async def _new_case(self) -> None:
        like = self.pick(["notified", None, *self.stage.employers])
        self.told.append(f"another case like {like}")
        if like == "notified":
            assert (await notify(self.stage)).status_code == 201
        else:
            await self.stage.draft(self.pick(self.stage.workers), like)

    def _command(self, row: Row, *, is_fitting: bool) -> tuple[Command, PersonRef]:
        if is_fitting:
            command = self.pick(fitting(Status(row["status"])))
            return command, self.pick(command.actors(self.stage, row))
        return self.pick(COMMANDS), self.pick(self.stage.everybody)

    async def _button(self, row: Row) -> None:
        """What ``allowed_actions`` offers somebody works: it is not the state or the person that forbids it."""
        who = self.pick(self.stage.everybody)
        offered = [name for name in await self._allowed(who, row) if name in BUTTONS]
        if not offered:
            return
        name = self.pick(offered)
        for answer in await self._send(BUTTONS[name], who, row):
            assert answer.status_code not in {403, 404}, (name, answer.text)
            assert answer.is_success or answer.json()["code"] != "wrong_state", (name, answer.text)

    async def _send(self, command: Command, who: PersonRef, row: Row) -> list[httpx.Response]:
        """Give a command; a transition happens only for those whom it was offered."""
        allowed = await self._allowed(who, row)
        answers = await command.run(Move(self.stage, row, who, self.pick))
        self._tell(row, f"{who.name} {command.name}", answers)
        for answer in answers:
            assert answer.status_code < 500, answer.text
            if command.fires and command.by is not None and answer.is_success:
                assert set(command.fires) & set(allowed), (command.name, allowed)
        return answers

    def _tell(self, row: Row, what: str, answers: Sequence[httpx.Response]) -> None:
        codes = ",".join(sorted({"ok" if answer.is_success else answer.json()["code"] for answer in answers}))
        self.told.append(f"{row['status']}#{self.stage.cases.index(row['id'])} {what} {codes}")

    async def _together(self, row: Row) -> None:
        """Two people at the same moment: of the same step only one succeeds."""
        first, one = self._command(row, is_fitting=True)
        second, two = (
            (first, self.pick(self.stage.everybody))
            if self.pick([True, False])
            else self._command(row, is_fitting=True)
        )
        if first.by is None or second.by is None:
            return
        found: list[tuple[str, list[httpx.Response]]] = []

        async def send(command: Command, who: PersonRef) -> None:
            found.append((command.name, await command.run(Move(self.stage, row, who, lambda options: options[0]))))

        async with anyio.create_task_group() as group:
            group.start_soon(send, first, one)
            group.start_soon(send, second, two)
        for name, answers in found:
            self._tell(row, f"at once {name}", answers)
        succeeded = [name for name, answers in found for answer in answers if answer.is_success]
        assert all(answer.status_code < 500 for _, answers in found for answer in answers), found
        if first is second and first.fires:
            assert len(succeeded) <= 1, succeeded

    async def _allowed(self, who: PersonRef, row: Row) -> list[str]:
        answer = await who.client.get(f"/applications/{row['id']}")
        assert answer.status_code in {200, 403, 404}, answer.text
        return answer.json()["allowed_actions"] if answer.is_success else []
