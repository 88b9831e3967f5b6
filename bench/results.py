"""Figures with their references: printed as a table, written as JSON."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

PATH = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its reference; ``ratio`` is value ÷ reference_value."""

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float
    ratio: float


def figure(name: str, value: float, unit: str, reference: str, reference_value: float) -> Figure:
    """A figure with its ratio."""
    return Figure(
        name, round(value, 3), unit, reference, round(reference_value, 3), round(value / reference_value, 3)
    )


def report(figures: list[Figure]) -> None:
    """Print the table and write ``bench/results.json``."""
    table = Table("figure", "value", "unit", "reference", "reference value", "ratio")
    for row in figures:
        table.add_row(
            row.name,
            f"{row.value:,.1f}",
            row.unit,
            row.reference,
            f"{row.reference_value:,.1f}",
            f"{row.ratio:.3f}",
        )
    Console(width=130).print(table)
    PATH.write_text(json.dumps([asdict(row) for row in figures], ensure_ascii=False, indent=1) + "\n")
