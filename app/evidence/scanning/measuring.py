"""The scanner in the metrics: whether it answers, and how many verified files wait for it.

A scanner that is down fails no readiness check: files are still taken in and verified.
"""

from prometheus_client import Gauge
from sqlalchemy import func
from sqlmodel import col, select

from app.evidence.enums import EvidenceStatus, ScanStatus
from app.evidence.models import Evidence
from app.evidence.scanning.scanner import Scanner
from app.kernel.database import Database

UP = Gauge("yjt_malware_scanner_up", "Whether clamd answers, where one is set up", ["address"])
WAITING = Gauge("yjt_evidence_unscanned_files", "Verified files that wait for the malware scanner")


async def measure(database: Database, scanner: Scanner | None) -> None:
    """Take both measures now."""
    if scanner is not None:
        UP.labels(scanner.url).set(await scanner.is_up())
    statement = select(func.count()).where(
        col(Evidence.status) == EvidenceStatus.VERIFIED, col(Evidence.scan) == ScanStatus.SCANNER_DOWN
    )
    async with database.autocommit() as connection:
        WAITING.set((await connection.execute(statement)).scalar_one())
