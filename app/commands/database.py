"""Migrations."""

from alembic import command
from alembic.config import Config

from app.launch.installation import REPOSITORY


def configuration() -> Config:
    """Alembic's configuration, whatever directory the command is run in."""
    return Config(str(REPOSITORY / "alembic.ini"))


def upgrade() -> None:
    """Apply every migration that the database of YJT_DATABASE_URL does not have yet."""
    command.upgrade(configuration(), "head")
