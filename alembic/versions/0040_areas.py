"""(reserved)"""

revision = "0040_areas"
down_revision = "0039_schedule"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
