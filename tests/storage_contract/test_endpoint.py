"""How ``S3=`` is read."""

import pytest

from tests.storage_contract.endpoint import Endpoint


def test_keys_bucket_region_and_key_service_are_read() -> None:
    assert Endpoint.parse("https://AK:s%2Fe%40c@s3.example.cn/evidence?region=cn-north-1&kms_key=k1") == Endpoint(
        "https://s3.example.cn", "AK", "s/e@c", "evidence", "cn-north-1", "k1"
    )
    assert Endpoint.parse("http://AK:secret@127.0.0.1:9000/b").url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "text",
    ["", "127.0.0.1:9000/b", "http://127.0.0.1/b", "http://AK@h/b", "http://AK:S@h/", "http://AK:S@h/b?zone=x"],
)
def test_what_is_incomplete_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="S3="):
        Endpoint.parse(text)
