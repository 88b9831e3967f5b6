"""Tables of legal_aid."""

revision = "0006_legal_aid"
down_revision = "0005_lawyers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
