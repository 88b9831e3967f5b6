"""Nothing yet."""

revision = "0029_matching"
down_revision = "0028_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
