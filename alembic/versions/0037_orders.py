"""(reserved)"""

revision = "0037_orders"
down_revision = "0036_check_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
