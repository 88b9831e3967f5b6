"""The whole story over HTTP on a fresh stack: ``python -m tests.journeys.story`` (``make story``)."""

import sys

from tests.journeys import (
    correction,
    group_wages,
    holiday,
    lapsed,
    minor,
    objection,
    urgent_wages,
    violence,
    wages,
)
from tests.journeys.running import fresh_stack
from tests.journeys.telling import Teller

CHAPTERS = (correction, group_wages, urgent_wages, objection, violence, minor, wages, lapsed, holiday)
"""In this order: the later ones move the clock on."""


def main() -> int:
    """Tell every chapter; 0 when every step passed."""
    teller = Teller()
    with fresh_stack() as stack:
        for chapter in CHAPTERS:
            chapter.tell(teller, stack.base_url)
    return teller.close()


if __name__ == "__main__":
    sys.exit(main())
