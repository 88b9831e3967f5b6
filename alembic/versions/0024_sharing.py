"""placeholder"""

import sqlalchemy as sa
from alembic import op

revision = "0024_sharing"
down_revision = "0023_previews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
