"""What is signed follows the settings: the public endpoint, encryption, and settings that cannot be meant."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from app.evidence.storage.encryption import ALGORITHM, KMS_KEY
from app.evidence.storage.objects import build_object_store, new_key
from app.settings import problems
from tests.support.stack import make_settings

MINUTE = timedelta(minutes=1)


def test_links_and_forms_name_the_public_endpoint() -> None:
    settings = make_settings("unused", s3_public_endpoint="https://files.example.test")
    store = build_object_store(settings)
    form = store.presign_post(new_key(), media_type="image/png", size_bytes=1, expires=MINUTE)
    assert urlsplit(form.url).netloc == "files.example.test"
    link = store.presign_get("k", version_id=None, media_type="image/png", disposition="inline", expires=MINUTE)
    assert link.startswith(f"https://files.example.test/{settings.s3_bucket}/k?")
    store.close()


def test_a_form_asks_for_encryption_with_the_key_that_is_set() -> None:
    store = build_object_store(make_settings("unused", s3_encryption="kms", s3_kms_key="evidence-2026"))
    form = store.presign_post(new_key(), media_type="image/png", size_bytes=1, expires=MINUTE)
    assert (form.fields[ALGORITHM], form.fields[KMS_KEY]) == ("aws:kms", "evidence-2026")
    assert store.encryption_headers() == {ALGORITHM: "aws:kms", KMS_KEY: "evidence-2026"}
    store.close()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"s3_encryption": "kms"}, "YJT_S3_KMS_KEY"),
        ({"s3_encryption": "s3", "s3_kms_key": "k"}, "YJT_S3_KMS_KEY"),
        ({"s3_kms_key": "k"}, "YJT_S3_KMS_KEY"),
        ({"s3_cors_origins": "h5.example.cn"}, "YJT_S3_CORS_ORIGINS"),
        ({"s3_cors_origins": "https://h5.example.cn/pages"}, "YJT_S3_CORS_ORIGINS"),
        ({"s3_cors_origins": "*"}, "YJT_S3_CORS_ORIGINS"),
    ],
)
def test_settings_of_storage_that_cannot_be_meant_are_named(changes: dict[str, str], named: str) -> None:
    assert [line.partition(":")[0] for line in problems(make_settings("unused", **changes))] == [named]


def test_settings_of_storage_that_are_whole_are_taken() -> None:
    settings = make_settings(
        "unused", s3_encryption="kms", s3_kms_key="k", s3_cors_origins="https://a.cn, http://b:80/"
    )
    assert problems(settings) == []
    assert settings.storage_origins == ("https://a.cn", "http://b:80")
