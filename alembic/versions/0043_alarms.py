"""(reserved)"""

revision = "0043_alarms"
down_revision = "0042_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
