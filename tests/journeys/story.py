"""The whole story over HTTP on a fresh stack: ``python -m tests.journeys.story`` (``make story``)."""

import sys

from tests.journeys import (
    correction,
    group_wages,
    holiday,
    lapsed,
    minor,
    no_smartphone,
    objection,
    red_month,
    supervised_minor,
    urgent_wages,
    uyghur,
    violence,
    wages,
    weak_network,
    whole_queue,
)
from tests.journeys.link import Link
from tests.journeys.running import fresh_stack
from tests.journeys.telling import Teller

CHAPTERS = (
    correction,
    group_wages,
    urgent_wages,
    objection,
    violence,
    minor,
    wages,
    uyghur,
    whole_queue,
    lapsed,
    holiday,
    red_month,
    no_smartphone,
    supervised_minor,
)
"""In this order: the later ones move the clock on."""


def main() -> int:
    """Tell every chapter, the video's first and last; 0 when every step passed."""
    teller = Teller()
    with Link() as link, fresh_stack(YJT_S3_PUBLIC_ENDPOINT=link.url) as stack:
        link.lead_to(stack.settings()["YJT_S3_ENDPOINT"])
        video = weak_network.Video(stack, link)
        weak_network.tell(teller, video)
        for chapter in CHAPTERS:
            chapter.tell(teller, stack.base_url)
        weak_network.doubt(teller, video)
    return teller.close()


if __name__ == "__main__":
    sys.exit(main())
