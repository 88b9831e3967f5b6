"""(reserved)"""

revision = "0036_check_ins"
down_revision = "0035_correction"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
