"""Tables of quality."""

revision = "0016_quality"
down_revision = "0015_handling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
