"""What came of checking a receipt: named checks, and what they add up to."""

from dataclasses import dataclass
from enum import StrEnum


class CheckName(StrEnum):
    """What is checked, in this order."""

    FILE = "file"
    STATEMENT = "statement"
    INCLUSION = "inclusion"
    CHECKPOINT = "checkpoint"
    LOG_KEY = "log_key"
    TIMESTAMP = "timestamp"
    TIMESTAMP_ROOTS = "timestamp_roots"
    WITNESSES = "witnesses"
    WORDING = "wording"
    NEWER_HEAD = "newer_head"


class State(StrEnum):
    """How a check came out; ``ABSENT``: there was nothing to check, which contradicts nothing."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"


class Overall(StrEnum):
    """All holds; nothing contradicts, but something is lacking; something contradicts."""

    CONSISTENT = "consistent"
    INCOMPLETE = "incomplete"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, slots=True)
class Check:
    """One check and its sentence in plain Chinese."""

    name: CheckName
    state: State
    sentence: str


LACKING = {
    CheckName.LOG_KEY: "另外拿到的账本公钥",
    CheckName.TIMESTAMP: "第三方时间戳",
    CheckName.TIMESTAMP_ROOTS: "另外拿到的时间戳机构根证书",
}
"""Checks without which a receipt rests on its own word, and what has to be had for them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks of one receipt against one file."""

    checks: tuple[Check, ...]

    @property
    def overall(self) -> Overall:
        """One contradiction outweighs everything; witnesses are a bonus that need not be there."""
        states = {check.state for check in self.checks}
        if State.FAILED in states:
            return Overall.INCONSISTENT
        return Overall.INCOMPLETE if self._lacking() else Overall.CONSISTENT

    @property
    def sentence(self) -> str:
        """What it adds up to."""
        if self.overall is Overall.INCONSISTENT:
            return "不一致：上面打叉的项目对不上，这份文件或者凭证不能相信。"
        if self.overall is Overall.INCOMPLETE:
            return f"文件对得上，但缺少：{'、'.join(self._lacking())}。没有这些，只能证明凭证自己前后一致。"
        return "完全一致：文件、记录、账本签名和时间戳都对得上。"

    def state(self, name: CheckName) -> State | None:
        """How a check came out; none where it was not made."""
        return next((check.state for check in self.checks if check.name is name), None)

    def _lacking(self) -> list[str]:
        return [LACKING[c.name] for c in self.checks if c.state is State.ABSENT and c.name in LACKING]
