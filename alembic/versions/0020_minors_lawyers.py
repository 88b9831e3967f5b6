"""Which lawyers know the ways of minors: their cases go to those (148号令 26; 未成年人保护法 104)."""

import sqlalchemy as sa
from alembic import op

revision = "0020_minors_lawyers"
down_revision = "0019_birth_dates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lawyer", sa.Column("knows_minors", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("lawyer", "knows_minors", server_default=None)


def downgrade() -> None:
    op.drop_column("lawyer", "knows_minors")
