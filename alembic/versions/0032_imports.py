"""Nothing yet."""

revision = "0032_imports"
down_revision = "0031_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
