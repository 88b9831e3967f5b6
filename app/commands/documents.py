"""The generated documents: the OpenAPI description and the diagrams of the state machines."""

import json
import secrets
from pathlib import Path

from pydantic import SecretStr

from app import wiring
from app.kernel.states import diagram
from app.launch.installation import REPOSITORY
from app.main import create_app
from app.settings import Profile, Settings

OPENAPI = REPOSITORY / "openapi" / "openapi.json"
STATES = REPOSITORY / "openapi" / "states.md"


def documents() -> dict[Path, str]:
    """Each generated file with the text that the code calls for."""
    services = wiring.build_services(_unused_settings())
    document = json.dumps(create_app(services).openapi(), ensure_ascii=False, indent=2) + "\n"
    diagrams = "\n".join(diagram(machine) for machine in wiring.MACHINES)
    return {OPENAPI: document, STATES: diagrams}


def write_documents() -> list[Path]:
    """Write every generated file and return their paths."""
    for path, text in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(documents())


def _unused_settings() -> Settings:
    """Settings that let the application be built; nothing is connected, so nothing has to exist."""
    keys = SecretStr(f"k1:{secrets.token_hex(32)}")
    return Settings(
        profile=Profile.TEST,
        database_url=SecretStr("postgresql+asyncpg://nobody@127.0.0.1:1/none"),
        s3_endpoint="http://127.0.0.1:1",
        s3_access_key=SecretStr("none"),
        s3_secret_key=SecretStr("none"),
        token_keys=keys,
        field_keys=keys,
        index_key=SecretStr(secrets.token_hex(32)),
        wechat_base_url="http://127.0.0.1:1",
        wechat_app_id="none",
        wechat_secret=SecretStr("none"),
    )
