"""Tables of group."""

revision = "0013_group"
down_revision = "0012_eligibility"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
