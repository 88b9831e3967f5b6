"""(reserved)"""

revision = "0044_discipline"
down_revision = "0043_alarms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
