"""Two simple ways to serve a queue, for who asks for them and to compare the best plan with. Pure.

Neither proves anything: a plan of theirs has no bound.
"""

from app.lawyers.batch.problem import FORBIDDEN, NOBODY, Plan, Problem, enemies, score_of


class _Taken:
    """Who has got what so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.lawyers = [NOBODY] * problem.matters
        self.counts = [0] * problem.values.shape[1]
        self._enemies = enemies(problem)

    def may(self, matter: int, lawyer: int) -> bool:
        """Whether the lawyer may and can take the matter beside what was given already."""
        problem = self.problem
        if problem.value(matter, lawyer) == FORBIDDEN or self.counts[lawyer] >= problem.room[lawyer]:
            return False
        others = (self.lawyers[other] for other in self._enemies.get(matter, ()))
        return all(other == NOBODY or problem.firms[other] != problem.firms[lawyer] for other in others)

    def give(self, matter: int, lawyer: int) -> None:
        """The lawyer takes the matter."""
        self.lawyers[matter] = lawyer
        self.counts[lawyer] += 1

    def plan(self) -> Plan:
        """What was given."""
        lawyers = tuple(self.lawyers)
        return Plan(lawyers, score_of(self.problem, lawyers))


def greedy(problem: Problem) -> Plan:
    """Each matter in turn to who is best for it at that moment; equals to the one who comes first."""
    taken = _Taken(problem)
    now = problem.values.copy()
    lost = problem.losses
    for matter in range(problem.matters):
        row = now[problem.kinds[matter]]
        for lawyer in (-row).argsort(kind="stable").tolist():
            if row[lawyer] == FORBIDDEN:
                break
            if taken.may(matter, lawyer):
                before = taken.counts[lawyer]
                taken.give(matter, lawyer)
                if before + 1 < lost.shape[1]:
                    column = now[:, lawyer]
                    column[column != FORBIDDEN] -= lost[lawyer, before + 1] - lost[lawyer, before]
                break
    return taken.plan()


def round_robin(problem: Problem) -> Plan:
    """Each matter in turn to the next lawyer who may and can take it, beginning behind the one asked last."""
    taken = _Taken(problem)
    count, following = problem.values.shape[1], 0
    for matter in range(problem.matters):
        for step in range(count):
            lawyer = (following + step) % count
            if taken.may(matter, lawyer):
                taken.give(matter, lawyer)
                following = lawyer + 1
                break
    return taken.plan()
