"""One signed S3 request with the standard library: enough to know that a server is ready and whose it is."""

import hashlib
import hmac
import http.client
from datetime import UTC, datetime

REGION = "us-east-1"


def signed_request(
    endpoint: str, method: str, path: str, *, access_key: str, secret_key: str, body: bytes = b""
) -> int:
    """Send a request signed by AWS Signature Version 4 (header form, no query); returns the HTTP status.

    `endpoint` is host:port, `path` already percent-encoded. Raises OSError when nobody answers.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": endpoint, "x-amz-content-sha256": digest, "x-amz-date": stamp}
    names = ";".join(headers)
    canonical = "\n".join([method, path, "", *(f"{k}:{v}" for k, v in headers.items()), "", names, digest])
    scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    connection = http.client.HTTPConnection(endpoint, timeout=10)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status
    except http.client.HTTPException as error:
        raise OSError(f"no HTTP answer from {endpoint}") from error
    finally:
        connection.close()
