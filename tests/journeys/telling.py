"""Tells a story step by step: prints each, goes on after a failure where it can, counts."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]
NUMERALS = ("", *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六")
Step = Callable[[], str]


class Unexpected(Exception):
    """An answer other than the story expects."""


@dataclass
class Teller:
    """Runs steps and remembers how they went."""

    passed: int = 0
    failed: int = 0
    chapters: list[str] = field(default_factory=list[str])

    def chapter(self, title: str) -> None:
        """Begin a chapter, numbered as it comes."""
        self.chapters.append(title)
        self._say(f"\n{NUMERALS[len(self.chapters)]}、{title}")

    def tell(self, title: str, step: Step) -> None:
        """Run one step; what it returns is printed behind its title."""
        try:
            outcome = step()
        except Exception as error:
            self.failed += 1
            self._say(f"  ✗ {title}: {type(error).__name__}: {error}")
            traceback.print_exc(limit=4)
        else:
            self.passed += 1
            self._say(f"  ✓ {title}{'：' if outcome else ''}{outcome}")

    def close(self) -> int:
        """Print the closing line; the exit code."""
        self._say(f"\n{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def expect(response: httpx.Response, status: int, code: str | None = None) -> Any:
    """The body of an answer that must have this status (and problem code).

    Raises:
        Unexpected: it has another; the message holds what came.
    """
    if response.status_code != status:
        raise Unexpected(
            f"{response.request.method} {response.request.url.path} → {response.status_code} {response.text}"
        )
    body: Any = response.json() if response.content else None
    if code is not None and body["code"] != code:
        raise Unexpected(f"expected problem {code}, got {body}")
    return body
