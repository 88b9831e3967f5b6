"""Which object storage the contract is checked against, and what an optional ability that it lacks means."""

from dataclasses import dataclass, replace
from typing import NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from app.evidence.storage.connections import Connections
from app.evidence.storage.encryption import headers_of
from app.evidence.storage.objects import ObjectStore
from app.kernel.clock import Clock
from app.settings import StorageEncryption


@dataclass(frozen=True)
class Endpoint:
    """An S3 server and a bucket of it that the checks may fill.

    Attributes:
        kms_key: a key of the server's key service, where there is one to check encryption with.
        is_embedded: the server that the product brings: it must lack nothing but a key service.
    """

    url: str
    access_key: str
    secret_key: str
    bucket: str
    region: str = "us-east-1"
    kms_key: str | None = None
    is_embedded: bool = False

    @classmethod
    def parse(cls, text: str) -> "Endpoint":
        """Read ``http://ACCESS:SECRET@host:port/bucket``; ``?region=`` and ``&kms_key=`` may follow.

        ``https`` as well. Characters of the keys that mean something in a URL are percent-encoded.

        Raises:
            ValueError: something is missing.
        """
        parts = urlsplit(text)
        bucket = parts.path.strip("/")
        if parts.scheme not in ("http", "https") or not parts.username or not parts.password or not bucket:
            raise ValueError("S3= is written http://ACCESS:SECRET@host:port/bucket")
        query = dict(parse_qsl(parts.query))
        if unknown := set(query) - {"region", "kms_key"}:
            raise ValueError(f"S3= knows no {', '.join(sorted(unknown))}")
        return cls(
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            unquote(parts.username),
            unquote(parts.password),
            bucket,
            query.get("region", "us-east-1"),
            query.get("kms_key"),
        )

    def store(
        self,
        *,
        clock: Clock | None = None,
        encryption: StorageEncryption = StorageEncryption.NONE,
        origins: tuple[str, ...] = (),
        **changes: str,
    ) -> ObjectStore:
        """The product's own way to the bucket, with ``changes`` to the endpoint; the caller closes it."""
        at = replace(self, **changes)
        connections = Connections(at.url, at.access_key, at.secret_key, region=at.region, bucket=at.bucket)
        return ObjectStore(
            connections, clock=clock, encryption=headers_of(encryption, self.kms_key), origins=origins
        )

    def lacks(self, ability: str) -> NoReturn:
        """Skip an optional check by naming what the store lacks; the embedded one must not lack it."""
        if self.is_embedded:
            pytest.fail(f"the embedded storage lacks {ability}")
        pytest.skip(f"this storage lacks {ability}")
