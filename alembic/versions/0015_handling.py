"""Tables of handling."""

revision = "0015_handling"
down_revision = "0014_deciding"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
