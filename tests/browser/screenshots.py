"""The README's pictures: ``python -m tests.browser.screenshots``; ``--all`` takes every page at both widths into
``tests/browser/shots``, normal and large, to be looked at."""

import sys
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.site import DESK, PHONE, Visitor, launched
from tests.browser.visits import Visit, World, visits
from tests.journeys.running import ROOT, fresh_stack

PICTURES = ROOT / "docs" / "pictures"
SHOWN = {
    "home": "pages/home/home",
    "apply": "pages/apply/apply",
    "status": "case/status/status",
    "check-in": "care/today/today",
    "review": "desk/case/case",
    "alarm": "office/alarm/alarm",
}
"""Name of the picture and its page; those of officers are taken on a desk."""
COLOURS = 96
LARGE = "document.querySelectorAll('.y-page').forEach(page => page.classList.add('elder'))"


def opened(browser: Browser, world: World, visit: Visit, *, desk: bool) -> Visitor:
    """Somebody before a page that has all it asked for."""
    somebody = Visitor(browser, world.base_url.removesuffix("/api/v1"), viewport=DESK if desk else PHONE)
    if visit.persona:
        somebody.log_in(visit.persona)
    somebody.open(f"/{visit.page}?{urlencode(visit.query(world))}")
    somebody.settle()
    return somebody


def pictures(browser: Browser, world: World) -> None:
    """Take the README's pictures, in few colours: they are kept in the repository."""
    PICTURES.mkdir(exist_ok=True)
    for name, page in SHOWN.items():
        visit = next(visit for visit in visits() if visit.page == page)
        somebody = opened(browser, world, visit, desk=page.startswith(("desk/", "office/")))
        path = PICTURES / f"{name}.png"
        somebody.page.screenshot(path=path)
        with Image.open(path) as taken:
            taken.quantize(COLOURS).save(path, optimize=True)
        somebody.close()
        _say(path)


def everything(browser: Browser, world: World) -> None:
    """Take every page, whole, on a phone and on a desk."""
    for visit in visits():
        name = visit.page.replace("/", "-") + (f"-{visit.persona}" if visit.persona else "")
        for desk in (False, True):
            somebody = opened(browser, world, visit, desk=desk)
            _say(somebody.shot(f"{name}-{'desk' if desk else 'phone'}"))
            if not desk:
                somebody.page.evaluate(LARGE)
                _say(somebody.shot(f"{name}-large"))
            somebody.close()


def main() -> int:
    with fresh_stack() as stack, launched() as browser:
        world = World(stack.base_url)
        (everything if "--all" in sys.argv else pictures)(browser, world)
    return 0


def _say(path: Path) -> None:
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
