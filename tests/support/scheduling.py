"""Which tests go to one test process together."""

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


class ByTest(LoadScopeScheduling):
    """Cases of one test together, and all browser tests: they share a stack and a browser, which start slowly."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.split("[", 1)[0]
