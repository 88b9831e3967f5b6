"""Nothing yet."""

revision = "0030_conflicts"
down_revision = "0029_matching"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
