"""Every setting of a process, read once from the environment (prefix ``YJT_``) and frozen.

Nothing here has a default secret: the demo launcher generates its own for each installation, and any
other profile refuses to start while one is missing or looks like a placeholder.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class Profile(StrEnum):
    """What kind of installation this is; only ``demo`` and ``test`` may move the clock or log in by persona."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class StorageEncryption(StrEnum):
    """How storage encrypts what it keeps: not at our asking, with keys of its own, or with a key service's."""

    NONE = "none"
    S3 = "s3"
    KMS = "kms"


class LockMode(StrEnum):
    """Who may delete a locked version before its time: whoever has a special right, or nobody at all."""

    GOVERNANCE = "governance"
    COMPLIANCE = "compliance"


class SettingsError(Exception):
    """The environment does not describe a safe installation; the message names each variable."""


KeyRing = dict[str, bytes]
MIB = 1024 * 1024

PLACEHOLDER = re.compile(
    r"change.?me|placeholder|(?:^|[^0-9a-z])(?:example|password|secret|xxx|todo)|^(.)\1*$", re.IGNORECASE
)
"""Short words count at the start of a word only: a random key holds some of them somewhere by chance."""
ORIGIN = re.compile(r"^https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?$")
TILES = re.compile(r"^https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[^\s;,'\"<>]+$")
TILE_PARTS = ("{z}", "{x}", "{y}")
WECHAT_APP_ID = re.compile(r"^wx[0-9A-Za-z]{8,}$")
NEEDED_FILES = {
    "seal_key_file": "official papers are sealed with it",
    "seal_certificate_file": "official papers are sealed with it",
    "ledger_key_file": "heads of the custody ledger are signed with it",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
UNNAMED_LEDGER = "yijiantong.local/custody"
"""Receipts carry the name for ever and others tell ledgers apart by it: a real one has its own."""
LEAST_DIFFERENT = 16
"""Of 32 random bytes about 30 differ."""


class Settings(BaseSettings):
    """Frozen settings. Secrets are :class:`SecretStr`, so that no log or traceback prints them."""

    model_config = SettingsConfigDict(env_prefix="YJT_", frozen=True, extra="ignore")

    profile: Profile = Profile.PRODUCTION
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s#?]+$")
    web_root: Path | None = None
    log_json: bool = True
    map_tiles_url: str | None = Field(default=None, max_length=500)
    map_tiles_attribution: str = Field(default="", max_length=100)
    map_tiles_datum: Literal["gcj02", "wgs84"] = "gcj02"

    database_url: SecretStr
    database_pool_size: int = Field(default=10, ge=1, le=200)
    check_in_location_days: int = Field(default=180, ge=7, le=3650)
    positioning_location_days: int = Field(default=90, ge=7, le=3650)
    check_in_cards: int = Field(default=5000, ge=1, le=1_000_000)

    s3_endpoint: str
    s3_public_endpoint: str | None = None
    s3_region: str = "us-east-1"
    s3_bucket: str = "yijiantong"
    s3_access_key: SecretStr
    s3_secret_key: SecretStr

    token_keys: SecretStr
    field_keys: SecretStr
    index_key: SecretStr

    wechat_base_url: str = "https://api.weixin.qq.com"
    wechat_app_id: str
    wechat_secret: SecretStr

    seal_key_file: Path | None = None
    seal_key_password: SecretStr | None = None
    seal_certificate_file: Path | None = None
    paper_fonts: Path | None = None

    upload_max_bytes: int = Field(default=50 * MIB, ge=1024)
    upload_recording_max_bytes: int = Field(default=2048 * MIB, ge=1024)
    upload_form_max_bytes: int = Field(default=8 * MIB, ge=1024)
    upload_part_bytes: int = Field(default=5 * MIB, ge=5 * MIB, le=1024 * MIB)
    upload_form_minutes: int = Field(default=15, ge=1, le=120)
    upload_unfinished_days: int = Field(default=7, ge=1, le=90)
    case_max_files: int = Field(default=200, ge=1)
    sharing_max_days: int = Field(default=180, ge=1, le=730)
    bundle_max_bytes: int = Field(default=4096 * MIB, ge=1024)
    image_max_pixels: int = Field(default=200_000_000, ge=1_000_000)
    clamd_url: str | None = Field(default=None, pattern=r"^(tcp://[^/\s]+:\d+|unix://(/[^\s/]+)+)$")

    s3_encryption: StorageEncryption = StorageEncryption.NONE
    s3_kms_key: str | None = None
    s3_cors_origins: str = ""
    evidence_lock: LockMode = LockMode.GOVERNANCE
    evidence_retention_years: int = Field(default=10, ge=1, le=100)

    ledger_name: str = Field(default=UNNAMED_LEDGER, min_length=3, max_length=100, pattern=r"^[^\s+]+$")
    ledger_key_file: Path | None = None
    ledger_former_keys: str = ""
    ledger_witnesses: str = ""
    witnessed_logs: str = ""
    timestamp_url: str | None = None
    timestamp_certificates_file: Path | None = None
    timestamp_policy: str | None = Field(default=None, pattern=r"^[0-2](\.[0-9]+)+$")
    timestamp_minutes: int = Field(default=0, ge=0, le=24 * 60)

    @property
    def is_movable(self) -> bool:
        """Whether the product's clock may be moved and personas may log in (demo and test alone)."""
        return self.profile in (Profile.DEMO, Profile.TEST)

    @property
    def storage_origins(self) -> tuple[str, ...]:
        """Origins (``https://host``) whose pages upload straight to storage; none leaves that to its operator."""
        return tuple(part.strip().rstrip("/") for part in self.s3_cors_origins.split(",") if part.strip())

    @property
    def map_tiles_source(self) -> str | None:
        """Where browsers load the map's pictures from, as a source of a page's policy; none without a map."""
        if not self.map_tiles_url:
            return None
        place = urlsplit(self.map_tiles_url)
        return f"{place.scheme}://{place.netloc}"

    @property
    def public_address(self) -> str:
        """Where the pages are for everybody, without a slash at the end; QR codes lead there."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def token_key_ring(self) -> KeyRing:
        """Signing keys by key id; the first signs, all verify."""
        return parse_keys(self.token_keys.get_secret_value())

    @property
    def field_key_ring(self) -> KeyRing:
        """Field encryption keys (32 bytes each) by key id; the first seals, all open."""
        return parse_keys(self.field_keys.get_secret_value())


def parse_keys(text: str) -> KeyRing:
    """Parse ``kid:hex,kid:hex`` into a key ring of at least one key of 32 bytes or more.

    Raises:
        SettingsError: the form is wrong, a key is short, or a key id is used twice.
    """
    ring: KeyRing = {}
    for part in text.split(","):
        kid, colon, digits = part.strip().partition(":")
        try:
            key = bytes.fromhex(digits)
        except ValueError as error:
            raise SettingsError(f"key {kid!r} is not hexadecimal") from error
        if not colon or not kid or len(key) < 32:
            raise SettingsError("keys are written kid:hex, at least 32 bytes each, separated by commas")
        if kid in ring:
            raise SettingsError(f"key id {kid!r} is used twice")
        ring[kid] = key
    return ring


def problems(settings: Settings) -> list[str]:
    """Name each secret that a real installation must not run with."""
    found, keys = _key_problems(settings)
    found += _storage_problems(settings)
    found += _timestamp_problems(settings)
    found += _map_problems(settings)
    if settings.is_movable:
        return found
    if len(set(keys)) < len(keys):
        found.append("YJT_TOKEN_KEYS, YJT_FIELD_KEYS, YJT_INDEX_KEY: one key serves two purposes")
    for name in ("s3_access_key", "s3_secret_key", "wechat_secret"):
        value: str = getattr(settings, name).get_secret_value()
        if len(value) < 12 or PLACEHOLDER.search(value):
            found.append(f"YJT_{name.upper()}: missing, too short or a placeholder")
    if PLACEHOLDER.search(settings.wechat_app_id) or not WECHAT_APP_ID.match(settings.wechat_app_id):
        found.append("YJT_WECHAT_APP_ID: not the id of a mini-program (wx and letters or digits)")
    for name, use in NEEDED_FILES.items():
        path: Path | None = getattr(settings, name)
        if path is None or not path.is_file():
            found.append(f"YJT_{name.upper()}: names no file; {use}")
    if settings.ledger_name == UNNAMED_LEDGER:
        found.append("YJT_LEDGER_NAME: missing; receipts carry it for ever, such as aid.county.gov.cn/custody")
    if not (settings.public_url or "").startswith("https://"):
        found.append("YJT_PUBLIC_URL: missing or not https://; the QR codes of receipts lead there")
    if _weak_database_password(settings.database_url.get_secret_value()):
        found.append("YJT_DATABASE_URL: the password is missing, too short or a placeholder")
    return found


def _storage_problems(settings: Settings) -> list[str]:
    """Encryption that names half of what it needs, or origins that no browser would send."""
    found: list[str] = []
    if settings.s3_encryption is StorageEncryption.KMS and not settings.s3_kms_key:
        found.append("YJT_S3_KMS_KEY: encryption with a key service's keys needs the key's name")
    if settings.s3_kms_key and settings.s3_encryption is not StorageEncryption.KMS:
        found.append("YJT_S3_KMS_KEY: is used with YJT_S3_ENCRYPTION=kms alone")
    wrong = [origin for origin in settings.storage_origins if not ORIGIN.match(origin)]
    return found + [
        f"YJT_S3_CORS_ORIGINS: {origin} is not scheme://host or scheme://host:port" for origin in wrong
    ]


def _timestamp_problems(settings: Settings) -> list[str]:
    """An authority without its certificates proves nothing; one reached in the clear could be anybody."""
    url, file = settings.timestamp_url, settings.timestamp_certificates_file
    if not url:
        return ["YJT_TIMESTAMP_CERTIFICATES_FILE is set without YJT_TIMESTAMP_URL"] if file else []
    found: list[str] = []
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        found.append("YJT_TIMESTAMP_URL: not the URL of a server")
    elif parts.scheme == "http" and not settings.is_movable and parts.hostname not in LOOPBACK:
        found.append("YJT_TIMESTAMP_URL: must begin with https://, unless it is on this machine")
    if file is None or not file.is_file():
        found.append("YJT_TIMESTAMP_CERTIFICATES_FILE: names no file; timestamps are trusted by its certificates")
    return found


def _map_problems(settings: Settings) -> list[str]:
    """A template that phones could not fill in, or a map that hides whose it is."""
    if not settings.map_tiles_url:
        return []
    found: list[str] = []
    if not TILES.match(settings.map_tiles_url) or any(part not in settings.map_tiles_url for part in TILE_PARTS):
        found.append("YJT_MAP_TILES_URL: not https://host/… with {z}, {x} and {y} in it")
    elif not settings.is_movable and not settings.map_tiles_url.startswith("https://"):
        found.append("YJT_MAP_TILES_URL: must begin with https://; a phone loads nothing else into its pages")
    if not settings.map_tiles_attribution.strip():
        found.append("YJT_MAP_TILES_ATTRIBUTION: missing; who made a map, and its approval number, stand on it")
    return found


def _key_problems(settings: Settings) -> tuple[list[str], list[bytes]]:
    """What is wrong with the keys, and every key there is."""
    found: list[str] = []
    keys: list[bytes] = []
    for name in ("token_keys", "field_keys", "index_key"):
        text: str = getattr(settings, name).get_secret_value()
        try:
            ring = parse_keys(f"index:{text}" if name == "index_key" else text)
        except SettingsError as error:
            what = "32 random bytes or more, in hexadecimal" if name == "index_key" else str(error)
            found.append(f"YJT_{name.upper()}: {what}")
            continue
        if not_random(ring.values()):
            found.append(f"YJT_{name.upper()}: a key is not random")
        if name == "field_keys" and any(len(key) != 32 for key in ring.values()):
            found.append("YJT_FIELD_KEYS: each key is exactly 32 bytes")
        keys += ring.values()
    return found, keys


def not_random(keys: Iterable[bytes]) -> bool:
    """Whether a key is text, repeats itself or counts up: 32 random bytes practically never do."""
    return any(_is_patterned(key) for key in keys)


def _is_patterned(key: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    few = min(len(set(key)), len(steps)) < LEAST_DIFFERENT
    return few or (key.isascii() and key.decode().isprintable())


def _weak_database_password(url: str) -> bool:
    """Whether the URL has no password, in its usual place or as a parameter, or one that is guessed first."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return True
    password = parsed.password or parsed.query.get("password")
    return not isinstance(password, str) or len(password) < 8 or PLACEHOLDER.search(password) is not None


def load_settings() -> Settings:
    """Read the environment and refuse what is unsafe.

    Raises:
        SettingsError: names every variable that is missing, malformed or a placeholder.
    """
    try:
        settings = Settings()  # pyright: ignore[reportCallIssue] -- the environment supplies the arguments
    except ValidationError as error:
        lines = [f"YJT_{'.'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("settings are incomplete:\n  " + "\n  ".join(lines)) from None
    if found := problems(settings):
        raise SettingsError("settings are unsafe:\n  " + "\n  ".join(found))
    return settings
