"""Tables of correction."""

revision = "0007_correction"
down_revision = "0006_legal_aid"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
