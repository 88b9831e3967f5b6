"""Fixes of a check-in, sealed together and opened again."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import structlog

from app.correction.check_ins.canonical import FixText
from app.correction.check_ins.codes import FixProvider
from app.correction.check_ins.expected import Fix
from app.correction.check_ins.models import LOCATION, CheckIn
from app.kernel.geo import Datum, Point
from app.kernel.vault import SealBroken, Vault

logger = structlog.get_logger(__name__)


class Kept(NamedTuple):
    """What stays readable of the fix that spoke; of old check-ins it is nowhere else."""

    made_at: datetime
    fixed_at: datetime | None
    accuracy_m: float | None


def seal_fixes(vault: Vault, fixes: Sequence[FixText]) -> str:
    """All fixes as the phone sent them, also those that are no place."""
    rows = ",".join(
        f'[{fix.latitude_deg!r},{fix.longitude_deg!r},"{fix.datum}",{fix.accuracy_m!r},"{fix.provider}",'
        f'"{fix.fixed_at.isoformat()}"]'
        for fix in fixes
    )
    return vault.seal(f"[{rows}]", LOCATION)


def open_rows(vault: Vault, sealed: str, check_in: CheckIn | Kept) -> list[list[Any]]:
    """What was sealed: latitude, longitude, datum, accuracy, provider and time of each fix.

    Until 2026-11 a check-in had one fix, sealed alone, its accuracy and time beside it.
    """
    rows = cast("list[Any]", json.loads(vault.open(sealed, LOCATION)))
    if rows and not isinstance(rows[0], list):
        at = check_in.fixed_at or check_in.made_at
        return [[*rows, check_in.accuracy_m or 0.0, FixProvider.UNKNOWN.value, at.isoformat()]]
    return rows


def earlier_fixes(vault: Vault, sealed: str, check_in: CheckIn | Kept) -> list[Fix]:
    """The fixes of an earlier check-in to compare with; none, and a warning, where they do not open any more.

    A lost key must not keep anybody from checking in.
    """
    try:
        return open_fixes(vault, sealed, check_in)
    except SealBroken:
        logger.warning("fixes of an earlier check-in do not open")
        return []


def open_fixes(vault: Vault, sealed: str, check_in: CheckIn | Kept) -> list[Fix]:
    """The fixes that are places; whoever shows them records who looked."""
    found: list[Fix] = []
    for latitude_deg, longitude_deg, datum, accuracy_m, provider, fixed_at in open_rows(vault, sealed, check_in):
        try:
            point = Point(latitude_deg, longitude_deg, Datum(datum))
        except ValueError:
            continue
        found.append(Fix(point, accuracy_m, datetime.fromisoformat(fixed_at), FixProvider(provider)))
    return found
