"""(reserved)"""

revision = "0046_positioning"
down_revision = "0045_ending"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
