"""The `yjt` command run in this process: a process of its own imports the product anew, which takes seconds.

What a command does, says and ends with is the same; that it starts as a program is tested once, by its own tests.
"""

import io
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import anyio.to_thread
import pytest

from app.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


async def yjt_here(*arguments: object, environment: Mapping[str, str]) -> Outcome:
    """Run `yjt` with these arguments and this added to the environment; an error it does not tell of is raised."""
    return await anyio.to_thread.run_sync(_run, [str(argument) for argument in arguments], environment)


def _run(arguments: list[str], environment: Mapping[str, str]) -> Outcome:
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["yjt", *arguments])
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return Outcome(code, out.getvalue(), err.getvalue())
