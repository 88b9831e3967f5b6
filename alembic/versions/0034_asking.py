"""Nothing yet."""

revision = "0034_asking"
down_revision = "0033_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
