"""The birth date that a document number states, so that age is known without opening the number.

Rows from before stay empty until name and document are given again: the numbers are sealed, and a migration has
no key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_birth_dates"
down_revision = "0018_criminal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("real_name", sa.Column("born_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("real_name", "born_on")
