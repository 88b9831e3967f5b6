"""(reserved)"""

revision = "0041_leave"
down_revision = "0040_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
