"""Imports as the API shows them."""

from app.kernel.actor import Actor
from app.lawyers.exchange.columns import header
from app.lawyers.exchange.models import RosterImport, RosterImportLine
from app.lawyers.exchange.schemas import LineProblem, RosterImportLineView, RosterImportView
from app.lawyers.exchange.states import roster_import_machine


def import_view(actor: Actor, one: RosterImport) -> RosterImportView:
    """An import with what the caller may do."""
    names = set(RosterImportView.model_fields) - {"allowed_actions"}
    return RosterImportView(
        **{name: getattr(one, name) for name in names},
        allowed_actions=roster_import_machine.allowed_actions(actor, one),
    )


def line_view(line: RosterImportLine) -> RosterImportLineView:
    """A row of one."""
    return RosterImportLineView(
        row=line.row,
        outcome=line.outcome,
        name=line.name,
        changed=[header(key) for key in line.changed],
        problems=[LineProblem.model_validate(problem) for problem in line.problems],
    )
