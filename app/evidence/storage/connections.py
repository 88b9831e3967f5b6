"""One bucket of an object storage (S3) and how it is spoken to: threads, time-outs, retries, refusals.

The SDK blocks, so each call runs in a thread, and two limiters bound the threads: whole files that are read or
written for minutes take no thread from questions. A storage that is down or hangs must be told as a problem, not
hold requests: questions have short time-outs, what was sent is never sent again after silence, and only the
worker's reading and writing of whole files is patient.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
import urllib3
from anyio import CapacityLimiter, fail_after, to_thread
from minio.error import MinioException, S3Error

from app.evidence.errors import ObjectMissing, StorageFull, StorageUnavailable
from app.evidence.storage.client import StorageClient

logger = structlog.get_logger(__name__)

T = TypeVar("T")

CONNECTIONS = 8
"""Questions at a time, and as many whole files."""
QUESTION = urllib3.Timeout(connect=2, read=5)
READING = urllib3.Timeout(connect=2, read=30)
PROBE = urllib3.Timeout(total=2)
"""Seconds without an answer: for questions about objects, for reading one, and for the readiness check."""
RETRIES = urllib3.Retry(
    total=None,
    connect=2,
    read=0,
    other=0,
    redirect=2,
    status=1,
    backoff_factor=0.1,
    status_forcelist=(502, 503),
    raise_on_status=False,  # the last answer says why
    respect_retry_after_header=False,  # no thread sleeps for as long as storage likes
)
"""A connection that was not made may be tried again, and once one that is told to slow down; one that fell silent
would only be silent for longer."""
LONGEST_QUEUE_S = 5.0
"""How long a question waits for a free thread while all others hang."""
PROBE_S = 2.0
MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchObject"})
FULL = frozenset(
    {
        "InsufficientStorage",
        "XMinioStorageFull",
        "XMinioAdminBucketQuotaExceeded",
        "QuotaExceeded",  # Ceph
        "QuotaExceededException",
    }
)
"""What stores answer when a disk or a quota is used up. SeaweedFS whose own disk is full answers InternalError, as
it does to any trouble of its own: that is told as unavailable, and what it holds stays readable."""
FULL_STATUS = 507
BUSY = frozenset({"SlowDown", "ServiceUnavailable", "XMinioServerNotInitialized", "RequestTimeout"})
WRONG_CLOCK = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
WAIT_WHEN_BUSY_S = 30


class Connections:
    """The clients of one bucket, one set for the whole process; safe for concurrent use.

    Attributes:
        client: asks about objects and changes them.
        reader: reads and writes whole ones, patiently.
        prober: asks whether storage answers at all.
        signer: signs links and forms by the URL that phones and browsers use; it never speaks to the network.

    Args:
        endpoint: URL the product reaches storage by.
        public_endpoint: URL that phones and browsers reach it by; signatures bind it.
    """

    def __init__(
        self,
        endpoint: str,
        access_key: str,
        secret_key: str,
        *,
        region: str,
        bucket: str,
        public_endpoint: str | None = None,
    ) -> None:
        self.bucket = bucket
        self.public = (public_endpoint or endpoint).rstrip("/")
        self._questions = CapacityLimiter(CONNECTIONS)
        self._files = CapacityLimiter(CONNECTIONS)
        self._pools: list[urllib3.PoolManager] = []

        def client(url: str, timeout: urllib3.Timeout, retries: urllib3.Retry | None = None) -> StorageClient:
            pool = urllib3.PoolManager(maxsize=CONNECTIONS, timeout=timeout, retries=retries or RETRIES)
            self._pools.append(pool)
            parts = urlsplit(url)
            return StorageClient(
                parts.netloc,
                access_key,
                secret_key,
                secure=parts.scheme == "https",
                region=region,  # without it, signing a link asks the network
                http_client=pool,
            )

        self.client = client(endpoint, QUESTION)
        self.reader = client(endpoint, READING)
        self.prober = client(endpoint, PROBE, urllib3.Retry(total=0))
        self.signer = client(self.public, QUESTION)

    async def call(self, function: Callable[[], T], *, queue_s: float | None = LONGEST_QUEUE_S) -> T:
        """Run in a thread; waiting for a free one ends after ``queue_s``, a running one by its own time-outs.

        Without ``queue_s`` it is the reading or writing of a whole file, which waits behind its like alone.

        Raises:
            ObjectMissing, StorageFull, StorageUnavailable: see there.
        """
        try:
            with fail_after(queue_s):
                limiter = self._files if queue_s is None else self._questions
                return await to_thread.run_sync(function, limiter=limiter)
        except S3Error as error:
            raise meaning_of(error) from error
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            logger.warning("object storage unavailable", error=type(error).__name__)
            raise StorageUnavailable() from error

    def close(self) -> None:
        """Close the pooled connections."""
        for pool in self._pools:
            pool.clear()


def meaning_of(error: S3Error) -> Exception:
    """What an answer of storage means to us; what an operator must see to is logged as an error."""
    code = str(error.code)
    if code in MISSING:
        return ObjectMissing(code)
    if code in FULL or error.response.status == FULL_STATUS:
        logger.error("object storage is full", code=code)
        return StorageFull()
    if code in BUSY:
        logger.warning("object storage is busy", code=code)
        return StorageUnavailable(retry_after_s=WAIT_WHEN_BUSY_S)
    if code in WRONG_CLOCK:
        logger.error("the clock of this machine, or of object storage, is wrong by minutes", code=code)
        return StorageUnavailable()
    logger.error("object storage refused", code=code)
    return StorageUnavailable()
