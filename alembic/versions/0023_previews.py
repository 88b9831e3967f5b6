"""placeholder"""

import sqlalchemy as sa
from alembic import op

revision = "0023_previews"
down_revision = "0022_custody"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
