"""Tables of eligibility."""

revision = "0012_eligibility"
down_revision = "0011_applying"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
