"""Whether the malware check lets somebody open an original."""

from app.evidence.enums import ScanStatus
from app.evidence.errors import Infected, NotScannedYet
from app.evidence.models import Evidence
from app.kernel.actor import Actor

UNSCANNED = frozenset({ScanStatus.WAITING, ScanStatus.SCANNER_DOWN})
"""A scan is to come. What no scanner is set up for, or what is too large for it, would wait for ever."""


def is_open_to(actor: Actor, item: Evidence) -> bool:
    """Whether ``actor`` may have the original now: its owner before it was scanned, others after, nobody malware.

    Derived pictures are encoded anew and stay open to all who may read.
    """
    if item.scan is ScanStatus.INFECTED:
        return False
    return item.scan not in UNSCANNED or item.owner_id == actor.person_id


def require_scanned(actor: Actor, item: Evidence) -> None:
    """Go on only where :func:`is_open_to` says so.

    Raises:
        Infected: malware was found.
        NotScannedYet: a scan is still to come.
    """
    if item.scan is ScanStatus.INFECTED:
        raise Infected()
    if not is_open_to(actor, item):
        raise NotScannedYet(scan=str(item.scan))
