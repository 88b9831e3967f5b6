"""Every setting of a process, read once from the environment (prefix ``YJT_``) and frozen.

Nothing here has a default secret: the demo launcher generates its own for each installation, and any
other profile refuses to start while one is missing or looks like a placeholder.
"""

import re
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Profile(StrEnum):
    """What kind of installation this is; only ``demo`` and ``test`` may move the clock or log in by persona."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class SettingsError(Exception):
    """The environment does not describe a safe installation; the message names each variable."""


KeyRing = dict[str, bytes]

PLACEHOLDER = re.compile(r"change.?me|placeholder|example|password|secret|xxx|todo|^(.)\1*$", re.IGNORECASE)


class Settings(BaseSettings):
    """Frozen settings. Secrets are :class:`SecretStr`, so that no log or traceback prints them."""

    model_config = SettingsConfigDict(env_prefix="YJT_", frozen=True, extra="ignore")

    profile: Profile = Profile.PRODUCTION
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    web_root: Path | None = None
    log_json: bool = True

    database_url: SecretStr
    database_pool_size: int = Field(default=10, ge=1, le=200)

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

    upload_max_bytes: int = Field(default=50 * 1024 * 1024, ge=1024)
    upload_form_minutes: int = Field(default=15, ge=1, le=120)
    case_max_files: int = Field(default=200, ge=1)

    @property
    def is_movable(self) -> bool:
        """Whether the product's clock may be moved and personas may log in (demo and test alone)."""
        return self.profile in (Profile.DEMO, Profile.TEST)

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
    found: list[str] = []
    for name in ("token_keys", "field_keys"):
        try:
            ring = parse_keys(getattr(settings, name).get_secret_value())
        except SettingsError as error:
            found.append(f"YJT_{name.upper()}: {error}")
            continue
        if any(len(set(key)) < 8 for key in ring.values()):
            found.append(f"YJT_{name.upper()}: a key is not random")
        if name == "field_keys" and any(len(key) != 32 for key in ring.values()):
            found.append("YJT_FIELD_KEYS: each key is exactly 32 bytes")
    try:
        parse_keys(f"index:{settings.index_key.get_secret_value()}")
    except SettingsError:
        found.append("YJT_INDEX_KEY: 32 random bytes or more, in hexadecimal")
    if settings.is_movable:
        return found
    for name in ("index_key", "s3_access_key", "s3_secret_key", "wechat_secret"):
        value: str = getattr(settings, name).get_secret_value()
        if len(value) < 12 or PLACEHOLDER.search(value):
            found.append(f"YJT_{name.upper()}: missing, too short or a placeholder")
    password = re.search(r"://[^:/@]+:([^@]*)@", settings.database_url.get_secret_value())
    if password and (len(password[1]) < 8 or PLACEHOLDER.search(password[1])):
        found.append("YJT_DATABASE_URL: the password is missing, too short or a placeholder")
    return found


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
