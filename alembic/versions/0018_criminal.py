"""Tables of criminal."""

revision = "0018_criminal"
down_revision = "0017_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
