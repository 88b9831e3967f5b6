"""Nothing yet."""

revision = "0028_changes"
down_revision = "0027_assignments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
