"""(reserved)"""

revision = "0038_papers"
down_revision = "0037_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
