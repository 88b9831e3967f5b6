"""(reserved)"""

revision = "0039_schedule"
down_revision = "0038_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
