"""A process refuses to start with a missing or placeholder secret, and says which."""

import secrets

import pytest

from app.settings import SettingsError, load_settings, not_random, parse_keys

GOOD = {
    "YJT_DATABASE_URL": "postgresql+asyncpg://yjt:pIeNWfi29xkd@127.0.0.1/yjt",
    "YJT_S3_ENDPOINT": "http://127.0.0.1:9000",
    "YJT_S3_ACCESS_KEY": "a8Hd02kdPq1mZ",
    "YJT_S3_SECRET_KEY": "q0d8Hd02kdPq1mZ",
    "YJT_TOKEN_KEYS": f"t1:{secrets.token_hex(32)}",
    "YJT_FIELD_KEYS": f"f1:{secrets.token_hex(32)}",
    "YJT_INDEX_KEY": secrets.token_hex(32),
    "YJT_WECHAT_APP_ID": "wx0123456789",
    "YJT_WECHAT_SECRET": "8f0c1d2e3b4a5968",
    "YJT_SEAL_KEY_FILE": __file__,
    "YJT_SEAL_CERTIFICATE_FILE": __file__,
    "YJT_LEDGER_KEY_FILE": __file__,
    "YJT_PUBLIC_URL": "https://aid.linan.gov.cn",
    "YJT_LEDGER_NAME": "aid.linan.gov.cn/custody",
}
"""Only that the key files are there is checked here; whether they sign is tried when services are built."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YJT_PROFILE", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_complete_environment_is_accepted() -> None:
    assert load_settings().profile == "production"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_missing_value_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YJT_TOKEN_KEYS", "t1:" + "00" * 32),
        ("YJT_TOKEN_KEYS", "changeme"),
        ("YJT_FIELD_KEYS", "f1:abcd"),
        ("YJT_TOKEN_KEYS", "t1:" + b"change-me-please-please-change-me".hex()),
        ("YJT_TOKEN_KEYS", f"t1:{secrets.token_hex(32)},t0:" + b"change-me-please-please-change-me".hex()),
        ("YJT_FIELD_KEYS", "f1:" + b"Kq7w2LmZ8rTn4XvB1cHs9YdGf3Pj6QaE".hex()),
        ("YJT_FIELD_KEYS", "f1:" + "0123456789abcdef" * 4),
        ("YJT_INDEX_KEY", "0123456789abcdef" * 4),
        ("YJT_INDEX_KEY", bytes(range(32)).hex()),
        ("YJT_INDEX_KEY", "placeholder"),
        ("YJT_WECHAT_APP_ID", "changeme"),
        ("YJT_WECHAT_APP_ID", "wxchangeme"),
        ("YJT_DATABASE_URL", "postgresql+asyncpg://yjt@127.0.0.1/yjt"),
        ("YJT_DATABASE_URL", "postgresql+asyncpg://127.0.0.1/yjt"),
        ("YJT_DATABASE_URL", "postgresql+asyncpg://yjt:@127.0.0.1/yjt"),
        ("YJT_DATABASE_URL", "postgresql+asyncpg://yjt:pass%77ord@127.0.0.1/yjt"),
        ("YJT_DATABASE_URL", "not a url"),
        ("YJT_S3_SECRET_KEY", "changeme-changeme"),
        ("YJT_WECHAT_SECRET", "secret"),
        ("YJT_SEAL_KEY_FILE", "/nowhere/key.pem"),
        ("YJT_SEAL_CERTIFICATE_FILE", "/nowhere/certificate.pem"),
        ("YJT_LEDGER_KEY_FILE", "/nowhere/ledger.pem"),
        ("YJT_PUBLIC_URL", "http://aid.linan.gov.cn"),
        ("YJT_LEDGER_NAME", "yijiantong.local/custody"),
        ("YJT_DATABASE_URL", "postgresql+asyncpg://yjt:password@127.0.0.1/yjt"),
    ],
)
def test_placeholder_is_named_outside_the_demo(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_secrets_do_not_print() -> None:
    text = repr(load_settings())
    assert not [value for name, value in GOOD.items() if "KEY" in name and "FILE" not in name and value in text]


def test_key_ids_are_unique() -> None:
    key = secrets.token_hex(32)
    with pytest.raises(SettingsError, match="twice"):
        parse_keys(f"a:{key},a:{key}")


@pytest.mark.parametrize("name", ["YJT_INDEX_KEY", "YJT_TOKEN_KEYS", "YJT_FIELD_KEYS"])
def test_one_key_for_two_purposes_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "YJT_FIELD_KEYS" if name != "YJT_FIELD_KEYS" else "YJT_TOKEN_KEYS"
    key = secrets.token_hex(32)
    for where in (name, other):
        monkeypatch.setenv(where, key if where == "YJT_INDEX_KEY" else f"k1:{key}")
    with pytest.raises(SettingsError, match="two purposes"):
        load_settings()


def test_key_used_twice_in_one_ring_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    key = secrets.token_hex(32)
    monkeypatch.setenv("YJT_TOKEN_KEYS", f"a:{key},b:{key}")
    with pytest.raises(SettingsError, match="two purposes"):
        load_settings()


def test_random_keys_pass() -> None:
    assert not not_random(secrets.token_bytes(32) for _ in range(20_000))


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("http://tsa.example", __file__),
        ("tsa.example", __file__),
        ("https://tsa.example", "/nowhere"),
        ("", __file__),
    ],
)
def test_timestamps_need_a_private_road_and_certificates(
    url: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YJT_TIMESTAMP_URL", url)
    monkeypatch.setenv("YJT_TIMESTAMP_CERTIFICATES_FILE", file)
    with pytest.raises(SettingsError, match="YJT_TIMESTAMP"):
        load_settings()


@pytest.mark.parametrize("url", ["https://tsa.example/tsr", "http://127.0.0.1:3180"])
def test_authority_with_certificates_is_accepted(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YJT_TIMESTAMP_URL", url)
    monkeypatch.setenv("YJT_TIMESTAMP_CERTIFICATES_FILE", __file__)
    assert load_settings().timestamp_url == url


TILES = "https://tiles.example.gov.cn/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("url", "attribution"),
    [
        (TILES, " "),
        ("tiles.example.gov.cn/{z}/{x}/{y}", "GS(2026)0001"),
        ("https://tiles.example.gov.cn/{z}/{x}.png", "GS(2026)0001"),
        ("https://t{s}.example.gov.cn/{z}/{x}/{y}.png", "GS(2026)0001"),
        (f"{TILES}; script-src *", "GS(2026)0001"),
        (TILES.replace("https", "http"), "GS(2026)0001"),
    ],
)
def test_map_that_no_phone_could_draw_or_that_hides_whose_it_is_is_refused(
    url: str, attribution: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YJT_MAP_TILES_URL", url)
    monkeypatch.setenv("YJT_MAP_TILES_ATTRIBUTION", attribution)
    with pytest.raises(SettingsError, match="YJT_MAP_TILES"):
        load_settings()


def test_map_is_loaded_from_its_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YJT_MAP_TILES_URL", f"{TILES}?tk=1")
    monkeypatch.setenv("YJT_MAP_TILES_ATTRIBUTION", "GS(2026)0001")
    assert load_settings().map_tiles_source == "https://tiles.example.gov.cn"
