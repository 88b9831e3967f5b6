"""Which pages may upload straight to the bucket: the phone pages are served from another origin than storage.

A browser sends a form or a part across origins only where the store says so, and shows a page the ETag of a part
only where that is exposed. Rules per bucket are part of S3, yet not every store keeps them (MinIO's are the whole
server's); such a store is left as its operator set it up.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

import structlog
from minio import Minio
from minio.error import S3Error
from minio.helpers import md5sum_hash

logger = structlog.get_logger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT")
EXPOSED = ("ETag", "x-amz-version-id")
REMEMBERED_S = 3600
NO_RULES = frozenset({"NotImplemented", "MethodNotAllowed", "AccessDenied"})
NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def allow_origins(client: Minio, bucket: str, origins: Sequence[str]) -> bool:
    """Let pages of exactly these origins (``https://host``) upload to the bucket and read from it.

    Returns:
        False where the store keeps no such rules, or our keys may not set them; that is logged.

    Raises:
        minio.error.S3Error: storage refused for another reason.
    """
    body = rules_for(origins)
    headers: dict[str, str | list[str] | tuple[str]] = {
        "Content-MD5": str(md5sum_hash(body)),
        "Content-Type": "application/xml",
    }
    try:
        client._execute("PUT", bucket, body=body, headers=headers, query_params={"cors": ""})  # pyright: ignore[reportPrivateUsage] -- the SDK signs this request, but has no public call for it
    except S3Error as error:
        if error.code not in NO_RULES:
            raise
        logger.warning("object storage keeps no rules on origins for the bucket", code=error.code)
        return False
    return True


def rules_for(origins: Sequence[str]) -> bytes:
    """The CORSConfiguration document."""
    root = Element("CORSConfiguration", xmlns=NAMESPACE)
    rule = SubElement(root, "CORSRule")
    for name, values in (
        ("AllowedOrigin", origins),
        ("AllowedMethod", METHODS),
        ("AllowedHeader", ("*",)),
        ("ExposeHeader", EXPOSED),
        ("MaxAgeSeconds", (str(REMEMBERED_S),)),
    ):
        for value in values:
            SubElement(rule, name).text = value
    return tostring(root, encoding="utf-8")
