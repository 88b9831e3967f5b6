"""(reserved)"""

revision = "0042_reports"
down_revision = "0041_leave"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
