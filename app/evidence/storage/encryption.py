"""How storage is asked to encrypt what it is given: with its own keys, with a key service's, or not at all.

Whoever creates an object says so: the form a phone sends, a put of our own, the first request of an upload in
parts. Parts, reads and links need no word of it. A store without such keys refuses the upload.
"""

from app.settings import Settings, StorageEncryption

ALGORITHM = "x-amz-server-side-encryption"
KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id"


def headers_of(encryption: StorageEncryption, kms_key: str | None = None) -> dict[str, str]:
    """Headers of a request, or fields of a form, that create an object; none where nothing is asked for.

    Args:
        encryption: which keys.
        kms_key: the key service's name of the key; wanted with ``kms`` alone.
    """
    if encryption is StorageEncryption.S3:
        return {ALGORITHM: "AES256"}
    if encryption is StorageEncryption.KMS:
        return {ALGORITHM: "aws:kms"} | ({KMS_KEY: kms_key} if kms_key else {})
    return {}


def headers_from(settings: Settings) -> dict[str, str]:
    """The headers that the installation's settings ask for."""
    return headers_of(settings.s3_encryption, settings.s3_kms_key)
