"""(reserved)"""

revision = "0045_ending"
down_revision = "0044_discipline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
