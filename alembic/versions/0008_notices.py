"""Tables of notices."""

revision = "0008_notices"
down_revision = "0007_correction"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
