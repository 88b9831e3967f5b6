"""Which tests go to one test process together."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER = "tests/browser/"


class ByTest(LoadScopeScheduling):
    """Cases of one test together, and all browser tests: they share a stack and a browser, which start slowly."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.split("[", 1)[0]

    def remove_node(self, node: WorkerController) -> str | None:
        """Give what a lost process had not run yet to the others, without the test that it was lost in."""
        units = self.assigned_work[node]
        lost = next((one for unit in units.values() for one, is_done in unit.items() if not is_done), None)
        if lost is not None:
            units[self._split_scope(lost)][lost] = True
        self.assigned_work[node] = {scope: unit for scope, unit in units.items() if not all(unit.values())}
        super().remove_node(node)
        return lost

    def _reschedule(self, node: WorkerController) -> None:
        """Give a process enough to go on with: it begins a test only when it knows the next."""
        before = -1
        while len(self.workqueue) != before:
            before = len(self.workqueue)
            super()._reschedule(node)
