"""Tables of deciding."""

revision = "0014_deciding"
down_revision = "0013_group"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
