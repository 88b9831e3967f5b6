"""Nothing yet."""

revision = "0031_batches"
down_revision = "0030_conflicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
