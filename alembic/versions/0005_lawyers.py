"""Tables of lawyers."""

revision = "0005_lawyers"
down_revision = "0004_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
