"""Nothing yet."""

revision = "0033_records"
down_revision = "0032_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
