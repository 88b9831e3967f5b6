"""The demonstration's data."""

from app import demo
from app.commands.running import run


def load_demo() -> list[str]:
    """Load the demo data (again: nothing changes) and return the personas as one short text each."""
    run(demo.load)
    return list(demo.personas())
